"""200 processes are killed in the middle of their work; what they had told is there, and whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core import files
from core.store import database, lock
from core.store.drives import Drive
from core.store.project import Project
from tests.core.store.killed import EXPORT, hash_of
from tests.core.store.test_project import ROOT
from tests.core.store.walking import redo, undo

ROUNDS = 25
"""Kills of one project in a row; eight projects make 200."""


class Forker:
    """The warm process whose children are killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.core.store.killed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def start(self, path: Path, seed: str, network: bool) -> None:
        assert self._process.stdin is not None
        order = {"path": str(path), "seed": seed, "network": network}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def line(self) -> list[str]:
        assert self._process.stdout is not None
        words = self._process.stdout.readline().split()
        assert words, "the process that forks has died"
        assert words[0] != "failed", words
        return words

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    forker = Forker()
    yield forker
    forker.close()


@dataclass
class Told:
    """What the children of one project have told until now."""

    done: str
    next: str | None = None
    export: str | None = None
    exporting: bool = False
    stages: list[str] = field(default_factory=list)
    edits: int = 0

    def hear(self, words: list[str]) -> None:
        match words:
            case ["next", value]:
                self.next = value
            case ["done", value]:
                assert value == self.next
                self.done, self.next = value, None
                self.edits += 1
            case ["stage", key]:
                self.stages.append(key)
            case ["exporting"]:
                self.exporting = True
            case ["exported", sha]:
                self.export, self.exporting = sha, False


def run_and_kill(forker: Forker, path: Path, seed: str, network: bool, told: Told) -> None:
    """A child works; after some of its lines and a moment more it is killed."""
    rng = random.Random(seed)
    lines, moment = rng.randrange(30), rng.uniform(0.0, 0.006)
    forker.start(path, seed, network)
    word, pid = forker.line()
    assert word == "pid"
    for _ in range(lines):
        told.hear(forker.line())
    until = time.perf_counter() + moment
    while time.perf_counter() < until:
        pass
    os.kill(int(pid), signal.SIGKILL)
    while (words := forker.line()) != ["ended"]:
        told.hear(words)


def check(path: Path, told: Told) -> None:
    """Open the project as the next window would and compare."""
    with Project.open(path) as project:
        here = hash_of(project.document)
        assert here in (told.done, told.next)
        told.done, told.next = here, None
        lines = project.steps()
        steps = 0
        while steps < 4 and undo(project):
            steps += 1
        for _ in range(steps):
            assert redo(project)
        assert hash_of(project.document) == here
        assert project.steps() == lines
        with project.stages() as stages:
            for key in told.stages[-3:]:
                value = stages.get(key)
                assert value is not None
                assert value.startswith(key.encode())
    names = {p.name for p in path.parent.iterdir()}
    assert names <= {path.name, EXPORT}
    export = path.with_name(EXPORT)
    if export.exists():
        if not told.exporting:
            assert files.sha256(export) == told.export
        assert json.loads(export.read_text())["info"]
        told.export, told.exporting = files.sha256(export), False
    else:
        assert told.export is None
        told.exporting = False


@pytest.mark.parametrize("project_number", range(8))
def test_a_kill_at_any_moment_loses_nothing_but_the_gesture_in_hand(
    forker: Forker, tmp_path: Path, project_number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a killed process was writing goes after a while only; here it has passed.
    monkeypatch.setattr(files, "_OLD_S", -1.0)
    network = project_number >= 5
    if network:
        # As on such a drive: without WAL.
        monkeypatch.setattr(database, "drive_of", lambda _path: Drive.NETWORK)
    path = tmp_path / "work" / "p.syncreview"
    with Project.create(path) as project:
        told = Told(hash_of(project.document))
    rng = random.Random(project_number)
    for i in range(ROUNDS):
        run_and_kill(forker, path, f"{project_number}/{i}", network, told)
        if rng.random() < 0.5:
            # The files as the dead process left them are looked at elsewhere, so that the next
            # process begins with them.
            there = tmp_path / "copy"
            shutil.copytree(path.parent, there)
            lock.path_of(there / path.name).unlink(missing_ok=True)
            check(there / path.name, told)
            shutil.rmtree(there)
        else:
            check(path, told)
    assert told.edits > ROUNDS
    check(path, told)
    with Project.open(path) as project:
        while undo(project):
            pass
        left = project.document
        # Videos that the program itself added are nothing to undo.
        assert not left.tracks
        assert not left.verdicts
        while redo(project):
            pass
    assert sorted(p.name for p in path.parent.iterdir()) == sorted(
        {path.name} | ({EXPORT} if told.export else set())
    )
