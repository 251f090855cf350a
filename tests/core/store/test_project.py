"""The project file: what was applied is there again."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ProjectError
from core.model import edits
from core.model.document import Document
from core.model.edits import Edit, NewTrack
from core.model.values import Box, Source, Track
from core.store import journal
from core.store.project import Project, draft_path
from tests.core.documents import (
    a_score,
    a_video,
    an_analysis,
    draw_edit,
    pts_of,
    some_keyframes,
    state,
)
from tests.core.last_edits import last_edits

ROOT = Path(__file__).parents[3]


def reopened(path: Path) -> tuple[object, ...]:
    with Project.open(path) as project:
        return state(project.document)


def fill(doc: Document, path: str = "/videos/talk.mp4") -> None:
    """A video with two analysed tracks, one box moved."""
    doc.apply(edits.add_video(a_video(path=path)))
    found = [
        NewTrack(Track(0, 1, detector="mtcnn"), some_keyframes(list(range(30))), a_score()),
        NewTrack(Track(0, 1, detector="mtcnn"), some_keyframes([40, 50]), a_score(seed=1)),
    ]
    doc.apply(edits.set_analysis(doc, an_analysis(), found))
    doc.apply(edits.set_box(doc, 1, pts_of(5), Box(1, 2, 30, 40)))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_done_undone_and_redone_is_in_the_file(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.syncreview"
        with Project.create(path) as project:
            doc, applied = project.document, list[Edit]()
            for _ in range(data.draw(st.integers(1, 6), label="edits")):
                edit = draw_edit(data, doc)
                doc.apply(edit)
                if edit.changes:
                    applied.append(edit)
            last = state(doc)
            assert last_edits(project, 100) == applied
        with Project.open(path) as project:
            doc = project.document
            assert state(doc) == last
            # Undo over a restart: from the journal alone.
            for edit in reversed(last_edits(project, 100)):
                doc.apply(edit.inverse())
            assert state(doc) == state(Document())
            for edit in applied:
                doc.apply(edit)
            assert state(doc) == last
        assert reopened(path) == last


def test_ids_of_what_was_undone_do_not_come_again_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "p.syncreview"
    with Project.create(path) as project:
        doc = project.document
        doc.apply(edits.add_video(a_video()))
        doc.apply(doc.apply(edits.add_track(Track(1, 1), some_keyframes([1]))))
    with Project.open(path) as project:
        assert project.document.next_id("track") == 2
        assert project.document.next_id("verdict") == 1


_APPLY_AND_TELL = """
import sys
from core.model import edits
from core.model.values import Box
from core.store.project import Project
from tests.core.documents import pts_of
doc = Project.open(sys.argv[1]).document
i = 0
while True:
    i += 1
    doc.apply(edits.set_box(doc, 1, pts_of(i), Box(i, i, i + 10, i + 10)))
    print(i, flush=True)
