"""A document to export, for the tests of COCO JSON."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from pycocotools.coco import COCO

from core.model import edits
from core.model.document import Document
from core.model.edits import NewTrack
from core.model.keyframes import Keyframes
from core.model.values import (
    Box,
    Keyframe,
    Source,
    Track,
)
from tests.core.documents import (
    a_score,
    a_video,
    an_analysis,
    pts_of,
    some_keyframes,
)


def pixels_of(read: COCO, annotation: dict[str, Any]) -> npt.NDArray[np.uint8]:
    """The mask of an annotation."""
    with warnings.catch_warnings():
        # pycocotools speaks numpy 1 to numpy 2.
        warnings.filterwarnings("ignore", "__array__", DeprecationWarning)
        pixels: npt.NDArray[np.uint8] = read.annToMask(annotation)
    return pixels


@pytest.fixture(name="doc")
def doc_fixture() -> Document:
    """Track 1: frames 0..20, scored from step 2, outside in 8..9; track 2: a drawn person."""
    doc = Document()
    doc.apply(edits.add_video(a_video(path="/videos/talk.mp4")))
    track = Track(0, 1, detector="mtcnn", outside=((pts_of(8), pts_of(10)),))
    score = a_score(steps=12, confidence=math.nan)
    doc.apply(
        edits.set_analysis(
            doc, an_analysis(), [NewTrack(track, some_keyframes([0, 10, 20]), score)]
        )
    )
    rows = Keyframes.of(
        [
            Keyframe(pts_of(30), Box(600, 300, 700, 400), occluded=True),
            Keyframe(pts_of(32), Box(600, 300, 660, 340), source=Source.TRACKER),
        ]
    )
    doc.apply(edits.add_track(Track(2, 1, "person"), rows))
    return doc
