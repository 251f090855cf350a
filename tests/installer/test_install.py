"""Installing and uninstalling: what is there afterwards, and what is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from installer.windows import build_setup
from tests.installer.conftest import FILES
from tests.installer.windows import UNINSTALL, Windows

Setup = Callable[..., Path]


def below(folder: Path) -> list[str]:
    """Files and folders, as paths from `folder` on."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def payload_of(version: str) -> list[str]:
    names = {Path("SyncReview.exe"), Path("Uninstall.exe")}
    for name in FILES[version]:
        names.update({Path(name), *Path(name).parents})
    return sorted(name.as_posix() for name in names if name != Path())


KEYS = (
    UNINSTALL,
    r"Software\SyncReview",
    r"Software\Classes\.syncreview",
    r"Software\Classes\SyncReview.Project.1",
    r"Software\Classes\SyncReview.Video.1",
    r"Software\Classes\Applications\SyncReview.exe",
    r"Software\Classes\.mkv\OpenWithProgids",
)
"""Whatever is ours in the registry, and one kind of video for all."""


def ours(windows: Windows, root: str) -> list[str]:
    """The KEYS that are there, of the user or of the machine."""
    return [key for key in KEYS if windows.keys(rf"{root}\{key}")]


def test_for_the_current_user(windows: Windows, setup: Setup) -> None:
    before = set(windows.keys(r"HKCU\Software\Classes")) | {""}
    made = setup("1.0.0")
    assert windows.run(made, "/S") == 0

    folder = windows.local_data / "Programs" / "SyncReview"
    assert below(folder) == payload_of("1.0.0")
    assert (folder / FILES["1.0.0"][1]).read_text(encoding="utf-8").startswith("1.0.0")
    assert windows.start_link.is_file()
    assert windows.desktop_link.is_file()
    assert [link for link in windows.machine_links if link.exists()] == []
    assert ours(windows, "HKLM") == []

    place, exe = windows.name(folder), windows.name(folder / "SyncReview.exe")
    payload = sum(path.stat().st_size for path in folder.rglob("*") if path.name != "Uninstall.exe")
    payload -= sum(path.stat().st_size for path in folder.rglob("*") if path.is_dir())
    assert windows.entry() == {
        "DisplayName": "SyncReview",
        "DisplayVersion": "1.0.0",
        "Publisher": "The SyncReview authors",
        "DisplayIcon": f"{exe},0",
        "InstallLocation": place,
        "UninstallString": f'"{place}\\Uninstall.exe" /CurrentUser',
        "QuietUninstallString": f'"{place}\\Uninstall.exe" /CurrentUser /S',
        "EstimatedSize": (payload + 1023) // 1024,
        "NoModify": 1,
        "NoRepair": 1,
    }
    classes = windows.keys(r"HKCU\Software\Classes")
    # Wine 8 does not look at associations of a user; `test_for_all_users` opens a file.
    assert classes[".syncreview"][""] == "SyncReview.Project.1"
    assert classes["SyncReview.Project.1"][""] == "SyncReview project"
    for name in ("SyncReview.Project.1", "SyncReview.Video.1", r"Applications\SyncReview.exe"):
        assert classes[rf"{name}\shell\open\command"][""] == f'"{exe}" "%1"'
    supported = classes[r"Applications\SyncReview.exe\SupportedTypes"]
    assert sorted(supported) == sorted(build_setup.VIDEO_EXTENSIONS)
    for extension in build_setup.VIDEO_EXTENSIONS:
        assert list(classes[rf"{extension}\OpenWithProgids"]) == ["SyncReview.Video.1"]
        assert "" not in classes[extension]

    assert windows.run(folder / "SyncReview.exe", "a b.mp4") == 0
    assert windows.called() == ['1.0.0|"a b.mp4"']

    user_data = windows.local_data / "SyncReview" / "settings.json"
    user_data.parent.mkdir()
    user_data.write_text("{}")
    assert windows.uninstall(folder) == 0
    assert below(folder) == ["Uninstall.exe"]  # its own caller waits for it
    assert ours(windows, "HKCU") == []
    assert set(windows.keys(r"HKCU\Software\Classes")) | {""} == before
    assert not windows.start_link.exists()
    assert not windows.desktop_link.exists()
    assert below(windows.local_data / "SyncReview") == ["settings.json"]


def test_for_all_users_in_a_folder_of_ones_choice(windows: Windows, setup: Setup) -> None:
    video = r"HKLM\Software\Classes\.mp4"
    windows.set(video, "", "Other.Player")
    windows.set(rf"{video}\OpenWithProgids", "Other.Player", "")
    place = r"C:\Program Files\My Tools 도구\Sync Review"
    assert windows.run(setup("1.0.0"), "/S", "/AllUsers", last=f"/D={place}") == 0

    folder = windows.path(place)
    assert below(folder) == payload_of("1.0.0")
    assert all(link.is_file() for link in windows.machine_links)
    assert ours(windows, "HKLM") == list(KEYS)
    assert ours(windows, "HKCU") == []
    entry = windows.entry("HKLM")
    assert entry["InstallLocation"] == place
    assert entry["Publisher"] == "The SyncReview authors"

    project = windows.path(r"C:\새 프로젝트.syncreview")
    project.touch()
    assert windows.run("start", "/wait", windows.name(project)) == 0
    assert windows.called() == [r'1.0.0|"C:\새 프로젝트.syncreview"']
    assert windows.keys(video)[""][""] == "Other.Player"
    assert set(windows.keys(video)["OpenWithProgids"]) == {"Other.Player", "SyncReview.Video.1"}

    # As Windows does it: the uninstaller copies itself, returns at once and removes itself at last.
    quiet = re.fullmatch(r'"(.+)" (/AllUsers) (/S)', str(entry["QuietUninstallString"]))
    assert quiet is not None
    assert windows.run(*quiet.groups()) == 0
    windows.wait(lambda: not folder.exists(), "the folder of the program is still there")
    windows.wait(lambda: ours(windows, "HKLM") == [], "the registry still has it")
    assert not any(link.exists() for link in windows.machine_links)
    assert project.exists()
    assert windows.keys(video)[""][""] == "Other.Player"
    assert set(windows.keys(video)["OpenWithProgids"]) == {"Other.Player"}
    project.unlink()
    windows.forget(video)


