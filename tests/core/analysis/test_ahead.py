"""Values made in another thread: in order, bounded, and nothing of it is left."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from core.analysis.ahead import made_ahead


def alive() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "ahead"]


def test_all_values_come_in_their_order_and_are_made_elsewhere() -> None:
    threads = set()

    def numbers() -> Iterator[int]:
        for n in range(100):
            threads.add(threading.current_thread().name)
            yield n

    with made_ahead(numbers, 3) as values:
        assert list(values) == list(range(100))
    assert threads == {"ahead"}
    assert alive() == []


def test_no_more_are_made_than_there_is_room_for() -> None:
    made: list[int] = []

    def numbers() -> Iterator[int]:
        for n in range(1000):
            made.append(n)
            yield n

    with made_ahead(numbers, 4) as values:
        assert next(values) == 0
        time.sleep(0.3)
        # The one given, those that wait, and one in hand.
        assert len(made) <= 6
    assert alive() == []
    assert len(made) < 1000


def test_leaving_early_closes_what_the_iterator_holds_in_its_own_thread() -> None:
    closed: list[str] = []

    def numbers() -> Iterator[int]:
        try:
            yield from range(1000)
        finally:
            closed.append(threading.current_thread().name)

    def use() -> None:
        with made_ahead(numbers, 2) as values:
            next(values)
            raise KeyError

    with pytest.raises(KeyError):
        use()
    assert closed == ["ahead"]
    assert alive() == []


@pytest.mark.parametrize("when", [0, 3])
def test_an_error_comes_out_where_the_values_are_used(when: int) -> None:
    def numbers() -> Iterator[int]:
        yield from range(when)
        raise OSError("gone")

    seen: list[int] = []

    def use() -> None:
        with made_ahead(numbers, 2) as values:
            for value in values:
                seen.append(value)

    with pytest.raises(OSError, match="gone"):
        use()
    assert seen == list(range(when))
    assert alive() == []


def test_what_cannot_begin_is_told_and_does_not_wait_for_ever() -> None:
    def never() -> Iterator[int]:
        raise OSError("no such file")

    def use() -> None:
        with made_ahead(never, 2) as values:
            list(values)

    with pytest.raises(OSError, match="no such file"):
        use()
    assert alive() == []
