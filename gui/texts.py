"""Words that several views share, in the user's language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from core.model.values import SyncScore, VerdictValue, Video

_IN_SYNC_MS = 20.0
"""Half a grid step, as in core.sync.grades."""

VERDICTS: tuple[VerdictValue, ...] = tuple(VerdictValue)
"""In the order of the keys 1..6."""


def tr(text: str) -> str:
    """Translate in the context shared by the views."""
    return QCoreApplication.translate("texts", text)


def translated(context: str, text: str) -> str:
    """A text that was marked with QT_TRANSLATE_NOOP, in the user's language."""
    return QCoreApplication.translate(context, text)


def verdict_text(value: VerdictValue | None) -> str:
    """A verdict in the user's language."""
    if value is None:
        return "—"
    return {
        VerdictValue.IN_SYNC: tr("in sync"),
        VerdictValue.OUT_OF_SYNC: tr("out of sync"),
        VerdictValue.NOT_SPEAKING: tr("not speaking"),
        VerdictValue.VOICE_OVER: tr("voice-over"),
        VerdictValue.REJECT: tr("reject"),
        VerdictValue.UNSURE: tr("unsure"),
    }[value]


def ms_words(offset_ms: float, short: bool = False) -> str:
    """An offset in words, never a bare sign. Positive: the audio is early.

    Args:
        short: for a column whose head tells that the audio is meant.
    """
    if abs(offset_ms) < _IN_SYNC_MS:
        return tr("in sync")
    if short:
        words = tr("early {ms} ms") if offset_ms > 0 else tr("late {ms} ms")
        return words.format(ms=f"{abs(offset_ms):.0f}")
    if offset_ms > 0:
        return tr("audio is early by {ms} ms").format(ms=f"{offset_ms:.0f}")
    return tr("audio is late by {ms} ms").format(ms=f"{-offset_ms:.0f}")


def offset_words(score: SyncScore | None, short: bool = False) -> str:
    """The sync result of a track in words; see `ms_words`."""
    if score is None:
        return tr("not scored")
    if not score.determined:
        return tr("undetermined")
    return ms_words(score.offset_ms, short)


def now_text() -> str:
    """The present time as it goes with a verdict: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def time_text(seconds: float, digits: int = 3, short: bool = False) -> str:
    """1:02:03.456, or 02:03.456 under an hour; 2:03.456 if `short`."""
    # Rounding first: 59.9996 is not 00:60.000.
    units = round(max(seconds, 0.0) * 10**digits)
    whole, rest = divmod(units, 10**digits)
    minutes, sec = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    tail = f".{rest:0{digits}d}" if digits else ""
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}" if short else f"{minutes:02d}"
    return f"{head}:{sec:02d}{tail}"


def remaining_text(seconds: float | None) -> str:
    """ "about 12 s left"; empty where there is no estimate."""
    if seconds is None:
        return ""
    if seconds < 90:
        return tr("about {n} s left").format(n=max(1, round(seconds)))
    return tr("about {n} min left").format(n=round(seconds / 60))


def short_name(video: Video, longest: int = 32) -> str:
    """The name of a video's file, its middle left out where it is long."""
    name = Path(video.path).name
    if len(name) <= longest:
        return name
    half = (longest - 1) // 2
    return f"{name[:half]}…{name[-half:]}"
