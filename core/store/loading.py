"""From the file to the document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.errors import ProjectError
from core.model.document import Document
from core.model.edits import Edit, Record
from core.model.keyframes import Keyframes, masks_of, points_table
from core.model.values import SOURCE_CODES
from core.store import codec, journal
from core.store.arrays import CodecError, Reader
from core.store.database import damaged, translated


@dataclass(frozen=True, slots=True)
class Content:
    """What `Document.load` takes."""

    records: dict[str, dict[int, Record]]
    keyframes: dict[int, Keyframes]
    highest: dict[str, int]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the user as the history lists it.

    Args:
        number: names it in the project for ever.
        at: when, as ISO text in UTC.
        done: False if it was undone and can be redone.
    """

    number: int
    text: str
    at: str
    done: bool


Place = Callable[[str], str]
"""The present path of a video's path in the file. One for all that is read while the project is
open: files come and go, and an edit of the journal has to fit the document that was loaded."""


def load(connection: sqlite3.Connection, path: Path, place: Place) -> Content:
    """Read the whole document.

    Raises:
        ProjectError: a part is missing or not as it should be.
    """
    try:
        with translated(path):
            highest = dict.fromkeys(Document.KINDS, 0)
            highest.update(connection.execute("SELECT kind, highest FROM ids"))
            return Content(_records(connection, path, place), _keyframes(connection), highest)
    except (CodecError, TypeError, ValueError, OverflowError) as error:
        raise damaged(path, str(error)) from error


def steps(connection: sqlite3.Connection, path: Path, position: int) -> list[StepLine]:
    """The steps that can be undone or redone, the oldest first, without what they changed.

    Not more than the journal keeps: a process that was killed leaves more of them.

    Raises:
        ProjectError: the file cannot be read.
    """
    with translated(path):
        # Without the edits, which may be megabytes: the text comes before them in a row.
        rows = connection.execute(
            "SELECT seq, text, at FROM journal ORDER BY abs(seq - ?), seq DESC LIMIT ?",
            (position, journal.JOURNAL_EDITS),
        )
        return [StepLine(seq, text, at, seq <= position) for seq, text, at in sorted(rows)]


def step_edit(connection: sqlite3.Connection, path: Path, place: Place, number: int) -> Edit:
    """The edit of one step, as it is done.

    Raises:
        ProjectError: the step is not kept any more, or the journal is damaged.
    """
    with translated(path):
        row = connection.execute("SELECT json FROM journal WHERE seq = ?", (number,)).fetchone()
        if row is None:
            raise ProjectError(
                "this step is too old to be undone",
                f"The last {journal.JOURNAL_EDITS} steps are kept, large ones fewer",
                path,
            )
        try:
            return codec.decode_edit(row[0], _reader(connection, place))
        except CodecError as error:
            raise damaged(path, str(error)) from error


def _reader(connection: sqlite3.Connection, place: Place) -> Reader:
    def fetch(sha: str) -> bytes | None:
        row = connection.execute("SELECT data FROM blobs WHERE sha256 = ?", (sha,)).fetchone()
        return None if row is None else bytes(row[0])

    return Reader(fetch, place)


def _records(
    connection: sqlite3.Connection, path: Path, place: Place
) -> dict[str, dict[int, Record]]:
    reader = _reader(connection, place)
    records: dict[str, dict[int, Record]] = {kind: {} for kind in Document.KINDS}
    for kind, id, text in connection.execute("SELECT kind, id, json FROM records"):
        if kind not in records:
            raise damaged(path, f"it holds a record of kind {kind!r}")
        records[kind][id] = codec.decode_record(kind, json.loads(text), reader)
    return records


def _keyframes(connection: sqlite3.Connection) -> dict[int, Keyframes]:
    rows = connection.execute(
        "SELECT track_id, pts, source, flags, x1, y1, x2, y2, score, landmarks, mask"
        " FROM keyframes ORDER BY track_id, pts"
    ).fetchall()
    if not rows:
        return {}
    # One table of float64 would round large pts, so the whole numbers go apart.
    whole = np.array([r[:4] for r in rows], dtype=np.int64)
    real = np.array([r[4:9] for r in rows], dtype=np.float32)
    if whole[:, 2].min() < 0 or whole[:, 2].max() >= len(SOURCE_CODES):
        raise ValueError("a keyframe has an unknown source")
    tracks, starts = np.unique(whole[:, 0], return_index=True)
    found: dict[int, Keyframes] = {}
    for track, a, b in zip(tracks, starts, [*starts[1:], len(rows)], strict=True):
        found[int(track)] = Keyframes.from_columns(
            whole[a:b, 1],
            real[a:b, :4],
            real[a:b, 4],
            whole[a:b, 2],
            whole[a:b, 3],
            _landmarks([r[9] for r in rows[a:b]]),
            masks_of(r[10] for r in rows[a:b]),
        )
    return found


def _landmarks(blobs: list[bytes | None]) -> npt.NDArray[np.float32] | None:
    """(n, K, 2) of the blobs of one track's rows; None if there are none."""
    table = points_table(
        [() if b is None else np.frombuffer(b, "<f4").reshape(-1, 2).tolist() for b in blobs]
    )
    return table if table.size else None
