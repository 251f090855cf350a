"""The installed weights: which are there, whether they are right, importing and removing them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core import files
from core.errors import AppError, ModelError
from core.jobs import JobContext
from core.settings import weights_dir
from core.weights.catalogue import WeightsEntry, catalogue, size_text
from core.weights.disk import CHUNK, check_room, hashed, make_folder, not_written
from core.weights.part import BYTES, STATE, part_path, part_size, state_path

WEIGHTS_SUFFIXES = frozenset(
    {".bin", ".ckpt", ".model", ".onnx", ".pt", ".pth", ".safetensors", ".tar"}
)
"""Of a folder, files with other endings are not told as unknown."""

State = Literal["missing", "fine", "damaged"]


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of one installed file.

    Args:
        reason: in words, where it is damaged.
    """

    entry: WeightsEntry
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """The state of every entry, and the files of the folder that are none of the catalogue."""

    checks: tuple[Check, ...]
    unknown: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the files that were given.

    Args:
        taken: each with the file it came from. unknown: files that are none of the catalogue.
        failed: of files that could not be read or written.
    """

    taken: tuple[tuple[WeightsEntry, Path], ...]
    unknown: tuple[Path, ...]
    failed: tuple[AppError, ...]


def entry_of(id: str) -> WeightsEntry:
    """The entry of the catalogue.

    Raises:
        ModelError: there is none; the hint names those there are.
    """
    entry = catalogue().get(id)
    if entry is None:
        raise ModelError(f"there are no weights {id!r}", f"Choose one of: {', '.join(catalogue())}")
    return entry


# --- verify ------------------------------------------------------------------------------------


def verify(ctx: JobContext, entries: Sequence[WeightsEntry] | None = None) -> Verified:
    """Read every installed file and compare its hash. Progress is in bytes.

    Args:
        entries: by default the whole catalogue.

    Raises:
        Cancelled
    """
    chosen = list(catalogue().values()) if entries is None else entries
    progress = _Bytes(ctx, sum(_size(entry.path) for entry in chosen))
    checks = tuple(_check(entry, progress) for entry in chosen)
    return Verified(checks, tuple(unknown_files()))


def _check(entry: WeightsEntry, progress: _Bytes) -> Check:
    if not os.path.lexists(entry.path):
        return Check(entry, "missing")
    try:
        size = entry.path.stat().st_size
        if not entry.near(size):
            wanted = size_text(entry.size)
            return Check(entry, "damaged", f"it has {size_text(size)} instead of {wanted}")
        found = progress.hashed(entry.path, f"Checking {entry.file}")
    except OSError as error:
        return Check(entry, "damaged", f"it cannot be read: {files.reason(error)[0]}")
    if not entry.matches(found):
        return Check(entry, "damaged", f"its SHA-256 is not the published one: {found}")
    return Check(entry, "fine")


def unknown_files() -> list[Path]:
    """What lies in the folder of weights and is not named in the catalogue, by name."""
    folder = weights_dir()
    known = {entry.file for entry in catalogue().values()}
    known |= {file + end for file in known for end in (BYTES, STATE)}
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [folder / name for name in names if name not in known and name[0] != "."]


# --- import ------------------------------------------------------------------------------------


def import_weights(paths: Sequence[Path], ctx: JobContext) -> Imported:
    """Copy files into the folder of weights under the catalogue's names.

    They are known by size and hash, whatever they are called. A folder is looked through with those
    within; what is in it and of no use is told where its name ends like that of weights. A file
    that fails costs no other. A file gets its name when it is whole and its hash was right.

    Raises:
        ModelError: the folder of weights cannot be made.
        Cancelled: what was copied before stays.
    """
    make_folder(weights_dir())
    failed: list[AppError] = []
    unknown: list[Path] = []
    fitting: list[Path] = []
    ctx.progress(0, 0, "Looking for weights")
    for path, given in _files(paths, ctx, failed):
        if _candidates(_size(path)):
            fitting.append(path)
        elif given or path.suffix.lower() in WEIGHTS_SUFFIXES:
            unknown.append(path)
    # Each is read to be known, and again to be copied.
    progress = _Bytes(ctx, 2 * sum(_size(path) for path in fitting))
    taken: dict[str, tuple[WeightsEntry, Path]] = {}
    for path in fitting:
        try:
            entry = _recognised(path, progress)
            if entry is None:
                unknown.append(path)
            elif entry.id not in taken:
                _take(entry, path, progress)
                taken[entry.id] = entry, path
        except ModelError as error:
            failed.append(error)
    return Imported(tuple(taken.values()), tuple(unknown), tuple(failed))


def _files(
    paths: Sequence[Path], ctx: JobContext, failed: list[AppError]
) -> Iterator[tuple[Path, bool]]:
    """Every file once, and whether it was given itself; links to folders are not followed."""
    seen: set[str] = set()

    def tell(error: OSError) -> None:
        text, _hint = files.reason(error)
        failed.append(
            ModelError(
                f"the folder cannot be read: {text}", "Check its permissions", error.filename
            )
        )

    def new(path: Path) -> bool:
        real = os.path.realpath(path)
        known = real in seen
        seen.add(real)
        return not known

    for path in paths:
        if os.path.isfile(path):
            if new(path):
                yield path, True
        elif not os.path.isdir(path):
            failed.append(ModelError("there is no such file", "Check the path", path))
        for where, folders, names in os.walk(path, onerror=tell) if os.path.isdir(path) else ():
            ctx.check()
            folders.sort()
            for name in sorted(names):
                file = Path(where, name)
                if os.path.isfile(file) and new(file):
                    yield file, False


def _candidates(size: int) -> list[WeightsEntry]:
    return [entry for entry in catalogue().values() if entry.near(size)]


def _recognised(path: Path, progress: _Bytes) -> WeightsEntry | None:
    try:
        found = progress.hashed(path, f"Reading {path.name}")
        fitting = _candidates(path.stat().st_size)
    except OSError as error:
        text, hint = files.reason(error)
        raise ModelError(f"the file cannot be read: {text}", hint, path) from error
    return next((entry for entry in fitting if entry.matches(found)), None)


def _take(entry: WeightsEntry, path: Path, progress: _Bytes) -> None:
    if os.path.realpath(path) == os.path.realpath(entry.path):
        progress.skip(_size(path))
        return
    folder = entry.path.parent
    check_room(folder, _size(path), entry.file)
    try:
        with files.replacing(entry.path) as temporary:
            found = _copy(path, temporary, progress, f"Copying {entry.file}")
            if not entry.matches(found):
                raise ModelError("the file changed while it was copied", "Import it again", path)
    except OSError as error:
        raise not_written(entry.file, error, folder) from error
    _forget_part(entry)


def _copy(source: Path, target: Path, progress: _Bytes, text: str) -> str:
    """Copy bytes, not permissions; returns their SHA-256.

    Raises:
        ModelError: the source cannot be read to its end.
        OSError: the target cannot be written.
    """
    state = hashlib.sha256()
    with target.open("wb") as written:
        for piece in _pieces(source):
            state.update(piece)
            written.write(piece)
            progress.add(len(piece), text)
    return state.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as given:
            while piece := given.read(CHUNK):
                yield piece
    except OSError as error:
        text, hint = files.reason(error)
        raise ModelError(f"the file cannot be read: {text}", hint, path) from error


# --- remove ------------------------------------------------------------------------------------


def remove(entry: WeightsEntry) -> None:
    """Remove an installed file, and half a download of it.

    Raises:
        ModelError: there is neither, or it cannot be removed.
    """
    if not os.path.lexists(entry.path) and not part_size(entry):
        raise ModelError(f"the file {entry.file} is not installed", "", entry.path.parent)
    _unlink(entry.path)
    _forget_part(entry)


def _forget_part(entry: WeightsEntry) -> None:
    _unlink(part_path(entry))
    _unlink(state_path(entry))


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        text, hint = files.reason(error)
        raise ModelError(f"the file {path.name} cannot be removed: {text}", hint, path) from error


# --- progress ----------------------------------------------------------------------------------


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class _Bytes:
    """Progress over several files, in bytes of all of them."""

    def __init__(self, ctx: JobContext, total: int) -> None:
        self._ctx = ctx
        self._total = total
        self._done = 0

    def add(self, count: int, text: str) -> None:
        self._done += count
        self._ctx.progress(self._done, self._total, text)

    def skip(self, count: int) -> None:
        self._done += count

    def hashed(self, path: Path, text: str) -> str:
        return hashed(path, lambda count: self.add(count, text))
