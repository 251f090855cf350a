"""Files that are no project, damaged, newer or older, and disks that take no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import ProjectError
from core.model import edits
from core.model.values import Box, Track
from core.store import database, schema
from core.store.project import Project
from tests.core.documents import pts_of, some_keyframes, state
from tests.core.last_edits import last_edits
from tests.core.obstacles import full_disk, read_only
from tests.core.store.test_project import fill


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound, closed project."""
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
    return project.path


def refused(path: Path, words: str) -> ProjectError:
    """Opening raises, and every file is as it was."""
    before = {p.name: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}
    with pytest.raises(ProjectError, match=words) as caught:
        Project.open(path)
    assert {p.name: p.read_bytes() for p in path.parent.iterdir() if p.is_file()} == before
    assert caught.value.hint
    assert caught.value.path == str(path)
    return caught.value


@pytest.mark.parametrize("content", [b"", b"this is text", b"SQLite format 3\0", b"\0" * 5000])
def test_no_project_at_all(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.syncreview"
    file.write_bytes(content)
    refused(file, "not a SyncReview project")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    file = tmp_path / "x.syncreview"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE t (x)")
    refused(file, "not a SyncReview project")


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    refused(tmp_path / "x.syncreview", "no such project")
    (tmp_path / "folder.syncreview").mkdir()
    refused(tmp_path / "folder.syncreview", "cannot be read")


@pytest.mark.parametrize("part", [0.3, 0.6, 0.97])
def test_a_file_cut_short(path: Path, part: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    refused(path, "damaged")


def test_a_page_of_zeros(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 4] = bytes(4096)
    path.write_bytes(data)
    refused(path, "damaged")


def _change(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        assert raw.execute(sql, values).rowcount > 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records SET json = '{' WHERE kind = 'track'",
        "UPDATE records SET json = '[]' WHERE kind = 'track'",
        "UPDATE records SET json = json_remove(json, '$.video_id') WHERE kind = 'track'",
        "UPDATE records SET json = json_set(json, '$.frame_rate', '25/0') WHERE kind = 'video'",
        "UPDATE records SET json = json_set(json, '$.width', 'wide') WHERE kind = 'video'",
        "UPDATE records SET json = json_set(json, '$.matrix.shape[0]', 7) WHERE kind = 'score'",
        "UPDATE records SET kind = 'trick' WHERE kind = 'video'",
        "UPDATE keyframes SET source = 9",
        "UPDATE blobs SET data = zeroblob(length(data))",
        "DELETE FROM blobs",
    ],
)
def test_sound_tables_with_wrong_content(path: Path, sql: str) -> None:
    _change(path, sql)
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(path)


def test_a_damaged_journal_spoils_undo_only(path: Path) -> None:
    _change(path, "UPDATE journal SET json = '{}'")
    with Project.open(path) as project, pytest.raises(ProjectError, match="damaged"):
        last_edits(project, 1)


def test_what_a_later_minor_version_added_is_passed_over(path: Path) -> None:
    with Project.open(path) as project:
        before = project.document.tracks[1]
    assert before.detector != Track(1, 1).detector
    _change(path, "UPDATE records SET json = json_set(json, '$.mood', 'glad')")
    _change(path, "UPDATE records SET json = json_remove(json, '$.detector') WHERE kind = 'track'")
    with Project.open(path) as project:
        assert project.document.tracks[1] == replace(before, detector=Track(1, 1).detector)


def test_a_newer_schema(path: Path) -> None:
    _change_version(path, schema.current_version() + 1)
    error = refused(path, "newer SyncReview")
    assert "Install the newer version" in error.hint


def _change_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA user_version = {version}")


def _add_colours(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE colours (track_id INTEGER PRIMARY KEY, colour TEXT)")


def _fail_halfway(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM records")
    connection.execute("CREATE TABLE records (x)")


def test_an_older_schema_is_migrated_and_a_copy_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(path) as project:
        expected = state(project.document)
    old = schema.current_version()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _add_colours))
    with Project.open(path) as project:
        assert state(project.document) == expected
    with closing(sqlite3.connect(path)) as raw:
        assert schema.version_of(raw) == old + 1
        assert raw.execute("SELECT count(*) FROM colours").fetchone() == (0,)
    copy = path.with_name(f"{path.name}.v{old}.bak")
    with closing(sqlite3.connect(copy)) as raw:
        assert schema.version_of(raw) == old
        assert raw.execute("SELECT count(*) FROM records").fetchone()[0] > 0
    monkeypatch.undo()
    refused(path, "newer SyncReview")


def test_a_migration_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(path) as project:
        expected = state(project.document)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _fail_halfway))
    with pytest.raises(ProjectError):
        Project.open(path)
    monkeypatch.undo()
    with Project.open(path) as project:
        assert state(project.document) == expected