"""


@pytest.mark.parametrize("acks", [1, 40, 250])
def test_sigkill_loses_no_edit_that_was_told_as_done(tmp_path: Path, acks: int) -> None:
    path = tmp_path / "killed.syncreview"
    with Project.create(path) as project:
        fill(project.document)
    child = subprocess.Popen(
        [sys.executable, "-c", _APPLY_AND_TELL, str(path)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert child.stdout is not None
    with child.stdout:
        told = [int(child.stdout.readline()) for _ in range(acks)]
        child.send_signal(signal.SIGKILL)
        told += [int(line) for line in child.stdout if line.endswith(b"\n")]
    child.wait()
    with Project.open(path) as project:
        rows = project.document.keyframes(1)
        for i in range(1, told[-1] + 1):
            row = rows.get(pts_of(i))
            assert row is not None
            assert (row.box, row.source) == (Box(i, i, i + 10, i + 10), Source.PERSON)
        newest = last_edits(project, 1)[0]
        assert newest.text == "Move box"


def test_a_copy_taken_while_it_is_open_opens(tmp_path: Path) -> None:
    """The files of a process that died: the database with its log beside it."""
    path = tmp_path / "p.syncreview"
    with Project.create(path) as project:
        fill(project.document)
        for file in tmp_path.glob("p.syncreview*"):
            shutil.copy(file, tmp_path / file.name.replace("p.", "dead.", 1))
        expected = state(project.document)
    assert (tmp_path / "dead.syncreview-wal").stat().st_size > 0
    assert reopened(tmp_path / "dead.syncreview") == expected


def test_nothing_but_the_project_stays_after_closing(tmp_path: Path) -> None:
    with Project.create(tmp_path / "deep" / "한글 이름.syncreview") as project:
        fill(project.document)
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["한글 이름.syncreview"]
    project.close()
    with pytest.raises(ProjectError, match="closed"):
        project.document.apply(edits.relabel(project.document, 1, "person"))
    with pytest.raises(ProjectError, match="closed"):
        project.stages()


def test_create_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "notes.syncreview"
    path.write_text("mine")
    with pytest.raises(ProjectError, match="already a file"):
        Project.create(path)
    assert path.read_text() == "mine"


def test_save_as_is_the_same_project_in_another_file(tmp_path: Path) -> None:
    target = tmp_path / "copies" / "b.syncreview"
    with Project.create(tmp_path / "a.syncreview") as project:
        fill(project.document)
        with project.save_as(target) as copy:
            assert state(copy.document) == state(project.document)
            assert last_edits(copy, 10) == last_edits(project, 10)
            copy.document.apply(edits.delete_tracks(copy.document, [1]))
            assert 1 in project.document.tracks
            with pytest.raises(ProjectError, match="is open"):
                copy.save_as(target)
    with Project.open(target) as project:
        assert sorted(project.document.tracks) == [2]


def test_save_as_over_a_dead_project_does_not_take_over_its_log(tmp_path: Path) -> None:
    with Project.create(tmp_path / "old.syncreview") as old:
        fill(old.document)
        for suffix in ("", "-wal"):
            shutil.copy(f"{old.path}{suffix}", tmp_path / f"b.syncreview{suffix}")
    with Project.create(tmp_path / "a.syncreview") as project:
        project.document.apply(edits.add_video(a_video()))
        with project.save_as(tmp_path / "b.syncreview") as copy:
            assert state(copy.document) == state(project.document)


def test_a_link_opens_the_project_it_points_to(tmp_path: Path) -> None:
    link = tmp_path / "link.syncreview"
    with Project.create(tmp_path / "folder" / "p.syncreview") as project:
        fill(project.document)
        link.symlink_to(project.path)
        # While it is open its last edits lie in the log beside the real file.
        with Project.open(link) as again:
            assert state(again.document) == state(project.document)
            assert again.path == project.path


def test_a_folder_moved_as_a_whole_finds_its_videos(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "clips").mkdir(parents=True)
    clip = home / "clips" / "말 talk.mp4"
    clip.write_bytes(b"")
    with Project.create(home / "p.syncreview") as project:
        fill(project.document, str(clip))
    moved = tmp_path / "moved"
    home.rename(moved)
    with Project.open(moved / "p.syncreview") as project:
        video = project.document.videos[1]
        assert video.path == str(moved / "clips" / "말 talk.mp4")
        # What the journal holds fits the document as it is now.
        for edit in reversed(last_edits(project, 10)):
            project.document.apply(edit.inverse())
        assert not project.document.videos
        project.document.apply(edits.add_video(video))
        other = project.save_as(tmp_path / "elsewhere" / "q.syncreview")
        other.close()
    moved.rename(home)
    shutil.copytree(tmp_path / "elsewhere", tmp_path / "x" / "elsewhere")
    assert reopened(home / "p.syncreview")[0] == {1: a_video(path=str(clip))}


def test_a_video_that_is_gone_keeps_its_path(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document, "/gone/talk.mp4")
    assert reopened(project.path)[0] == {1: a_video(path="/gone/talk.mp4")}


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode there")
def test_a_file_name_that_is_no_unicode_is_kept(tmp_path: Path) -> None:
    path = os.fsdecode(b"/videos/\xff\xfe.mp4")
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document, path)
    with Project.open(project.path) as project:
        assert project.document.videos[1].path == path
    assert draft_path(path).name.isprintable()


def test_the_journal_is_bounded_and_arrays_go_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "JOURNAL_EDITS", 5)
    monkeypatch.setattr(journal, "_PRUNE_EVERY", 10)
    path = tmp_path / "p.syncreview"
    with Project.create(path) as project:
        doc = project.document
        fill(doc)
        for i in range(30):
            doc.apply(edits.set_box(doc, 2, pts_of(i), Box(i, i, i + 9, i + 9)))
            assert len(last_edits(project, 1000)) <= 5 + 10
        doc.apply(edits.delete_tracks(doc, [1]))
        expected = state(doc)
        assert len(last_edits(project, 2)) == 2
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM journal").fetchone() == (5,)
        kept = raw.execute("SELECT count(*) FROM blobs").fetchone()[0]
    raw.close()
    # Three arrays of each score and the keyframes of the deleted track.
    assert kept == 7
    with Project.open(path) as project:
        assert state(project.document) == expected
        project.document.apply(last_edits(project, 1)[0].inverse())
        assert project.document.scores[1].matrix.shape == (30, 31)


def test_large_edits_count_by_their_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "JOURNAL_BYTES", 2000)
    monkeypatch.setattr(journal, "_PRUNE_EVERY", 1)
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        # The analysis alone is over the limit, so it and what is older went.
        assert [e.text for e in last_edits(project, 10)] == ["Move box"]


def test_stages_are_kept_and_the_oldest_go_when_there_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.create(tmp_path / "p.syncreview") as project:
        with project.stages() as stages:
            assert stages.get("a") is None
            stages.put("a", 1, "detect", b"old")
            stages.put("a", 1, "detect", b"x" * 1000)
            stages.put("b", 1, "score", b"")
        monkeypatch.setattr(journal, "STAGES_BYTES", 1000)
    with Project.open(project.path) as project, project.stages() as stages:
        assert stages.get("a") == b"x" * 1000
        assert stages.get("b") == b""
        monkeypatch.setattr(journal, "STAGES_BYTES", 999)
    with Project.open(project.path) as project, project.stages() as stages:
        assert (stages.get("a"), stages.get("b")) == (None, b"")


def test_an_analysis_thread_keeps_stages_while_the_document_is_edited(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    with Project.create(tmp_path / "p.syncreview") as project:
        doc = project.document
        fill(doc)
        stages = project.stages()

        def analyse() -> None:
            try:
                for i in range(40):
                    stages.put(f"key {i}", 1, "detect", os.urandom(20_000))
                    assert stages.get(f"key {i}") is not None
            except BaseException as error:  # noqa: BLE001 - shown by the assertion below
                failures.append(error)

        worker = threading.Thread(target=analyse)
        worker.start()
        for i in range(60):
            doc.apply(edits.set_box(doc, 1, pts_of(i), Box(i, i, i + 5, i + 5)))
        worker.join()
        stages.close()
        expected = state(doc)
    assert failures == []
    assert reopened(project.path) == expected


def test_drafts_lie_in_the_data_folder_one_for_each_video(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path))
    a, b = draft_path(tmp_path / "a" / "말 talk.mp4"), draft_path(tmp_path / "b" / "말 talk.mp4")
    assert a == draft_path(tmp_path / "a" / "말 talk.mp4")
    assert a != b
    assert a.is_relative_to(tmp_path)
    assert "말_talk" in a.name
    with Project.create(a) as project:
        fill(project.document)
    assert a.exists()
