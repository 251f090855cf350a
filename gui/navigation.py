"""Steps through the video: frames, seconds, ends."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from gui.actions import Actions
from gui.player.clock import PlayClock
from gui.session import Session

_STEPS = {"frame_back": -1, "frame_on": 1, "ten_back": -10, "ten_on": 10}


class Navigation(QObject):
    """Connects the actions that move the position; a step ends playing."""

    def __init__(
        self, session: Session, clock: PlayClock, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = clock
        for name, frames in _STEPS.items():
            actions.on(name, partial(self.step, frames))
        actions.on("second_back", partial(self.step_second, -1))
        actions.on("second_on", partial(self.step_second, 1))
        actions.on("first", lambda: session.seek_frame(0))
        actions.on("last", lambda: session.seek_frame(len(session.index or ()) - 1))

    def step(self, frames: int) -> None:
        self._clock.pause()
        self._session.seek_frame(self._session.position + frames)

    def step_second(self, direction: int) -> None:
        self._clock.pause()
        index = self._session.index
        if index is not None:
            here = index.time_of(self._session.position)
            self._session.seek(max(here + direction, index.time_of(0)))
