"""Over a former version, and every way in which the installer refuses; the codes are documented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.installer.test_install import below, payload_of
from tests.installer.windows import Windows

Setup = Callable[..., Path]
RUNNING, NEWER, IN_USE, TOO_OLD, ANOTHER, NO_PLACE = 3, 4, 6, 7, 8, 9
STOPPED = 2
"""NSIS's own."""


def test_an_upgrade_replaces_the_program_and_nothing_else(windows: Windows, setup: Setup) -> None:
    assert windows.run(setup("1.0.0"), "/S") == 0
    folder = windows.folder()
    (folder / "notes.txt").write_text("foreign")
    (folder / "_internal" / "old" / "mine.dll").write_text("foreign")
    data = windows.local_data / "SyncReview" / "drafts" / "a.syncreview"
    data.parent.mkdir(parents=True)
    data.write_text("project")

    assert windows.run(setup("1.1.0"), "/S") == 0
    foreign = ["_internal/old", "_internal/old/mine.dll", "notes.txt"]
    assert below(folder) == sorted([*payload_of("1.1.0"), *foreign])
    assert windows.entry()["DisplayVersion"] == "1.1.0"
    assert windows.start_link.is_file()
    assert windows.desktop_link.is_file()
    assert windows.keys(r"HKCU\Software\Classes\.syncreview")[""][""] == "SyncReview.Project.1"
    assert data.read_text() == "project"
    assert windows.run(folder / "SyncReview.exe") == 0
    assert windows.called() == ["1.1.0|"]

    assert windows.uninstall(folder) == 0
    assert below(folder) == sorted(["Uninstall.exe", "_internal", *foreign])
    assert data.read_text() == "project"


def test_from_the_folder_to_one_file_elsewhere(windows: Windows, setup: Setup) -> None:
    assert windows.run(setup("1.0.0"), "/S", last=r"/D=C:\Former place\SyncReview") == 0
    former = windows.folder()
    assert windows.run(setup("1.1.0", onefile=True), "/S", last=r"/D=C:\New place\SyncReview") == 0
    assert not former.exists()
    folder = windows.folder()
    assert folder == windows.path(r"C:\New place\SyncReview")
    assert below(folder) == ["SyncReview.exe", "Uninstall.exe"]
    assert windows.run(folder / "SyncReview.exe", "x") == 0
    assert windows.called() == ["1.1.0|x"]
    # The same version again repairs, in the place where it is.
    (folder / "SyncReview.exe").unlink()
    assert windows.run(setup("1.1.0", onefile=True), "/S") == 0
    assert below(folder) == ["SyncReview.exe", "Uninstall.exe"]
    assert windows.uninstall(folder) == 0


def test_an_upgrade_stays_for_whom_it_was(windows: Windows, setup: Setup) -> None:
    assert windows.run(setup("1.0.0"), "/S", "/AllUsers") == 0
    assert windows.run(setup("1.1.0"), "/S") == 0
    assert windows.entry("HKLM")["DisplayVersion"] == "1.1.0"
    assert windows.entry("HKCU") == {}
    assert windows.uninstall(windows.folder("HKLM"), "/AllUsers") == 0


def test_a_newer_version_stays(windows: Windows, setup: Setup) -> None:
    assert windows.run(setup("1.1.0"), "/S") == 0
    folder = windows.folder()
    assert windows.run(setup("1.0.0"), "/S") == NEWER
    assert windows.entry()["DisplayVersion"] == "1.1.0"
    assert below(folder) == payload_of("1.1.0")
    # That of a user says nothing about one for all.
    assert windows.run(setup("1.0.0"), "/S", "/AllUsers") == 0
    assert windows.uninstall(windows.folder("HKLM"), "/AllUsers") == 0
    assert windows.uninstall(folder, "/CurrentUser") == 0


def test_nothing_is_touched_while_the_program_is_open(windows: Windows, setup: Setup) -> None:
    assert windows.run(setup("1.0.0"), "/S") == 0
    folder = windows.folder()
    program = folder / "SyncReview.exe"
    with windows.running(program, "--hold", "SyncReview_running"):
        assert windows.run(setup("1.1.0"), "/S") == RUNNING
        assert windows.uninstall(folder) == RUNNING
        assert windows.entry()["DisplayVersion"] == "1.0.0"
        assert below(folder) == payload_of("1.0.0")
    assert windows.run(setup("1.1.0"), "/S") == 0
    assert windows.uninstall(folder) == 0


def test_nothing_is_touched_while_its_exe_is_locked(
    windows: Windows, setup: Setup, program: Callable[[str], Path]
) -> None:
    # As a one-file program does it that has no window yet, or one of another session.
    assert windows.run(setup("1.0.0"), "/S", last=r"/D=C:\Locked\SyncReview") == 0
    folder = windows.folder()
    exe = windows.name(folder / "SyncReview.exe")
    with windows.running(program("1.0.0"), "--lock", exe):
        assert windows.run(setup("1.1.0"), "/S") == RUNNING
        assert windows.run(setup("1.1.0"), "/S", last=r"/D=C:\Elsewhere") == RUNNING
        assert windows.uninstall(folder) == RUNNING
        assert below(folder) == payload_of("1.0.0")
        assert not windows.path(r"C:\Elsewhere").exists()
    assert windows.uninstall(folder) == 0


def test_files_in_use_stop_it_and_can_be_removed_later(
    windows: Windows, setup: Setup, program: Callable[[str], Path]
) -> None:
    assert windows.run(setup("1.0.0"), "/S") == 0
    folder = windows.folder()
    library = folder / "_internal" / "old" / "gone.dll"
    with windows.running(program("1.0.0"), "--lock", windows.name(library)):
        assert windows.run(setup("1.1.0"), "/S") == IN_USE
        assert windows.uninstall(folder) == IN_USE
        assert library.exists()
        assert windows.entry()["DisplayVersion"] == "1.0.0"
    assert windows.run(setup("1.1.0"), "/S") == 0
    assert below(folder) == payload_of("1.1.0")
    assert windows.uninstall(folder) == 0


def test_two_setups_at_once_are_one_too_many(
    windows: Windows, setup: Setup, program: Callable[[str], Path]
) -> None:
    with windows.running(program("1.0.0"), "--hold", "SyncReview_setup"):
        assert windows.run(setup("1.0.0"), "/S") == ANOTHER
    assert windows.entry() == {}


def test_an_old_windows_is_refused(windows: Windows, setup: Setup) -> None:
    windows.pretend("win81")
    try:
        assert windows.run(setup("1.0.0"), "/S") == TOO_OLD
    finally:
        windows.pretend("win10")
    assert windows.entry() == {}


def test_a_folder_that_cannot_be_is_no_success(windows: Windows, setup: Setup) -> None:
    windows.path(r"C:\file.txt").write_text("in the way")
    assert windows.run(setup("1.0.0"), "/S", last=r"/D=C:\file.txt\SyncReview") == NO_PLACE
    assert windows.run(setup("1.0.0"), "/S", last=r"/D=Q:\Sync Review") == NO_PLACE
    assert windows.path(r"C:\file.txt").read_text() == "in the way"
    # Nobody can write there; it has the name of a drive's folder, though.
    assert windows.run(setup("1.0.0"), "/S", last=r"/D=Z:\proc\SyncReview") == STOPPED
    assert windows.entry() == {}
