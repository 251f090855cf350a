"""Every job ends in exactly one of done, failed, cancelled, on the window's thread."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from core.errors import Cancelled, MediaError
from core.jobs import JobContext
from gui.workers.job_runner import Handle, JobRunner
from tests.gui.runner import runner_fixture, wait_for_cancel

__all__ = ["runner_fixture"]


@pytest.fixture
def outcomes(runner: JobRunner) -> list[tuple[str, Handle, object]]:
    seen: list[tuple[str, Handle, object]] = []
    main = threading.get_ident()

    def note(kind: str, handle: Handle, value: object = None) -> None:
        assert threading.get_ident() == main
        seen.append((kind, handle, value))

    runner.done.connect(lambda handle, value: note("done", handle, value))
    runner.failed.connect(lambda handle, error: note("failed", handle, error))
    runner.cancelled.connect(lambda handle: note("cancelled", handle))
    return seen


def test_done_comes_once_with_the_result(
    runner: JobRunner, outcomes: list[Any], qtbot: Any
) -> None:
    handle = runner.submit("add", lambda _ctx: 41 + 1)
    qtbot.waitUntil(lambda: not runner.busy)
    assert outcomes == [("done", handle, 42)]


def test_an_error_is_handed_over(runner: JobRunner, outcomes: list[Any], qtbot: Any) -> None:
    error = MediaError("broken", "mend it")

    def job(_ctx: JobContext) -> None:
        raise error

    handle = runner.submit("fail", job)
    qtbot.waitUntil(lambda: not runner.busy)
    assert outcomes == [("failed", handle, error)]
    # The thread lives on.
    second = runner.submit("next", lambda _ctx: 1)
    qtbot.waitUntil(lambda: not runner.busy)
    assert outcomes[1:] == [("done", second, 1)]


def test_a_running_job_is_cancelled(runner: JobRunner, outcomes: list[Any], qtbot: Any) -> None:
    started = threading.Event()

    def job(ctx: JobContext) -> None:
        started.set()
        wait_for_cancel(ctx)

    handle = runner.submit("long", job)
    assert started.wait(5)
    handle.cancel()
    qtbot.waitUntil(lambda: not runner.busy)
    assert outcomes == [("cancelled", handle, None)]


def test_a_waiting_job_is_cancelled_without_running(
    runner: JobRunner, outcomes: list[Any], qtbot: Any
) -> None:
    ran: list[int] = []
    first = runner.submit("long", wait_for_cancel)
    second = runner.submit("never", lambda _ctx: ran.append(1))
    second.cancel()
    first.cancel()
    qtbot.waitUntil(lambda: not runner.busy)
    assert [(kind, handle) for kind, handle, _ in outcomes] == [
        ("cancelled", first),
        ("cancelled", second),
    ]
    assert ran == []


def test_a_result_that_nobody_wants_any_more_counts_as_cancelled(
    runner: JobRunner, outcomes: list[Any], qtbot: Any
) -> None:
    box: list[Handle] = []
    ready = threading.Event()

    def job(_ctx: JobContext) -> str:
        assert ready.wait(5)
        box[0].cancel()
        return "too late"

    box.append(runner.submit("late", job))
    ready.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert outcomes == [("cancelled", box[0], None)]


def test_a_job_that_cannot_stop_counts_as_cancelled_and_the_next_one_waits(
    runner: JobRunner, outcomes: list[Any], qtbot: Any
) -> None:
    begun, release = threading.Event(), threading.Event()

    def stubborn(_ctx: JobContext) -> str:
        begun.set()
        assert release.wait(30)
        return "unwanted"

    handle = runner.submit("stubborn", stubborn)
    assert begun.wait(10)
    handle.cancel()
    qtbot.waitUntil(lambda: outcomes == [("cancelled", handle, None)])
    following = runner.submit("next", lambda _ctx: "wanted")
    assert not release.is_set()
    release.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert outcomes == [("cancelled", handle, None), ("done", following, "wanted")]


def test_progress_arrives_in_order(runner: JobRunner, qtbot: Any) -> None:
    seen: list[tuple[int, str]] = []
    runner.progressed.connect(lambda _handle, p: seen.append((p.done, p.text)))

    def job(ctx: JobContext) -> None:
        for n in range(3):
            ctx.progress(n, 3, f"stage {n}")
        ctx.progress(3, 3, "stage 2")

    runner.submit("steps", job)
    qtbot.waitUntil(lambda: not runner.busy)
    assert seen == [(0, "stage 0"), (1, "stage 1"), (2, "stage 2"), (3, "stage 2")]


def test_closing_ends_the_thread_and_tells_nothing(qapp: Any, qtbot: Any) -> None:
    runner = JobRunner("closing")
    told: list[object] = []
    runner.cancelled.connect(told.append)
    started = threading.Event()

    def job(ctx: JobContext) -> None:
        started.set()
        wait_for_cancel(ctx)

    runner.submit("long", job)
    assert started.wait(5)
    assert runner.close()
    qtbot.wait(20)
    assert told == []
    with pytest.raises(RuntimeError, match="closed"):
        runner.submit("after", lambda _ctx: 1)


def test_closing_is_bounded(qapp: Any) -> None:
    runner = JobRunner("deaf")
    release, started = threading.Event(), threading.Event()

    def job(_ctx: JobContext) -> None:
        started.set()
        release.wait(10)

    runner.submit("deaf", job)
    assert started.wait(5)
    assert not runner.close(timeout_s=0.05)
    release.set()
    assert runner.close()


def test_cancelled_from_inside_is_cancelled(
    runner: JobRunner, outcomes: list[Any], qtbot: Any
) -> None:
    def job(_ctx: JobContext) -> None:
        raise Cancelled

    handle = runner.submit("inside", job)
    qtbot.waitUntil(lambda: not runner.busy)
    assert outcomes == [("cancelled", handle, None)]
