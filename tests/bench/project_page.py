"""What the page of all videos costs the window's thread, by the number of videos.

    python -m tests.bench.project_page [--videos 200 1000]

Four tracks a video, no files: nothing is decoded. The whole window is painted offscreen. "one edit"
is what the page does after a verdict on one track; "all anew" what it does after a change of
criteria or language, step by step, since the window answers between steps. A step tells rows, which
the view sorts and filters; what is painted after it is the same few rows in sight however many
there are, and has a column of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from core.model import edits, verdict_edits
from core.model.edits import NewTrack
from core.model.values import Track, VerdictValue
from core.store.project import Project
from gui.app import build_app
from gui.program import Program
from gui.project_view.model import FINDING, NAME
from tests.core.documents import a_score, a_video, an_analysis, some_keyframes

GOAL_MS = 8.0
ROUNDS = 15
TRACKS = 4


def a_project(path: Path, videos: int) -> Project:
    project = Project.create(path)
    doc = project.document
    for id in range(1, videos + 1):
        doc.apply(edits.add_video(a_video(id, f"/videos/{(id * 7919) % videos:05d}.mp4")))
        found = [
            NewTrack(Track(0, id, detector="mtcnn"), some_keyframes([0, 20]), a_score(seed=id))
            for _ in range(TRACKS)
        ]
        doc.apply(edits.set_analysis(doc, an_analysis(id), found))
    return project


def measured(videos: int, folder: Path) -> dict[str, tuple[float, float]]:
    """95 % of the steps take no longer, and the longest painting, in ms, by what is done."""
    app = build_app()
    program = Program(app)
    program.window.resize(1400, 900)
    program.window.show()
    program.session.set_project(a_project(folder / f"{videos}.syncreview", videos), None)
    program.project.show(True)
    model, table = program.project.model, program.project.panel.table
    session = program.session

    def settle() -> None:
        until = time.monotonic() + 60
        still = 0
        while still < 30 and time.monotonic() < until:
            app.processEvents()
            time.sleep(0.01)
            ready = program.review.findings.ready and not program.project.thumbnails.busy
            still = still + 1 if ready and not model._waiting else 0

    took: dict[str, tuple[list[float], list[float]]] = {}
    settle()
    for by, column in (("name", NAME), ("finding", FINDING)):
        table.sortByColumn(column, program.project.panel.filter.sortOrder())
        for n in range(ROUNDS):
            for what in ("one edit", "all anew"):
                if what == "one edit":
                    track = 1 + n * TRACKS
                    doc = session.document
                    session.do(verdict_edits.set_verdict(doc, track, VerdictValue.UNSURE))
                    settle()
                    model._tell([doc.tracks[track].video_id])
                else:
                    model.again()
                steps, painting = took.setdefault(f"{what}, by {by}", ([], []))
                while model._waiting:
                    begin = time.perf_counter()
                    model._step()
                    told = time.perf_counter()
                    # The next step is ours to begin.
                    model._timer.stop()
                    app.processEvents()
                    steps.append((told - begin) * 1000)
                    painting.append((time.perf_counter() - told) * 1000)
    program.close()
    return {
        what: (float(np.percentile(steps, 95)), float(max(painting)))
        for what, (steps, painting) in took.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, nargs=2, default=(200, 1000))
    few, many = parser.parse_args().videos
    with tempfile.TemporaryDirectory() as folder:
        # Nobody's own settings and drafts.
        os.environ["SYNCREVIEW_HOME"] = folder
        small, large = (measured(n, Path(folder)) for n in (few, many))
    missed = 0
    print(f"{'ms, 95 % of steps':24} {few:>8} {many:>8} {'ratio':>8} {'painting':>10}")
    for what, (ms, _) in small.items():
        more, painting = large[what]
        missed += more >= GOAL_MS
        word = "holds" if more < GOAL_MS else "MISSED"
        row = f"{what:24} {ms:8.1f} {more:8.1f} {more / ms:8.2f} {painting:10.1f}"
        print(f"{row}   under {GOAL_MS:.0f} ms: {word}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