def _apply_something_large(project: Project) -> None:
    doc = project.document
    track = Track(doc.next_id("track"), 1, name="n" * 200_000)
    doc.apply(edits.add_track(track, some_keyframes(list(range(60)))))


def _survives(project: Project, fail: Callable[[], None], words: str) -> None:
    """The failed edit changed nothing, the next succeeds and is there after a restart."""
    heard: list[object] = []
    project.document.subscribe(heard.append)
    before = state(project.document)
    with pytest.raises(ProjectError, match=words) as caught:
        fail()
    assert caught.value.hint
    assert heard == []
    assert state(project.document) == before
    _apply_something_large(project)
    after = state(project.document)
    project.close()
    with Project.open(project.path) as again:
        assert state(again.document) == after


def test_a_full_disk(path: Path) -> None:
    project = Project.open(path)
    pages = project._connection.execute("PRAGMA page_count").fetchone()[0]

    def fail() -> None:
        project._connection.execute(f"PRAGMA max_page_count = {pages}")
        try:
            _apply_something_large(project)
        finally:
            project._connection.execute(f"PRAGMA max_page_count = {1 << 30}")

    _survives(project, fail, "disk is full")


def test_a_disk_that_takes_no_more_bytes(path: Path) -> None:
    project = Project.open(path)

    def fail() -> None:
        with full_disk(path.stat().st_size):
            _apply_something_large(project)

    _survives(project, fail, "disk failed or is full")


def test_a_file_locked_by_another_program(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    project = Project.open(path)

    def fail() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            _apply_something_large(project)

    _survives(project, fail, "in use by another program")


def test_stages_on_a_full_disk(path: Path) -> None:
    with Project.open(path) as project, project.stages() as stages:
        stages.put("key", 1, "detect", b"old")
        with (
            full_disk(path.stat().st_size),
            pytest.raises(ProjectError, match="disk failed or is full"),
        ):
            stages.put("key", 1, "detect", b"x" * 1_000_000)
        assert stages.get("key") == b"old"


def test_save_as_and_create_on_a_full_disk_leave_what_is_there(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "target.syncreview"
    target.write_text("precious")
    names = sorted(p.name for p in tmp_path.iterdir())
    with Project.open(path) as project:
        with full_disk(4096), pytest.raises(ProjectError, match=r"full|too large"):
            project.save_as(target)
        project.document.apply(edits.set_box(project.document, 1, pts_of(7), Box(0, 0, 9, 9)))
    with full_disk(4096), pytest.raises(ProjectError, match=r"full|too large"):
        Project.create(tmp_path / "new.syncreview")
    assert target.read_text() == "precious"
    assert sorted(p.name for p in tmp_path.iterdir()) == names


def test_a_read_only_folder_or_file(path: Path) -> None:
    with read_only(path.parent):
        refused(path, "cannot be written")
        with pytest.raises(ProjectError, match="cannot be written: access is denied") as caught:
            Project.create(path.with_name("new.syncreview"))
        assert caught.value.hint == "Choose a folder that you may write in"
    with read_only(path):
        refused(path, "cannot be written")
    Project.open(path).close()


def test_a_folder_that_becomes_read_only(path: Path) -> None:
    with Project.open(path) as project, read_only(path.parent):
        with pytest.raises(ProjectError, match="cannot be written"):
            project.save_as(path.with_name("copy.syncreview"))
        project.document.apply(edits.relabel(project.document, 1, "person"))
    assert not path.with_name("copy.syncreview").exists()
