"""The licences that are collected: of everything that is needed, with words, or not at all."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement

from core import __version__
from core.jobs import JobContext
from core.licences import LicenceEntry, load_licences, parse
from tests.package.repo import ROOT

SCRIPT = ROOT / "installer" / "licences.py"


@pytest.fixture(scope="module")
def tool() -> Iterator[ModuleType]:
    before = list(sys.path)
    spec = importlib.util.spec_from_file_location("licences_tool", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before


@pytest.fixture(scope="module")
def written(tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("licences") / "new" / "third-party.txt"
    tool.write_licences(path)
    return path


@pytest.fixture(scope="module")
def found(written: Path) -> dict[str, LicenceEntry]:
    """The entries by the name without the version."""
    entries = parse(written.read_text(encoding="utf-8"))
    return {entry.name.rpartition(" ")[0] or entry.name: entry for entry in entries}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_requirement_is_there_and_what_it_needs(
    tool: ModuleType, found: dict[str, LicenceEntry]
) -> None:
    names = {normal(name) for name in found}
    needs = [need for need in tool.requirements() if need.marker is None or need.marker.evaluate()]
    assert len(needs) > 10
    assert names >= {normal(need.name) for need in needs}
    # And theirs in turn, worked out in another way: nothing that is listed needs what is not.
    for name in names & {normal(d.metadata["Name"]) for d in metadata.distributions()}:
        for text in metadata.requires(name) or []:
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                assert normal(need.name) in names, f"{name} needs {need.name}"


def test_the_tools_of_development_are_not(found: dict[str, LicenceEntry]) -> None:
    assert not {"pytest", "ruff", "mypy", "hypothesis", "import-linter"} & {
        normal(name) for name in found
    }


def test_each_has_a_statement_and_words(found: dict[str, LicenceEntry]) -> None:
    for name, entry in found.items():
        assert re.match(r"Licence: \S", entry.facts), name
        assert entry.texts, name
        for text in entry.texts:
            assert len(text.words) > 30, (name, text.name)


def test_what_is_no_package_is_there_too(found: dict[str, LicenceEntry]) -> None:
    assert f"SyncReview {__version__}" in {entry.name for entry in found.values()}
    assert "Eileen Collins" in found["The demo"].whole()
    python = found["Python"].whole()
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in python


def test_what_binds_whoever_passes_a_build_on_is_said(found: dict[str, LicenceEntry]) -> None:
    av = " ".join(found["av"].whole().split())
    assert "GNU GENERAL PUBLIC LICENSE" in av
    carried = {name for name in ("x264", "x265") if f"{name} (GPL-2.0-or-later)" in av}
    files = {file.name for file in metadata.files("av") or []}
    assert carried == {name for name in ("x264", "x265") if any(f"{name}-" in f for f in files)}
    qt = found["PySide6_Essentials"].whole()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt
    assert "pnet.pt" in found["facenet-pytorch"].facts
    opencv = [text.name for text in found["opencv-python-headless"].texts]
    assert any("LICENSE-3RD-PARTY" in name for name in opencv)


def test_it_is_of_modest_size_and_has_no_path_of_this_machine(written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    assert len(text.encode()) < 2_000_000
    assert str(ROOT) not in text
    assert sys.prefix not in text


def test_every_table_is_of_something_and_its_files_are_there(tool: ModuleType) -> None:
    table = tomllib.loads(tool.TABLE.read_text(encoding="utf-8"))
    used: set[str] = set()
    for own in (*table["distributions"].values(), *table["parts"]):
        used.update(own.get("texts", ()))
        assert all((ROOT / name).is_file() for name in own.get("files", ()))
    assert used == {path.name for path in tool.TEXTS.iterdir()}


class Fake:
    """A package as `importlib.metadata` tells of it."""

    version = "1.0"

    def __init__(self, **fields: Any) -> None:
        self._fields = {"Name": "Fake.Package"} | fields
        self.metadata = self
        self.files: list[Any] = []

    def __getitem__(self, name: str) -> Any:
        return self._fields[name]

    def get(self, name: str) -> Any:
        return self._fields.get(name.replace("-", "_"))

    def get_all(self, name: str) -> Any:
        return self._fields.get(name.replace("-", "_"))


EMPTY: dict[str, Any] = {"distributions": {}, "libraries": {}, "parts": []}


def test_a_package_that_says_nothing_stops_it(tool: ModuleType) -> None:
    with pytest.raises(tool.Unlicensed, match=r"no statement .* add \[distributions.fake-package"):
        tool.entry_of(Fake(), EMPTY)
    with pytest.raises(tool.Unlicensed, match="no text of its licence"):
        tool.entry_of(Fake(License_Expression="MIT"), EMPTY)


def test_the_table_helps_it_out(tool: ModuleType) -> None:
    own = {"licence": "BSD-2-Clause", "texts": ["cocoapi.txt"], "source": "https://example.org"}
    entry = tool.entry_of(Fake(), EMPTY | {"distributions": {"fake-package": own}})
    assert "Licence: BSD-2-Clause\nSee also: https://example.org" in entry.facts
    assert "Piotr Dollar" in entry.whole()


@pytest.mark.parametrize(
    ("fields", "statement"),
    [
        ({"License_Expression": "MIT", "License": "old"}, "MIT"),
        ({"License": "BSD"}, "BSD"),
        ({"License": "long\nwords", "Classifier": ["License :: OSI Approved :: MIT License"]},
         "MIT License"),
        ({"Classifier": ["Topic :: Multimedia"]}, ""),
    ],
)  # fmt: skip
def test_where_a_statement_is_from(
    tool: ModuleType, fields: dict[str, Any], statement: str
) -> None:
    assert tool._statement(Fake(**fields)) == statement


def test_what_is_not_installed_stops_it(tool: ModuleType) -> None:
    with pytest.raises(tool.Unlicensed, match="nowhere-at-all is needed and not installed"):
        tool.closure([Requirement("nowhere-at-all")])
    assert tool.closure([Requirement("nowhere-at-all; python_version < '3'")]) == []


def test_extras_are_followed(tool: ModuleType) -> None:
    plain = {d.metadata["Name"].lower() for d in tool.closure([Requirement("import-linter")])}
    assert {"import-linter", "grimp", "click"} <= plain
    assert "pytest" not in plain


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("av.libs/libx264-d6533a8d.so.165", "x264"),
        ("av.libs/libx264-165-f3a909470ddc2d85ed21eda3d0fb7954.dll", "x264"),
        ("av/.dylibs/libavcodec.62.28.102.dylib", "avcodec"),
        ("av.libs/libavcodec-5e6b81c2.so.62.28.102", "avcodec"),
        ("opencv_python_headless.libs/libcrypto-5409cd36.so.1.1.1k", "crypto"),
        ("opencv_python_headless.libs/libopenblasp-r0-59ffcd50.3.15.so", "openblasp-r0"),
        ("numpy.libs/libscipy_openblas64_-32a4b2a6.so", "scipy_openblas64_"),
        ("torchvision.libs/libpng16.86585de4.so.16", "png16"),
        ("pillow.libs/libxcb-shape-7716c890.so.0.0.0", "xcb-shape"),
        ("cv2/opencv_videoio_ffmpeg500_64.dll", "opencv_videoio_ffmpeg"),
        ("fake/_own.cpython-311-x86_64-linux-gnu.so", None),
    ],
)
def test_the_names_of_carried_libraries(tool: ModuleType, file: str, name: str | None) -> None:
    fake = Fake()
    fake.files = [metadata.PackagePath(file)]
    assert tool.libraries(fake) == ([name] if name else [])


def test_the_program_makes_the_same_from_source(found: dict[str, LicenceEntry]) -> None:
    entries = load_licences(JobContext())
    assert [entry.name for entry in entries] == [entry.name for entry in found.values()]
