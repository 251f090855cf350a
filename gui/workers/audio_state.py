"""What the thread of the sound tells the window."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction

from core.errors import AppError
from core.media.tape import Place, Programme
from gui.core_texts import core_text
from gui.texts import tr
from gui.workers.device_clock import Heard


class Status(enum.Enum):
    """What the player does."""

    IDLE = enum.auto()
    PLAYING = enum.auto()
    NO_DEVICE = enum.auto()
    """There is none, or it cannot be opened."""
    LOST = enum.auto()
    """It went away, or stopped playing."""
    RETURNED = enum.auto()
    """There is one again, or another one by now: begin anew."""
    BROKEN = enum.auto()
    """The sound of the video cannot be read; `State.error` tells why."""


@dataclass(frozen=True, slots=True)
class State:
    """What the window may know of the player at any moment.

    Args:
        mark: of the `begin` that this is about.
        device: what plays.
    """

    status: Status = Status.IDLE
    mark: int = 0
    device: str | None = None
    error: AppError | None = None
    programme: Programme | None = None
    heard: Heard | None = None

    def place(self, now: float) -> Place | None:
        """What is heard at `now`; None before anything is."""
        if self.programme is None or self.heard is None:
            return None
        frames = min(self.heard.at(now), self.programme.given)
        return self.programme.place(Fraction(frames))


def gain_of(volume: float) -> float:
    """Amplitude for a volume as the ear judges it: its cube, as PulseAudio has it."""
    return volume**3


def sound_words(state: State, former: Status | None) -> str:
    """What a person should know when the state became this; empty where nothing is to be told."""
    match state.status:
        case Status.NO_DEVICE:
            return tr("There is no sound device: playing silently.")
        case Status.LOST:
            return tr("The sound device does not play any more: playing silently.")
        case Status.BROKEN:
            return tr("The sound cannot be played: {why}").format(why=core_text(str(state.error)))
        case _ if former in (Status.NO_DEVICE, Status.LOST):
            return tr("Sound is back, through {device}.").format(device=state.device)
    return ""
