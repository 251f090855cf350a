"""Each bad file: one message with file, cause and way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import Cancelled, MediaError
from core.jobs import JobContext
from core.media.reader import FrameReader
from core.media.source import VideoSource, fingerprint
from tests.media.clips import empty_file, make_cut_short, make_named, text_as_video


def missing(folder: Path) -> Path:
    return folder / "nowhere.mp4"


def folder_itself(folder: Path) -> Path:
    return folder


def empty(folder: Path) -> Path:
    return empty_file(folder / "empty.mp4")


def text(folder: Path) -> Path:
    return text_as_video(folder / "text.mp4")


def no_index(folder: Path) -> Path:
    return make_cut_short(folder, ".mp4").path


def sound_only(folder: Path) -> Path:
    return make_named(folder, "audio_only").path


def noise(folder: Path) -> Path:
    path = folder / "noise.mkv"
    path.write_bytes(bytes(range(256)) * 64)
    return path


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (missing, "does not exist"),
        (folder_itself, "is a folder"),
        (empty, "is empty"),
        (text, "is not a readable video"),
        (noise, "is not a readable video"),
        (no_index, "is not a readable video"),
        (sound_only, "has no video track"),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, make: Callable[[Path], Path], cause: str) -> None:
    path = make(tmp_path)
    with pytest.raises(MediaError, match=cause) as caught:
        VideoSource.open(path)
    error = caught.value
    assert error.path == str(path)
    assert error.hint
    assert "\n" not in str(error)


def test_a_file_that_goes_after_it_was_opened(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "one_second").path)
    source.path.unlink()
    with pytest.raises(MediaError, match="does not exist"):
        FrameReader(source)


def test_a_number_outside_of_the_index_is_the_callers_mistake(tmp_path: Path) -> None:
    source = VideoSource.open(make_named(tmp_path, "one_frame").path)
    with FrameReader(source) as reader, pytest.raises(IndexError):
        reader.read(1)


def test_opening_can_be_cancelled(tmp_path: Path) -> None:
    ctx = JobContext()
    ctx.cancel()
    with pytest.raises(Cancelled):
        VideoSource.open(make_named(tmp_path, "one_second").path, ctx)


def test_a_fingerprint_names_the_content_not_the_name(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"x" * 3_000_000)
    second.write_bytes(b"x" * 3_000_000)
    assert fingerprint(first) == fingerprint(second)
    second.write_bytes(b"x" * 2_999_999 + b"y")
    assert fingerprint(first) != fingerprint(second)
