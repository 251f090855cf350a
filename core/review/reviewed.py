"""When a track counts as reviewed: one rule for findings, the page of all videos and the table."""

from __future__ import annotations

from core.model.document import Document
from core.model.values import Shot
from core.review.facts import Grouped, TrackFacts, joined


def is_reviewed(facts: TrackFacts) -> bool:
    """Whether a person has looked at the whole track and said so.

    That is a verdict on the track, or verdicts on spans that together cover all of the time in
    which it is in the picture. Unsure is a verdict, too: somebody looked. A track without boxes has
    nothing to look at.
    """
    if facts.verdict is not None or not len(facts.keyframes):
        return True
    said = joined(
        (v.start_pts, v.end_pts)
        for v in facts.verdicts
        if v.start_pts is not None and v.end_pts is not None
    )
    if not said:
        return False
    # How long the last frame is shown is a guess where the rate varies: its pts is enough.
    last = int(facts.keyframes.pts[-1]) + 1
    return all(
        any(a <= start and min(end, last) <= b for a, b in said) for start, end in facts.visible()
    )


def reviewed_tracks(doc: Document | Grouped, video_id: int) -> frozenset[int]:
    """Ids of the reviewed tracks of a video.

    Raises:
        KeyError: there is no such video.
    """
    grouped = doc if isinstance(doc, Grouped) else Grouped(doc)
    video = grouped.doc.videos[video_id]
    whole = Shot(video.start_pts, video.end_pts)
    found = []
    for track in grouped.any_order(video_id):
        rows, verdicts = grouped.doc.keyframes(track.id), grouped.verdicts_of(track.id)
        # Most tracks have none, and this is asked for whole projects.
        if verdicts or not len(rows):
            facts = TrackFacts(video, track, rows, None, whole, verdicts)
            found += [track.id] if is_reviewed(facts) else []
    return frozenset(found)
