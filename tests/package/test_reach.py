"""Which libraries of the system stay in a build, by what is linked with what."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Mapping

import pytest

from installer.bundle import contents, reach


def binary(name: str) -> reach.Entry:
    return name, f"/system/{name}", "BINARY"


def needs(links: Mapping[str, Collection[str]]) -> reach.Needs:
    return lambda paths: {path: links.get(path.rpartition("/")[2], ()) for path in paths}


WINDOW = binary("PySide6/Qt/plugins/platforms/libqxcb.so")
THEME = binary("PySide6/Qt/plugins/platformthemes/libqgtk3.so")
QT = binary("PySide6/Qt/lib/libQt6Gui.so.6")
MODULE = ("_ours.abi3.so", "/venv/_ours.abi3.so", "EXTENSION")
LINKS = {
    "libqxcb.so": ["libQt6Gui.so.6", "libX11.so.6", "libc.so.6"],
    "libqgtk3.so": ["libQt6Gui.so.6", "libgtk-3.so.0"],
    "libQt6Gui.so.6": ["libglib-2.0.so.0"],
    "libgtk-3.so.0": ["libpango-1.0.so.0", "libglib-2.0.so.0"],
    "libpango-1.0.so.0": ["libthai.so.0", "libgtk-3.so.0"],
    "libglib-2.0.so.0": ["libpcre2-8.so.0"],
    "_ours.abi3.so": ["libssl.so.3"],
}
STAYING = [
    "libX11.so.6",
    "libglib-2.0.so.0",
    "libpcre2-8.so.0",
    "libssl.so.3",
    "libpython3.11.so.1.0",
]
GOING = ["libgtk-3.so.0", "libpango-1.0.so.0", "libthai.so.0"]


def test_what_only_a_left_out_plugin_reaches_goes() -> None:
    everything = [WINDOW, THEME, QT, MODULE, *map(binary, GOING), *map(binary, STAYING)]
    kept = contents.kept(everything)
    assert kept == [entry for entry in everything if entry != THEME]
    # libpython is linked with by nothing, and stays.
    assert reach.reached(everything, kept, needs(LINKS)) == [
        WINDOW,
        QT,
        MODULE,
        *map(binary, STAYING),
    ]
    # As long as the plugin is there, all of it stays.
    assert reach.reached(everything, everything, needs(LINKS)) == everything


def test_libraries_of_packages_stay_in_any_case() -> None:
    entries = [binary("pillow.libs/libtiff-20b7.so.6"), binary("torch/lib/libtorch.so")]
    dropped = binary("PIL/_imaging.so")
    links = needs({"_imaging.so": ["libtiff-20b7.so.6"]})
    assert reach.reached([*entries, dropped], entries, links) == entries


def test_links_without_an_aim_go() -> None:
    there = binary("PySide6/Qt/lib/libQt6Core.so.6")
    good = ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK")
    below = ("PySide6/Qt/lib/libcore.so", "libQt6Core.so.6", "SYMLINK")
    up = ("other/libcore.so", "../libQt6Core.so.6", "SYMLINK")
    bad = ("libQt6Qml.so.6", "PySide6/Qt/lib/libQt6Qml.so.6", "SYMLINK")
    through = ("libqml.so", "libQt6Qml.so.6", "SYMLINK")
    data = ("resources/demo/demo.mp4", "/ours/demo.mp4", "DATA")
    entries = [good, through, bad, below, up, data]
    assert reach.without_dangling(entries, [there]) == [good, below, up, data]
    assert reach.without_dangling(entries) == [data]


TOLD = """
File: /lib/libone.so.1

Dynamic section at offset 0x2dd0 contains 3 entries:
  Tag        Type                         Name/Value
 0x0000000000000001 (NEEDED)             Shared library: [libtwo.so.2]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x000000000000000e (SONAME)             Library soname: [libone.so.1]

File: /venv/with [odd] name.so

There is no dynamic section in this file.

File: /lib/libone.so.1
 0x0000000000000001 (NEEDED)             Shared library: [libtwo.so.2]
"""


def test_the_words_of_readelf() -> None:
    assert reach.told(TOLD) == {
        "/lib/libone.so.1": {"libtwo.so.2", "libc.so.6"},
        "/venv/with [odd] name.so": set(),
    }
    assert reach.linked([]) == {}


def test_without_readelf_the_build_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*args: object, **options: object) -> None:
        raise FileNotFoundError(2, "No such file", "readelf")

    monkeypatch.setattr(subprocess, "run", absent)
    with pytest.raises(reach.Unreadable, match="of the package binutils, does not start"):
        reach.linked(["/lib/libone.so.1"])


def test_what_readelf_cannot_read_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", "readelf: Error: /x.so: Not an ELF file")

    monkeypatch.setattr(subprocess, "run", broken)
    with pytest.raises(reach.Unreadable, match=r"/x\.so: Not an ELF file"):
        reach.linked(["/x.so"])
