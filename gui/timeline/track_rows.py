"""The tracks of a video as bars; what an edit left alone is not made again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from core.model.keyframes import Keyframes
from core.model.values import SOURCE_CODES, Source, SyncScore, Track, Verdict, VerdictValue, Video
from gui.session import Session
from gui.texts import offset_words, time_text, tr, verdict_text
from gui.theme import Theme
from gui.timeline.bars import Bar, pack

_FILL = 110
_LEAST_S = 0.04
"""A track of one frame stays visible and can be clicked."""

_VERDICT_COLOURS = {VerdictValue.IN_SYNC: "in_sync", VerdictValue.OUT_OF_SYNC: "out_of_sync"}


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What a bar was made of."""

    track: Track
    keyframes: Keyframes
    score: SyncScore | None
    verdicts: tuple[Verdict, ...]
    theme: Theme
    bar: Bar

    def holds(
        self,
        track: Track,
        keyframes: Keyframes,
        score: SyncScore | None,
        verdicts: tuple[Verdict, ...],
        theme: Theme,
    ) -> bool:
        """Whether it is still made of these. Arrays go by identity: an edit makes new ones."""
        same = keyframes is self.keyframes and score is self.score and theme is self.theme
        return same and track == self.track and verdicts == self.verdicts


class TrackRows:
    """Makes the bars, in rows that do not overlap."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def bars(self, session: Session, theme: Theme) -> list[Bar]:
        """The bars of the video on screen; the same objects as before where nothing changed."""
        video, doc = session.video, session.document
        if video is None:
            self._known.clear()
            return []
        verdicts: dict[int, tuple[Verdict, ...]] = {}
        for verdict in doc.verdicts.values():
            verdicts[verdict.track_id] = (*verdicts.get(verdict.track_id, ()), verdict)
        known: dict[int, _Known] = {}
        for track in session.tracks:
            rows = doc.keyframes(track.id)
            if not len(rows):
                continue
            parts = track, rows, doc.scores.get(track.id), verdicts.get(track.id, ()), theme
            old = self._known.get(track.id)
            if old is None or not old.holds(*parts):
                old = _Known(*parts, _bar(video, *parts))
            known[track.id] = old
        found = list(known.values())
        packed = pack([(one.bar.start, one.bar.end) for one in found])
        for one, row in zip(found, packed, strict=True):
            if one.bar.row != row:
                parts = one.track, one.keyframes, one.score, one.verdicts, one.theme
                known[one.track.id] = _Known(*parts, replace(one.bar, row=row))
        self._known = known
        return [one.bar for one in known.values()]


def _bar(
    video: Video,
    track: Track,
    rows: Keyframes,
    score: SyncScore | None,
    verdicts: tuple[Verdict, ...],
    theme: Theme,
) -> Bar:
    seconds = (rows.pts - video.start_pts) * float(video.time_base)
    start, end = float(seconds[0]), float(seconds[-1])
    colour = theme.track(track.id)
    colour.setAlpha(_FILL)
    whole = next((v for v in verdicts if v.start_pts is None), None)
    words = f"{track.title} · {offset_words(score)}" if track.is_face else track.title
    if whole is not None:
        words += tr(" · verdict: {v}").format(v=verdict_text(whole.value))

    def by(source: Source) -> npt.NDArray[np.float64]:
        return seconds[rows.sources == SOURCE_CODES.index(source)]

    spans = [v for v in verdicts if v.start_pts is not None]
    return Bar(
        start,
        max(end, start + _LEAST_S),
        0,
        colour,
        words,
        track.id,
        person=by(Source.PERSON),
        tracker=by(Source.TRACKER),
        detector=by(Source.DETECTOR),
        gaps=tuple((video.seconds(a), video.seconds(b)) for a, b in track.outside),
        badge=None if whole is None else _colour(theme, whole),
        strips=tuple((*_span(video, v, start, end), _colour(theme, v)) for v in spans),
        locked=track.locked,
        hidden=track.hidden,
        tip=_tip(video, track, words, start, end, spans),
    )


def _span(video: Video, verdict: Verdict, start: float, end: float) -> tuple[float, float]:
    first, last = verdict.start_pts, verdict.end_pts
    return (
        start if first is None else video.seconds(first),
        end if last is None else video.seconds(last),
    )


def _colour(theme: Theme, verdict: Verdict) -> QColor:
    return theme.colour(_VERDICT_COLOURS.get(verdict.value, "other_verdict"))


def _tip(
    video: Video, track: Track, words: str, start: float, end: float, spans: list[Verdict]
) -> str:
    lines = [words, f"{time_text(start)} – {time_text(end)}"]
    for verdict in spans:
        low, high = _span(video, verdict, start, end)
        text = f"{time_text(low)} – {time_text(high)}: {verdict_text(verdict.value)}"
        lines.append(f"{text} · {verdict.note}" if verdict.note else text)
    if track.outside:
        lines.append(tr("hatched: outside the picture"))
    state = [tr("locked")] if track.locked else []
    state += [tr("hidden")] if track.hidden else []
    if state:
        lines.append(", ".join(state))
    return "\n".join(lines)
