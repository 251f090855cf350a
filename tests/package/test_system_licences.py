"""The licences of what a build takes from the system that it is made on."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from installer import system_licences
from installer.system_licences import Unlicensed, system_entries, system_files
from tests.package.repo import ROOT


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system with packages: what is in its files is in the folder that is given."""
    (tmp_path / "doc").mkdir()
    (tmp_path / "common").mkdir()
    monkeypatch.setattr(system_licences, "DOC", tmp_path / "doc")
    monkeypatch.setattr(system_licences, "COMMON", tmp_path / "common")
    monkeypatch.setattr(system_licences, "_said", dpkg)
    monkeypatch.setattr(system_licences, "_system", lambda: "Debian 99")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return tmp_path


OWNED = {
    "/usr/lib/libone.so.1": "libone1:amd64",
    "/lib/libtwo.so.2": "libtwo2:amd64, libtwo2:i386",
    "/usr/lib/libtwo-more.so.2": "libtwo-more",
    "/usr/lib/libbare.so": "libbare",
}
SOURCES = {
    "libone1:amd64": "one\t1.0-1",
    "libtwo2:amd64": "two\t2:2.0",
    "libtwo-more": "two\t2:2.0",
    "libbare": "bare\t3",
}


def dpkg(_program: str, action: str, *rest: str) -> str:
    if action == "--search":
        lines = [f"{OWNED[path]}: {path}" for path in rest if path in OWNED]
        return "\n".join(["diversion by dash from: /usr/lib/libone.so.1", *lines])
    return SOURCES[rest[-1]] + "\n"


def copyright(debian: Path, package: str, words: str) -> None:
    (debian / "doc" / package).mkdir(exist_ok=True)
    (debian / "doc" / package / "copyright").write_text(words, encoding="utf-8")


FORMAL = (
    "Format: https://example.org\n\nFiles: *\nLicense: LGPL-2.1+\n\nFiles: tests\nLicense: MIT\n"
)
FREE = "License: it is under the terms of \u201c/usr/share/common-licenses/GPL-3\u201d.\n"


@pytest.mark.skipif(os.name != "posix", reason="paths of Debian's")
def test_each_package_is_told_with_its_words(debian: Path) -> None:
    copyright(debian, "libone1", FREE + "Or /usr/share/common-licenses/Odd-1.0.")
    copyright(debian, "libtwo2", FORMAL)
    copyright(debian, "libtwo-more", "Others.")
    (debian / "common" / "GPL-3").write_text("GNU GENERAL PUBLIC LICENSE")
    files = ["/usr/lib/libone.so.1", "/usr/lib/libtwo.so.2", "/lib/libtwo-more.so.2"]
    entries = {entry.name: entry for entry in system_entries(map(Path, files))}
    assert list(entries) == ["two 2:2.0", "one 1.0-1"]
    one, two = entries["one 1.0-1"], entries["two 2:2.0"]
    assert one.facts.splitlines() == [
        "Licence: as told below",
        "Files: libone.so.1",
        "From Debian 99, on which this was built: libone1",
        "Its source package: one, 1.0-1",
        "Referred to below, and not there: Odd-1.0",
    ]
    assert [text.name for text in one.texts] == ["libone1: copyright", "GPL-3"]
    assert one.texts[1].words == "GNU GENERAL PUBLIC LICENSE"
    assert two.facts.splitlines()[:2] == [
        "Licence: as told below; named there: LGPL-2.1+, MIT",
        "Files: libtwo-more.so.2, libtwo.so.2",
    ]
    assert [text.name for text in two.texts] == ["libtwo-more: copyright", "libtwo2: copyright"]


@pytest.mark.skipif(os.name != "posix", reason="paths of Debian's")
def test_what_no_licence_is_known_of_ends_the_build(debian: Path) -> None:
    copyright(debian, "libone1", FORMAL)
    files = ["/usr/lib/libone.so.1", "/usr/lib/libbare.so", "/opt/libstray.so"]
    with pytest.raises(Unlicensed) as told:
        system_entries(map(Path, files))
    first, second, way_out = str(told.value).splitlines()
    assert first == "/opt/libstray.so is of no package of this system"
    bare = debian / "doc" / "libbare" / "copyright"
    assert second == f"/usr/lib/libbare.so: its package libbare has no {bare}"
    assert way_out.startswith("Take libraries")


@pytest.mark.skipif(os.name != "posix", reason="paths of Debian's")
def test_a_link_is_followed_to_its_package(debian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copyright(debian, "libone1", FORMAL)
    link, real = debian / "libone.so", debian / "libone.so.1"
    real.touch()
    link.symlink_to(real)
    monkeypatch.setitem(OWNED, str(real.resolve()), "libone1:amd64")
    (entry,) = system_entries([link])
    assert "Files: libone.so\n" in entry.facts


def test_where_nobody_can_be_asked_the_names_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    files = [Path("/elsewhere/libzip.so.4"), Path("/elsewhere/libabc.so"), Path(os.__file__)]
    (entry,) = system_entries(files)
    assert entry.name == "Libraries of the system"
    assert "Files: libabc.so, libzip.so.4" in entry.facts
    assert "not known" in entry.facts
    assert system_entries([]) == []


def test_the_libraries_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    runtime = tmp_path / "System32" / "ucrtbase.dll"
    (entry,) = system_entries([runtime])
    assert entry.name == "Microsoft's runtime libraries"
    assert "Files: ucrtbase.dll" in entry.facts
    both = system_entries([runtime, tmp_path.parent / "other.dll"])
    assert [entry.name for entry in both] == [entry.name, "Libraries of the system"]


def test_python_its_packages_and_ours_are_not_the_systems() -> None:
    known = [
        Path(os.__file__),
        Path(pytest.__file__),
        Path(sys.prefix, "lib", "anything.so"),
        ROOT / "resources" / "demo" / "demo.mp4",
    ]
    stray = Path(ROOT.anchor, "nowhere", "libz.so.1")
    assert system_files([*known, stray, stray]) == [stray]


@pytest.mark.skipif(os.name != "posix", reason="Python lies so on Linux alone")
def test_beside_a_python_in_usr_is_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = {"stdlib": "/usr/lib/python3.11", "platstdlib": "/usr/lib/python3.11",
             "purelib": "/venv/lib", "platlib": "/venv/lib"}  # fmt: skip
    names = {"LIBDIR": "/usr/lib/x86_64-linux-gnu", "INSTSONAME": "libpython3.11.so.1.0"}
    monkeypatch.setattr(sysconfig, "get_path", paths.__getitem__)
    monkeypatch.setattr(sysconfig, "get_config_var", names.get)
    monkeypatch.setattr(sys, "prefix", "/venv")
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    library = Path("/usr/lib/x86_64-linux-gnu/libnowhere.so")
    others = [
        "/usr/lib/python3.11/lib-dynload/_ssl.so",
        "/venv/lib/any.so",
        "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0",
    ]
    assert system_files([*map(Path, others), library]) == [library]


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="no system with dpkg")
def test_this_system_knows_its_own_library() -> None:
    # Each Debian and Ubuntu has it, in whichever of its folders.
    library, *_ = sorted(Path("/usr/lib").glob("*-linux-gnu*/libgcc_s.so.1"))
    entries = system_entries([library, Path("/lib", *library.parts[3:])])
    (entry,) = entries
    assert entry.name.startswith("gcc-")
    assert "libgcc-s1" in entry.facts
    assert "GCC RUNTIME LIBRARY EXCEPTION" in entry.whole().upper()
