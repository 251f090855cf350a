"""What is known of the tracks of many videos is gathered in one pass over the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from core.exchange.speaking import turns_of
from core.jobs import JobContext
from core.model import edits, verdict_edits
from core.model.document import Document
from core.model.values import Track, VerdictValue
from core.review.criteria import LOOSE, select
from core.review.facts import Grouped, facts_of
from core.review.findings import video_findings
from tests.core.documents import a_video
from tests.core.review.scenes import still


class Watched(Document):
    """Counts how often all tracks and all verdicts are looked through."""

    looks = 0

    @property
    def tracks(self) -> Any:
        type(self).looks += 1
        return super().tracks

    @property
    def verdicts(self) -> Any:
        type(self).looks += 1
        return super().verdicts


def many(videos: int) -> Document:
    """Videos with two tracks each, the later one first, of which one has a verdict."""
    doc = Document()
    for id in range(1, videos + 1):
        doc.apply(edits.add_video(a_video(id, f"/videos/{id}.mp4")))
        for track, first in ((2 * id - 1, 20), (2 * id, 0)):
            doc.apply(edits.add_track(Track(track, id), still(range(first, 40))))
        doc.apply(verdict_edits.set_verdict(doc, 2 * id, VerdictValue.UNSURE))
    return doc


@pytest.fixture
def watched() -> Mapping[int, Document]:
    """The same with one video and with nine."""
    documents: dict[int, Document] = {}
    for videos in (1, 9):
        doc = many(videos)
        doc.__class__ = Watched
        documents[videos] = doc
    return documents


@pytest.mark.parametrize("what", ["findings", "speakers", "criteria"])
def test_more_videos_take_no_more_passes(watched: Mapping[int, Document], what: str) -> None:
    passes = {}
    for videos, doc in watched.items():
        Watched.looks = 0
        if what == "findings":
            grouped = Grouped(doc)
            for id in doc.videos:
                video_findings(grouped, id)
        elif what == "speakers":
            turns_of(doc, list(doc.videos.values()), None, JobContext())
        else:
            select(doc, LOOSE)
        passes[videos] = Watched.looks
    assert passes[9] == passes[1] > 0


def test_grouped_or_not_the_facts_are_the_same() -> None:
    doc = many(3)
    grouped = Grouped(doc)
    assert list(doc.videos) == [1, 2, 3]
    for id in doc.videos:
        one, other = facts_of(doc, id), facts_of(grouped, id)
        assert [t.id for t in one] == [t.id for t in doc.tracks_of(id)] == [2 * id, 2 * id - 1]
        assert all(a.same(b) for a, b in zip(one, other, strict=True))
        assert [len(t.verdicts) for t in other] == [1, 0]
    with pytest.raises(KeyError):
        facts_of(grouped, 7)
