"""Indexes of long files are kept, and used only for the very file that they were made of."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import numpy as np
import pytest

from core.media import source as opening
from core.media.kept import KeptIndexes
from core.media.source import VideoSource
from tests.media.clips import make_cut_short, make_named


@pytest.fixture
def all_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as one that took long."""
    monkeypatch.setattr(opening, "KEEP_FROM_S", 0.0)


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were indexed by reading them."""
    read: list[Path] = []
    build = opening.build_index

    def counted(path: Path, *arguments: object) -> object:
        read.append(path)
        return build(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "build_index", counted)
    return read


def kept_in(folder: Path) -> list[Path]:
    return sorted((folder / "kept").glob("*")) if (folder / "kept").exists() else []


@pytest.mark.usefixtures("all_long")
@pytest.mark.parametrize("name", ["bframes", "vfr_mkv", "ts", "late_start_mkv", "odd_png"])
def test_the_second_opening_reads_nothing(tmp_path: Path, indexed: list[Path], name: str) -> None:
    path = make_named(tmp_path, name).path
    kept = KeptIndexes(tmp_path / "kept")
    first = VideoSource.open(path, kept=kept)
    second = VideoSource.open(path, kept=kept)
    assert indexed == [path]
    assert second.index.pts.tolist() == first.index.pts.tolist()
    assert second.index.key.tolist() == first.index.key.tolist()
    assert second.index.pts.dtype == np.int64
    assert second.index.key.dtype == np.bool_
    assert second.index.time_base == first.index.time_base
    assert second.index.end_pts == first.index.end_pts
    assert second.probe == first.probe


@pytest.mark.usefixtures("all_long")
def test_damage_is_kept_too(tmp_path: Path, indexed: list[Path]) -> None:
    path = make_cut_short(tmp_path, ".flv").path
    kept = KeptIndexes(tmp_path / "kept")
    first = VideoSource.open(path, kept=kept)
    assert first.damage
    assert VideoSource.open(path, kept=kept).damage == first.damage
    assert len(indexed) == 1


@pytest.mark.usefixtures("all_long")
def test_a_file_that_changed_is_read_again(tmp_path: Path, indexed: list[Path]) -> None:
    path = make_named(tmp_path, "bframes").path
    kept = KeptIndexes(tmp_path / "kept")
    VideoSource.open(path, kept=kept)
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))
    VideoSource.open(path, kept=kept)
    # The same time, but other content.
    path.write_bytes(make_named(tmp_path, "h264_30").path.read_bytes())
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    source = VideoSource.open(path, kept=kept)
    assert len(indexed) == 3
    assert len(source.index) == 60


def test_a_short_file_is_not_kept(tmp_path: Path, indexed: list[Path]) -> None:
    path = make_named(tmp_path, "one_second").path
    kept = KeptIndexes(tmp_path / "kept")
    VideoSource.open(path, kept=kept)
    VideoSource.open(path, kept=kept)
    assert len(indexed) == 2
    assert kept_in(tmp_path) == []


@pytest.mark.usefixtures("all_long")
@pytest.mark.parametrize("harm", ["cut", "text", "empty", "wrong", "byte", "method"])
def test_a_damaged_one_is_as_none(
    tmp_path: Path, indexed: list[Path], harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = make_named(tmp_path, "bframes").path
    kept = KeptIndexes(tmp_path / "kept")
    first = VideoSource.open(path, kept=kept)
    (file,) = kept_in(tmp_path)
    content = bytearray(file.read_bytes())
    if harm == "byte":
        # The first of what is compressed, behind a header of 30 bytes and the name (APPNOTE 4.3.7):
        # a kind of block that there is not.
        name, extra = (int.from_bytes(content[at : at + 2], "little") for at in (26, 28))
        content[30 + name + extra] = 0xFF
        file.write_bytes(content)
    elif harm == "method":
        # How the first file is compressed, as the directory has it (APPNOTE 4.3.12).
        content[content.index(b"PK\x01\x02") + 10] = 77
        file.write_bytes(content)
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:-60])
    elif harm == "wrong":
        with file.open("wb") as out:
            np.savez(out, steps=np.array([5, 0, -3]), key=np.array([True]), meta=np.array("{}"))
    else:
        file.write_bytes(b"no index" if harm == "text" else b"")
    with caplog.at_level(logging.WARNING):
        again = VideoSource.open(path, kept=kept)
    assert again.index.pts.tolist() == first.index.pts.tolist()
    assert len(indexed) == 2
    assert "cannot be read" in caplog.text
    VideoSource.open(path, kept=kept)
    assert len(indexed) == 2


@pytest.mark.usefixtures("all_long")
def test_the_longest_unused_go(tmp_path: Path, indexed: list[Path]) -> None:
    kept = KeptIndexes(tmp_path / "kept", limit=2)
    names = ["h264_25", "h264_30", "vfr_mkv"]
    paths = [make_named(tmp_path, name).path for name in names]
    for age, path in enumerate(paths[:2]):
        VideoSource.open(path, kept=kept)
        newest = max(kept_in(tmp_path), key=lambda p: p.stat().st_mtime_ns)
        os.utime(newest, (1000 + age, 1000 + age))
    VideoSource.open(paths[0], kept=kept)
    VideoSource.open(paths[2], kept=kept)
    assert len(kept_in(tmp_path)) == 2
    indexed.clear()
    for path in (paths[0], paths[2]):
        VideoSource.open(path, kept=kept)
    assert indexed == []
    VideoSource.open(paths[1], kept=kept)
    assert indexed == [paths[1]]


@pytest.mark.usefixtures("all_long")
def test_a_folder_that_cannot_be_written_is_only_slow(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    path = make_named(tmp_path, "h264_25").path
    with caplog.at_level(logging.WARNING):
        source = VideoSource.open(path, kept=KeptIndexes(tmp_path / "kept"))
    assert len(source.index) == 50
    assert "cannot be kept" in caplog.text
