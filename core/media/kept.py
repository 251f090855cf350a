"""Finished frame indexes on the disk, so that a long file opens at once the second time."""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
import zlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from core import files
from core.media.damage import DamagedSpan
from core.timebase import FrameIndex

KEEP_FROM_S = 1.0
"""Seconds that an index must have taken to be worth keeping."""

_VERSION = 1
_SUFFIX = ".npz"

# What numpy, zipfile and zlib raise over a file of which some bytes are wrong.
_UNREADABLE = (
    OSError, EOFError, ValueError, KeyError, TypeError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip

log = logging.getLogger(__name__)

Indexed = tuple[FrameIndex, tuple[DamagedSpan, ...]]


class KeptIndexes:
    """A folder of indexes, the most recently used ones.

    An index is found again only for the same content at the same modification time, as read by the
    same FFmpeg from the same first picture on. What cannot be read or written is as if it were not
    there: a file that is indexed once more is only slow.

    Args:
        folder: made when the first index is put into it.
        limit: indexes to keep; three hours of a steady rate take 8 kB.
    """

    def __init__(self, folder: Path, limit: int = 50) -> None:
        self._folder = folder
        self._limit = limit

    def place(self, path: Path, fingerprint: str, first_pts: int) -> Path:
        """Where the index of a file as it is now lies, or would lie.

        Raises:
            OSError: there is no such file.
        """
        stamp = (
            _VERSION, fingerprint, path.stat().st_mtime_ns, first_pts,
            av.library_versions["libavformat"], av.library_versions["libavcodec"],
        )  # fmt: skip
        return self._folder / (hashlib.sha256(repr(stamp).encode()).hexdigest()[:32] + _SUFFIX)

    def find(self, place: Path) -> Indexed | None:
        """The index kept there, or None."""
        try:
            with place.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                meta = json.loads(str(stored["meta"]))
                pts = np.cumsum(stored["steps"], dtype=np.int64)
                index = FrameIndex(
                    pts, stored["key"], Fraction(*meta["time_base"]), int(meta["end_pts"])
                )
            damage = tuple(DamagedSpan(*span) for span in meta["damage"])
            place.touch()
        except FileNotFoundError:
            return None
        except _UNREADABLE as error:
            log.warning("%s: a kept index cannot be read: %s", place, error)
            return None
        return index, damage

    def put(self, place: Path, indexed: Indexed) -> None:
        """Keep an index, and drop the ones that were used longest ago."""
        index, damage = indexed
        meta = {
            "time_base": [index.time_base.numerator, index.time_base.denominator],
            "end_pts": index.end_pts,
            "damage": [[span.start_pts, span.end_pts, span.reason] for span in damage],
        }
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with files.replacing(place) as temporary, temporary.open("wb") as file:
                # Steps of a steady rate are nearly all the same: they take a hundredth of the room.
                np.savez_compressed(
                    file,
                    steps=np.diff(index.pts, prepend=np.int64(0)),
                    key=index.key,
                    meta=np.array(json.dumps(meta)),
                )
            kept = sorted(self._folder.glob("*" + _SUFFIX), key=lambda p: p.stat().st_mtime_ns)
            for old in kept[: -self._limit]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s: an index cannot be kept: %s", place, error)
