"""Files are replaced whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core import files
from tests.core.obstacles import full_disk


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_the_new_content_comes_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / ("긴" * 80 + ".json")
    target.write_text("old")
    with files.replacing(target) as temporary:
        temporary.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert names(tmp_path) == [target.name]


def test_an_exception_keeps_the_old_content(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError), files.replacing(target) as temporary:
        temporary.write_text("half" * 5000 + "긴", encoding="ascii")
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.json"]


def test_a_full_disk_keeps_the_old_content(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")
    with pytest.raises(OSError) as caught, full_disk(100), files.replacing(target) as temporary:  # noqa: PT011
        temporary.write_text("x" * 1000)
    assert files.reason(caught.value) == files._REASONS[errno.EFBIG]
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link, target = tmp_path / "link.json", tmp_path / "folder" / "a.json"
    target.write_text("old")
    link.symlink_to(target)
    with files.replacing(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_reasons_are_words() -> None:
    assert files.reason(OSError(errno.ENOSPC, "x"))[0] == "the disk is full"
    assert files.reason(OSError(errno.ETXTBSY, "Text file busy"))[0] == "Text file busy"
    assert files.reason(OSError("odd"))[0] == "odd"


def test_what_a_killed_process_left_goes_after_a_while(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    mine = files.temporary_beside(target)
    dead = mine.with_name(mine.name.replace(str(os.getpid()), ended.stdout.decode().strip()))
    young = dead.with_name(dead.name.replace(".tmp", "0.tmp"))
    foreign = dead.with_name(dead.name.replace(files._host(), "0" * 6))
    others = tmp_path / ".syncreview-notes.tmp"
    dead_log = dead.with_name(dead.name + "-journal")
    for file in (mine, dead, dead_log, young, foreign, others):
        file.write_text("half")
        if file != young:
            os.utime(file, (1.0, 1.0))
    with files.replacing(target) as temporary:
        temporary.write_text("new")
    assert dead.exists()
    files.sweep(tmp_path)
    # Of another machine on a network drive, of this process, not ours, or perhaps of another
    # container that is called as we are and writes it now: they stay.
    assert names(tmp_path) == sorted(
        [target.name, mine.name, young.name, foreign.name, others.name]
    )


def test_two_machines_of_one_name_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = files.temporary_beside(Path("a.json")).name.split("-")[1]
    files._host.cache_clear()
    monkeypatch.setattr(files, "machine", lambda: "another")
    assert files.temporary_beside(Path("a.json")).name.split("-")[1] != mine
    files._host.cache_clear()
