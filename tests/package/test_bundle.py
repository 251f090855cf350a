"""What goes into the frozen program, checked without building it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core import __version__
from installer import package
from installer.bundle import contents, sizes
from installer.bundle.version_info import four_numbers, version_resource
from tests.package.repo import ROOT, product_modules

INPUT = "PySide6/Qt/plugins/platforminputcontexts"


def test_each_module_and_file_of_ours_is_named() -> None:
    modules = [name for folder in ("core", "gui", "plugins") for name in product_modules(folder)]
    assert contents.our_modules() == sorted(modules)
    files = {f"{folder}/{Path(path).name}" for path, folder in contents.our_files()}
    assert {
        "./LICENSE",
        "resources/demo/demo.mp4",
        "resources/weights.toml",
        "resources/translations/syncreview_ko.qm",
        "resources/theme/app.qss",
        "plugins/mtcnn/manifest.toml",
    } <= files
    assert len([f for f in files if f.endswith("/manifest.toml")]) == len(contents.plugin_ids())
    assert not [f for f in files if f.endswith((".py", ".pyc", ".ts"))]


def test_what_lacks_is_told() -> None:
    held = {
        *(
            f"{folder}/{Path(path).name}".removeprefix("./")
            for path, folder in [
                *contents.our_files(),
                *contents.files_of_packages(),
                *contents.operations_of_torchvision(),
            ]
        ),
        contents.LICENCES,
        *(f"facenet_pytorch/{name}" for name in ("data/pnet.pt", "data/rnet.pt", "data/onet.pt")),
        "facenet_pytorch/models/mtcnn.py",
        *contents._platform_plugins(),
    }
    modules = [*contents.our_modules(), contents.SPLASH]
    assert contents.missing(modules, held) == []
    assert contents.missing(modules, [name.replace("/", "\\") for name in held]) == []
    assert contents.missing(
        set(modules) - {"plugins.mtcnn", "pyi_splash"},
        held - {"resources/demo/demo.mp4", contents.LICENCES},
    ) == [
        "module plugins.mtcnn",
        "module pyi_splash",
        "file resources/demo/demo.mp4",
        f"file {contents.LICENCES}",
    ]


def test_the_operations_of_torchvision_are_in_it() -> None:
    (found,) = contents.operations_of_torchvision()
    path, folder = found
    assert Path(path).is_file()
    name = f"{folder}/{Path(path).name}"
    modules = [*contents.our_modules(), contents.SPLASH]
    assert f"file {name}" in contents.missing(modules, [])
    assert contents.kept([(name, path, "BINARY")]) == [(name, path, "BINARY")]


def test_files_of_packages_that_plugins_need_are_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "site" / "of_another" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").touch()
    (data / "net.xml").touch()
    (tmp_path / "plugins" / "one").mkdir(parents=True)
    names = ["of_another", "of_another/data/net.xml", "of_another/data/gone.xml", "no_such/a.xml"]
    (tmp_path / "plugins" / "one" / "manifest.toml").write_text(f"requires = {names}")
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setattr(contents, "ROOT", tmp_path)
    assert contents.files_of_packages() == [(str(data / "net.xml"), "of_another/data")]


def test_without_its_input_contexts_a_build_for_linux_lacks_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    lacking = contents.missing([], [])
    for name in ("ibus", "compose"):
        assert f"file {INPUT}/lib{name}platforminputcontextplugin.so" in lacking
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not [line for line in contents.missing([], []) if "inputcontext" in line]


def test_nothing_of_the_gpl_edits_lines() -> None:
    assert "readline" in contents.EXCLUDES


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/bin/torch_shm_manager", True),
        ("torch/bin/protoc", False),
        ("torch/include/ATen/ATen.h", False),
        ("torch/_inductor/codegen/common.py", True),
        ("PySide6/Qt/lib/libQt6Network.so.6", True),
        ("PySide6/Qt/lib/libQt6OpenGL.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/lib/libQt6WlShellIntegration.so.6", False),
        ("PySide6/Qt6Quick3DUtils.dll", False),
        ("PySide6\\Qt6Core.dll", True),
        ("PySide6\\opengl32sw.dll", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", False),
        (f"{INPUT}/libibusplatforminputcontextplugin.so", True),
        (f"{INPUT}/libcomposeplatforminputcontextplugin.so", True),
        (f"{INPUT}/libqtvirtualkeyboardplugin.so", False),
        ("PySide6\\plugins\\platforminputcontexts\\qtvirtualkeyboardplugin.dll", False),
        ("PySide6/Qt/plugins/imageformats/libqpdf.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", True),
        ("PySide6/Qt/translations/qtbase_ko.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("cv2/opencv_videoio_ffmpeg4110_64.dll", False),
        ("numpy/tests/test_lazyloading.py", False),
        ("numpy/testing/__init__.py", True),
        ("resources/demo/demo.mp4", True),
    ],
)
def test_what_nobody_needs_stays_outside(name: str, stays: bool) -> None:
    assert bool(contents.kept([(name, "/somewhere", "BINARY")])) is stays


def test_nothing_that_the_program_imports_is_left_out() -> None:
    code = (
        "from installer.bundle.barred import bar\n"
        "bar()\n"
        "import importlib, json, sys\n"
        "for name in json.loads(sys.argv[1]): importlib.import_module(name)\n"
    )
    names = [
        *contents.our_modules(), "torch", "torchvision", "torchvision.models.detection",
        "facenet_pytorch", "scenedetect", "pycocotools.coco", "pyqtgraph", "sympy", "torch.export",
    ]  # fmt: skip
    names.remove("plugins.mmdetection")  # MMDetection itself is nowhere
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(names)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert done.returncode == 0, done.stderr


@dataclass
class Part:
    """A constructor of PyInstaller's version resource."""

    args: tuple[Any, ...]
    options: dict[str, Any]


