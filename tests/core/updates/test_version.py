from __future__ import annotations

import itertools

import pytest

from core import __version__
from core.updates.version import parse_version

RISING = (
    "0.1", "0.2.0.dev1", "0.2.0a1", "0.2.0a2", "0.2.0b1", "0.2.0rc1", "0.2.0-rc.2", "0.2.0",
    "0.2.0.1", "0.2.1", "0.9.9", "0.10.0", "1.0.0rc10", "1", "1.0.1", "2026.3",
)  # fmt: skip


@pytest.mark.parametrize(("older", "newer"), list(itertools.combinations(RISING, 2)))
def test_every_later_one_is_newer(older: str, newer: str) -> None:
    assert parse_version(older) < parse_version(newer)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", "1.0.0"), ("1.2rc1", "1.2.0-rc.1"), ("1.0alpha2", "1.0.0a2"), ("1.0RC1", "1.0rc1")],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert parse_version(one) == parse_version(other)


@pytest.mark.parametrize(
    "text",
    ["", "v1.0", "1.", "1..2", "1.0 ", "1.0\n", "1.0+local", "1.0post1", "-1", "1.2.3.4.5", "١.٠",
     "1.0-", "9999999.0", "1.0x"],
)  # fmt: skip
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        parse_version(text)


def test_the_version_of_this_program_is_one() -> None:
    assert parse_version(__version__) > parse_version("0.0.1")
