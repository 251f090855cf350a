"""What the built programs are, from their files alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core import __version__
from tests.windows import pe


@pytest.fixture(scope="session", params=["folder", "portable"])
def exe(request: pytest.FixtureRequest) -> Path:
    if request.param == "folder":
        folder: Path = request.getfixturevalue("folder_build")
        return folder / "SyncReview.exe"
    portable: Path = request.getfixturevalue("portable_build")
    return portable


def test_it_is_a_windowed_64_bit_program_with_icon_and_version(exe: Path) -> None:
    program = pe.read(exe)
    assert program.machine == pe.AMD64
    assert program.subsystem == pe.WINDOWED
    assert pe.ICON_GROUP in program.resources
    strings = program.version_strings
    assert strings["ProductName"] == "SyncReview"
    assert strings["ProductVersion"] == strings["FileVersion"] == __version__
    assert strings["CompanyName"] == "The SyncReview authors"


def test_its_manifest_wants_long_paths_and_no_administrator(exe: Path) -> None:
    manifest = pe.read(exe).resources[pe.MANIFEST].decode()
    assert "longPathAware" in manifest
    assert 'level="asInvoker"' in manifest


def test_the_folder_holds_nothing_of_wine_and_nothing_that_was_left_out(folder_build: Path) -> None:
    names = {path.name.lower() for path in folder_build.rglob("*")}
    assert [name for name in names if re.fullmatch(r"python3\d+\.dll", name)]
    assert "qwindows.dll" in names
    assert names & {"icuuc.dll", "mscms.dll", "winecfg.exe", "opengl32sw.dll"} == set()
    assert [name for name in names if name.startswith("opencv_videoio_ffmpeg")] == []


def test_paths_in_the_folder_fit_below_a_user_folder(folder_build: Path) -> None:
    longest = max(
        (str(path.relative_to(folder_build)) for path in folder_build.rglob("*")), key=len
    )
    # 259 characters, less C:\Users\<20 letters>\AppData\Local\Programs\SyncReview\
    assert len(longest) <= 190, longest


def test_the_portable_program_fits_into_its_archive(portable_build: Path) -> None:
    assert 50_000_000 < portable_build.stat().st_size < 2**31
