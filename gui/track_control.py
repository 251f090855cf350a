"""Connects the actions on tracks and boxes with what carries them out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from gui.action_table import State
from gui.actions import Actions
from gui.editing import Editing
from gui.following import Following
from gui.loose import LooseControl
from gui.main_window import MainWindow
from gui.menus import SPAN_VERDICT_ACTIONS, VERDICT_ACTIONS
from gui.player.box_painting import ColourBy
from gui.preferences import Preferences
from gui.repairs import Repairs
from gui.session import Session
from gui.texts import VERDICTS
from gui.tracks.box_form import BoxForm
from gui.tracks.facts_form import FactFields
from gui.tracks.inspector import Inspector
from gui.workers.job_runner import JobRunner

_NUDGES = {
    "nudge_left": (-1.0, 0.0),
    "nudge_right": (1.0, 0.0),
    "nudge_up": (0.0, -1.0),
    "nudge_down": (0.0, 1.0),
}


class TrackControl(QObject):
    """Owns what edits tracks.

    Args:
        follows: the worker that follows boxes. reads: the one that reads detections.

    Signals:
        changed(): what is copied or followed, which enables actions.
        notice(text): for the status bar.
    """

    changed = Signal()
    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        window: MainWindow,
        actions: Actions,
        preferences: Preferences,
        follows: JobRunner,
        reads: JobRunner,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._view = window.view
        self._actions = actions
        self._preferences = preferences
        self.editing = Editing(session, window.view, window)
        self.repairs = Repairs(session, window.view, self.editing, window)
        self.following = Following(session, window.view, follows, self)
        self.loose = LooseControl(session, window.view, self.repairs, reads)
        for teller in (self.editing, self.repairs, self.following, self.loose):
            teller.notice.connect(self.notice)
        self.repairs.copied_changed.connect(self.changed)
        self.following.changed.connect(self.changed)
        self._connect()
        self._choose_colour(ColourBy(preferences.settings.colour_by))
        session.selection_changed.connect(self._check)
        session.document_changed.connect(lambda _edit: self._check())

    def _connect(self) -> None:
        on, editing, repairs = self._actions.on, self.editing, self.repairs
        on("keyframe", editing.toggle_keyframe)
        on("delete", editing.delete_track)
        on("relabel", editing.ask_label)
        for name, value in zip(VERDICT_ACTIONS, VERDICTS, strict=True):
            on(name, partial(editing.set_verdict, value))
        for name, value in zip(SPAN_VERDICT_ACTIONS, VERDICTS, strict=True):
            on(name, partial(editing.set_span_verdict, value))
        on("span_verdict_0", partial(editing.set_span_verdict, None))
        on("next_keyframe", partial(editing.step_keyframe, 1))
        on("previous_keyframe", partial(editing.step_keyframe, -1))
        on("next_track", partial(editing.step_track, 1))
        on("previous_track", partial(editing.step_track, -1))
        on("select_all", editing.select_all)
        for name, (dx, dy) in _NUDGES.items():
            on(name, partial(editing.nudge, dx, dy))
        on("grow", partial(editing.grow, 1))
        on("shrink", partial(editing.grow, -1))
        on("copy_box", repairs.copy_box)
        on("paste_box", repairs.paste_box)
        on("duplicate", repairs.duplicate)
        on("split", repairs.split)
        on("merge", repairs.merge)
        on("swap", repairs.swap)
        on("hand_over", repairs.ask_hand_over)
        on("start_here", repairs.start_here)
        on("end_here", repairs.end_here)
        on("trim_marked", repairs.trim_marked)
        on("outside", repairs.toggle_outside)
        on("occluded", partial(repairs.toggle_flag, "occluded"))
        on("truncated", partial(repairs.toggle_flag, "truncated"))
        on("propagate", repairs.ask_propagate)
        on("smooth", repairs.smooth)
        on("fill_gaps", repairs.fill_gaps)
        on("track_on", lambda: self.following.follow(1))
        on("track_back", lambda: self.following.follow(-1))
        on("adopt_loose", self.loose.adopt_here)
        self._actions["show_loose"].toggled.connect(self.loose.set_shown)
        on("lock", lambda: editing.set_locked(not self._first_is("locked")))
        on("hide", lambda: editing.set_hidden(self._session.chosen, not self._first_is("hidden")))
        on("show_hidden", editing.show_hidden)
        for by in ColourBy:
            on(f"colour_{by.value}", partial(self._choose_colour, by))

    def fill(self, inspector: Inspector) -> None:
        """Put the fields of box, note and attributes into the inspector."""
        box = BoxForm(self._session, self._view, self.editing, self.repairs.toggle_flag)
        facts = FactFields(self._session, self.editing, inspector)
        for title, widget in (
            (box.title, box),
            (facts.note_title, facts.note),
            (facts.attributes_title, facts.attributes),
        ):
            inspector.add_row(title, widget)
        box.leave.connect(inspector.leave)
        facts.leave.connect(inspector.leave)
        self._actions.on("edit_numbers", box.focus_first)
        self._actions.on("note", facts.note.setFocus)

    def _first_is(self, name: str) -> bool:
        track = self._session.selected_track
        return track is not None and bool(getattr(track, name))

    def _check(self) -> None:
        self._actions["lock"].setChecked(self._first_is("locked"))
        self._actions["hide"].setChecked(self._first_is("hidden"))

    def _choose_colour(self, by: ColourBy) -> None:
        self._preferences.change(colour_by=by.value)
        self._view.layer.set_colour_by(by)
        for other in ColourBy:
            self._actions[f"colour_{other.value}"].setChecked(other is by)

    def refined(self, state: State) -> State:
        """The state of the window with what this knows of it."""
        tracks = self._session.document.tracks
        # While another project comes, the selection is still that of the former one.
        chosen = [id for id in self._session.chosen if id in tracks]
        return replace(
            state,
            chosen=len(chosen),
            locked=any(tracks[id].locked for id in chosen),
            copied=self.repairs.copied,
            following=self.following.running,
        )
