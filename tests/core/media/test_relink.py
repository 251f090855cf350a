"""Moved media are found by name and content; another video is not taken for them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import Cancelled, MediaError
from core.jobs import JobContext
from core.media import relink
from core.media.relink import Found, Match, judge, search
from core.media.source import VideoSource, fingerprint
from core.model import edits
from core.model.document import Document
from core.model.values import Video


@pytest.fixture
def clip(clip_factory: Callable[..., Any]) -> Path:
    path: Path = clip_factory(frames=30, size=(160, 120), audio_codec="aac").path
    return path


@pytest.fixture
def gone(clip: Path, tmp_path: Path) -> Video:
    """The record of a video that lies nowhere any more."""
    record = VideoSource.open(clip).record(1)
    return replace(record, path=str(tmp_path / "old" / "말 talk.mp4"))


def retagged(clip: Path, target: Path) -> Path:
    """The same pictures under other bytes: what follows the last box of an MP4 is not read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(clip.read_bytes() + b"\x00\x00\x00\x10free01234567")
    return target


def put(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
    return target


def test_the_same_content_is_the_video_whatever_its_name(clip: Path, gone: Video) -> None:
    found = judge(gone, clip)
    assert (found.match, found.path, found.why) == (Match.EXACT, clip, "")


def test_the_same_length_with_other_bytes_is_likely(
    clip: Path, gone: Video, tmp_path: Path
) -> None:
    found = judge(gone, retagged(clip, tmp_path / "a.mp4"))
    assert found.match is Match.LIKELY
    assert "content is not the same" in found.why
    assert found.fingerprint == fingerprint(found.path) != gone.fingerprint


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({"frames": 30, "size": (176, 144), "audio_codec": "aac"}, "176 x 144, not 160 x 120"),
        ({"frames": 30, "size": (160, 120), "audio_codec": None}, "no sound"),
        ({"frames": 90, "size": (160, 120), "audio_codec": "aac"}, "s long, not 1.2 s"),
    ],
)
def test_another_video_is_told_apart_in_words(
    clip_factory: Callable[..., Any], gone: Video, spec: dict[str, Any], why: str
) -> None:
    found = judge(gone, clip_factory(**spec).path)
    assert found.match is Match.DIFFERENT
    assert why in found.why


def test_what_is_no_video_is_an_error(gone: Video, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")
    with pytest.raises(MediaError):
        judge(gone, tmp_path / "a.mp4")
    with pytest.raises(MediaError):
        judge(gone, tmp_path / "nothing.mp4")


def test_a_folder_is_searched_to_its_depth(clip: Path, gone: Video, tmp_path: Path) -> None:
    """By content under another name, by name with nearly its content; rubbish beside."""
    root = tmp_path / "new"
    other = replace(gone, id=2, path="/old/second.mp4", fingerprint="of another version")
    third = replace(gone, id=3, path="/old/third.mp4", fingerprint="nowhere")
    renamed = put(clip, root / "a" / "b" / "renamed.MP4")
    named = retagged(clip, root / "c" / "Second.mp4")
    (root / "third.mp4").write_text("no video")
    put(clip, root / ".hidden" / "말 talk.mp4")
    found = search([gone, other, third], root, JobContext())
    assert [(c.video.id, c.path, c.match) for c in found.candidates] == [
        (1, renamed, Match.EXACT),
        (2, named, Match.LIKELY),
    ]
    assert found.left == (third,)
    assert found.complete


def test_the_exact_one_is_taken_before_a_likely_one(
    clip: Path, gone: Video, tmp_path: Path
) -> None:
    retagged(clip, tmp_path / "a" / "말 talk.mp4")
    exact = put(clip, tmp_path / "b" / "else.mp4")
    found = search([gone], tmp_path, JobContext())
    assert [c.path for c in found.candidates] == [exact]


def test_a_search_is_bounded_and_says_so(
    clip: Path, gone: Video, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("x")
    put(clip, tmp_path / "talk.mp4")
    monkeypatch.setattr(relink, "MAX_FILES", 3)
    found = search([gone], tmp_path, JobContext())
    assert (found.candidates, found.complete) == ((), False)
    monkeypatch.setattr(relink, "MAX_FILES", 4)
    assert len(search([gone], tmp_path, JobContext()).candidates) == 1
    monkeypatch.setattr(relink, "MAX_READ", 0)
    found = search([gone], tmp_path, JobContext())
    assert (found.candidates, found.complete) == ((), False)


def test_without_anything_missing_no_folder_is_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")
    # One name would be too many.
    monkeypatch.setattr(relink, "MAX_FILES", 0)
    assert search([], tmp_path, JobContext()) == Found((), (), True)


def test_each_file_is_read_once_for_all_videos(
    clip: Path, gone: Video, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(path: Path) -> str:
        read.append(path)
        return fingerprint(path)

    monkeypatch.setattr(relink, "fingerprint", counted)
    file = retagged(clip, tmp_path / "새" / "말 talk.mp4")
    found = search([gone, replace(gone, id=2, fingerprint="another")], tmp_path, JobContext())
    assert [c.match for c in found.candidates] == [Match.LIKELY, Match.LIKELY]
    assert read == [file]


def test_a_search_can_be_cancelled(gone: Video, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    ctx = JobContext()
    ctx.cancel()
    with pytest.raises(Cancelled):
        search([gone], tmp_path, ctx)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_loop_of_links_ends(gone: Video, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    assert search([gone], tmp_path, JobContext()).left == (gone,)


def test_locating_is_an_edit_that_undo_takes_back(gone: Video) -> None:
    doc = Document()
    doc.apply(edits.add_video(gone))
    inverse = doc.apply(edits.relink_videos(doc, [(1, "/new/talk.mp4", "")]))
    assert doc.videos[1] == replace(gone, path="/new/talk.mp4")
    doc.apply(inverse)
    assert doc.videos[1] == gone
    doc.apply(edits.relink_video(doc, 1, "/new/talk.mp4", "other"))
    assert doc.videos[1].fingerprint == "other"
    assert not edits.relink_video(doc, 1, "/new/talk.mp4", "other").changes
