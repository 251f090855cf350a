"""Who speaks, as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.model.values import Track
from gui.texts import time_text, tr
from gui.theme import Theme
from gui.timeline.bars import Bar

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
    """A bar for each span, in the colour of its track; spans of deleted tracks are left out."""
    bars: list[Bar] = []
    for span in spans:
        track = tracks.get(span.track_id)
        if track is not None:
            colour = theme.track(track.id)
            colour.setAlpha(_FILL)
            tip = tr("{track} speaks from {start} to {end}").format(
                track=track.title, start=time_text(span.start), end=time_text(span.end)
            )
            bars.append(Bar(span.start, span.end, 0, colour, track.title, track.id, tip=tip))
    return bars
