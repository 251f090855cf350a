"""What is told of the newest version."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from core import __version__
from core.errors import UpdateError
from core.updates.addresses import is_web_address
from core.updates.envelope import parse
from core.updates.version import parse_version

SCHEMA = 1
PROGRAM = "SyncReview"
MOST_NOTES = 20_000
"""Letters."""
_LONGEST_LINK = 2_000


@dataclass(frozen=True, slots=True)
class Announcement:
    """The newest version, as its publisher describes it.

    Args:
        serial: grows by every announcement at one address: an older one is not taken again.
        notes: plain text.
        notes_url: where more of it is, or empty. download_url: the page to get it from. Both are
            https.
    """

    serial: int
    version: str
    date: datetime.date
    notes: str
    notes_url: str
    download_url: str

    @property
    def is_newer(self) -> bool:
        """Whether it tells of another version than the running one, and a newer one."""
        return parse_version(self.version) > parse_version(__version__)


def read_announcement(payload: bytes) -> Announcement:
    """Read and check the signed payload.

    Fields that are not known are left alone: a later version may add some without another schema.

    Raises:
        UpdateError: it is of another schema or another program, or holds what is not allowed.
    """
    try:
        given = parse(payload)
        schema, program = given["schema"], given["program"]
    except (ValueError, KeyError) as error:
        raise _wrong(f"no announcement: {error}") from error
    if program != PROGRAM:
        raise _wrong(f"it is for {program}")
    if schema != SCHEMA:
        raise UpdateError(
            f"the announcement of a new version has the form {schema}, which this version "
            "cannot read",
            "Look at the page that you got the program from",
        )
    try:
        return Announcement(
            serial=_serial(given),
            version=_version(given),
            date=_date(given),
            notes=_notes(given),
            notes_url=_link(given, "notes_url", may_lack=True),
            download_url=_link(given, "download_url"),
        )
    except KeyError as error:
        raise _wrong(f"{error} is missing") from error
    except ValueError as error:
        raise _wrong(str(error)) from error


def _wrong(why: str) -> UpdateError:
    return UpdateError(
        f"the announcement of a new version is signed, but not right: {why}",
        "Tell whoever publishes the program",
    )


def _serial(given: Mapping[str, Any]) -> int:
    value = given["serial"]
    if type(value) is not int or not 1 <= value < 2**53:
        raise ValueError("serial is not a whole number from 1")
    return value


def _text(given: Mapping[str, Any], name: str, longest: int) -> str:
    value = given[name]
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{name} is not a text of at most {longest} letters")
    return value


def _version(given: Mapping[str, Any]) -> str:
    text = _text(given, "version", 60)
    try:
        parse_version(text)
    except ValueError as error:
        raise ValueError(f"version is none: {text}") from error
    return text


def _date(given: Mapping[str, Any]) -> datetime.date:
    text = _text(given, "date", 10)
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"date is none: {text}") from error


def _notes(given: Mapping[str, Any]) -> str:
    text = _text(given, "notes", MOST_NOTES)
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
        raise ValueError("notes is not plain text: it has control characters")
    return text


def _link(given: Mapping[str, Any], name: str, may_lack: bool = False) -> str:
    if may_lack and not given.get(name):
        return ""
    text = _text(given, name, _LONGEST_LINK)
    # A name before the host is there to be taken for the host.
    if not is_web_address(text, ("https",)) or "@" in urlsplit(text).netloc:
        raise ValueError(f"{name} is no https address")
    return text
