"""The user's steps in the project file: undo and redo go on after a restart where they were."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ProjectError
from core.model import edits
from core.model.document import Document, Step
from core.model.edits import Edit, RecordChange
from core.model.values import Box, Track, VerdictValue
from core.store import journal, loading, schema
from core.store.project import Project
from tests.core.documents import a_video, draw_edit, pts_of, some_keyframes, state
from tests.core.last_edits import last_edits
from tests.core.store.test_project import fill
from tests.core.store.walking import redo, undo

SCHEMA_1 = Path(__file__).parent / "data" / "schema-1.syncreview"


def texts(project: Project) -> tuple[list[str], list[str]]:
    """Texts of the steps that are done, and of those that were undone."""
    lines = project.steps()
    return [x.text for x in lines if x.done], [x.text for x in lines if not x.done]


def boxed(project: Project, frame: int) -> None:
    doc = project.document
    doc.apply(edits.set_box(doc, 1, pts_of(frame), Box(frame, 0, frame + 9, 9)))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_walk_through_history_goes_on_after_a_restart(data: st.DataObject) -> None:
    """States by position, kept in a plain list, against what the file gives when reopened."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.syncreview"
        Project.create(path).close()
        states, here = [state(Document())], 0
        for _ in range(data.draw(st.integers(1, 3), label="sessions")):
            with Project.open(path) as project:
                assert state(project.document) == states[here]
                assert len(texts(project)[0]) == here
                assert len(texts(project)[1]) == len(states) - 1 - here
                for move in data.draw(st.lists(st.sampled_from("dddur"), max_size=8)):
                    if move == "u":
                        assert undo(project) is (here > 0)
                        here = max(here - 1, 0)
                    elif move == "r":
                        assert redo(project) is (here < len(states) - 1)
                        here = min(here + 1, len(states) - 1)
                    else:
                        edit = draw_edit(data, project.document)
                        project.document.apply(edit)
                        if edit.changes:
                            here += 1
                            states[here:] = [state(project.document)]
                    assert state(project.document) == states[here]
        with Project.open(path) as project:
            for expected in reversed(states[:here]):
                assert undo(project)
                assert state(project.document) == expected
            for expected in states[1:]:
                assert redo(project)
                assert state(project.document) == expected


