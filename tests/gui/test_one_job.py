"""Of several owners in one runner each hears of its own job alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject

from core.errors import MediaError
from core.jobs import JobContext
from gui.workers.job_runner import JobRunner
from gui.workers.one_job import OneJob
from tests.gui.runner import runner_fixture, wait_for_cancel

__all__ = ["runner_fixture"]


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def job(runner: JobRunner, heard: list[Any]) -> OneJob:
    job = OneJob(runner, QObject(runner))
    job.changed.connect(lambda: heard.append(job.running))
    job.failed.connect(heard.append)
    job.cancelled.connect(lambda: heard.append("cancelled"))
    return job


def test_each_result_goes_to_who_asked(
    runner: JobRunner, job: OneJob, heard: list[Any], qtbot: Any
) -> None:
    other = OneJob(runner, job)
    job.start("one", lambda _ctx: 1, heard.append)
    other.start("two", lambda _ctx: 2, lambda value: heard.append(("other", value)))
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard == [True, False, 1, ("other", 2)]


def test_the_next_takes_the_place_of_the_last(
    runner: JobRunner, job: OneJob, heard: list[Any], qtbot: Any
) -> None:
    job.start("first", wait_for_cancel, heard.append)
    job.start("second", lambda _ctx: 2, heard.append)
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard == [True, True, False, 2]


def test_cancelled_is_told_and_dropped_is_not(
    runner: JobRunner, job: OneJob, heard: list[Any], qtbot: Any
) -> None:
    job.start("first", wait_for_cancel, heard.append)
    job.cancel()
    qtbot.waitUntil(lambda: not job.running)
    assert heard == [True, False, "cancelled"]
    job.start("second", wait_for_cancel, heard.append)
    job.drop()
    assert not job.running
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard[3:] == [True, False]


def test_a_failure_and_what_then_starts(
    runner: JobRunner, job: OneJob, heard: list[Any], qtbot: Any
) -> None:
    error = MediaError("broken", "mend it")

    def fail(_ctx: JobContext) -> None:
        raise error

    job.start("fails", fail, heard.append)
    qtbot.waitUntil(lambda: not runner.busy)
    assert heard == [True, False, error]
    job.start("first", lambda _ctx: 1, lambda _one: job.start("next", lambda _ctx: 2, heard.append))
    qtbot.waitUntil(lambda: not runner.busy and not job.running)
    assert heard[3:] == [True, False, True, False, 2]
