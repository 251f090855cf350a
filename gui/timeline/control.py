"""What keys and menus do on the timeline: zoom, follow, fold, mark, and the right-click menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.actions import Actions
from gui.menus import FOLLOW_ACTIONS, LANE_ACTIONS, SPAN_VERDICT_ACTIONS, VERDICT_ACTIONS
from gui.playing import PlayingControl
from gui.preferences import Preferences
from gui.session import Session
from gui.texts import time_text
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
        session, index = self._session, self._session.index
        if index is not None:
            first, last = session.frame_at_seconds(start), session.frame_at_seconds(end)
            session.set_marks(int(index.pts[first]), index.end_of(max(last, first)))

    def _mark_in(self, seconds: float) -> None:
        self._session.set_mark_in(self._session.frame_at_seconds(seconds))

    def _mark_out(self, seconds: float) -> None:
        self._session.set_mark_out(self._session.frame_at_seconds(seconds))

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
        name = self._name_of(lane, bar)
        if span is not None:
            mark = partial(self._session.set_marks, *span)
            self._add(menu, self.tr("Mark {what}").format(what=name), mark)
        zoom = partial(self._panel.axis.show, bar.start, bar.end)
        self._add(menu, self.tr("Zoom to {what}").format(what=name), zoom)
        if lane is self._panel.tracks:
            # What follows is done to all that are selected: a click on one of them leaves them so.
            if bar.key not in self._session.chosen:
                self._session.select(bar.key)
            words, count = self.tr("Verdict of {what}").format(what=name), len(self._session.chosen)
            if count > 1:
                words = self.tr("Verdict of the {n} selected tracks").format(n=count)
            verdict = menu.addMenu(words)
            verdict.addActions([self._actions[id] for id in VERDICT_ACTIONS])
            menu.addAction(self._actions["delete"])

    def _span_items(self, menu: QMenu) -> None:
        session, playing = self._session, self._playing
        media = session.marked_span is not None and session.source is not None
        self._add(menu, self.tr("Play the marked span"), playing.play_marks).setEnabled(media)
        self._add(menu, self.tr("Loop the marked span"), playing.loop_marks).setEnabled(media)
        words, track = self.tr("Verdict for the marked span"), session.selected_track
        if track is not None and len(session.chosen) == 1:
            words = self.tr("Verdict for the marked span of {track}")
            words = words.format(track=_escaped(track.title))
        verdict = menu.addMenu(words)
        verdict.addActions([self._actions[n] for n in (*SPAN_VERDICT_ACTIONS, "span_verdict_0")])
        verdict.insertSeparator(self._actions["span_verdict_0"])
        verdict.setEnabled(self._actions["span_verdict_0"].isEnabled())
        menu.addAction(self._actions["clear_marks"])

    def _name_of(self, lane: Lane, bar: Bar) -> str:
        """What a bar is called, as a menu takes it."""
        track = None if lane is self._panel.shots else self._session.document.tracks.get(bar.key)
        return _escaped(bar.text if track is None else track.title)

    def _span_of(self, lane: Lane, bar: Bar) -> Pts | None:
        """The pts from the first frame of a bar to the end of its last."""
        session, index = self._session, self._session.index
        if index is None:
            return None
        if lane is self._panel.tracks:
            return session.track_span(bar.key)
        analysis = session.document.analyses.get(session.video.id) if session.video else None
        if lane is self._panel.shots and analysis is not None:
            shot = analysis.shots[bar.key]
            return shot.start_pts, shot.end_pts
        first, last = map(session.frame_at_seconds, (bar.start, bar.end - 1e-6))
        return int(index.pts[first]), index.end_of(last)

    def _add(self, menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False: act())
        return action


def _escaped(text: str) -> str:
    """A text in which a menu would take "&" for the mark of a key."""
    return text.replace("&", "&&")