def test_a_new_step_drops_what_was_undone(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        boxed(project, 7)
        numbers = {line.number for line in project.steps()}
        undo(project)
        undo(project)
    with Project.open(project.path) as project:
        assert texts(project)[1] == ["Move box", "Move box"]
        project.document.apply(edits.relabel(project.document, 1, "person"))
        assert texts(project) == (["Add video", "Analyse", "Change label"], [])
        # A number is never given again: a list on the screen cannot mean another step.
        assert project.steps()[-1].number not in numbers


def test_an_edit_of_the_program_is_no_step_and_does_not_break_the_chain(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        boxed(project, 7)
        undo(project)
        project.document.apply(edits.add_video(a_video(2, "/videos/2.mp4")), Step.NONE)
    with Project.open(project.path) as project:
        assert sorted(project.document.videos) == [1, 2]
        assert texts(project) == (["Add video", "Analyse", "Move box"], ["Move box"])
        assert redo(project)
        assert undo(project)
        assert undo(project)
        assert sorted(project.document.videos) == [1, 2]


def test_an_edit_that_does_not_fit_any_more_is_refused_and_damages_nothing(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        doc = project.document
        doc.apply(edits.relabel(doc, 2, "person"))
        named = replace(doc.tracks[2], name="by the program")
        doc.apply(Edit("Name", (RecordChange("track", 2, doc.tracks[2], named),)), Step.NONE)
    with Project.open(project.path) as project:
        before = state(project.document), project.steps()
        with pytest.raises(ValueError, match="not as expected"):
            undo(project)
        assert (state(project.document), project.steps()) == before
        boxed(project, 9)
        assert undo(project)
    with Project.open(project.path) as project:
        assert state(project.document) == before[0]


@pytest.mark.parametrize(("step", "index"), [(Step.UNDO, 0), (Step.UNDO, -1), (Step.REDO, -2)])
def test_a_step_out_of_turn_is_refused(tmp_path: Path, step: Step, index: int) -> None:
    """Three steps are done and two undone; only the third and the fourth are next to go."""
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        boxed(project, 7)
        boxed(project, 8)
        undo(project)
        undo(project)
        lines = project.steps()
        number = [*lines[:2], *lines[-1:]][index].number
        # One that fits the document by itself.
        edit = edits.relabel(project.document, 1, "person")
        before = state(project.document)
        with pytest.raises(ValueError, match="not next to"):
            project.document.apply(edit, step, number)
        assert (state(project.document), project.steps()) == (before, lines)
        # The step was wrong, not the file.
        assert not project.troubled


def test_another_writer_is_noticed_instead_of_overwritten(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        # The same process holds the lock for both.
        with Project.open(project.path) as other:
            other.document.apply(edits.relabel(other.document, 1, "person"))
        before = state(project.document)
        with pytest.raises(ProjectError, match="changed from elsewhere"):
            boxed(project, 3)
        assert state(project.document) == before
    with Project.open(project.path) as again:
        assert again.document.tracks[1].label == "person"


def test_pruning_keeps_one_chain_around_the_position(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "JOURNAL_EDITS", 6)
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        states = [state(project.document)]
        for frame in range(10, 20):
            boxed(project, frame)
            states.append(state(project.document))
        for _ in range(5):
            undo(project)
    with Project.open(project.path) as project:
        done, undone = texts(project)
        assert len(done) + len(undone) == 6
        assert len(done) >= 2
        assert len(undone) >= 2
        for k in range(len(undone)):
            assert redo(project)
            assert state(project.document) == states[5 + k + 1]
        while undo(project):
            pass
        assert state(project.document) == states[5 - len(done)]


def test_undoing_a_step_that_was_pruned_meanwhile_keeps_redo_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window still has the edit when its row went because of its size."""
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        mine = []
        for frame in (10, 11, 12):
            boxed(project, frame)
            mine.append((project.position, last_edits(project, 1)[0]))
        end = state(project.document)
        project._connection.execute("DELETE FROM journal WHERE seq <= ?", (mine[1][0],))
        for number, edit in reversed(mine):
            project.document.apply(edit.inverse(), Step.UNDO, number)
    with Project.open(project.path) as project:
        assert texts(project) == ([], ["Move box"] * 3)
        while redo(project):
            pass
        assert state(project.document) == end


def test_a_step_that_is_not_kept_says_so(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        with pytest.raises(ProjectError, match="too old") as caught:
            project.step_edit(99)
        assert caught.value.hint


def test_steps_after_a_move_of_the_folder_still_fit(tmp_path: Path) -> None:
    """Moved twice, with an edit of the video between: each path in the journal is found again."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "talk.mp4").write_bytes(b"1")
    with Project.create(home / "p.syncreview") as project:
        fill(project.document, str(home / "talk.mp4"))
    for name in ("one", "two"):
        home = home.rename(tmp_path / name)
        with Project.open(home / "p.syncreview") as project:
            video = project.document.videos[1]
            assert video.path == str(home / "talk.mp4")
            later = replace(video, frame_count=video.frame_count + 1)
            project.document.apply(Edit("Count", (RecordChange("video", 1, video, later),)))
    home = home.rename(tmp_path / "three")
    with Project.open(home / "p.syncreview") as project:
        while undo(project):
            pass
        assert state(project.document) == state(Document())


def test_only_texts_are_read_until_a_step_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
        boxed(project, 7)
    decoded: list[str] = []
    real = loading.codec.decode_edit

    def counted(text: str, reader: loading.Reader) -> Edit:
        decoded.append(text)
        return real(text, reader)

    monkeypatch.setattr(loading.codec, "decode_edit", counted)
    with Project.open(project.path) as project:
        assert len(project.steps()) == 4
        assert decoded == []
        undo(project)
        assert len(decoded) == 1


def test_a_file_of_schema_1_is_upgraded_and_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "old.syncreview"
    shutil.copy(SCHEMA_1, path)
    with closing(sqlite3.connect(path)) as raw:
        assert schema.version_of(raw) == 1
    with Project.open(path) as project:
        doc = project.document
        assert doc.videos == {1: a_video()}
        assert doc.tracks[2].label == "face"
        assert len(doc.keyframes(1)) == 20
        box = doc.keyframes(1).get(pts_of(5))
        assert box is not None
        assert box.box == Box(1, 2, 30, 40)
        assert doc.scores[1].matrix.shape == (6, 31)
        assert doc.scores[1].stale
        verdict = doc.track_verdict(2)
        assert verdict is not None
        assert (verdict.value, verdict.note) == (VerdictValue.UNSURE, "a note")
        with project.stages() as stages:
            assert stages.get("key") == b"stage"
        # Version 1 wrote an undo as one more edit.
        names = ["Add video", "Analyse", "Move box", "Change label", "Change label", "Set verdict"]
        assert texts(project) == (names, [])
        end = state(doc)
        while undo(project):
            pass
        assert state(doc) == state(Document())
        undone = texts(project)[1]
    with Project.open(path) as project:
        assert texts(project) == ([], undone)
        while redo(project):
            pass
        assert state(project.document) == end
        assert project.document.next_id("track") == 3
        project.document.apply(
            edits.add_track(Track(3, 1), some_keyframes([1])),
        )
    assert path.with_name("old.syncreview.v1.bak").read_bytes() != path.read_bytes()
