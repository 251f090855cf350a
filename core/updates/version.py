"""Versions of releases, compared: 0.10.0 is newer than 0.9.1, and 1.0.0rc1 older than 1.0.0."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STAGES = {"dev": 0, "a": 1, "alpha": 1, "b": 2, "beta": 2, "rc": 3}
_FINAL = 4
_FORM = re.compile(
    r"(\d{1,6}(?:\.\d{1,6}){0,3})(?:[-.]?(dev|alpha|beta|a|b|rc)[-.]?(\d{1,6})?)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version by its meaning: 1.2 and 1.2.0 are equal.

    Args:
        release: without zeros at the end.
        stage: (which, its number); the last one is a finished release.
    """

    release: tuple[int, ...]
    stage: tuple[int, int] = (_FINAL, 0)


def parse_version(text: str) -> Version:
    """Read "1.2.3", "1.3.0rc1", "1.3.0-beta.2" or "1.3.0.dev4".

    Raises:
        ValueError: it is no version in one of these forms.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"no version: {text!r}")
    release = [int(number) for number in match[1].split(".")]
    while len(release) > 1 and release[-1] == 0:
        release.pop()
    if match[2] is None:
        return Version(tuple(release))
    return Version(tuple(release), (_STAGES[match[2].lower()], int(match[3] or 0)))