def test_the_version_resource() -> None:
    names = (
        "VSVersionInfo FixedFileInfo StringFileInfo StringTable StringStruct VarFileInfo VarStruct"
    )

    def maker(*args: Any, **options: Any) -> Part:
        return Part(args, options)

    made = eval(version_resource("1.2.3rc1"), dict.fromkeys(names.split(), maker))  # noqa: S307
    assert made.options["ffi"].options["filevers"] == (1, 2, 3, 0)
    (table,) = made.options["kids"][0].args[0]
    strings = dict(part.args for part in table.args[1])
    assert strings["ProductVersion"] == "1.2.3rc1"
    assert strings["OriginalFilename"] == "SyncReview.exe"
    assert len(four_numbers(__version__)) == 4
    with pytest.raises(ValueError, match="not a version"):
        four_numbers("one")


def test_the_report_of_sizes(tmp_path: Path) -> None:
    for name, count in (("a.so", 3_000_000), ("b.so", 1_000_000), ("c.py", 500_000)):
        (tmp_path / name).write_bytes(bytes(count))
    (tmp_path / "link").symlink_to(tmp_path / "a.so")
    report = sizes.size_report(
        [
            ("torch/lib/a.so", str(tmp_path / "a.so")),
            ("numpy.libs\\b.so", str(tmp_path / "b.so")),
            ("c.py", str(tmp_path / "c.py")),
            ("torch/lib/again.so", str(tmp_path / "link")),
        ],
        top=2,
    )
    assert [line.split(None, 2) for line in report.splitlines()] == [
        ["3.0", "MB", "torch"],
        ["1.0", "MB", "numpy"],
        ["0.5", "MB", "the rest"],
        ["4.5", "MB", "in all"],
    ]


# --- installer/package.py ----------------------------------------------------------------------


def program(folder: Path, body: str) -> Path:
    file = folder / "program"
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return file


@pytest.mark.skipif(os.name != "posix", reason="it builds for Linux")
def test_what_was_built_runs_as_with_a_user(tmp_path: Path) -> None:
    file = program(tmp_path, 'echo "$PATH $HOME $PWD $1"; [ -z "$(/bin/ls -A "$HOME")" ]')
    text, seconds = package.as_a_user(file, "--self-test", timeout_s=30)
    path, *_ = text.split()
    assert path == "/nonexistent"
    assert re.search(r"/빌드 test \w+/home .*/빌드 test \w+/work --self-test\n$", text)
    assert str(ROOT) not in text
    assert seconds > 0


@pytest.mark.skipif(os.name != "posix", reason="it builds for Linux")
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo broken; exit 3", "ended with 3:\nbroken"),
        ('/bin/mkdir "$TMPDIR/_MEI123"', "left behind in its temporary folder: _MEI123"),
    ],
)
def test_what_is_wrong_with_it_is_told(tmp_path: Path, body: str, reason: str) -> None:
    with pytest.raises(package.Failed, match=reason):
        package.as_a_user(program(tmp_path, body), timeout_s=30)


@pytest.mark.skipif(os.name != "posix", reason="it builds for Linux")
@pytest.mark.parametrize("frozen", [True, False])
def test_a_build_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frozen: bool) -> None:
    report = {"ok": True, "frozen": frozen, "versions": {"torch": "2.13.0"}}
    (tmp_path / "report.json").write_text(json.dumps(report))
    body = (
        f'if [ "$1" = --self-test ]; then /bin/cat {tmp_path}/report.json; '
        "else echo painted 0.2 ready 0.9; fi"
    )
    file = program(tmp_path, body)
    monkeypatch.setattr(package, "ROOT", tmp_path)
    monkeypatch.setattr(package, "program", lambda kind: file)
    if not frozen:
        with pytest.raises(package.Failed):
            package.examine("onefile")
        return
    row = package.examine("onefile")
    assert (row["painted_s"], row["ready_s"], row["torch"]) == (0.2, 0.9, "2.13.0")
    assert "| onefile | 0 | 0.20 s | 0.90 s |" in package.table([row])


def test_with_cuda_the_folder_alone_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built: list[list[str]] = []
    monkeypatch.setattr(package, "DIST", tmp_path)
    monkeypatch.setattr(package, "environment", lambda: None)
    monkeypatch.setattr(package, "has_cuda", lambda: True)
    monkeypatch.setattr(package, "build", lambda kinds: built.append(kinds) or 1.0)
    monkeypatch.setattr(package, "examine", lambda kind: {"kind": kind, "torch": "2"})
    monkeypatch.setattr(package, "table", lambda rows: str([row["kind"] for row in rows]))
    assert package.main(["folder", "onefile"]) == 0
    assert built == [["folder"]]
    assert "PIP_EXTRA_INDEX_URL" in capsys.readouterr().out
