"""Routes: where playback is after so many seconds of video."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.route import Route

SPANS = ((Fraction(1), Fraction(2)), (Fraction(4), Fraction(6)))


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (Route(Fraction(3)), {0: 3, 10: 13}),
        (Route(Fraction(3), -1), {0: 3, 2: 1, 3: 0, 9: 0}),
        # In a span, between spans, behind the last one.
        (Route(Fraction(3, 2), 1, SPANS), {0: 1.5, 0.5: 4, 1.5: 5, 2.5: 6, 9: 6}),
        (Route(Fraction(3), 1, SPANS), {0: 4, 1: 5, 2: 6}),
        (Route(Fraction(7), 1, SPANS), {0: 1, 1: 4, 3: 6}),
        (Route(Fraction(5), -1, SPANS), {0: 5, 0.5: 4.5, 1: 2, 1.5: 1.5, 2: 1, 9: 1}),
        (Route(Fraction(5), 1, SPANS, True), {0: 5, 1: 1, 2: 4, 4: 1, 5: 4, 7.5: 1.5}),
        (Route(Fraction(1), -1, SPANS, True), {0: 6, 2: 2, 2.5: 1.5, 3: 6}),
    ],
)
def test_the_way(route: Route, expected: dict[float, float]) -> None:
    found = {x: float(route.time_at(Fraction(x))) for x in expected}
    assert found == expected


@given(
    edges=st.lists(st.integers(0, 200), min_size=2, max_size=12, unique=True),
    start=st.integers(0, 200),
    direction=st.sampled_from([1, -1]),
    repeat=st.booleans(),
    at=st.integers(0, 2000),
)
def test_the_time_is_that_of_the_legs(
    edges: list[int], start: int, direction: int, repeat: bool, at: int
) -> None:
    cuts = sorted(edges)[: len(edges) // 2 * 2]
    spans = tuple(
        (Fraction(a, 10), Fraction(b, 10)) for a, b in zip(cuts[::2], cuts[1::2], strict=True)
    )
    route = Route(Fraction(start, 10), direction, spans, repeat)
    left = Fraction(at, 7)
    expected = Fraction(0)
    for begin, end in islice(route.legs(), 5000):
        assert end is not None
        expected = end
        if left < abs(end - begin):
            expected = begin + left * direction
            break
        left -= abs(end - begin)
    assert route.time_at(Fraction(at, 7)) == expected
    assert any(a <= expected <= b for a, b in spans)
    length = route.length
    assert (length is None) == repeat
    if length is not None:
        assert length <= sum(b - a for a, b in spans)


@pytest.mark.parametrize(
    "spans", [((2, 1),), ((1, 1),), ((3, 4), (1, 2)), ((1, 3), (2, 4))], ids=str
)
def test_bad_spans_are_refused(spans: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="span"):
        Route(Fraction(0), 1, tuple((Fraction(a), Fraction(b)) for a, b in spans))


def test_nothing_to_repeat_is_refused() -> None:
    with pytest.raises(ValueError, match="only spans repeat"):
        Route(Fraction(0), repeat=True)
