"""What is remembered of former checks: when the last one was, and the newest that was seen."""

from __future__ import annotations

import datetime
import json
import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core import files
from core.settings import data_dir

EVERY = datetime.timedelta(days=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UpdateState:
    """Of this machine's user.

    Args:
        tried: when a check began, in UTC, whether it succeeded or not; None: never.
        serials: by address, the largest that was believed. Each address counts for itself, so that
            whoever tries another one can go back.
    """

    tried: datetime.datetime | None = None
    serials: dict[str, int] = field(default_factory=dict)

    def is_due(self, now: datetime.datetime) -> bool:
        """Whether a day has passed. A clock that was put back does not stop the checks."""
        return self.tried is None or not now - EVERY < self.tried <= now

    def with_serial(self, address: str, serial: int) -> UpdateState:
        return replace(self, serials=self.serials | {address: serial})


def state_path() -> Path:
    return data_dir() / "updates.json"


def load_state() -> UpdateState:
    """What is remembered; nothing if it cannot be read, which is logged."""
    try:
        given = json.loads(state_path().read_text(encoding="utf-8"))
        return UpdateState(_time(given.get("tried")), _serials(given.get("serials", {})))
    except FileNotFoundError:
        return UpdateState()
    except (OSError, ValueError, AttributeError) as error:
        _log.warning("%s: not readable: %s", state_path(), error)
        return UpdateState()


def save_state(state: UpdateState) -> None:
    """Remember it; a failure is logged: it costs a check too many, or the protection against old
    announcements."""
    path = state_path()
    tried = None if state.tried is None else state.tried.isoformat(timespec="seconds")
    text = json.dumps({"tried": tried, "serials": state.serials}, indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    except OSError as error:
        _log.warning("%s: cannot be written: %s", path, error)


def _time(given: Any) -> datetime.datetime | None:
    if given is None:
        return None
    if not isinstance(given, str):
        raise ValueError("no time")
    time = datetime.datetime.fromisoformat(given)
    if time.tzinfo is None:
        raise ValueError("a time without its zone")
    return time


def _serials(given: Any) -> dict[str, int]:
    if not isinstance(given, dict) or not all(type(n) is int for n in given.values()):
        raise ValueError("no table of numbers")
    return dict(given)
