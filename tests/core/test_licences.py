"""The text of licences: what is put together comes apart again; where it comes from."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core import licences as module
from core.errors import AppError, Cancelled
from core.jobs import JobContext
from core.licences import RULE, LicenceEntry, LicenceText, compose, load_licences, parse

MIT = LicenceText("LICENSE", "MIT License\n\nPermission is hereby granted\n---\nText 3: no heading")
SAME = LicenceText("COPYING", "MIT License Permission is\nhereby granted --- Text 3: no\nheading")
GPL = LicenceText("GPL.txt", "한글\n" + "=" * 80)
ENTRIES = (
    LicenceEntry("one 1.0", "Licence: MIT\nHome page: https://example.org", (MIT,)),
    LicenceEntry("two", "Licence: MIT and GPL", (GPL, SAME)),
    LicenceEntry("three 3", "Licence: nothing to repeat"),
)


def test_what_is_put_together_comes_apart_again() -> None:
    found = parse(compose("Words in front\nof all.", ENTRIES))
    assert [entry.name for entry in found] == ["one 1.0", "two", "three 3"]
    assert [entry.facts for entry in found] == [entry.facts for entry in ENTRIES]
    assert found[0].texts == (MIT,)
    assert found[1].texts == (GPL, MIT)
    assert found[2].texts == ()


def test_the_same_words_are_there_once() -> None:
    document = compose("", ENTRIES)
    assert document.count("MIT License") == 1
    assert "Licence texts: 2, 1\n" in document


def test_an_entry_as_one_text_has_facts_and_words() -> None:
    whole = ENTRIES[1].whole()
    assert whole.index("Licence: MIT and GPL") < whole.index("한글") < whole.index("MIT License")


def test_words_that_look_like_a_heading_are_not_taken() -> None:
    with pytest.raises(ValueError, match="cannot be told from a heading"):
        compose("", [LicenceEntry("one", "", (LicenceText("L", f"a\n{RULE}\nb"),))])


@pytest.mark.parametrize("document", ["", "nothing", compose("", ENTRIES).rpartition(RULE)[0]])
def test_what_is_no_such_text(document: str) -> None:
    with pytest.raises(ValueError, match=r"no entry|is missing"):
        parse(document.rpartition(f"\n{RULE}\nText 2")[0])


# --- where it comes from ---------------------------------------------------------------------


def test_a_packaged_program_reads_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "third-party.txt"
    path.write_text(compose("", ENTRIES), encoding="utf-8")
    monkeypatch.setattr(module, "LICENCES_FILE", path)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert [entry.name for entry in load_licences(JobContext())] == ["one 1.0", "two", "three 3"]


def test_a_file_that_is_broken_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "third-party.txt"
    path.write_bytes(b"\xff\xfe")
    monkeypatch.setattr(module, "LICENCES_FILE", path)
    with pytest.raises(AppError, match="the licences cannot be read") as caught:
        load_licences(JobContext())
    assert caught.value.path == str(path)


def test_a_packaged_program_without_the_file_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # There sys.executable is the program itself.
    monkeypatch.setattr(module, "LICENCES_FILE", tmp_path / "none.txt")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(AppError, match="did not come with the program"):
        load_licences(JobContext())


def fake_generator(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    path = folder / "made.py"
    path.write_text(code, encoding="utf-8")
    monkeypatch.setattr(module, "GENERATOR", path)
    monkeypatch.setattr(module, "LICENCES_FILE", folder / "third-party.txt")


def test_a_collection_that_fails_tells_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_generator(tmp_path, monkeypatch, "import sys; sys.exit('first\\nav has no licence')")
    with pytest.raises(AppError, match="cannot be collected: av has no licence"):
        load_licences(JobContext())


def test_a_collection_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_generator(tmp_path, monkeypatch, "import time; time.sleep(60)")
    ctx = JobContext()
    threading.Timer(0.3, ctx.cancel).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        load_licences(ctx)
    assert time.monotonic() - began < 10
