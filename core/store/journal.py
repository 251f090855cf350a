"""From an edit to the file: the state after it and its line in the journal, in one transaction."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from core.errors import ProjectError
from core.model.edits import Edit, KeyframesChange, RecordChange
from core.model.keyframes import Keyframes
from core.model.values import Video
from core.store import codec, places
from core.store.arrays import Writer, bytes_of
from core.store.database import transaction

JOURNAL_EDITS = 1000
"""So many edits are kept for undo over restarts."""
JOURNAL_BYTES = 64 << 20
"""And at most so many bytes of them, the newest edit apart."""
STAGES_BYTES = 512 << 20
"""Stage results beyond this go when the project closes, the oldest first."""
_PRUNE_EVERY = 100

_SHA = re.compile(r'"\$(?:array|keyframes)":"([0-9a-f]{64})"')


def now() -> str:
    """The time as the file holds it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _points(keyframes: Keyframes) -> list[bytes | None]:
    """The landmarks of each row as the file holds them."""
    table = keyframes.landmarks.astype("<f4")
    return [row.tobytes() if np.isfinite(row).any() else None for row in table]


class EditWriter:
    """The document's sink. When a write fails the file is as before and the next may succeed."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._written = 0
        self._closed = False

    def write(self, edit: Edit) -> None:
        """Write one edit.

        Raises:
            ProjectError: the file cannot be written; it is as before.
            ValueError: the edit holds something that no project can hold.
        """
        if self._closed:
            raise ProjectError("the project is closed", "Open it again", self._path)
        writer = Writer()
        text = codec.encode_edit(edit, writer)
        with transaction(self._connection, self._path):
            size = len(text) + self._arrays(writer)
            for change in edit.changes:
                if isinstance(change, RecordChange):
                    self._record(change)
                else:
                    self._keyframes(change)
            title = edit.text.encode("utf-8", "replace").decode()
            self._connection.execute(
                "INSERT INTO journal (at, text, json, size) VALUES (?, ?, ?, ?)",
                (now(), title, text, size),
            )
            if (self._written + 1) % _PRUNE_EVERY == 0:
                self._prune()
        self._written += 1

    def close(self) -> None:
        """Write nothing from now on; what is no longer needed in the file goes.

        Raises:
            ProjectError: the rubbish could not be removed. All edits are in the file nevertheless.
        """
        self._closed = True
        with transaction(self._connection, self._path):
            self._prune()
            self._drop_orphans()
            self._connection.execute(
                "DELETE FROM stages WHERE key IN (SELECT key FROM (SELECT key, sum(length(data))"
                " OVER (ORDER BY rowid DESC) AS total FROM stages) WHERE total > ?)",
                (STAGES_BYTES,),
            )

    def _arrays(self, writer: Writer) -> int:
        """Keep the arrays that are not there yet; how many bytes they have."""
        size = 0
        for sha, array in writer.arrays.items():
            # Asking first spares the copy of megabytes: a score that goes stale keeps its matrix.
            known = self._connection.execute("SELECT 1 FROM blobs WHERE sha256 = ?", (sha,))
            if known.fetchone() is None:
                self._connection.execute("INSERT INTO blobs VALUES (?, ?)", (sha, bytes_of(array)))
                size += array.nbytes
        return size

    def _record(self, change: RecordChange) -> None:
        if change.after is None:
            self._connection.execute(
                "DELETE FROM records WHERE kind = ? AND id = ?", (change.kind, change.id)
            )
            return
        # The arrays went with the edit; here only their hashes are wanted.
        value = codec.encode_record(change.kind, change.id, change.after, Writer())
        self._connection.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?)",
            (change.kind, change.id, codec.dump(value)),
        )
        self._connection.execute(
            "INSERT INTO ids VALUES (?, ?) ON CONFLICT (kind)"
            " DO UPDATE SET highest = max(highest, excluded.highest)",
            (change.kind, change.id),
        )
        if isinstance(change.after, Video):
            places.remember(self._connection, change.after.path, self._path.parent)

    def _keyframes(self, change: KeyframesChange) -> None:
        self._connection.executemany(
            "DELETE FROM keyframes WHERE track_id = ? AND pts = ?",
            [(change.track_id, pts) for pts in change.removed.pts.tolist()],
        )
        added = change.added
        columns = (added.pts, added.boxes, added.scores, added.sources, added.flags)
        self._connection.executemany(
            "INSERT INTO keyframes (track_id, pts, x1, y1, x2, y2, score, source, flags,"
            " landmarks, mask) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (change.track_id, pts, *box, score, source, flags, points, mask)
                for pts, box, score, source, flags, points, mask in zip(
                    *(column.tolist() for column in columns),
                    _points(added),
                    added.masks.tolist(),
                    strict=True,
                )
            ],
        )

    def _prune(self) -> None:
        self._connection.execute(
            "DELETE FROM journal WHERE seq < (SELECT max(seq) FROM journal) AND seq IN"
            " (SELECT seq FROM (SELECT seq, row_number() OVER newest AS n,"
            " sum(size) OVER newest AS total FROM journal"
            " WINDOW newest AS (ORDER BY seq DESC)) WHERE n > ? OR total > ?)",
            (JOURNAL_EDITS, JOURNAL_BYTES),
        )

    def _drop_orphans(self) -> None:
        """Arrays that neither a record nor an edit of the journal names any more."""
        used: set[str] = set()
        for table in ("records", "journal"):
            for (text,) in self._connection.execute(f"SELECT json FROM {table}"):
                used.update(_SHA.findall(text))
        orphans = [
            (sha,)
            for (sha,) in self._connection.execute("SELECT sha256 FROM blobs")
            if sha not in used
        ]
        self._connection.executemany("DELETE FROM blobs WHERE sha256 = ?", orphans)