def test_the_uninstaller_started_by_hand_knows_whose_it_is(windows: Windows, setup: Setup) -> None:
    assert windows.run(setup("1.0.0"), "/S", "/CurrentUser") == 0
    assert windows.run(setup("1.0.0"), "/S", "/AllUsers") == 0
    folder = windows.folder("HKLM")
    assert folder == windows.drive / "Program Files" / "SyncReview"
    assert windows.uninstall(folder) == 0
    assert windows.entry("HKLM") == {}
    assert windows.entry("HKCU")["DisplayVersion"] == "1.0.0"
    assert windows.start_link.is_file()
    assert windows.uninstall(windows.folder()) == 0


def test_components_are_chosen_and_remembered(windows: Windows, setup: Setup) -> None:
    off = ("/DESKTOP=0", "/ASSOCIATION=0", "/OPENWITH=0")
    assert windows.run(setup("1.0.0"), "/S", *off) == 0
    assert windows.start_link.is_file()
    assert not windows.desktop_link.exists()
    classes = windows.keys(r"HKCU\Software\Classes")
    assert not {".syncreview", "SyncReview.Project.1", "SyncReview.Video.1", ".mp4"} & set(classes)

    # The next version keeps to it, but for what it is told.
    assert windows.run(setup("1.1.0"), "/S", "/ASSOCIATION=1") == 0
    assert not windows.desktop_link.exists()
    classes = windows.keys(r"HKCU\Software\Classes")
    assert classes[".syncreview"][""] == "SyncReview.Project.1"
    assert "SyncReview.Video.1" not in classes

    # What is switched off later is taken away.
    assert windows.run(setup("1.1.0"), "/S", "/ASSOCIATION=0", "/OPENWITH=1", "/DESKTOP=1") == 0
    assert windows.desktop_link.is_file()
    classes = windows.keys(r"HKCU\Software\Classes")
    assert ".syncreview" not in classes
    assert "SyncReview.Video.1" in classes

    # A shortcut that somebody removed does not come back.
    windows.desktop_link.unlink()
    assert windows.run(setup("1.1.0"), "/S") == 0
    assert not windows.desktop_link.exists()
    assert windows.uninstall(windows.folder()) == 0


def test_another_program_keeps_the_suffix(windows: Windows, setup: Setup) -> None:
    key = r"HKCU\Software\Classes\.syncreview"
    windows.set(key, "", "Other.Reviewer")
    assert windows.run(setup("1.0.0"), "/S") == 0
    assert windows.keys(key)[""][""] == "Other.Reviewer"
    assert "SyncReview.Project.1" in windows.keys(key)["OpenWithProgids"]
    assert windows.uninstall(windows.folder()) == 0
    assert windows.keys(key) == {"": {"": "Other.Reviewer"}}


def test_settings_go_only_when_asked_and_projects_never(windows: Windows, setup: Setup) -> None:
    data = windows.local_data / "SyncReview"
    gone = [
        "settings.json",
        "window.json",
        ".syncreview-0a1b2c-17-ff.tmp",
        "indexes/0123.npz",
        "weights/syncnet_v2.model",
        "weights/sfd_face.pth.part",
        "weights/sfd_face.pth.part.json",
    ]
    kept = ["drafts/clip-1a2b.syncreview", "plugins/mine/manifest.toml", "weights/mine.onnx"]
    for name in gone + kept:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("x")
    everything = below(data)
    assert windows.run(setup("1.0.0"), "/S") == 0
    assert windows.uninstall(windows.folder()) == 0
    assert below(data) == everything

    assert windows.run(setup("1.0.0"), "/S") == 0
    assert windows.uninstall(windows.folder(), "/PURGE") == 0
    assert [name for name in below(data) if (data / name).is_file()] == sorted(kept)
    assert not (data / "indexes").exists()

    # Nothing of the user's own there: nothing stays.
    for name in kept:
        (data / name).unlink()
    for name in ("drafts", "plugins/mine", "plugins"):
        (data / name).rmdir()
    assert windows.run(setup("1.0.0"), "/S") == 0
    assert windows.uninstall(windows.folder(), "/PURGE") == 0
    assert not data.exists()


@pytest.mark.parametrize(
    ("switches", "language", "said"),
    [
        (("/LANG=en",), "1033", "SyncReview project"),
        (("/LANG=ko",), "1042", "SyncReview 프로젝트"),
    ],
)
def test_the_language_is_chosen_and_kept(
    windows: Windows, setup: Setup, switches: tuple[str, ...], language: str, said: str
) -> None:
    for given in (switches, ()):
        assert windows.run(setup("1.0.0"), "/S", *given) == 0
        assert windows.keys(r"HKCU\Software\SyncReview")[""]["Language"] == language
        named = windows.keys(r"HKCU\Software\Classes\SyncReview.Project.1")[""][""]
        assert named == said
    assert windows.uninstall(windows.folder()) == 0
