"""One check for a newer version: a small file is fetched, believed if it is signed, and read.

Nothing else is downloaded, and nothing is installed.
"""

from __future__ import annotations

import datetime
import http.client
import time
from dataclasses import dataclass, replace

from core.errors import UpdateError
from core.jobs import JobContext
from core.transfer import Transfer, failure_words, status_words
from core.updates.addresses import is_web_address
from core.updates.announcement import Announcement, read_announcement
from core.updates.envelope import opened
from core.updates.publisher import Publisher, publisher
from core.updates.state import load_state, save_state

MOST_BYTES = 1 << 17
"""Of the whole message: the longest notes fit into it many times over."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a check may take: silence, and all of it, in seconds."""

    silence_s: float = 10.0
    whole_s: float = 30.0


def address_of(chosen: str, known: Publisher | None = None) -> str:
    """Where to look: the address that was chosen, else the one that is built in, or empty."""
    return chosen.strip() or (known or publisher()).address


def check_for_update(
    address: str,
    ctx: JobContext,
    *,
    offline: bool,
    known: Publisher | None = None,
    limits: Limits | None = None,
) -> Announcement:
    """Fetch and read the announcement at an address. Remembers when, and which one.

    Args:
        offline: the user wants nothing from the network.
        known: whose signatures are believed; by default whose keys are built in.

    Raises:
        UpdateError: it cannot be had, is not to be believed, or is older than one seen before.
        Cancelled: within a second.
    """
    known = known or publisher()
    _check_terms(address, offline, known)
    now = datetime.datetime.now(datetime.UTC)
    save_state(replace(load_state(), tried=now))
    ctx.progress(0, 0, "Looking for a new version")
    announcement = read_announcement(opened(_fetched(address, ctx, limits or Limits()), known.keys))
    state = load_state()
    if announcement.serial < state.serials.get(address, 0):
        raise UpdateError(
            "the server sends an announcement that is older than one seen before",
            "Somebody may be holding back a newer version: "
            "look at the page that you got the program from",
        )
    save_state(state.with_serial(address, announcement.serial))
    return announcement


def _check_terms(address: str, offline: bool, known: Publisher) -> None:
    if offline:
        raise UpdateError(
            "there is no check for updates: SyncReview is set to be offline",
            "Change it in the settings, or look at the page that you got the program from",
        )
    if not address:
        raise UpdateError(
            "no address is set at which new versions are announced",
            "Set the one of your publisher in the settings, "
            "or look at the page that you got the program from",
        )
    if not is_web_address(address):
        raise UpdateError(
            f"the address of updates is not valid: {address}",
            "It begins with https:// or http://; change it in the settings",
        )
    if not known.keys:
        raise UpdateError(
            "this build knows nobody whose announcements it could believe",
            "Look at the page that you got the program from",
        )


def _fetched(address: str, ctx: JobContext, limits: Limits) -> bytes:
    end = time.monotonic() + limits.whole_s

    def check() -> None:
        ctx.check()
        if time.monotonic() > end:
            raise TimeoutError

    try:
        with Transfer(address, {"Accept": "application/json"}, limits.silence_s) as transfer:
            reply = transfer.reply(check)
            if reply.status != 200:
                raise _not_had(address, status_words(reply.status)[0])
            length = reply.number("Content-Length")
            message = bytearray()
            for piece in transfer.pieces(check):
                message += piece
                if len(message) > MOST_BYTES:
                    break
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _not_had(address, failure_words(error)[0]) from error
    if len(message) > MOST_BYTES:
        raise _not_had(address, "the server sends too much")
    if length is not None and len(message) < length:
        raise _not_had(address, "the connection broke off")
    return bytes(message)


def _not_had(address: str, why: str) -> UpdateError:
    return UpdateError(
        f"the check for updates failed: {why}",
        f"Check again later, or look at the address of updates in the settings: {address}",
    )
