"""What the Windows installer is built from: checks and lists. tests/installer runs the whole."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path, PurePosixPath

import platformdirs
import pytest
from platformdirs.windows import Windows

from core import settings
from core.errors import AppError
from core.media.kept import KeptIndexes
from core.updates.state import state_path
from core.weights import part
from core.weights.catalogue import catalogue
from installer.windows import build_setup
from installer.windows.build_setup import Payload, read_payload
from tests.package.repo import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder build: three files, one of them deep."""
    base = tmp_path / "SyncReview"
    for name in ("SyncReview.exe", "_internal/b.dll", "_internal/a/deep/한글 $x.txt"):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_bytes(b"MZ" + name.encode())
    return base


def test_the_lists_are_exactly_the_payload(folder: Path) -> None:
    payload = read_payload(folder, onefile=False)
    assert payload.size == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert build_setup.install_lines(payload) == [
        'SetOutPath "$INSTDIR"',
        f'File "/oname=SyncReview.exe" "{folder}/SyncReview.exe"',
        r'SetOutPath "$INSTDIR\_internal\a\deep"',
        f'File "/oname=한글 $$x.txt" "{folder}/_internal/a/deep/한글 $x.txt"',
        r'SetOutPath "$INSTDIR\_internal"',
        f'File "/oname=b.dll" "{folder}/_internal/b.dll"',
    ]
    assert build_setup.remove_file_lines(payload) == [
        r'Delete "$INSTDIR\SyncReview.exe"',
        r'Delete "$INSTDIR\_internal\a\deep\한글 $$x.txt"',
        r'Delete "$INSTDIR\_internal\b.dll"',
    ]
    assert build_setup.remove_folder_lines(payload) == [
        r'RMDir "$INSTDIR\_internal\a\deep"',
        r'RMDir "$INSTDIR\_internal\a"',
        r'RMDir "$INSTDIR\_internal"',
    ]


def test_one_file_is_installed_under_the_programs_name(tmp_path: Path) -> None:
    exe = tmp_path / "SyncReview-1.0.0-portable.exe"
    exe.write_bytes(b"MZ")
    payload = read_payload(exe, onefile=True)
    assert build_setup.install_lines(payload)[1] == f'File "/oname=SyncReview.exe" "{exe}"'
    assert build_setup.remove_file_lines(payload) == [r'Delete "$INSTDIR\SyncReview.exe"']
    assert payload.folders == ()


def test_the_compressor_suits_the_payload(tmp_path: Path) -> None:
    for onefile, compressor in ((False, "lzma"), (True, "off")):
        payload = Payload((), 1025, onefile)
        given = build_setup.defines(payload, "1.2.3", tmp_path, tmp_path / "x.exe")
        assert given["COMPRESSION"] == compressor
        assert (given["VERSION"], given["VERSION_4"], given["SIZE_KB"]) == ("1.2.3", "1.2.3.0", "2")


@pytest.mark.parametrize("version", ["1.0", "1.0.0rc1", "1.0.0.1", "", "1.0.123456"])
def test_a_version_that_cannot_be_compared_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(AppError, match="no version of three numbers"):
        build_setup.defines(Payload((), 0, False), version, tmp_path, tmp_path / "x.exe")


