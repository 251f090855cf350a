"""From an edit to the file: the state after it and its step in the journal, in one transaction.

The journal is the user's history: its rows are the steps in order, and the *position* (in `meta`)
is the number of the last step that is done. Steps up to it are done, those after it were undone.
Undo and redo move the position, a new step drops what lies beyond it. A step's number is never
given again.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from core.errors import ProjectError
from core.model.document import Step
from core.model.edits import Edit, KeyframesChange, RecordChange
from core.model.keyframes import Keyframes
from core.model.values import Video
from core.store import codec, places
from core.store.arrays import Writer, bytes_of
from core.store.database import damaged, transaction, translated

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
    return [None if np.isnan(row).all() else row.tobytes() for row in table]


def position_of(connection: sqlite3.Connection, path: Path) -> int:
    """The number of the last step that is done; 0 before the first.

    Raises:
        ProjectError: the file does not say.
    """
    with translated(path):
        row = connection.execute("SELECT value FROM meta WHERE name = 'position'").fetchone()
    if row is None or not str(row[0]).isdecimal():
        raise damaged(path, "it does not say which steps were undone")
    return int(row[0])


class EditWriter:
    """The document's sink. When a write fails the file is as before and the next may succeed.

    `position` is the number of the last step that is done. `troubled`: the last write failed.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, position: int) -> None:
        self._connection = connection
        self._path = path
        self._written = 0
        self._closed = False
        self.troubled = False
        self.position = position

    def write(self, edit: Edit, step: Step = Step.DO, number: int = 0) -> None:
        """Write one edit.

        Raises:
            ProjectError: the file cannot be written; it is as before.
            ValueError: the edit holds something that no project can hold, or the step is not the
                next one to undo or redo.
        """
        if self._closed:
            raise ProjectError("the project is closed", "Open it again", self._path)
        try:
            with transaction(self._connection, self._path):
                self._check_position()
                position = self._step(edit, step, number)
                for change in edit.changes:
                    if isinstance(change, RecordChange):
                        self._record(change)
                    else:
                        self._keyframes(change)
                if (self._written + 1) % _PRUNE_EVERY == 0:
                    self._prune()
        except ProjectError:
            # Not where the edit is at fault: the file is well then.
            self.troubled = True
            raise
        self.position = position
        self.troubled = False
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

    def _check_position(self) -> None:
        """Another writer's steps are not in our document: to go on would undo them unseen."""
        if position_of(self._connection, self._path) != self.position:
            raise ProjectError(
                "the project was changed from elsewhere; this was not saved",
                "Open the project again to see what it holds now",
                self._path,
            )

    def _step(self, edit: Edit, step: Step, number: int) -> int:
        """Bring the journal and the arrays to what they are after this; returns the position."""
        if step is Step.NONE:
            self._encoded(edit)
            return self.position
        if step is Step.DO:
            self._connection.execute("DELETE FROM journal WHERE seq > ?", (self.position,))
            position = self._insert(None, edit)
        else:
            self._check_next(step, number)
            known = self._connection.execute("SELECT 1 FROM journal WHERE seq = ?", (number,))
            if known.fetchone() is None:
                # It was too old to be kept; without it, those after it could not be redone.
                self._insert(number, edit.inverse() if step is Step.UNDO else edit)
            position = number - 1 if step is Step.UNDO else number
        self._connection.execute(
            "UPDATE meta SET value = ? WHERE name = 'position'", (str(position),)
        )
        return position

    def _check_next(self, step: Step, number: int) -> None:
        """Undoing passes over no step that is done, redoing over none that was undone."""
        if step is Step.UNDO:
            fits, passed = number <= self.position, (number + 1, self.position)
        else:
            fits, passed = number > self.position, (self.position + 1, number - 1)
        row = self._connection.execute(
            "SELECT 1 FROM journal WHERE seq BETWEEN ? AND ? LIMIT 1", passed
        ).fetchone()
        if not fits or row is not None:
            raise ValueError(f"step {number} is not next to {self.position}")

    def _insert(self, number: int | None, edit: Edit) -> int:
        """A row of the journal, under this number or a new one."""
        text, size = self._encoded(edit)
        title = edit.text.encode("utf-8", "replace").decode()
        done = self._connection.execute(
            "INSERT INTO journal (seq, at, text, json, size) VALUES (?, ?, ?, ?, ?)",
            (number, now(), title, text, size),
        )
        return int(done.lastrowid or 0)

    def _encoded(self, edit: Edit) -> tuple[str, int]:
        """An edit as text, its arrays kept; and the bytes of both."""
        writer = Writer()
        text = codec.encode_edit(edit, writer)
        return text, len(text) + self._arrays(writer)

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
        for video in (change.before, change.after):
            # The path of before as well: undo after a move of the folder looks for it.
            if isinstance(video, Video):
                places.remember(self._connection, video.path, self._path.parent)
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
        """Steps far from the position go first, so that what is kept is one chain around it."""
        self._connection.execute(
            "DELETE FROM journal WHERE seq IN (SELECT seq FROM"
            " (SELECT seq, row_number() OVER nearest AS n, sum(size) OVER nearest AS total"
            " FROM journal, (SELECT CAST(value AS INTEGER) AS here FROM meta"
            " WHERE name = 'position')"
            " WINDOW nearest AS (ORDER BY abs(seq - here), seq DESC))"
            " WHERE n > ? OR n > 1 AND total > ?)",
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
