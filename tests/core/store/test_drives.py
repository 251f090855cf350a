"""How a project is kept follows from the drive it lies on; a drive that goes away says so."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import ProjectError
from core.model import edits
from core.store import database, drives, lock
from core.store.drives import Drive, by_mounts, drive_of
from core.store.project import Project
from tests.core.documents import state
from tests.core.store.test_project import fill

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/team nfs4 rw 0 0
//nas/clips /mnt/team/my\\040clips cifs rw 0 0
/dev/sdb1 /media/kim/STICK vfat rw 0 0
tmpfs /mnt/team/scratch tmpfs rw 0 0
kim@host: /home/kim/far fuse.sshfs rw 0 0
/dev/sda3 /home ext4 rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/p.syncreview", Drive.FIXED),
        ("/mnt/team/a/p.syncreview", Drive.NETWORK),
        ("/mnt/teammate/p.syncreview", Drive.FIXED),
        ("/mnt/team/my clips/p.syncreview", Drive.NETWORK),
        ("/mnt/team/scratch/p.syncreview", Drive.FIXED),
        ("/media/kim/STICK/p.syncreview", Drive.REMOVABLE),
        ("/home/kim/far/p.syncreview", Drive.NETWORK),
        ("/home/kim/p.syncreview", Drive.FIXED),
    ],
)
def test_the_kind_of_drive(path: str, kind: Drive) -> None:
    assert by_mounts(Path(path), MOUNTS) is kind


def test_where_nothing_tells_a_drive_is_a_fixed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "MOUNTS", tmp_path / "no such file")
    assert drive_of(tmp_path) is Drive.FIXED


def on(monkeypatch: pytest.MonkeyPatch, drive: Drive) -> None:
    monkeypatch.setattr(database, "drive_of", lambda _path: drive)


def modes(project: Project) -> tuple[str, int]:
    connection = project._connection
    return (
        connection.execute("PRAGMA journal_mode").fetchone()[0],
        connection.execute("PRAGMA synchronous").fetchone()[0],
    )


def test_each_drive_has_its_way_of_writing_and_a_project_may_wander(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.syncreview"
    with Project.create(path) as project:
        fill(project.document)
        expected = state(project.document)
    for drive, wanted in (
        (Drive.FIXED, ("wal", 1)),
        (Drive.REMOVABLE, ("wal", 2)),
        (Drive.NETWORK, ("delete", 2)),
        (Drive.NETWORK, ("delete", 2)),
        (Drive.FIXED, ("wal", 1)),
    ):
        on(monkeypatch, drive)
        with Project.open(path) as project, project.stages() as stages:
            assert modes(project) == wanted
            assert state(project.document) == expected
            stages.put("key", 1, "detect", b"x")
            project.document.apply(edits.relabel(project.document, 1, wanted[0]))
            expected = state(project.document)
            names = {p.name for p in tmp_path.iterdir()} - {path.name, f"{path.name}.lock"}
            # No shared memory and no log beside it on a network drive.
            assert bool(names) == (drive is not Drive.NETWORK)


def test_a_transaction_cut_off_on_a_network_drive_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files as a killed process leaves them: half a change, and the log to take it back."""
    on(monkeypatch, Drive.NETWORK)
    path, dead = tmp_path / "p.syncreview", tmp_path / "dead.syncreview"
    with Project.create(path) as project:
        fill(project.document)
        expected = state(project.document)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE records SET json = json || ' '")
        raw.execute("INSERT INTO blobs VALUES ('x', zeroblob(300000))")
        for suffix in ("", "-journal"):
            shutil.copy(f"{path}{suffix}", f"{dead}{suffix}")
        raw.execute("ROLLBACK")
    assert dead.read_bytes() != path.read_bytes()
    with Project.open(dead) as project:
        assert state(project.document) == expected
    assert not Path(f"{dead}-journal").exists()


def test_a_drive_that_vanishes_says_so_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, Drive.NETWORK)
    home = tmp_path / "drive"
    with Project.create(home / "p.syncreview") as project:
        fill(project.document)
        before = state(project.document)
        away = home.rename(tmp_path / "away")
        for _ in range(2):
            with pytest.raises(ProjectError, match="drive or folder of the project is gone") as e:
                project.document.apply(edits.relabel(project.document, 1, "lost"))
            assert "is in the file" in e.value.hint
            assert state(project.document) == before
        away.rename(home)
        # Connected again, the same window goes on.
        project.document.apply(edits.relabel(project.document, 1, "person"))
        after = state(project.document)
    with Project.open(home / "p.syncreview") as project:
        assert state(project.document) == after


def test_closing_on_a_drive_that_is_gone_raises_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, Drive.NETWORK)
    home = tmp_path / "drive"
    with Project.create(home / "p.syncreview") as project:
        fill(project.document)
        expected = state(project.document)
        away = home.rename(tmp_path / "away")
    with Project.open(away / "p.syncreview") as project:
        assert state(project.document) == expected


def test_a_drive_that_came_back_as_another_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was open there is dead for good; its lock does not stand for the new one."""
    on(monkeypatch, Drive.NETWORK)
    home = tmp_path / "drive"
    with Project.create(home / "p.syncreview") as project:
        fill(project.document)
        expected = state(project.document)
        assert not project.troubled
        away = home.rename(tmp_path / "away")
        with pytest.raises(ProjectError, match="gone"):
            project.document.apply(edits.relabel(project.document, 1, "lost"))
        assert project.troubled
        shutil.copytree(away, home)
        with Project.open(home / "p.syncreview") as again:
            assert state(again.document) == expected
            again.document.apply(edits.relabel(again.document, 1, "person"))
            project.close()
            assert lock.path_of(again.path).exists()
        assert not lock.path_of(again.path).exists()
