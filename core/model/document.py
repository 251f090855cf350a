"""The document: everything a project holds, changed only by edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Protocol, cast

from core.model.edits import Edit, KeyframesChange, Record, RecordChange
from core.model.keyframes import Keyframes
from core.model.values import Analysis, FindingState, Speaking, SyncScore, Track, Verdict, Video

Listener = Callable[[Edit], None]

_NO_KEYFRAMES = Keyframes.empty()


class Step(Enum):
    """What an edit is among the steps that the user can undo.

    DO: a new step. UNDO, REDO: a step of before is taken back or done again. NONE: the program
    itself changes something, and undo does not stop at it.
    """

    DO = auto()
    UNDO = auto()
    REDO = auto()
    NONE = auto()


class Sink(Protocol):
    """Where edits are written before they count (the project file)."""

    def write(self, edit: Edit, step: Step, number: int) -> None:
        """Write one edit durably, or raise and leave what was there.

        Args:
            number: of the step that is undone or done again; else 0.
        """
        ...


class Document:
    """Records by kind and id, and the keyframes of each track. Used from one thread.

    `apply` checks an edit against the present state, writes it to the sink, changes the state, then
    tells the listeners. If the check or the sink raises, nothing has changed.
    """

    KINDS = ("video", "analysis", "track", "score", "speaking", "verdict", "finding")

    def __init__(self, sink: Sink | None = None) -> None:
        self._records: dict[str, dict[int, Record]] = {kind: {} for kind in self.KINDS}
        self._keyframes: dict[int, Keyframes] = {}
        self._highest: dict[str, int] = {}
        self._listeners: list[Listener] = []
        self._sink = sink

    @classmethod
    def load(
        cls,
        records: Mapping[str, Mapping[int, Record]],
        keyframes: Mapping[int, Keyframes],
        sink: Sink | None = None,
        highest: Mapping[str, int] | None = None,
    ) -> Document:
        """A document with this content, as the store read it. `highest`: ids ever used, by kind."""
        doc = cls(sink)
        for kind, rows in records.items():
            doc._records[kind].update(rows)
            doc._highest[kind] = max([*rows, (highest or {}).get(kind, 0)], default=0)
        doc._keyframes.update(keyframes)
        return doc

    def snapshot(self) -> Document:
        """A copy without sink and listeners, for another thread; cheap: the values are frozen."""
        return Document.load(self._records, self._keyframes, None, self._highest)

    @property
    def videos(self) -> Mapping[int, Video]:
        return cast("Mapping[int, Video]", MappingProxyType(self._records["video"]))

    @property
    def analyses(self) -> Mapping[int, Analysis]:
        return cast("Mapping[int, Analysis]", MappingProxyType(self._records["analysis"]))

    @property
    def tracks(self) -> Mapping[int, Track]:
        return cast("Mapping[int, Track]", MappingProxyType(self._records["track"]))

    @property
    def scores(self) -> Mapping[int, SyncScore]:
        """By track id."""
        return cast("Mapping[int, SyncScore]", MappingProxyType(self._records["score"]))

    @property
    def speaking(self) -> Mapping[int, Speaking]:
        """By track id."""
        return cast("Mapping[int, Speaking]", MappingProxyType(self._records["speaking"]))

    @property
    def verdicts(self) -> Mapping[int, Verdict]:
        return cast("Mapping[int, Verdict]", MappingProxyType(self._records["verdict"]))

    @property
    def finding_states(self) -> Mapping[int, FindingState]:
        return cast("Mapping[int, FindingState]", MappingProxyType(self._records["finding"]))

    def get(self, kind: str, id: int) -> Record | None:
        return self._records[kind].get(id)

    def keyframes(self, track_id: int) -> Keyframes:
        """The keyframes of a track; empty if it has none."""
        return self._keyframes.get(track_id, _NO_KEYFRAMES)

    def tracks_of(self, video_id: int) -> list[Track]:
        """The tracks of a video, by the start of their first keyframe, then id."""
        tracks = [t for t in self.tracks.values() if t.video_id == video_id]

        def start(track: Track) -> tuple[int, int]:
            rows = self.keyframes(track.id)
            return (int(rows.pts[0]) if len(rows) else 0, track.id)

        return sorted(tracks, key=start)

    def track_verdict(self, track_id: int) -> Verdict | None:
        """The verdict of the track as a whole."""
        for verdict in self.verdicts.values():
            if verdict.track_id == track_id and verdict.start_pts is None:
                return verdict
        return None

    def next_id(self, kind: str) -> int:
        """An id never used before in this document, undone edits included."""
        return max(self._highest.get(kind, 0), max(self._records[kind], default=0)) + 1

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(edit)` after every applied edit. Returns the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, edit: Edit, step: Step = Step.DO, number: int = 0) -> Edit:
        """Carry out an edit and return its inverse.

        Args:
            step, number: what it is to the user's history, see `Step` and `Sink.write`.

        Raises:
            ValueError: the edit does not fit the present state (a stale edit).
            ProjectError: the project file could not be written; nothing has changed.
        """
        inverse = edit.inverse()
        if not edit.changes:
            return inverse
        touched = self._checked(edit)
        if self._sink is not None:
            self._sink.write(edit, step, number)
        for change in edit.changes:
            if isinstance(change, RecordChange):
                self._put(change)
        for track_id, rows in touched.items():
            if len(rows):
                self._keyframes[track_id] = rows
            else:
                self._keyframes.pop(track_id, None)
        for listener in tuple(self._listeners):
            listener(edit)
        return inverse

    def _put(self, change: RecordChange) -> None:
        rows = self._records[change.kind]
        if change.after is None:
            rows.pop(change.id, None)
        else:
            rows[change.id] = change.after
            self._highest[change.kind] = max(self._highest.get(change.kind, 0), change.id)

    def _checked(self, edit: Edit) -> dict[int, Keyframes]:
        """The keyframes after the edit, or ValueError if it does not fit."""
        pending: dict[tuple[str, int], Record | None] = {}
        touched: dict[int, Keyframes] = {}
        for change in edit.changes:
            if isinstance(change, KeyframesChange):
                present = touched.get(change.track_id, self.keyframes(change.track_id))
                touched[change.track_id] = present.replaced(change.removed, change.added)
                continue
            key = (change.kind, change.id)
            now = pending[key] if key in pending else self.get(*key)
            if now is not change.before and now != change.before:
                raise ValueError(f"{edit.text}: {change.kind} {change.id} is not as expected")
            pending[key] = change.after
        return touched
