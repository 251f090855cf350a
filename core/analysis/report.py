"""The report of an analysis as JSON, schema "syncreview.report/1"."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from core import __version__
from core.analysis.batch import VideoOutcome
from core.errors import ExportError
from core.files import reason, replacing
from core.model.document import Document
from core.model.values import Offset, SyncScore, Track, Video

SCHEMA = "syncreview.report/1"
PACKAGES = ("torch", "torchvision", "numpy", "av", "opencv-python-headless", "facenet-pytorch")

Json = dict[str, Any]


def versions() -> dict[str, str]:
    """Of the program, Python and the packages that the figures depend on."""
    found = {"syncreview": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # a frozen program without this package's metadata
            found[package] = "unknown"
    return found


def write_report(document: Document, outcomes: Iterable[VideoOutcome], path: Path) -> None:
    """Write the report of a batch; one of that name is replaced by a complete one only.

    Missing folders are made.

    Raises:
        ExportError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # File names on Linux need not be Unicode: what is not becomes JSON's own \udcXX.
        with (
            replacing(path) as temporary,
            temporary.open("w", encoding="utf-8", errors="backslashreplace") as file,
        ):
            file.writelines(_pieces(document, outcomes))
    except OSError as error:
        why, hint = reason(error)
        raise ExportError(f"the report cannot be written: {why}", hint, path) from error


def _pieces(document: Document, outcomes: Iterable[VideoOutcome]) -> Iterator[str]:
    """The report track by track: the curves of a long video as Python lists take much memory."""
    yield _opened({"schema": SCHEMA, "versions": versions()}) + ', "videos": ['
    for i, outcome in enumerate(outcomes):
        yield (",\n " if i else "\n ") + _opened(_video(document, outcome)) + ', "tracks": ['
        video = outcome.video
        for j, track in enumerate(document.tracks_of(video.id) if video else ()):
            assert video is not None
            yield (",\n  " if j else "\n  ") + _dumped(_track(document, video, track))
        yield "]}"
    yield "]}\n"


def _dumped(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _opened(value: Json) -> str:
    """An object without its closing brace."""
    return _dumped(value)[:-1]


def write_distances(document: Document, videos: Iterable[Video], folder: Path) -> list[Path]:
    """Write `<video stem>_track<id>.npy`, float32 (steps, 2*vshift+1), for every scored track.

    Raises:
        ExportError: a file cannot be written.
    """
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for video in videos:
            for track in document.tracks_of(video.id):
                score = document.scores.get(track.id)
                if score is None or score.steps == 0:
                    continue
                path = folder / f"{Path(video.path).stem}_track{track.id}.npy"
                with replacing(path) as temporary, temporary.open("wb") as file:
                    np.save(file, score.matrix, allow_pickle=False)
                written.append(path)
    except OSError as error:
        why, hint = reason(error)
        raise ExportError(f"the distances cannot be written: {why}", hint, folder) from error
    return written


def _video(document: Document, outcome: VideoOutcome) -> Json:
    """The fields of a video but for its tracks."""
    video = outcome.video
    if video is None:
        return {
            "path": str(outcome.path),
            "duration_s": None,
            "frames": None,
            "frame_rate": None,
            "shots": [],
            "dropped": [],
            "notices": [],
            "error": str(outcome.error),
        }
    analysis = document.analyses[video.id]
    rate = video.frame_rate
    return {
        "path": str(outcome.path),
        "duration_s": _rounded(float(video.duration)),
        "frames": video.frame_count,
        "frame_rate": f"{rate.numerator}/{rate.denominator}",
        "shots": [_span(video, s.start_pts, s.end_pts) for s in analysis.shots],
        "dropped": [_dropped(video, d.reason, d.start_pts, d.end_pts) for d in analysis.dropped],
        "notices": list(analysis.notices),
        "error": None,
    }


def _dropped(video: Video, why: str, start_pts: int, end_pts: int) -> Json:
    start, end = _span(video, start_pts, end_pts)
    return {"reason": why, "start_s": start, "end_s": end}


def _span(video: Video, start_pts: int, end_pts: int) -> list[float | None]:
    return [_rounded(video.seconds(start_pts)), _rounded(video.seconds(end_pts))]


def _track(document: Document, video: Video, track: Track) -> Json:
    rows = document.keyframes(track.id)
    start, end = _span(video, int(rows.pts[0]), int(rows.pts[-1]))
    score = document.scores.get(track.id)
    return {"track_id": track.id, "start_s": start, "end_s": end, **_score(score)}


def _score(score: SyncScore | None) -> Json:
    """The fields of a score; null where there is no figure."""
    known = score is not None and score.steps > 0
    times = score.frame_confidence_times() if score is not None else ()
    return {
        "scorer": score.scorer if score else None,
        "weights_sha256": score.weights_sha256 if score else None,
        "mode": score.mode if score else None,
        "steps": score.steps if score else 0,
        "determined": score.determined if score else False,
        "reason": (score.reason or None) if score else "not analysed",
        "direction": score.direction if score else "undetermined",
        "offset_steps": _rounded(score.offset_steps) if score and known else None,
        "offset_ms": _rounded(score.offset_ms) if score and known else None,
        "confidence": _rounded(score.confidence) if score and known else None,
        "min_distance": _rounded(score.min_distance) if score and known else None,
        "reference": _offset(score.reference) if score and known else None,
        "robust": _offset(score.robust) if score and known else None,
        "frame_confidence": _rows(zip(times, score.frame_confidence, strict=True)) if score else [],
        "local_offset": _rows(score.local_offset) if score else [],
    }


def _offset(offset: Offset) -> Json:
    return {
        "offset_steps": offset.offset_steps,
        "confidence": _rounded(offset.confidence),
        "min_distance": _rounded(offset.min_distance),
    }


def _rows(rows: Iterable[Sequence[float]]) -> list[list[float | None]]:
    return [[_rounded(v) for v in row] for row in rows]


def _rounded(value: float) -> float | None:
    """To a microsecond or a millionth; JSON has no NaN and no infinity."""
    return round(float(value), 6) if np.isfinite(value) else None
