"""Downloading weights: resumed where it stopped, tried again where it helps, checked before use."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError
from core.jobs import JobContext
from core.transfer import Reply, Transfer, failure_words, status_words
from core.weights.catalogue import WeightsEntry, size_text
from core.weights.disk import check_room, hashed, make_folder
from core.weights.part import Part

_SHARE = 0.95
"""Of the progress: downloading; the rest is checking."""
_MOST_ROUNDS = 100
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a download bears what the network does.

    Args:
        timeout_s: of silence, and for a connection to be made.
        waits_s: seconds before each further try, growing. A try that brought a hundredth of the
            file or more is not counted.
        longest_s: as much of what a server asks for (Retry-After) is waited.
    """

    timeout_s: float = 20.0
    waits_s: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)
    longest_s: float = 30.0


class _BrokenError(Exception):
    """A try failed and another one may do better.

    Args:
        why: in words.
        wait_s: what the server asks for.
    """

    def __init__(self, why: str, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.wait_s = wait_s


def fetch(
    entry: WeightsEntry, ctx: JobContext, *, offline: bool, patience: Patience | None = None
) -> Path:
    """Download a file of the catalogue into the folder of weights; returns its path.

    Progress is in bytes. What arrived before a cancel, a failure or the end of the process stays in
    `NAME.part` and is gone on with, if the server can do that. The file gets its name once its
    hash is right. One that is there and right is not downloaded again.

    Args:
        offline: the user wants no downloads.

    Raises:
        ModelError: it cannot be had, with the file, the address and the folder to put it in; or
            the disk is full.
        Cancelled: within a second.
    """
    patience = patience or Patience()
    if offline:
        if _is_right(entry, entry.path, ctx, (0.0, 1.0)):
            return entry.path
        raise ModelError(
            f"the file {entry.file} is not downloaded: SyncReview is set to be offline",
            f"Change it in the settings, or put the file of {entry.address()} into "
            f"{entry.path.parent}",
        )
    ctx.progress(0, 0, f"Downloading {entry.file}")
    address = entry.address()
    make_folder(entry.path.parent)
    with Part(entry, address) as part:
        if _is_right(entry, entry.path, ctx, (0.0, 1.0 - _SHARE)):
            return entry.path
        check_room(entry.path.parent, max(entry.size - part.size, 0), entry.file)
        _download(entry, address, part, ctx, patience)
        right = _is_right(entry, part.path, ctx, (_SHARE, 1.0))
        if not right and part.pieced:
            # The pieces may be of different files: once more as a whole.
            part.discard()
            _download(entry, address, part, ctx, patience)
            right = _is_right(entry, part.path, ctx, (_SHARE, 1.0))
        if not right:
            part.discard()
            raise _no_file(entry, address, "what the server sends is not the file of the catalogue")
        part.finish(entry.path)
    return entry.path


def _is_right(
    entry: WeightsEntry, path: Path, ctx: JobContext, section: tuple[float, float]
) -> bool:
    """Whether a file is there and the one of the catalogue; `section` as of `ctx.within`."""
    done = 0

    def read(count: int) -> None:
        nonlocal done
        done += count
        ctx.progress(done, size, f"Checking {entry.file}")

    try:
        size = path.stat().st_size
        if not entry.near(size):
            return False
        with ctx.within(*section):
            return entry.matches(hashed(path, read))
    except OSError:
        # Not there, or not readable: it is downloaded.
        return False


def _download(
    entry: WeightsEntry, address: str, part: Part, ctx: JobContext, patience: Patience
) -> None:
    """Bring the part to its end."""
    failed = 0
    for _ in range(_MOST_ROUNDS):
        before = part.size
        try:
            with ctx.within(0.0, _SHARE):
                _receive(entry, address, part, ctx, patience)
            return
        except _BrokenError as broken:
            part.flush()
            failed = 0 if part.size - before >= entry.size / 100 else failed + 1
            if failed > len(patience.waits_s):
                raise _no_file(entry, address, broken.why) from broken
            wait_s = max(patience.waits_s[max(failed - 1, 0)], broken.wait_s)
            _wait(min(wait_s, patience.longest_s), ctx, f"Waiting to try again: {broken.why}")
    raise _no_file(entry, address, "the connection broke off too often")


def _receive(
    entry: WeightsEntry, address: str, part: Part, ctx: JobContext, patience: Patience
) -> None:
    """One try: ask for what is missing, and write it."""
    headers = {}
    if part.size:
        headers["Range"] = f"bytes={part.size}-"
        if part.validator:
            headers["If-Range"] = part.validator
    try:
        with Transfer(address, headers, patience.timeout_s) as transfer:
            reply = transfer.reply(ctx.check)
            if reply.status == 416 and part.size:
                # It is whole already, or of another file: the hash tells.
                return
            total = _begin(entry, address, part, reply, ctx)
            for piece in transfer.pieces(ctx.check):
                part.add(piece)
                if part.size > (total or entry.size) and not _fits(entry, total, part.size):
                    part.discard()
                    raise _too_large(entry, address)
                ctx.progress(part.size, total or entry.size, f"Downloading {entry.file}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        why, again = failure_words(error)
        if not again:
            raise _no_file(entry, address, why) from error
        raise _BrokenError(why) from error
    part.flush()
    if part.size < total if total is not None else not entry.near(part.size):
        raise _BrokenError("the connection broke off")


def _begin(
    entry: WeightsEntry, address: str, part: Part, reply: Reply, ctx: JobContext
) -> int | None:
    """Make the part ready for what the reply brings; returns the size of the whole, if known."""
    if reply.status not in (200, 206):
        why, again = status_words(reply.status)
        if again:
            raise _BrokenError(why, float(reply.number("Retry-After") or 0))
        raise _no_file(entry, address, why)
    span = reply.content_range() if reply.status == 206 else None
    if reply.status == 206 and (span is None or span[0] != part.size):
        part.discard()
        raise _BrokenError("the server sent another part than the one asked for")
    total = reply.number("Content-Length") if span is None else span[1]
    if total is not None and not entry.near(total):
        part.discard()
        raise _no_file(
            entry,
            address,
            f"the server has a file of {size_text(total)}, not of {size_text(entry.size)}",
        )
    if span is None:
        etag = str(reply.headers.get("ETag", ""))
        weak = not etag or etag.startswith("W/")
        part.start_anew(str(reply.headers.get("Last-Modified", "")) if weak else etag)
    else:
        part.go_on()
        ctx.head_start(part.earlier, total or entry.size)
        part.earlier = 0
    check_room(entry.path.parent, (total or entry.size) - part.size, entry.file)
    return total


def _fits(entry: WeightsEntry, total: int | None, size: int) -> bool:
    return size <= total if total is not None else entry.near(size)


def _too_large(entry: WeightsEntry, address: str) -> ModelError:
    return _no_file(entry, address, f"the server sends more than {size_text(entry.size)}")


def _wait(seconds: float, ctx: JobContext, text: str) -> None:
    ctx.progress(0, 0, text)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        ctx.check()
        time.sleep(min(left, _LOOK_S))


def _no_file(entry: WeightsEntry, address: str, why: str) -> ModelError:
    """The one error of all that a network can do, with the way round it."""
    return ModelError(
        f"the download of {entry.file} failed: {why}",
        f"Get the file of {address} in another way and put it into {entry.path.parent}",
    )
