"""The subcommand `rescore`: scores what was corrected or drawn, without a window."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli_options import add_scoring, params_of
from core.errors import AppError
from core.jobs import JobContext
from core.progress_text import ProgressPrinter

if TYPE_CHECKING:
    from core.model.document import Document

_DONE, _SOME_FAILED, _USAGE = 0, 1, 2


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `rescore` to the command line."""
    command = commands.add_parser(
        "rescore", help="score tracks again that were corrected or drawn since"
    )
    command.add_argument("project", type=Path, metavar="P")
    command.add_argument("--all", action="store_true", help="tracks that did not change, too")
    add_scoring(command)


def rescore(args: argparse.Namespace, stop: threading.Event) -> int:
    """Score the tracks of a project again, video by video; returns the exit code.

    A video that fails costs no other; what ended before is kept.

    Args:
        stop: set to end it.

    Raises:
        ProjectError: the project cannot be read or written.
        Cancelled: `stop` was set.
    """
    from core.analysis.rescore import rescore as rescore_tracks
    from core.analysis.scoring import TrackScorer
    from core.analysis.speaking import TrackSpeaker
    from core.errors import PluginError
    from core.media.source import VideoSource
    from core.model.edits import set_scores
    from core.model.score_parts import outdated
    from core.registry import default_registry
    from core.store.project import Project

    registry = default_registry()
    try:
        params = params_of(args, registry)
        scorer, speaker = TrackScorer(params, registry), TrackSpeaker(params, registry)
    except PluginError as error:
        print(f"error: {error}", file=sys.stderr)
        return _USAGE
    progress, failed, count = ProgressPrinter(sys.stderr), False, 0
    with Project.open(args.project) as project, project.stages() as stages:
        document = project.document
        for video in list(document.videos.values()):
            tracks = [track.id for track in document.tracks_of(video.id) if track.is_face]
            speaks = speaker.plugin is not None
            ids = tracks if args.all else outdated(document, video.id, speaks)
            if not ids:
                continue
            ctx = JobContext(progress.begin(Path(video.path).name), stop, interval_s=0.5)
            given = [(id, document.keyframes(id), document.scores.get(id)) for id in ids]
            try:
                source = VideoSource.of_record(video, ctx)
                done, notices = rescore_tracks(
                    source, video, given, params, stages, registry, ctx, scorer, speaker
                )
                said = [one.speaking for one in done if one.speaking is not None]
                scores = [one.score for one in done]
                document.apply(set_scores(document, scores, said, notices))
            except AppError as error:
                progress.end()
                print(f"failed: {error}", file=sys.stderr)
                failed = True
                continue
            progress.end()
            count += len(ids)
            _print(document, video.path, ids)
            for notice in notices:
                print(f"  note: {notice}")
    print(f"{count} track(s) scored again")
    return _SOME_FAILED if failed else _DONE


def _print(document: Document, path: str, ids: list[int]) -> None:
    from core.sync.grades import describe_offset

    print(path)
    for id in ids:
        score = document.scores[id]
        why = f" ({score.reason})" if score.reason else ""
        figures = f", confidence {score.confidence:.2f}" if score.steps else ""
        print(f"  track {id:<3} {describe_offset(score)}{why}{figures}")
