"""The subcommands for work without a window."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__, cli_models, cli_rescore, cli_review
from core.cli_options import add_scoring, params_of, positive
from core.errors import AppError, Cancelled
from core.jobs import JobContext
from core.progress_text import ProgressPrinter

if TYPE_CHECKING:
    from core.analysis.batch import VideoOutcome
    from core.media.source import VideoSource
    from core.model.document import Document
    from core.model.values import Video
    from core.store.project import Project

DONE, SOME_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def parser() -> argparse.ArgumentParser:
    """The command line. Without a subcommand the window opens."""
    top = argparse.ArgumentParser(
        prog="syncreview",
        description="Review whether the voices in a video belong to the lips on screen. "
        "Without a command the window opens.",
    )
    top.add_argument("--version", action="version", version=f"SyncReview {__version__}")
    top.add_argument(
        "--self-test",
        nargs="?",
        type=Path,
        const=Path("-"),
        metavar="FILE",
        help="check this installation, print JSON or write it to FILE, and exit: 0 if all is well",
    )
    top.add_argument(
        "--time-start",
        action="store_true",
        help="open the window, print after how many seconds it was painted, and exit",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    analyze = commands.add_parser("analyze", help="find faces and score their sync")
    analyze.add_argument("videos", nargs="+", type=Path, metavar="VIDEO")
    analyze.add_argument(
        "--project", type=Path, metavar="P", help="project to keep the results in; made if missing"
    )
    analyze.add_argument("--detector", default="mtcnn", metavar="ID")
    analyze.add_argument("--objects", default="", metavar="ID", help="a detector of objects, too")
    analyze.add_argument(
        "--detect-every",
        type=positive,
        default=1,
        metavar="N",
        help="detect in every N-th picture of the grid and follow the boxes between",
    )
    add_scoring(analyze)
    analyze.add_argument("--report", type=Path, metavar="R.json")
    analyze.add_argument("--coco", type=Path, metavar="C.json")
    analyze.add_argument("--distances", type=Path, metavar="DIR", help="write distance matrices")

    export = commands.add_parser("export", help="write a project as COCO JSON")
    export.add_argument("project", type=Path, metavar="P")
    export.add_argument("--coco", type=Path, required=True, metavar="C.json")
    export.add_argument("--frames", default="all", choices=["all", "keyframes", "every"])
    export.add_argument("--every", type=int, default=1, metavar="N")

    cli_review.add_parser(commands)
    cli_rescore.add_parser(commands)
    cli_models.add_parser(commands)

    opening = commands.add_parser("open", help="open a project or a video in the window")
    opening.add_argument("paths", nargs="+", type=Path, metavar="P_or_VIDEO")
    opening.add_argument(
        "--screenshot", type=Path, metavar="FILE", help="write a picture of the window and exit"
    )
    return top


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The parsed command line. Files alone are opened in the window: so the system's file manager
    calls a program with what was double-clicked or dropped on it."""
    command_line = list(argv)
    if command_line and not command_line[0].startswith("-"):
        first = Path(command_line[0])
        # A command has neither a dot nor a folder, so that a mistyped one is told as such.
        if first.suffix or first.name != command_line[0]:
            command_line.insert(0, "open")
    return parser().parse_args(command_line)


