"""Jobs: progress, estimate, cancellation."""

from __future__ import annotations

import threading

import pytest

from core.errors import Cancelled
from core.jobs import JobContext, Progress


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_cancelled_job_stops_at_its_next_check() -> None:
    asked = threading.Event()
    ctx = JobContext(cancelled=asked)
    ctx.check()
    ctx.progress(1, 2, "Working")
    assert not ctx.is_cancelled
    asked.set()
    assert ctx.is_cancelled
    with pytest.raises(Cancelled):
        ctx.check()
    with pytest.raises(Cancelled):
        ctx.progress(2, 2, "Working")


def test_cancel_from_another_thread() -> None:
    ctx = JobContext()
    worker = threading.Thread(target=ctx.cancel)
    worker.start()
    worker.join()
    with pytest.raises(Cancelled):
        ctx.check()


def test_reports_are_rare_but_new_texts_and_ends_come_through() -> None:
    clock, heard = Clock(), list[Progress]()
    ctx = JobContext(heard.append, clock=clock, interval_s=0.1)
    for done in range(5):
        ctx.progress(done, 10, "A")
    assert [p.done for p in heard] == [0]
    ctx.progress(0, 10, "B")
    clock.now += 0.2
    ctx.progress(1, 10, "B")
    ctx.progress(10, 10, "B")
    assert [(p.text, p.done) for p in heard] == [("A", 0), ("B", 0), ("B", 1), ("B", 10)]


def test_sections_share_the_whole_and_the_estimate_follows() -> None:
    clock, heard = Clock(), list[Progress]()
    ctx = JobContext(heard.append, clock=clock)
    ctx.section(0.5, 1.0)
    clock.now += 30.0
    ctx.progress(5, 10, "Half")
    assert heard[-1].fraction == pytest.approx(0.75)
    assert heard[-1].remaining_s == pytest.approx(10.0)
    clock.now += 10.0
    ctx.progress(20, 10, "Too far")
    assert heard[-1].fraction == 1.0
    assert heard[-1].remaining_s == 0.0


def test_what_was_there_before_counts_for_the_way_but_not_for_the_pace() -> None:
    clock, heard = Clock(), list[Progress]()
    ctx = JobContext(heard.append, clock=clock)
    with ctx.within(0.0, 0.5):
        ctx.head_start(60, 100)
        clock.now += 10.0
        ctx.progress(80, 100, "Downloading")
    assert heard[-1].fraction == pytest.approx(0.4)
    # A tenth of the whole took 10 s, and six are left.
    assert heard[-1].remaining_s == pytest.approx(60.0)


def test_an_unknown_total_gives_no_fraction() -> None:
    heard = list[Progress]()
    JobContext(heard.append).progress(7, 0, "Counting")
    assert (heard[0].fraction, heard[0].remaining_s) == (None, None)


def test_a_part_of_a_section_ends_where_it_says() -> None:
    heard = list[Progress]()
    ctx = JobContext(heard.append, clock=Clock(), interval_s=0.0)
    ctx.section(0.5, 1.0)
    with ctx.within(0.0, 0.5):
        ctx.progress(1, 2, "A")
        ctx.progress(2, 2, "A")
    asked = JobContext(heard.append, clock=Clock(), interval_s=0.0)
    asked.cancel()
    with ctx.within(0.5, 1.0):
        ctx.progress(1, 2, "B")
    with pytest.raises(Cancelled), ctx.within(0.0, 0.1):
        asked.check()
    ctx.progress(2, 2, "C")
    assert [p.fraction for p in heard] == [0.625, 0.75, 0.875, 1.0]
