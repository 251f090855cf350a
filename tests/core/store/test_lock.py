"""Two windows on one project: one writes, the other reads and knows who writes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import ProjectError
from core.model import edits
from core.store import lock
from core.store.drives import Drive
from core.store.lock import Holder, ProjectInUse
from core.store.project import Project
from tests.core.documents import state
from tests.core.obstacles import another_user, full_disk
from tests.core.store.test_project import ROOT, fill

_HOLD = """
import sys
from core.store.project import Project
project = Project.open(sys.argv[1])
print("open", flush=True)
for line in sys.stdin:
    from core.model import edits
    project.document.apply(edits.relabel(project.document, 1, line.strip()))
    print("done", flush=True)
project.close()
"""


class Other:
    """Another process that has the project open for writing."""

    def __init__(self, path: Path) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        assert self._answer() == "open"

    def _answer(self) -> str:
        assert self.child.stdout is not None
        return self.child.stdout.readline().strip()

    def relabel(self, label: str) -> None:
        assert self.child.stdin is not None
        self.child.stdin.write(label + "\n")
        self.child.stdin.flush()
        assert self._answer() == "done"

    def end(self) -> None:
        """It closes the project."""
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.close()
        self.child.wait()
        self.child.stdout.close()

    def kill(self) -> None:
        self.child.send_signal(signal.SIGKILL)
        self.end()


@contextmanager
def opened_elsewhere(path: Path) -> Iterator[Other]:
    other = Other(path)
    try:
        yield other
    finally:
        other.end()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p.syncreview") as project:
        fill(project.document)
    return project.path


def test_a_second_process_is_told_who_has_it_and_can_read(path: Path) -> None:
    with opened_elsewhere(path) as other:
        with pytest.raises(ProjectInUse, match="open elsewhere") as caught:
            Project.open(path)
        holder = caught.value.holder
        assert (holder.pid, holder.host) == (other.child.pid, socket.gethostname())
        assert f"(process {other.child.pid})" in str(caught.value)
        assert socket.gethostname() in str(caught.value)
        assert caught.value.hint
        other.relabel("person")
        with Project.open_shared(path) as project:
            assert not project.writable
            assert project.held_by == holder
            assert project.document.tracks[1].label == "person"
            assert [line.text for line in project.steps()][-1] == "Change label"
            # What the other does later is not seen, and what we try is not written.
            other.relabel("speaker")
            before = state(project.document)
            with pytest.raises(ProjectError, match="read-only here: opened by") as refused:
                project.document.apply(edits.relabel(project.document, 1, "mine"))
            assert "copy" in refused.value.hint
            assert state(project.document) == before
            with pytest.raises(ProjectError, match="read-only here"):
                project.stages()
    with Project.open_shared(path) as project:
        assert project.writable
        assert project.document.tracks[1].label == "speaker"


def test_a_copy_of_a_read_only_project_is_writable(path: Path) -> None:
    with opened_elsewhere(path) as other, Project.open_shared(path) as project:
        other.relabel("person")
        with project.save_as(path.with_name("copy.syncreview")) as copy:
            assert copy.writable
            # The copy is of what is in the file now.
            assert copy.document.tracks[1].label == "person"
            copy.document.apply(edits.relabel(copy.document, 1, "mine"))
        assert not lock.path_of(copy.path).exists()
        assert lock.path_of(path).exists()


def test_save_as_does_not_replace_what_another_process_has_open(path: Path) -> None:
    with Project.create(path.with_name("q.syncreview")) as project:
        before = path.read_bytes()
        with opened_elsewhere(path), pytest.raises(ProjectInUse):
            project.save_as(path)
        assert path.read_bytes() == before
        project.save_as(path).close()


def test_the_lock_of_a_killed_process_is_dead_at_once(path: Path) -> None:
    other = Other(path)
    other.relabel("person")
    other.kill()
    assert lock.path_of(path).exists()
    with Project.open(path) as project:
        assert project.writable
        assert project.document.tracks[1].label == "person"
        holder = lock.holder_of(path)
        assert holder is not None
        assert holder.pid == os.getpid()
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name]


def test_a_project_that_is_closed_elsewhere_meanwhile_is_opened_for_writing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read-only for want of nobody would be so until it is opened once more."""
    other, acquire = Other(path), lock.acquire

    def refused(project: Path) -> lock.Lock:
        try:
            return acquire(project)
        except ProjectInUse:
            # It closes the project just now.
            other.end()
            raise

    monkeypatch.setattr(lock, "acquire", refused)
    with Project.open_shared(path) as project:
        assert project.writable
        project.document.apply(edits.relabel(project.document, 1, "person"))


