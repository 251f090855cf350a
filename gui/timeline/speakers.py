"""Who speaks, as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.model.values import Track
from gui.texts import time_text, tr
from gui.theme import Theme
from gui.timeline.bars import Bar, pack

_FILL = 150


@dataclass(frozen=True, slots=True)
class SpeakerSpan:
    """A track speaks from `start` to `end`, in seconds."""

    start: float
    end: float
    track_id: int


def speaker_bars(
    spans: Sequence[SpeakerSpan], tracks: Mapping[int, Track], theme: Theme
) -> list[Bar]:
    """A bar for each span, in the colour of its track. Spans of deleted tracks are left out, those
    that overlap (two speak at once) lie in rows of their own.
    """
    bars: list[Bar] = []
    shown = sorted((s for s in spans if s.track_id in tracks), key=lambda s: (s.start, s.end))
    rows = pack([(span.start, span.end) for span in shown])
    for span, row in zip(shown, rows, strict=True):
        track = tracks[span.track_id]
        colour = theme.track(track.id)
        colour.setAlpha(_FILL)
        tip = tr("{track} speaks from {start} to {end}").format(
            track=track.title, start=time_text(span.start), end=time_text(span.end)
        )
        bars.append(Bar(span.start, span.end, row, colour, track.title, track.id, tip=tip))
    return bars