def test_what_is_missing_is_named(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(AppError, match="folder of the program is missing"):
        read_payload(tmp_path / "none", onefile=False)
    with pytest.raises(AppError, match="one-file program is missing"):
        read_payload(tmp_path / "none.exe", onefile=True)
    with pytest.raises(AppError, match=r"holds no SyncReview\.exe"):
        read_payload(folder / "_internal", onefile=False)
    (folder / "SyncReview.exe").write_bytes(b"\x7fELF")
    with pytest.raises(AppError, match="no Windows program"):
        read_payload(folder, onefile=False)


def test_more_than_nsis_can_hold_is_refused(folder: Path) -> None:
    with (folder / "_internal" / "b.dll").open("wb") as file:
        file.truncate(build_setup.DATA_LIMIT)  # a hole: takes no room
    with pytest.raises(AppError, match=r"1\.97 GiB are more than .* hold \(1\.97 GiB\)"):
        read_payload(folder, onefile=False)
    assert build_setup.DATA_LIMIT < 2**31


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("_internal/B.DLL", "the same name"),
        ("a:b", "no such file names"),
        ("trailing. /x", "no such file names"),
        ("back`quote", "no such file names"),
        ("uninstall.exe", "the uninstaller's"),
        ("n/" * 90 + "eleven chars", "192 characters long, at most 190"),
    ],
)
def test_names_that_windows_cannot_have_are_refused(folder: Path, name: str, message: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"x")
    with pytest.raises(AppError, match=message):
        read_payload(folder, onefile=False)


@pytest.mark.parametrize("target", ["_internal", "SyncReview.exe"])
def test_links_are_refused_and_not_left_out(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(folder / target)
    with pytest.raises(AppError, match="links cannot be installed"):
        read_payload(folder, onefile=False)


def test_without_nsis_it_says_what_to_install(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    output = tmp_path / "out" / "s-setup.exe"
    assert build_setup.main([str(folder), "--output", str(output)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "makensis was not found" in said.err
    assert "bootstrap.sh --packaging" in said.err
    assert not output.parent.exists()


def test_the_videos_are_those_that_the_window_opens() -> None:
    asking = (ROOT / "gui" / "asking.py").read_text(encoding="utf-8")
    patterns = re.search(r'^VIDEO_PATTERNS = "(.+)"$', asking, re.MULTILINE)
    assert patterns is not None
    assert tuple(word.lstrip("*") for word in patterns[1].split()) == build_setup.VIDEO_EXTENSIONS
    lines = build_setup.link_lines()
    assert "  !insertmacro LINK_VIDEO .mp4" in lines
    assert "  !insertmacro UNLINK_VIDEO .mxf" in lines


def test_the_purge_takes_what_the_program_wrote_and_leaves_what_is_the_users(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Where core.settings has its folders on Windows.
    monkeypatch.delenv(settings.HOME_VARIABLE, raising=False)
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda name: f"<{name}>")
    monkeypatch.setattr(platformdirs, "PlatformDirs", Windows)
    found = {
        platformdirs.user_data_dir("SyncReview", appauthor=False),
        platformdirs.user_config_dir("SyncReview", appauthor=False),
    }
    assert {name.replace("/", os.sep) for name in found} == {
        os.path.join("<CSIDL_LOCAL_APPDATA>", "SyncReview")
    }

    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    data, config = settings.data_dir(), settings.config_dir()
    removed = _removed(build_setup.purge_lines())
    own = [settings.settings_path().relative_to(config).as_posix(), "window.json"]
    own.append(state_path().relative_to(data).as_posix())
    for entry in catalogue().values():
        file = entry.path.relative_to(data).as_posix()
        own += [file, file + part.BYTES, file + part.STATE]
    clip = tmp_path / "clip.mp4"
    clip.touch()
    index = KeptIndexes(data / "indexes").place(clip, "fingerprint", 0)
    for name in [*own, index.relative_to(data).as_posix()]:
        assert any(PurePosixPath(name).match(pattern) for pattern in removed), name
    mine = ("drafts/a.syncreview", "plugins/mine/__init__.py", "weights/mine.onnx", "a.syncreview")
    for name in mine:
        assert not any(PurePosixPath(name).match(pattern) for pattern in removed), name


def _removed(lines: list[str]) -> list[str]:
    home = "$LOCALAPPDATA\\SyncReview\\"
    found = [re.fullmatch(r'Delete "(.+)"', line) for line in lines]
    return [m[1].removeprefix(home).replace("\\", "/") for m in found if m is not None]