def test_one_process_may_open_a_project_twice(path: Path) -> None:
    """The window opens the next project before it closes the former one, also if it is the same."""
    with Project.open(path) as project:
        with Project.open(path) as again:
            assert again.writable
        assert lock.path_of(path).exists()
        project.document.apply(edits.relabel(project.document, 1, "person"))
    assert not lock.path_of(path).exists()


def test_a_project_that_cannot_be_opened_is_not_left_locked(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30_000])
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(path)
    assert not lock.path_of(path).exists()


def test_the_lock_of_another_user_can_be_read_only_and_yet_counts(path: Path) -> None:
    path.chmod(0o666)
    with opened_elsewhere(path) as other:
        with another_user(path.parent):
            with pytest.raises(ProjectInUse) as caught:
                Project.open(path)
            assert caught.value.holder.pid == other.child.pid
            with Project.open_shared(path) as project:
                assert not project.writable
        other.kill()
    with another_user(path.parent), Project.open(path) as project:
        assert project.writable
        assert lock.path_of(path).stat().st_uid == os.geteuid()


def test_a_lock_that_may_not_even_be_read_leaves_reading(path: Path) -> None:
    path.chmod(0o666)
    lock.path_of(path).touch(0o600)
    with another_user(path.parent), Project.open_shared(path) as project:
        assert not project.writable


def test_a_full_disk_is_told_and_leaves_no_lock(path: Path) -> None:
    with full_disk(), pytest.raises(ProjectError, match="too large"):
        Project.open(path)
    assert not lock.path_of(path).exists()
    Project.open(path).close()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pid": "x"}', b"\xff\xfe"])
def test_a_lock_file_that_says_nothing_is_taken_over(path: Path, content: bytes) -> None:
    lock.path_of(path).write_bytes(content)
    assert lock.holder_of(path) == Holder()
    with Project.open(path) as project:
        assert project.writable


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything lies on a network drive."""
    monkeypatch.setattr(lock, "drive_of", lambda _path: Drive.NETWORK)


def _left_by(path: Path, host: str, age_s: float) -> None:
    """The lock of a machine whose locks do not reach us."""
    file = lock.path_of(path)
    file.write_text(json.dumps({"user": "kim", "host": host, "pid": 5, "since": "2026-01-01"}))
    touched = file.stat().st_mtime - age_s
    os.utime(file, (touched, touched))


@pytest.mark.usefixtures("network")
def test_on_a_network_drive_a_lock_that_was_touched_lately_counts(path: Path) -> None:
    _left_by(path, "studio-3", 10.0)
    with pytest.raises(ProjectInUse, match="kim on studio-3 since 2026-01-01"):
        Project.open(path)
    with Project.open_shared(path) as project:
        assert not project.writable
    assert lock.path_of(path).exists()
    _left_by(path, "studio-3", lock.STALE_S + 10)
    with Project.open(path) as project:
        assert project.writable
    _left_by(path, socket.gethostname(), 0.0)
    with Project.open(path) as project:
        assert project.writable


def test_on_a_drive_of_this_machine_only_the_systems_lock_counts(path: Path) -> None:
    """A folder copied with the lock in it, or a stick from another machine."""
    _left_by(path, "studio-3", 0.0)
    with Project.open(path) as project:
        assert project.writable


@pytest.mark.usefixtures("network")
def test_a_lock_on_a_network_drive_is_touched_while_it_is_held(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "BEAT_S", 0.01)
    with Project.open(path):
        file = lock.path_of(path)
        os.utime(file, (1.0, 1.0))
        touched = False
        for _ in range(100_000):
            touched = file.stat().st_mtime > 1.0
            if touched:
                break
            lock.time.sleep(0.001)
        assert touched


@pytest.mark.usefixtures("network")
def test_a_holder_that_slept_leaves_the_lock_of_the_next_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that was suspended wakes: meanwhile another one took the lock over."""
    monkeypatch.setattr(lock, "BEAT_S", 0.01)
    held = lock.acquire(path)
    _left_by(path, "studio-3", 60.0)
    content = lock.path_of(path).read_bytes()
    (beating,) = [t for t in threading.enumerate() if t.name == "project lock"]
    beating.join(10.0)
    assert not beating.is_alive()
    with pytest.raises(ProjectInUse, match="studio-3"):
        lock.acquire(path)
    held.release()
    assert lock.path_of(path).read_bytes() == content


@pytest.mark.usefixtures("network")
def test_two_machines_of_one_name_are_told_apart(path: Path) -> None:
    file = lock.path_of(path)
    host = socket.gethostname()
    file.write_text(json.dumps({"user": "kim", "host": host, "pid": 5, "machine": "another"}))
    with pytest.raises(ProjectInUse, match="kim"):
        Project.open(path)


def test_holders_in_words() -> None:
    assert Holder().describe() == "somebody"
    assert (
        Holder("kim", "a", 7, "2020-02-03T12:00:00+00:00")
        .describe()
        .startswith("kim on a since 2020-02-0")
    )
