"""Finished stages of analyses, so that a killed or repeated run goes on where it was."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from core.store.database import connect, transaction, translated


class StageStore:
    """Results of stages by key, over a connection of its own. Usable from any thread.

    The key names the media's identity and all parameters of the stage, so that an entry never goes
    stale; a value is the bytes that the stage chose. The document's edits go through another
    connection; SQLite lets one write at a time and the other wait.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with translated(path):
            self._connection = connect(path)

    def get(self, key: str) -> bytes | None:
        """What was put under this key, or None.

        Raises:
            ProjectError: the file cannot be read.
        """
        with self._lock, translated(self._path):
            row = self._connection.execute(
                "SELECT data FROM stages WHERE key = ?", (key,)
            ).fetchone()
        return None if row is None else bytes(row[0])

    def newest(self, video_id: int, stage: str) -> bytes | None:
        """What this stage gave last for a video, whatever its parameters were; or None.

        Raises:
            ProjectError: the file cannot be read.
        """
        with self._lock, translated(self._path):
            row = self._connection.execute(
                "SELECT data FROM stages WHERE video_id = ? AND stage = ?"
                " ORDER BY created DESC, rowid DESC LIMIT 1",
                (video_id, stage),
            ).fetchone()
        return None if row is None else bytes(row[0])

    def put(self, key: str, video_id: int, stage: str, data: bytes) -> None:
        """Keep the result of a stage; a former one under this key goes.

        Raises:
            ProjectError: the file cannot be written; it is as it was.
        """
        created = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._lock, transaction(self._connection, self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO stages VALUES (?, ?, ?, ?, ?)",
                (key, video_id, stage, created, data),
            )

    def close(self) -> None:
        with self._lock, closing(self._connection):
            pass

    def __enter__(self) -> StageStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