def run(args: argparse.Namespace) -> int:
    """Carry out a subcommand other than `open`; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal's encoding lacks must not cost the results.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        if args.command == "rescore":
            with _interrupts() as stop:
                return cli_rescore.rescore(args, stop)
        if args.command == "models":
            with _interrupts() as stop:
                return cli_models.models(args, stop)
        commands = {"analyze": _analyze, "export": _export, "findings": cli_review.findings}
        return commands[args.command](args)
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        return SOME_FAILED
    except (Cancelled, KeyboardInterrupt):
        project = getattr(args, "project", None)
        kept = f"what was finished is kept in {project}" if project else "nothing was written"
        print(f"cancelled: {kept}", file=sys.stderr)
        return INTERRUPTED


def _analyze(args: argparse.Namespace) -> int:
    from core.analysis.batch import analyse_files
    from core.analysis.run import Analyzer
    from core.errors import PluginError
    from core.registry import default_registry

    registry = default_registry()
    for failure in registry.failures:
        print(f"warning: {failure.folder}: plugin left out: {failure.reason}", file=sys.stderr)
    try:
        params = params_of(
            args,
            registry,
            detector=args.detector,
            objects=args.objects,
            detect_every=args.detect_every,
        )
        analyzer = Analyzer(params, registry)
    except PluginError as error:
        print(f"error: {error}", file=sys.stderr)
        return USAGE
    progress = ProgressPrinter(sys.stderr)
    with _project(args.project) as project, project.stages() as stages, _interrupts() as stop:

        def tell(outcome: VideoOutcome) -> None:
            progress.end()
            _print_outcome(project.document, outcome)

        outcomes = analyse_files(
            args.videos,
            project.document,
            stages,
            analyzer,
            lambda path: JobContext(progress.begin(path.name), stop, interval_s=0.5),
            tell,
        )
        written = _write_outputs(args, project.document, outcomes)
    return DONE if written and not any(o.error for o in outcomes) else SOME_FAILED


def _write_outputs(
    args: argparse.Namespace, document: Document, outcomes: list[VideoOutcome]
) -> bool:
    """Write what was asked for; one that cannot be written costs none of the others."""
    from core.analysis.report import write_distances, write_report

    sources = {o.video.id: o.source for o in outcomes if o.video and o.source}
    videos = [o.video for o in outcomes if o.video]
    wanted: list[tuple[object, Callable[[], object]]] = [
        (args.report, lambda: write_report(document, outcomes, args.report)),
        (args.distances, lambda: write_distances(document, videos, args.distances)),
        (
            args.coco,
            lambda: _write_coco(
                document, lambda video: sources[video.id], args.coco, tuple(sources)
            ),
        ),
    ]
    complete = True
    for _, write in (w for w in wanted if w[0]):
        try:
            write()
        except AppError as error:
            print(f"error: {error}", file=sys.stderr)
            complete = False
    return complete


def _export(args: argparse.Namespace) -> int:
    from core.media.source import VideoSource
    from core.store.project import Project

    if args.every < 1:
        print("error: --every takes a number of at least 1", file=sys.stderr)
        return USAGE
    with Project.open_shared(args.project) as project:
        videos = len(project.document.videos)
        written = _write_coco(
            project.document,
            # Asked for its index, then for its sound.
            cache(VideoSource.of_record),
            args.coco,
            None,
            args.frames,
            args.every,
        )
    return DONE if written == videos else SOME_FAILED


def _write_coco(
    document: Document,
    source_of: Callable[[Video], VideoSource],
    path: Path,
    video_ids: tuple[int, ...] | None,
    frames: str = "all",
    every: int = 1,
) -> int:
    """Write COCO and say what is in it; returns the number of videos."""
    from core.exchange.coco import CocoOptions, export_coco
    from core.review.loudness import loudness_of

    options = CocoOptions(frames=frames, every=every, video_ids=video_ids)  # type: ignore[arg-type]
    summary = export_coco(
        document,
        lambda video: source_of(video).index,
        path,
        options,
        loudness_of=lambda video: loudness_of(source_of(video)),
    )
    print(
        f"{summary.path}: {summary.images} images, {summary.annotations} annotations "
        f"of {summary.tracks} track(s) in {summary.videos} video(s)"
    )
    for left in summary.left_out:
        print(f"  left out: {left.count} x {left.reason}")
    for notice in summary.notices:
        print(f"  note: {notice}")
    return summary.videos


@contextmanager
def _project(path: Path | None) -> Iterator[Project]:
    """The project that was named, made if missing; or one that goes when the work is done."""
    from core.store.project import Project

    if path is not None:
        with Project.open(path) if os.path.lexists(path) else Project.create(path) as project:
            yield project
        return
    folder = tempfile.mkdtemp(prefix="syncreview-")
    try:
        with Project.create(Path(folder) / "analysis.syncreview") as project:
            yield project
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _interrupts() -> Iterator[threading.Event]:
    """An event that Ctrl+C or SIGTERM sets, so that finished stages are kept; twice: ends now."""
    stop = threading.Event()

    def ask(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        # Only the main thread may set handlers; elsewhere (tests) they stay as they are.
        with suppress(ValueError):
            before[number] = signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _print_outcome(document: Document, outcome: VideoOutcome) -> None:
    from core.sync.grades import describe_offset

    if outcome.video is None:
        print(f"failed: {outcome.error}", file=sys.stderr)
        return
    video = outcome.video
    analysis = document.analyses[video.id]
    rate = float(video.frame_rate)
    print(f"{outcome.path}")
    print(
        f"  {float(video.duration):.2f} s, {video.frame_count} frames at {rate:.3f}/s, "
        f"{len(analysis.shots)} shot(s), detector {analysis.detector}, scorer {analysis.scorer}"
    )
    for track in document.tracks_of(video.id):
        rows, score = document.keyframes(track.id), document.scores.get(track.id)
        start, end = video.seconds(int(rows.pts[0])), video.seconds(int(rows.pts[-1]))
        figures = f", confidence {score.confidence:.2f}" if score and score.steps else ""
        why = f" ({score.reason})" if score and score.reason else ""
        span = f"{start:8.2f} - {end:8.2f} s"
        print(f"  track {track.id:<3} {span}  {describe_offset(score)}{why}{figures}")
    for dropped in analysis.dropped:
        start, end = video.seconds(dropped.start_pts), video.seconds(dropped.end_pts)
        print(f"  left out  {start:8.2f} - {end:8.2f} s  {dropped.reason}")
    for notice in analysis.notices:
        print(f"  note: {notice}")
