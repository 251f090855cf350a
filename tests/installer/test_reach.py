"""What readelf tells of real libraries, and what stays of them in a build."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from installer.bundle import reach


def library(folder: Path, name: str, *others: Path) -> Path:
    """Compile a library that is linked with others."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    flags = ["-shared", "-fPIC", "-nostdlib", "-x", "c", "/dev/null", "-x", "none"]
    wanted = ["-Wl,--no-as-needed", f"-Wl,-soname,{file.name}", *map(str, others)]
    subprocess.run(["gcc", *flags, *wanted, "-o", str(file)], check=True, timeout=60)
    return file


def test_what_libraries_are_linked_with(tmp_path: Path) -> None:
    deep = library(tmp_path, "libdeep.so.1")
    between = library(tmp_path, "libbetween [2].so", deep)
    plugin = library(tmp_path, "plugins/libplugin.so", between, deep)
    assert reach.linked([str(plugin), str(deep), str(between)]) == {
        str(plugin): {"libbetween [2].so", "libdeep.so.1"},
        str(between): {"libdeep.so.1"},
        str(deep): set(),
    }
    assert reach.linked([str(between)]) == {str(between): {"libdeep.so.1"}}


def test_what_stays_of_them(tmp_path: Path) -> None:
    common, gone = library(tmp_path, "libcommon.so"), library(tmp_path, "libgone.so")
    between = library(tmp_path, "libbetween.so", common)
    plugins = [
        library(tmp_path, "plugins/libstays.so", between),
        library(tmp_path, "plugins/libgoes.so", gone, common),
    ]
    everything = [
        (path.relative_to(tmp_path).as_posix(), str(path), "BINARY")
        for path in (*plugins, common, gone, between)
    ]
    kept = [entry for entry in everything if entry[0] != "plugins/libgoes.so"]
    names = [name for name, _, _ in reach.reached(everything, kept)]
    assert names == ["plugins/libstays.so", "libcommon.so", "libbetween.so"]


def test_a_file_that_is_no_library_ends_the_build(tmp_path: Path) -> None:
    file = tmp_path / "libtext.so"
    file.write_text("GROUP ( libc.so.6 )")
    with pytest.raises(reach.Unreadable, match=r"libtext\.so"):
        reach.linked([str(file)])
