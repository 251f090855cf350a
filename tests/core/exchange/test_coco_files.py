"""The file of an export: whole or not there, whatever happens."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from core.errors import Cancelled, ExportError, MediaError
from core.exchange import coco
from core.exchange.coco import CocoOptions, export_coco
from core.jobs import JobContext, Progress
from core.model import edits
from core.model.document import Document
from core.model.keyframes import Keyframes
from core.model.values import (
    Box,
    Keyframe,
    Track,
    Video,
)
from core.timebase import FrameIndex
from tests.core.documents import (
    a_video,
    an_index,
    pts_of,
)
from tests.core.exchange.coco_document import doc_fixture
from tests.core.obstacles import full_disk, read_only

__all__ = ["doc_fixture"]


def test_a_failed_write_keeps_what_was_there(doc: Document, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("precious")
    with full_disk(2000), pytest.raises(ExportError, match="too large") as caught:
        export_coco(doc, an_index, target)
    assert (caught.value.path, bool(caught.value.hint)) == (str(target), True)
    with read_only(tmp_path), pytest.raises(ExportError, match="access is denied"):
        export_coco(doc, an_index, target)
    with pytest.raises(ExportError, match="there is a file where the folder should be"):
        export_coco(doc, an_index, target / "deeper.json")
    assert target.read_text() == "precious"
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]


def test_cancelling_leaves_nothing(doc: Document, tmp_path: Path) -> None:
    heard: list[Progress] = []
    ctx = JobContext(heard.append)
    export_coco(doc, an_index, tmp_path / "a.json", ctx=ctx)
    assert heard[-1].fraction == 1.0
    (tmp_path / "a.json").unlink()
    ctx.cancel()
    with pytest.raises(Cancelled):
        export_coco(doc, an_index, tmp_path / "a.json", ctx=ctx)
    assert list(tmp_path.iterdir()) == []


def test_the_export_checks_itself(
    doc: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = coco._annotations

    def wrong(*arguments: Any) -> Any:
        return ({**item, "image_id": 0} for item in right(*arguments))

    monkeypatch.setattr(coco, "_annotations", wrong)
    with pytest.raises(ExportError, match="its own check"):
        export_coco(doc, an_index, tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    frames = 6000
    doc = Document()
    doc.apply(edits.add_video(a_video(frames=frames)))
    for id in (1, 2):
        still = Box(10, 10, 90, 90)
        rows = Keyframes.of([Keyframe(pts_of(0), still), Keyframe(pts_of(frames - 1), still)])
        doc.apply(edits.add_track(Track(id, 1), rows))
    tracemalloc.start()
    try:
        summary = export_coco(doc, an_index, tmp_path / "out.json")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (summary.images, summary.annotations) == (frames, 2 * frames)
    assert summary.path.stat().st_size > 2_000_000
    assert peak < 3_000_000


def test_a_video_that_cannot_be_read_is_left_out_and_named(doc: Document, tmp_path: Path) -> None:
    doc.apply(edits.add_video(a_video(2, "/gone/b.mp4")))

    def index(video: Video) -> FrameIndex:
        if video.id == 2:
            raise MediaError("the file is gone", "Find it", video.path)
        return an_index(video)

    summary = export_coco(doc, index, tmp_path / "out.json")
    assert summary.videos == 1
    assert [i.reason for i in summary.left_out] == ["video: /gone/b.mp4: the file is gone. Find it"]
    with pytest.raises(MediaError, match="gone"):
        export_coco(doc, index, tmp_path / "none.json", CocoOptions(video_ids=(2,)))
    assert not (tmp_path / "none.json").exists()
