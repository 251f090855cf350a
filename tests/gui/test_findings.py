"""The findings in the window: list, filters, the way through them, what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from core.model import edits, verdict_edits
from core.model.values import Box, FindingStatus, VerdictValue
from core.review.finding import Finding, FindingKind
from gui.findings.model import WORDS
from gui.language import language
from gui.models.tracks import FINDINGS
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, open_file, wait_idle
from tests.gui.seen import english_left

Key = Qt.Key


def settle(program: Program, qtbot: Any) -> None:
    """Until the findings are those of the document as it is."""
    qtbot.waitUntil(lambda: program.review.findings.ready, timeout=15000)


@pytest.fixture
def opened(program: Program, clip_factory: Callable[..., Any], qtbot: Any) -> Program:
    """Two shots with two tracks each: the second speaker's sound is late by 200 ms."""
    path: Path = clip_factory(frames=200, size=(160, 120), audio_codec="aac").path
    open_file(program, path, qtbot)
    analyse_by_hand(program)
    settle(program, qtbot)
    return program


def kinds(found: list[Finding]) -> list[FindingKind]:
    return [f.kind for f in found]


def press(
    program: Program, qtbot: Any, key: Key, keys: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    program.window.view.setFocus()
    qtbot.keyClick(program.window, key, keys)


def test_the_list_shows_what_is_doubtful_in_order(opened: Program) -> None:
    panel, control = opened.review.panel, opened.review.findings
    found = control.findings()
    assert FindingKind.OFFSET_OUTSIDE in kinds(found)
    assert FindingKind.UNREVIEWED in kinds(found)
    assert [f.doubt for f in found] == sorted((f.doubt for f in found), reverse=True)
    assert panel.model.rowCount() == len(found)
    late = next(f for f in found if f.kind is FindingKind.OFFSET_OUTSIDE)
    assert late.track_id == 4
    row = panel.model.row_of(late.key)
    assert row is not None
    words = panel.model.index(row, WORDS).data()
    assert words.startswith("face 4: audio is late by 200 ms")
    assert f"{len(found)} open" in panel.count.text()


def test_n_goes_through_the_findings_and_tells_at_the_end(opened: Program, qtbot: Any) -> None:
    control, session = opened.review.findings, opened.session
    found = control.findings()
    for finding in found:
        press(opened, qtbot, Key.Key_N)
        assert control.current == finding
        if finding.track_id is not None:
            assert session.selected == finding.track_id
        assert session.index is not None
        assert session.position == session.index.frame_of_pts(finding.start_pts)
    press(opened, qtbot, Key.Key_N)
    assert "last open finding" in opened.window.hint.text()
    press(opened, qtbot, Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert control.current == found[-2]


def test_a_verdict_silences_and_undo_brings_back(opened: Program, qtbot: Any) -> None:
    control, doc = opened.review.findings, opened.session.document
    opened.session.do(verdict_edits.set_verdict(doc, 4, VerdictValue.OUT_OF_SYNC))
    settle(opened, qtbot)
    assert not any(f.track_id == 4 for f in control.findings())
    opened.session.undo()
    settle(opened, qtbot)
    assert any(f.track_id == 4 for f in control.findings())


def test_resolved_until_an_edit_changes_what_it_rests_on(opened: Program, qtbot: Any) -> None:
    control, doc, panel = opened.review.findings, opened.session.document, opened.review.panel
    late = next(f for f in control.findings() if f.kind is FindingKind.OFFSET_OUTSIDE)
    control.go_to(late)
    press(opened, qtbot, Key.Key_R)
    assert control.statuses().get(late.key) is FindingStatus.RESOLVED
    assert panel.model.row_of(late.key) is None
    # It goes on by itself.
    assert control.current is not None
    assert control.current.key != late.key
    opened.session.undo()
    assert control.statuses().get(late.key) is None
    opened.session.redo()
    panel.state.setCurrentIndex(panel.state.findData("resolved"))
    panel.refresh()
    assert panel.model.rowCount() == 1
    track = doc.keyframes(4)
    opened.session.do(edits.set_box(doc, 4, int(track.pts[3]), Box(3, 3, 40, 40)))
    settle(opened, qtbot)
    again = next(f for f in control.findings() if f.key == late.key)
    assert control.statuses().get(again.key) is None
    assert panel.model.rowCount() == 0


def test_snoozed_findings_come_back(opened: Program, qtbot: Any) -> None:
    control, doc = opened.review.findings, opened.session.document
    first = control.findings()[0]
    control.go_to(first)
    press(opened, qtbot, Key.Key_Z)
    assert control.statuses().get(first.key) is FindingStatus.SNOOZED
    (state,) = doc.finding_states.values()
    until = datetime.fromisoformat(state.until)
    assert timedelta(hours=23) < until - datetime.now(UTC) < timedelta(hours=25)
    control.go_to(first)
    press(opened, qtbot, Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert control.statuses().get(first.key) is None
    press(opened, qtbot, Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    analyse_by_hand(opened)
    assert not doc.finding_states


def test_filters(opened: Program) -> None:
    panel, control = opened.review.panel, opened.review.findings
    every = panel.model.rowCount()
    panel.show_kind(FindingKind.UNREVIEWED, False)
    unreviewed = kinds(control.findings()).count(FindingKind.UNREVIEWED)
    assert unreviewed > 0
    assert panel.model.rowCount() == every - unreviewed
    panel.show_kind(FindingKind.UNREVIEWED, True)
    panel.search.setText("LATE BY 200")
    assert panel.model.rowCount() == 1
    panel.search.clear()
    panel.state.setCurrentIndex(panel.state.findData("snoozed"))
    panel.refresh()
    assert panel.model.rowCount() == 0


def test_another_tolerance_has_other_findings(opened: Program, qtbot: Any) -> None:
    control = opened.review.findings
    assert FindingKind.OFFSET_OUTSIDE in kinds(control.findings())
    opened.preferences.change(tolerance="10 frames")
    settle(opened, qtbot)
    assert FindingKind.OFFSET_OUTSIDE not in kinds(control.findings())


def test_enter_in_the_list_goes_there(opened: Program, qtbot: Any) -> None:
    panel, control = opened.review.panel, opened.review.findings
    opened.window.docks["findings"].raise_()
    panel.table.setFocus()
    panel.table.selectRow(2)
    qtbot.keyClick(panel.table, Key.Key_Return)
    assert control.current == panel.model.finding_at(2)


def test_findings_and_speakers_are_on_the_timeline(opened: Program, qtbot: Any) -> None:
    timeline, control = opened.window.timeline, opened.review.findings
    assert len(timeline.overview.marks) == len(control.findings())
    late = next(f for f in control.findings() if f.kind is FindingKind.OFFSET_OUTSIDE)
    timeline.mark_chosen.emit(late.key)
    assert control.current == late
    assert opened.session.selected == 4
    assert control.speakers is not None
    assert {turn.track_id for turn in control.speakers.turns} <= {1, 4}
    assert len(timeline.speakers.bars) == len(control.speakers.turns) > 0


def test_the_next_finding_may_lie_in_another_video(
    program: Program, clip_factory: Callable[..., Any], tmp_path: Path, qtbot: Any
) -> None:
    paths = [
        clip_factory(frames=frames, size=(160, 120), audio_codec="aac").path
        for frames in (200, 220)
    ]
    open_file(program, paths[0], qtbot)
    program.files.save_as(tmp_path / "two.syncreview")
    wait_idle(program, qtbot)
    for path in paths:
        open_file(program, path, qtbot)
        analyse_by_hand(program)
    settle(program, qtbot)
    control = program.review.findings
    found = control.findings()
    assert {f.video_id for f in found} == {1, 2}
    for finding in found:
        press(program, qtbot, Key.Key_N)
        qtbot.waitUntil(lambda f=finding: _is_at(program, f), timeout=15000)
    panel = program.review.panel
    panel.videos.setCurrentIndex(panel.videos.findData("this"))
    panel.refresh()
    assert 0 < panel.model.rowCount() < len(found)


def _is_at(program: Program, finding: Finding) -> bool:
    session = program.session
    return (
        session.video is not None
        and session.video.id == finding.video_id
        and session.index is not None
        and session.position == session.index.frame_of_pts(finding.start_pts)
        and (finding.track_id is None or session.selected == finding.track_id)
    )


def test_the_row_stays_selected_in_another_theme(opened: Program) -> None:
    control, panel = opened.review.findings, opened.review.panel
    control.go_to(control.findings()[2])
    assert [i.row() for i in panel.table.selectionModel().selectedRows()] == [2]
    opened.themes.choose("light")
    assert [i.row() for i in panel.table.selectionModel().selectedRows()] == [2]
    opened.themes.choose("dark")


def test_in_korean(opened: Program, qtbot: Any) -> None:
    language().choose("ko")
    try:
        model = opened.review.panel.model
        left = [
            text
            for row in range(model.rowCount())
            for column in range(1, 4)
            if english_left(text := model.index(row, column).data())
        ]
        assert left == []
    finally:
        language().choose("en")


def test_the_table_of_tracks_tells_what_is_open_and_leads_there(
    opened: Program, qtbot: Any
) -> None:
    control, table = opened.review.findings, opened.window.tracks.table
    model = opened.window.tracks.model

    def marks() -> list[str]:
        return [model.index(row, FINDINGS).data() for row in range(model.rowCount())]

    def count(track_id: int) -> str:
        told = [f for f in control.open_findings() if track_id in f.track_ids]
        told = [f for f in told if f.kind is not FindingKind.UNREVIEWED]
        return str(len(told)) if told else ""

    assert marks() == [count(id) for id in (1, 2, 3, 4)]
    # The first is in sync and only waits for a verdict.
    assert marks()[0] == ""
    cell = model.index(3, FINDINGS)
    assert "audio is late by 200 ms" in cell.data(Qt.ItemDataRole.ToolTipRole)
    late = next(f for f in control.findings() if f.kind is FindingKind.OFFSET_OUTSIDE)
    dot = cell.data(Qt.ItemDataRole.DecorationRole).toImage()
    assert dot.pixelColor(5, 5).name() == opened.themes.theme.level(1.0 - late.doubt).name()
    # Two clicks on it lead to the worst one.
    opened.session.seek_frame(0)
    where = table.visualRect(cell).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    worst = next(f for f in control.open_findings() if 4 in f.track_ids)
    assert control.current == worst
    # A verdict closes them, undo brings them back; so does resolving.
    before = marks()
    opened.session.do(verdict_edits.set_verdict(opened.session.document, 4, VerdictValue.IN_SYNC))
    settle(opened, qtbot)
    assert marks()[3] == ""
    opened.session.undo()
    settle(opened, qtbot)
    assert marks() == before
    control.resolve([f for f in control.open_findings() if f.track_id == 4])
    assert marks() == [count(id) for id in (1, 2, 3, 4)] != before
