"""A process that works on a project until it is killed, and says what it has done.

`python -m tests.core.store.killed` stays warm and forks a child for each line of its input, a JSON
object with `path`, `seed` and `network`. The child writes lines of `word value...` to the output:

    pid N            it lives
    next HASH        it is about to apply an edit, after which the document has this hash
    done HASH        the edit has returned
    stage KEY        a stage's result was put, which is the key itself as bytes
    exporting        it is about to write the export beside the project
    exported SHA     the export has this content

The parent adds `ended` when the child is gone.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from pathlib import Path

import numpy as np

from core import files
from core.errors import AppError
from core.exchange.coco import export_coco
from core.model import edits, track_edits, verdict_edits
from core.model.document import Document, Step
from core.model.edits import Edit, KeyframesChange, NewTrack
from core.model.keyframes import Keyframes
from core.model.values import Box, Keyframe, Track, VerdictValue
from core.model.verdict_edits import Decision
from core.store import codec, database
from core.store.arrays import Writer
from core.store.drives import Drive
from core.store.project import Project
from tests.core.documents import a_score, a_video, an_analysis, an_index, pts_of
from tests.core.store.walking import next_redo, next_undo

EXPORT = "export.json"
_WEIGHTS = {
    "box": 6, "delete keyframe": 2, "draw": 2, "relabel": 2, "verdict": 3, "delete track": 1,
    "split": 2, "merge": 2, "trim": 1, "analyse": 2, "video": 0.3, "undo": 5, "redo": 4,
    "program": 0.5, "stage": 1.5, "export": 1,
}  # fmt: skip


def hash_of(doc: Document) -> str:
    """The whole content of a document in one word."""
    digest, writer = hashlib.sha256(), Writer()
    for kind in doc.KINDS:
        for id, record in sorted(doc._records[kind].items()):
            digest.update(
                codec.dump([kind, codec.encode_record(kind, id, record, writer)]).encode()
            )
    for id, rows in sorted(doc._keyframes.items()):
        change = KeyframesChange(id, Keyframes.empty(), rows)
        digest.update(codec.encode_edit(Edit("", (change,)), writer).encode())
    return digest.hexdigest()


def say(*words: object) -> None:
    # One write each: lines of parent and child do not mix.
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _many(rng: random.Random) -> Keyframes:
    """A long detected track, so that its transaction takes a while."""
    n = rng.choice([20, 400, 3000])
    pts = 1024 + 512 * np.arange(n, dtype=np.int64)
    boxes = np.array([10.0, 20.0, 60.0, 80.0], np.float32) + rng.random()
    return Keyframes.detected(pts, np.tile(boxes, (n, 1)), np.full(n, 0.9, np.float32))


def _edit(kind: str, doc: Document, rng: random.Random) -> Edit | None:
    """Some edit of this kind that fits, or None."""
    if kind in ("video", "program") or not doc.videos:
        id = doc.next_id("video")
        return edits.add_video(a_video(id, f"/videos/{id}.mp4"))
    video = rng.choice(sorted(doc.videos))
    if kind == "analyse":
        found = [
            NewTrack(
                Track(0, video, detector="mtcnn"), _many(rng), a_score(seed=rng.randrange(1000))
            )
            for _ in range(rng.randrange(1, 3))
        ]
        return edits.set_analysis(doc, an_analysis(video), found)
    if kind == "draw" or not doc.tracks:
        track = Track(doc.next_id("track"), video)
        points, mask = rng.choice([((), None), (((1.5, 2.5), (30.0, 40.0)), b"0123")])
        pts = pts_of(rng.randrange(60))
        one = Keyframe(pts, Box(9, 9, 60, 60), truncated=True, landmarks=points, mask=mask)
        return edits.add_track(track, Keyframes.of([one]))
    track_id = rng.choice(sorted(doc.tracks))
    rows = doc.keyframes(track_id)
    if kind == "box":
        x, frame = rng.randrange(300), rng.randrange(60)
        return edits.set_box(doc, track_id, pts_of(frame), Box(x, 5, x + 50, 70))
    if kind in ("split", "merge", "trim"):
        return _repair(kind, doc, track_id, rng)
    if kind == "delete keyframe":
        return edits.delete_keyframe(doc, track_id, int(rows.pts[0])) if len(rows) > 1 else None
    if kind == "relabel":
        return edits.relabel(doc, track_id, rng.choice(["face", "person"]), str(rng.random()))
    if kind == "verdict":
        value = rng.choice([None, *VerdictValue])
        return verdict_edits.set_verdict(doc, track_id, value, Decision("kim", str(rng.random())))
    return edits.delete_tracks(doc, [track_id])


def _repair(kind: str, doc: Document, track_id: int, rng: random.Random) -> Edit | None:
    index = an_index(doc.videos[doc.tracks[track_id].video_id])
    low, high = sorted(rng.sample(range(60), 2))
    try:
        if kind == "split":
            return track_edits.split(doc, track_id, high, index)
        if kind == "merge":
            return track_edits.merge(doc, track_id, rng.choice(sorted(doc.tracks)), index)
        return track_edits.trim(doc, track_id, low, high, index)
    except AppError:
        # It does not make sense for this track.
        return None


def _apply(doc: Document, edit: Edit, step: Step = Step.DO, number: int = 0) -> None:
    after = doc.snapshot()
    after.apply(edit)
    say("next", hash_of(after))
    doc.apply(edit, step, number)
    say("done", hash_of(doc))


def work(path: Path, rng: random.Random) -> None:
    """Until the end of the process."""
    say("pid", os.getpid())
    project = Project.open(path)
    doc, stages = project.document, project.stages()
    kinds, weights = list(_WEIGHTS), list(_WEIGHTS.values())
    while True:
        (kind,) = rng.choices(kinds, weights)
        if kind == "stage":
            key = f"key-{rng.random()}"
            stages.put(key, 1, "detect", key.encode() * rng.choice([1, 5000]))
            say("stage", key)
        elif kind == "export":
            if doc.videos:
                say("exporting")
                summary = export_coco(doc, an_index, path.with_name(EXPORT))
                say("exported", files.sha256(summary.path))
        elif kind in ("undo", "redo"):
            found = next_undo(project) if kind == "undo" else next_redo(project)
            if found is not None:
                step = Step.UNDO if kind == "undo" else Step.REDO
                _apply(doc, found[0], step, found[1])
        else:
            edit = _edit(kind, doc, rng)
            if edit is not None and edit.changes:
                _apply(doc, edit, Step.NONE if kind == "program" else Step.DO)


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            if order["network"]:
                database.drive_of = lambda _path: Drive.NETWORK  # type: ignore[attr-defined]
            try:
                work(Path(order["path"]), random.Random(order["seed"]))
            except BaseException as error:  # noqa: BLE001 - told, and the child is gone
                say("failed", repr(error).replace("\n", " "))
            os._exit(1)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
