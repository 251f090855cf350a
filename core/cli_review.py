"""The subcommand `findings`: what deserves a look, without a window."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import AppError, ExportError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from core.model.document import Document
    from core.model.values import Video
    from core.review.finding import Finding
    from core.sync.grades import AnyTolerance

SCHEMA = "syncreview.findings/1"
_DONE = 0

Json = dict[str, Any]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `findings` to the command line."""
    command = commands.add_parser(
        "findings", help="list what deserves a look, the most doubtful first"
    )
    command.add_argument("project", type=Path, metavar="P")
    command.add_argument(
        "--tolerance",
        type=_tolerance,
        default="itu-detectability",
        metavar="T",
        help="itu-detectability, itu-acceptability, ebu-r37, so many frames (2f), or own limits in "
        "ms, audio early/late (40/60)",
    )
    command.add_argument("--all", action="store_true", help="resolved and snoozed ones, too")
    command.add_argument("--json", type=Path, metavar="F.json")


def _tolerance(text: str) -> AnyTolerance:
    from core.sync.grades import TOLERANCES, parse_tolerance

    try:
        return parse_tolerance(text)
    except ValueError as error:
        names = ", ".join(TOLERANCES)
        raise argparse.ArgumentTypeError(f"not one of {names}, 2f or 40/60") from error


def findings(args: argparse.Namespace) -> int:
    """List the findings of a project; returns the exit code.

    Raises:
        ProjectError: the project cannot be read.
        ExportError: the JSON cannot be written.
    """
    from core.review.facts import Grouped
    from core.review.finding import Limits
    from core.review.findings import video_findings
    from core.review.states import open_findings
    from core.store.project import Project

    limits = Limits(tolerance=args.tolerance)
    with Project.open(args.project) as project:
        document = project.document
        grouped = Grouped(document)
        everything: list[Finding] = []
        for video in document.videos.values():
            loudness = _loudness(video)
            everything += video_findings(grouped, video.id, limits, loudness)
        states = document.finding_states.values()
        still_open = open_findings(everything, states, datetime.now(UTC))
        shown = everything if args.all else still_open
        _print(document, shown, len(everything) - len(still_open))
        if args.json:
            _write(document, shown, {f.key for f in still_open}, args.json)
    return _DONE


def _loudness(video: Video) -> npt.NDArray[np.float32] | None:
    """The loudness of each grid step; None with a word to the user where it cannot be read."""
    from core.media.source import VideoSource
    from core.review.loudness import loudness_of

    if not video.has_audio:
        return None
    try:
        return loudness_of(VideoSource.of_record(video))
    except AppError as error:
        print(f"note: nothing is said about silence: {error}", file=sys.stderr)
        return None


def _print(document: Document, shown: list[Finding], closed: int) -> None:
    from core.review.finding import ranked
    from core.review.words import finding_words

    by_video: dict[int, list[Finding]] = {id: [] for id in document.videos}
    for finding in ranked(shown):
        by_video[finding.video_id].append(finding)
    # The video with the worst finding first; the order of the rest is that of the project.
    order = sorted(by_video, key=lambda id: -max((f.doubt for f in by_video[id]), default=-1.0))
    for id in order:
        video = document.videos[id]
        print(video.path)
        for f in by_video[id]:
            start, end = video.seconds(f.start_pts), video.seconds(f.end_pts)
            words = finding_words(f, lambda track: document.tracks[track].title)
            print(f"  {start:8.2f} - {end:8.2f} s  {f.doubt:4.2f}  {f.kind.value}: {words}")
    kinds = Counter(f.kind.value for f in shown)
    told = ", ".join(f"{n} {kind}" for kind, n in kinds.most_common())
    hidden = f"; {closed} resolved or snoozed" if closed else ""
    print(f"{len(shown)} finding(s){': ' + told if told else ''}{hidden}")


def _write(document: Document, shown: list[Finding], still_open: set[str], path: Path) -> None:
    from core import files
    from core.review.finding import ranked

    report = {
        "schema": SCHEMA,
        "findings": [_json(document, f, f.key in still_open) for f in ranked(shown)],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # ASCII: file names on Linux need not be Unicode.
        with files.replacing(path) as temporary:
            temporary.write_text(json.dumps(report, indent=1, allow_nan=False) + "\n", "ascii")
    except OSError as error:
        why, hint = files.reason(error)
        raise ExportError(f"the findings cannot be written: {why}", hint, path) from error


def _json(document: Document, finding: Finding, is_open: bool) -> Json:
    from core.review.words import finding_words

    video = document.videos[finding.video_id]
    return {
        "video_id": video.id,
        "path": video.path,
        "kind": finding.kind.value,
        "track_id": finding.track_id,
        "other_track_id": finding.other_track_id,
        "start_s": round(video.seconds(finding.start_pts), 6),
        "end_s": round(video.seconds(finding.end_pts), 6),
        "start_pts": finding.start_pts,
        "end_pts": finding.end_pts,
        "doubt": round(finding.doubt, 4),
        "words": finding_words(finding, lambda track: document.tracks[track].title),
        "figures": {name: round(value, 6) for name, value in finding.figures.items()},
        "key": finding.key,
        "open": is_open,
    }
