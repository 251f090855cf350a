"""What builds the Windows EXE, as far as it runs without Wine."""

from __future__ import annotations

import re
import shlex
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from installer.windows import build_exe, signing, stub_dlls, windows_python, wine
from tests.package.repo import ROOT

SIGNER = """
import pathlib, sys
file = pathlib.Path(sys.argv[-1])
file.write_bytes(file.read_bytes() + b" signed")
sys.exit(int(sys.argv[1]))
"""


@pytest.fixture
def signer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    script = tmp_path / "sign it.py"
    script.write_text(SIGNER)
    monkeypatch.setenv(signing.VARIABLE, shlex.join([sys.executable, str(script), "0"]))
    return script


def test_every_file_is_signed_with_the_command(signer: Path, tmp_path: Path) -> None:
    files = [tmp_path / "하나.exe", tmp_path / "two parts.exe"]
    for file in files:
        file.write_bytes(b"MZ")
    assert signing.sign(files) == 2
    assert [file.read_bytes() for file in files] == [b"MZ signed"] * 2


def test_without_a_command_nothing_is_touched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(signing.VARIABLE, raising=False)
    file = tmp_path / "a.exe"
    file.write_bytes(b"MZ")
    assert signing.main([str(file)]) == 0
    assert file.read_bytes() == b"MZ"
    assert "not signed" in capsys.readouterr().out


def test_a_command_that_fails_stops_the_build(
    signer: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "a.exe"
    file.write_bytes(b"MZ")
    monkeypatch.setenv(signing.VARIABLE, shlex.join([sys.executable, str(signer), "7"]))
    assert signing.main([str(file)]) == 1
    assert "ended with 7" in capsys.readouterr().err
    monkeypatch.setenv(signing.VARIABLE, str(tmp_path / "no-such-tool"))
    assert signing.main([str(file)]) == 1
    assert "no-such-tool" in capsys.readouterr().err


def test_stubs_export_each_function_once() -> None:
    for name, functions in stub_dlls.STUBS.items():
        code = stub_dlls.source(functions)
        assert re.findall(r"\b(\w+)\(void\)", code) == list(functions), name
        assert len(set(functions)) == len(functions)


def test_a_windows_path_is_on_the_drive_that_wine_gives_the_root() -> None:
    assert wine.windows_path(Path("/home/me/한글 폴더/a.exe")) == "Z:\\home\\me\\한글 폴더\\a.exe"


def test_what_this_machine_sets_for_python_and_qt_does_not_reach_windows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("PYTHONPATH", "QT_QPA_PLATFORM", "SYNCREVIEW_HOME", "DISPLAY", "WINEPREFIX"):
        monkeypatch.setenv(name, "here")
    monkeypatch.setenv("PATH", "/usr/bin")
    found = wine.Wine(tmp_path / "prefix", tmp_path / "home").environment({"MORE": "1"})
    assert "here" not in found.values()
    assert found["WINEPREFIX"] == str(tmp_path / "prefix")
    assert found["HOME"] == str(tmp_path / "home")
    assert (found["PATH"], found["MORE"]) == ("/usr/bin", "1")


def test_a_missing_tool_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(wine.MissingTool, match=r"no-such-tool.*bootstrap\.sh --packaging"):
        wine.tool("no-such-tool")


def test_the_interpreter_is_unpacked_whole_or_not_at_all(tmp_path: Path) -> None:
    inner = tmp_path / "data.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("cp311/python.exe", b"MZ")
        archive.writestr("cp311/Lib/os.py", b"")
    package = tmp_path / "package.tar.gz"
    with tarfile.open(package, "w:gz") as tar:
        tar.add(inner, windows_python._ARCHIVE)
    windows_python.unpack(package, tmp_path / "python")
    names = {p.relative_to(tmp_path / "python").as_posix() for p in tmp_path.rglob("python/**/*")}
    assert names == {"python.exe", "Lib", "Lib/os.py"}

    inner.write_bytes(inner.read_bytes()[:-30])
    with tarfile.open(package, "w:gz") as tar:
        tar.add(inner, windows_python._ARCHIVE)
    with pytest.raises(zipfile.BadZipFile):
        windows_python.unpack(package, tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_what_wine_cannot_run_is_pinned_within_the_requirements() -> None:
    from packaging.requirements import Requirement

    def lines(name: str) -> dict[str, Requirement]:
        text = (ROOT / name).read_text(encoding="utf-8")
        wanted = [line for line in text.splitlines() if line and not line.startswith("#")]
        return {r.name.lower(): r for r in map(Requirement, wanted)}

    ours = lines("requirements.txt")
    pins = lines("installer/windows/constraints.txt")
    assert pins
    for name, pin in pins.items():
        (version,) = [spec.version for spec in pin.specifier]
        assert ours[name].specifier.contains(version), name


def test_the_build_asks_for_kinds_that_the_spec_knows() -> None:
    spec = (ROOT / "app.spec").read_text(encoding="utf-8")
    (known,) = re.findall(r"KIND not in \((.*?)\)", spec)
    assert set(re.findall(r'"(\w+)"', known)) == set(build_exe._KINDS)
    assert "{NAME}-{__version__}-portable" in spec
    assert build_exe.PORTABLE.name.endswith("-portable.exe")
