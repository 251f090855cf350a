"""What keys and menus do on the timeline: zoom, follow, fold, mark, and the right-click menu."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.model import verdict_edits
from core.model.values import VerdictValue
from core.model.verdict_edits import Decision
from gui.actions import Actions
from gui.menus import FOLLOW_ACTIONS, LANE_ACTIONS, VERDICT_ACTIONS
from gui.playing import PlayingControl
from gui.preferences import Preferences
from gui.session import Session
from gui.texts import VERDICTS, now_text, time_text, verdict_text
from gui.timeline.axis import Follow
from gui.timeline.bars import Bar, BarsLane
from gui.timeline.lane import Lane
from gui.timeline.panel import TimelinePanel

_ZOOM = 1.5
_PAN = 0.25

Pts = tuple[int, int]


class TimelineControl(QObject):
    """Connects the actions of the timeline, and keeps what was chosen in the settings.

    Signals:
        notice(text): for the status bar.
    """

    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        panel: TimelinePanel,
        actions: Actions,
        preferences: Preferences,
        playing: PlayingControl,
    ) -> None:
        super().__init__(panel)
        self._session = session
        self._panel = panel
        self._actions = actions
        self._preferences = preferences
        self._playing = playing
        folded = preferences.settings.folded_lanes
        for lane in panel.lanes:
            if lane.id:
                actions[lane.id].setChecked(lane.id not in folded)
                lane.set_folded(lane.id in folded)
                actions[lane.id].toggled.connect(partial(self._fold, lane))
        self._set_follow(Follow(preferences.settings.follow))
        self._connect()

    def _connect(self) -> None:
        on, axis, view = self._actions.on, self._panel.axis, self._panel.view
        on("whole", axis.show_all)
        on("zoom_marks", self.zoom_marks)
        on("zoom_track", self.zoom_track)
        on("timeline_in", lambda: axis.zoom(1 / _ZOOM, self._session.seconds))
        on("timeline_out", lambda: axis.zoom(_ZOOM, self._session.seconds))
        on("timeline_left", lambda: axis.pan(-axis.span * _PAN))
        on("timeline_right", lambda: axis.pan(axis.span * _PAN))
        on("follow", self._next_follow)
        for how in Follow:
            on(f"follow_{how.value}", partial(self.follow, how))
        view.fold_asked.connect(lambda lane: self._actions[lane.id].toggle())
        view.span_chosen.connect(self.mark_seconds)
        view.menu_asked.connect(self._show_menu)

    # --- the view ------------------------------------------------------------------------------

    def _fold(self, lane: Lane, shown: bool) -> None:
        lane.set_folded(not shown)
        folded = tuple(name for name in LANE_ACTIONS if not self._actions[name].isChecked())
        self._preferences.change(folded_lanes=folded)

    def follow(self, how: Follow) -> None:
        """Follow the playhead this way from now on."""
        self._set_follow(how)
        self._preferences.change(follow=how.value)

    def _set_follow(self, how: Follow) -> None:
        self._panel.follow = how
        for name in FOLLOW_ACTIONS:
            self._actions[name].setChecked(name == f"follow_{how.value}")

    def _next_follow(self) -> None:
        ways = list(Follow)
        how = ways[(ways.index(self._panel.follow) + 1) % len(ways)]
        self.follow(how)
        words = {
            Follow.PAGE: self.tr("The timeline follows the playhead page by page"),
            Follow.CENTRE: self.tr("The timeline keeps the playhead in the middle"),
            Follow.OFF: self.tr("The timeline does not follow the playhead"),
        }
        self.notice.emit(words[how])

    def zoom_marks(self) -> None:
        """Show the marked span."""
        marked = self._panel.view.marked
        if marked is not None:
            self._panel.axis.show(marked.start, marked.end)

    def zoom_track(self) -> None:
        """Show the selected track."""
        selected = self._session.selected
        bar = None if selected is None else self._panel.tracks.bar_of(selected)
        if bar is not None:
            self._panel.axis.show(bar.start, bar.end)

    # --- marks ---------------------------------------------------------------------------------

    def mark_seconds(self, start: float, end: float) -> None:
        """Mark the frames shown from one time to another."""
        first, last = self._frame_at(start), self._frame_at(end)
        index = self._session.index
        if index is not None:
            self._session.set_marks(int(index.pts[first]), index.end_of(max(last, first)))

    def _mark_in(self, seconds: float) -> None:
        index = self._session.index
        if index is not None:
            first, end = int(index.pts[self._frame_at(seconds)]), self._session.mark_out
            self._session.set_marks(first, end if end is not None and end > first else None)

    def _mark_out(self, seconds: float) -> None:
        index = self._session.index
        if index is not None:
            first, end = self._session.mark_in, index.end_of(self._frame_at(seconds))
            self._session.set_marks(first if first is not None and first < end else None, end)

    def _frame_at(self, seconds: float) -> int:
        index = self._session.index
        if index is None:
            return 0
        time = Fraction(round(max(seconds, 0.0) * 1_000_000), 1_000_000)
        return min(index.frame_at(time), len(index) - 1)

    def marked_pts(self) -> Pts | None:
        """The marked span; a side without a mark is open. None without marks."""
        session, index = self._session, self._session.index
        if index is None or (session.mark_in is None and session.mark_out is None):
            return None
        first = index.start_pts if session.mark_in is None else session.mark_in
        return first, index.end_pts if session.mark_out is None else session.mark_out

    def loop_marks(self) -> None:
        """Play the marked span again and again."""
        span = self.marked_pts()
        if span is not None and self._session.index is not None:
            self._session.seek(self._session.index.time_of_pts(span[0]))
            self._actions["loop"].setChecked(True)
            self._actions["shuttle_on"].trigger()

    def play_marks(self) -> None:
        """Play the marked span once and come back to its start."""
        span, index = self.marked_pts(), self._session.index
        if span is not None and index is not None:
            times = index.time_of_pts(span[0]), index.time_of_pts(span[1])
            self._playing.play_once(times, index.frame_of_pts(span[0]))

    def judge_marks(self, value: VerdictValue | None) -> None:
        """Decide on the marked span of the selected track; None takes back what was decided."""
        span, session = self.marked_pts(), self._session
        track = session.selected_track
        if span is not None and track is not None:
            decision = Decision(session.reviewer, now_text())
            session.do(
                verdict_edits.set_span_verdict(session.document, track.id, span, value, decision)
            )

    # --- the right-click menu ------------------------------------------------------------------

    def _show_menu(self, lane: Lane, x: float, y: float, place: QPoint) -> None:
        menu = self.menu(lane, x, y)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def menu(self, lane: Lane, x: float, y: float) -> QMenu:
        """What can be done at a place of a lane."""
        menu = QMenu(self._panel.view)
        frame = self._panel.view.frame_of(lane)
        bar = lane.bar_at(x, y, frame) if isinstance(lane, BarsLane) else None
        if x >= 0 and self._session.opened is not None:
            self._place_items(menu, min(max(frame.seconds(x), 0.0), self._panel.axis.length))
            if bar is not None:
                menu.addSeparator()
                self._bar_items(menu, lane, bar)
            menu.addSeparator()
            self._span_items(menu)
            menu.addSeparator()
        for name in ("whole", "zoom_marks", "zoom_track"):
            menu.addAction(self._actions[name])
        follow = menu.addMenu(self.tr("Follow the playhead"))
        follow.addActions([self._actions[name] for name in FOLLOW_ACTIONS])
        menu.addSeparator()
        if lane.id:
            words = self.tr("Unfold {lane}") if lane.folded else self.tr("Fold {lane}")
            self._add(menu, words.format(lane=lane.title), self._actions[lane.id].toggle)
        lanes = menu.addMenu(self.tr("Lanes"))
        lanes.addActions([self._actions[name] for name in LANE_ACTIONS])
        return menu

    def _place_items(self, menu: QMenu, seconds: float) -> None:
        at = time_text(seconds)
        go = partial(self._session.seek_seconds, seconds)
        self._add(menu, self.tr("Go to {time}").format(time=at), go)
        self._add(menu, self.tr("Mark in here"), partial(self._mark_in, seconds))
        self._add(menu, self.tr("Mark out here"), partial(self._mark_out, seconds))

    def _bar_items(self, menu: QMenu, lane: Lane, bar: Bar) -> None:
        span = self._span_of(lane, bar)
        name = bar.text.split(" · ")[0]
        if span is not None:
            mark = partial(self._session.set_marks, *span)
            self._add(menu, self.tr("Mark {what}").format(what=name), mark)
        zoom = partial(self._panel.axis.show, bar.start, bar.end)
        self._add(menu, self.tr("Zoom to {what}").format(what=name), zoom)
        if lane is self._panel.tracks:
            self._session.select(bar.key)
            verdict = menu.addMenu(self.tr("Verdict of {what}").format(what=name))
            verdict.addActions([self._actions[id] for id in VERDICT_ACTIONS])
            menu.addAction(self._actions["delete"])

    def _span_items(self, menu: QMenu) -> None:
        marked, track = self.marked_pts() is not None, self._session.selected_track
        media = marked and self._session.source is not None
        self._add(menu, self.tr("Play the marked span"), self.play_marks).setEnabled(media)
        self._add(menu, self.tr("Loop the marked span"), self.loop_marks).setEnabled(media)
        words = self.tr("Verdict for the marked span")
        if track is not None:
            words = self.tr("Verdict for the marked span of {track}").format(track=track.title)
        verdict = menu.addMenu(words)
        verdict.setEnabled(marked and track is not None)
        for value in VERDICTS:
            self._add(verdict, verdict_text(value), partial(self.judge_marks, value))
        verdict.addSeparator()
        self._add(verdict, self.tr("Take it back"), partial(self.judge_marks, None))
        menu.addAction(self._actions["clear_marks"])

    def _span_of(self, lane: Lane, bar: Bar) -> Pts | None:
        """The pts from the first frame of a bar to the end of its last."""
        session, index = self._session, self._session.index
        if index is None:
            return None
        if lane is self._panel.tracks:
            pts = session.document.keyframes(bar.key).pts
            return int(pts[0]), index.end_of(index.frame_of_pts(int(pts[-1])))
        analysis = session.document.analyses.get(session.video.id) if session.video else None
        if lane is self._panel.shots and analysis is not None:
            shot = analysis.shots[bar.key]
            return shot.start_pts, shot.end_pts
        first, last = self._frame_at(bar.start), self._frame_at(bar.end - 1e-6)
        return int(index.pts[first]), index.end_of(last)

    def _add(self, menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False: act())
        return action
