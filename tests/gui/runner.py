"""A runner of jobs of the test's own, and a job that goes on until it is cancelled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from core.jobs import JobContext
from gui.workers.job_runner import JobRunner


@pytest.fixture(name="runner")
def runner_fixture(qapp: Any) -> Iterator[JobRunner]:
    runner = JobRunner("test")
    yield runner
    assert runner.close()


def wait_for_cancel(ctx: JobContext) -> None:
    while True:
        ctx.check()
        threading.Event().wait(0.005)
