"""Finding the media of a project again after they were moved or renamed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from core.errors import MediaError
from core.jobs import JobContext
from core.media.container import open_container, video_stream
from core.media.length import declared_end
from core.media.source import Probe, fingerprint, probe
from core.model.values import Video

MAX_FILES = 50_000
"""So many names a search looks at before it gives up."""
MAX_READ = 5_000
"""And so many files it reads the ends of, two MiB each."""
_TOLERANCE_S = 0.1
"""Lengths as containers declare them are rounded."""


class Match(Enum):
    """How sure it is that a file is the video.

    EXACT: its fingerprint (size and both ends) is that of the video. LIKELY: it is not, but
    picture size, clock, start and length are, as after a copy with other tags. DIFFERENT: another
    video.
    """

    EXACT = auto()
    LIKELY = auto()
    DIFFERENT = auto()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a video of the project.

    Args:
        fingerprint: of the file.
        why: in words, what differs; empty if nothing does.
    """

    video: Video
    path: Path
    match: Match
    fingerprint: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought.

    Args:
        candidates: at most one for each video, exact or likely.
        left: videos that were not found.
        complete: False if the folder holds more files than a search looks at.
    """

    candidates: tuple[Candidate, ...]
    left: tuple[Video, ...]
    complete: bool


def judge(video: Video, path: Path) -> Candidate:
    """Whether a file is the video.

    Raises:
        MediaError: the file cannot be read, or is no video.
    """
    path = Path(os.path.abspath(path))
    return _judged(video, path, fingerprint(path))


def _judged(video: Video, path: Path, mark: str) -> Candidate:
    """The same of a file whose fingerprint is known."""
    if mark == video.fingerprint:
        return Candidate(video, path, Match.EXACT, mark)
    why = _difference(video, probe(path), path)
    if why:
        return Candidate(video, path, Match.DIFFERENT, mark, why)
    return Candidate(
        video, path, Match.LIKELY, mark, "its content is not the same, though its length is"
    )


def search(videos: Iterable[Video], folder: Path, ctx: JobContext) -> Found:
    """Look for videos in a folder and all that is in it.

    Files of the same name are looked at first, then those of the same kind, which may have been
    renamed.

    Raises:
        Cancelled: `ctx` was cancelled.
    """
    wanted = {video.id: video for video in videos}
    if not wanted:
        return Found((), (), True)
    names = {Path(video.path).name.casefold() for video in wanted.values()}
    suffixes = {Path(video.path).suffix.casefold() for video in wanted.values()}
    named: list[Path] = []
    others: list[Path] = []
    complete = True
    for count, path in enumerate(_files(Path(os.path.abspath(folder)))):
        if count >= MAX_FILES:
            complete = False
            break
        ctx.progress(0, 0, f"Looking through {folder.name or folder}")
        if path.name.casefold() in names:
            named.append(path)
        elif path.suffix.casefold() in suffixes:
            others.append(path)
    looked = [*named, *others]
    exact: dict[int, Candidate] = {}
    likely: dict[int, Candidate] = {}
    for count, path in enumerate(looked):
        if len(exact) == len(wanted):
            break
        if count >= MAX_READ:
            complete = False
            break
        ctx.progress(count, len(looked), f"Comparing {path.name}")
        _compare(path, wanted, exact, likely)
    best = {**likely, **exact}
    return Found(
        tuple(best[id] for id in sorted(best)),
        tuple(video for id, video in wanted.items() if id not in best),
        complete,
    )


def _compare(
    path: Path, wanted: dict[int, Video], exact: dict[int, Candidate], likely: dict[int, Candidate]
) -> None:
    try:
        mark = fingerprint(path)
        for id, video in wanted.items():
            if id in exact:
                continue
            if mark == video.fingerprint:
                exact[id] = Candidate(video, path, Match.EXACT, mark)
            elif id not in likely and path.name.casefold() == Path(video.path).name.casefold():
                candidate = _judged(video, path, mark)
                if candidate.match is Match.LIKELY:
                    likely[id] = candidate
    except MediaError:
        # One that cannot be read is not what is looked for.
        return


def _files(folder: Path) -> Iterator[Path]:
    """Files in an order that is the same each time; hidden folders and links to folders apart."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(files))


def _difference(video: Video, found: Probe, path: Path) -> str:
    """In words what tells a file from the video; empty if its headers do not."""
    if (found.width, found.height) != (video.width, video.height):
        return (
            f"its picture is {found.width} x {found.height}, "
            f"not {video.width} x {video.height} pixels"
        )
    if found.has_audio != video.has_audio:
        return "it has sound, the video had none" if found.has_audio else "it has no sound"
    if (found.time_base, found.first_pts) != (video.time_base, video.start_pts):
        return "the times of its pictures are counted in another way"
    with open_container(path) as container:
        end = declared_end(container, video_stream(container, path))
    if end is not None:
        length = float((end - found.first_pts) * found.time_base)
        expected = float(video.duration)
        if abs(length - expected) > _TOLERANCE_S:
            return f"it is {length:.1f} s long, not {expected:.1f} s"
    return ""
