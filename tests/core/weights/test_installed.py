"""Importing weights by their hash, verifying and removing them."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import Cancelled, ModelError
from core.jobs import JobContext, Progress
from core.weights.catalogue import WeightsEntry, find_weights, size_text
from core.weights.installed import (
    Imported,
    entry_of,
    import_weights,
    remove,
    unknown_files,
    verify,
)
from core.weights.part import Part, part_path, state_path
from tests.core.obstacles import another_user, full_disk, read_only
from tests.core.weights.server import CONTENT, entry_for

OTHER = CONTENT[::-1]
LARGE = CONTENT * 10
Catalogue = Callable[..., dict[str, WeightsEntry]]


@pytest.fixture(autouse=True)
def entries(own_catalogue: Catalogue) -> dict[str, WeightsEntry]:
    """Two of one size, and a larger one of which eight digits are known."""
    return own_catalogue(
        entry_for(CONTENT, "http://127.0.0.1:1/small.pth"),
        entry_for(OTHER, "http://127.0.0.1:1/other.onnx", id="other", file="other.onnx"),
        entry_for(
            LARGE,
            "http://127.0.0.1:1/large.pth",
            id="large",
            file="large.pth",
            size=len(LARGE) - 1000,
            sha256=hashlib.sha256(LARGE).hexdigest()[:8],
        ),
    )


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with all three under other names, among other files."""
    folder = tmp_path / "받은 files"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "a (1).pth").write_bytes(CONTENT)
    (folder / "deep" / "no ending").write_bytes(OTHER)
    (folder / "deep" / "er" / "large.bin").write_bytes(LARGE)
    (folder / "deep" / "again.pth").write_bytes(CONTENT)
    (folder / "deep" / "strange.pth").write_bytes(CONTENT[:1000])
    (folder / "deep" / "forged.pth").write_bytes(CONTENT[:-1] + b"x")
    (folder / "deep" / "read me.txt").write_text("hello")
    return folder


def take(*paths: Path, ctx: JobContext | None = None) -> Imported:
    return import_weights(paths, ctx or JobContext())


def test_a_folder_is_looked_through_and_files_get_their_names(
    given: Path, weights_folder: Path
) -> None:
    heard = list[Progress]()
    done = take(given, ctx=JobContext(heard.append, interval_s=0.0))
    assert {entry.id for entry, _ in done.taken} == {"small", "other", "large"}
    assert sorted(path.name for path in done.unknown) == ["forged.pth", "strange.pth"]
    assert done.failed == ()
    assert (weights_folder / "small.pth").read_bytes() == CONTENT
    assert (weights_folder / "other.onnx").read_bytes() == OTHER
    assert (weights_folder / "large.pth").read_bytes() == LARGE
    assert len(os.listdir(weights_folder)) == 3
    assert find_weights("other") == weights_folder / "other.onnx"
    # The source stays, and it is bytes that are counted.
    assert (given / "a (1).pth").read_bytes() == CONTENT
    assert heard[-1].total > len(LARGE)
    assert {check.state for check in verify(JobContext()).checks} == {"fine"}


def test_a_file_that_is_given_is_told_whatever_its_name(given: Path) -> None:
    text, gone = given / "deep" / "read me.txt", given / "gone.pth"
    done = take(text, gone, given / "a (1).pth", given / "a (1).pth")
    assert done.unknown == (text,)
    assert [entry.id for entry, _ in done.taken] == ["small"]
    (error,) = done.failed
    assert error.user_text == "there is no such file"
    assert error.path == str(gone)


def test_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "empty" / "pipe.pth")
    (tmp_path / "empty" / "nowhere.pth").symlink_to(tmp_path / "gone")
    assert take(tmp_path / "empty") == Imported((), (), ())


def test_a_damaged_installed_file_is_replaced_and_half_a_download_goes(
    given: Path, weights_folder: Path
) -> None:
    weights_folder.mkdir(parents=True)
    (weights_folder / "small.pth").write_bytes(b"damaged")
    entry = entry_of("small")
    with Part(entry, entry.url) as part:
        part.start_anew("")
        part.add(CONTENT[:1000])
    take(given / "a (1).pth")
    assert (weights_folder / "small.pth").read_bytes() == CONTENT
    assert os.listdir(weights_folder) == ["small.pth"]


def test_the_folder_of_weights_itself_can_be_imported(weights_folder: Path) -> None:
    weights_folder.mkdir(parents=True)
    (weights_folder / "small.pth").write_bytes(CONTENT)
    (weights_folder / "wrong name.onnx").write_bytes(OTHER)
    done = take(weights_folder)
    assert {entry.id for entry, _ in done.taken} == {"small", "other"}
    assert (weights_folder / "small.pth").read_bytes() == CONTENT
    assert unknown_files() == [weights_folder / "wrong name.onnx"]


def test_a_full_disk_costs_that_file_only(given: Path, weights_folder: Path) -> None:
    with full_disk(len(CONTENT) + 10):
        done = take(given)
    assert {entry.id for entry, _ in done.taken} == {"small", "other"}
    (error,) = done.failed
    assert error.user_text == "the file large.pth cannot be written: the file would be too large"
    assert error.path == str(weights_folder)
    assert sorted(os.listdir(weights_folder)) == ["other.onnx", "small.pth"]


def test_room_is_asked_for_first(
    given: Path, weights_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 0))
    (error,) = take(given / "a (1).pth").failed
    assert "there is no room for small.pth" in error.user_text
    assert os.listdir(weights_folder) == []


def test_folders_that_cannot_be_read_or_written_are_told(given: Path, tmp_path: Path) -> None:
    secret = given / "deep"
    secret.chmod(0o700)
    with another_user(tmp_path):
        done = take(given)
    (error,) = done.failed
    assert error.user_text == "the folder cannot be read: access is denied"
    assert error.path == str(secret)
    assert [entry.id for entry, _ in done.taken] == ["small"]


def test_a_folder_of_weights_that_cannot_be_written_is_told(
    given: Path, weights_folder: Path
) -> None:
    weights_folder.mkdir(parents=True)
    given.chmod(0o755)
    with read_only(weights_folder):
        done = take(given / "a (1).pth")
    (error,) = done.failed
    assert error.user_text == "the file small.pth cannot be written: access is denied"
    weights_folder.rmdir()
    weights_folder.write_text("no folder")
    with pytest.raises(ModelError, match="the folder of weights cannot be made"):
        take(given)


def test_a_cancel_leaves_no_half_file(given: Path, weights_folder: Path) -> None:
    ctx = JobContext(lambda p: ctx.cancel() if "Copying large" in p.text else None)
    with pytest.raises(Cancelled):
        take(given, ctx=ctx)
    assert "large.pth" not in os.listdir(weights_folder)
    assert not [name for name in os.listdir(weights_folder) if name.startswith(".")]


def test_verify_tells_missing_fine_damaged_and_unknown(weights_folder: Path) -> None:
    assert [check.state for check in verify(JobContext()).checks] == ["missing"] * 3
    weights_folder.mkdir(parents=True)
    (weights_folder / "small.pth").write_bytes(CONTENT)
    (weights_folder / "other.onnx").write_bytes(CONTENT)
    (weights_folder / "large.pth").write_bytes(LARGE[:-200_000])
    (weights_folder / "own.pth").write_bytes(b"?")
    (weights_folder / "small.pth.part").write_bytes(b"?")
    heard = list[Progress]()
    found = verify(JobContext(heard.append, interval_s=0.0))
    assert [check.state for check in found.checks] == ["fine", "damaged", "damaged"]
    _fine, wrong, short = found.checks
    assert wrong.reason.startswith("its SHA-256 is not the published one: ")
    assert short.reason == "it has 2.8 MB instead of 3.0 MB"
    assert found.unknown == (weights_folder / "own.pth",)
    assert heard[-1].done <= heard[-1].total
    asked = JobContext()
    asked.cancel()
    with pytest.raises(Cancelled):
        verify(asked)


def test_verify_tells_what_cannot_be_read(weights_folder: Path, tmp_path: Path) -> None:
    weights_folder.mkdir(parents=True)
    (weights_folder / "small.pth").write_bytes(CONTENT)
    (weights_folder / "other.onnx").symlink_to("gone")
    (weights_folder / "small.pth").chmod(0)
    for folder in (weights_folder, *weights_folder.parents):
        if tmp_path in folder.parents:
            folder.chmod(0o755)
    with another_user(tmp_path):
        small, other, _large = verify(JobContext()).checks
    assert small.reason == "it cannot be read: access is denied"
    assert other.state == "damaged"


def test_remove(given: Path, weights_folder: Path) -> None:
    take(given)
    entry = entry_of("small")
    part_path(entry).write_bytes(b"half")
    state_path(entry).write_text("{}")
    remove(entry)
    assert sorted(os.listdir(weights_folder)) == ["large.pth", "other.onnx"]
    with pytest.raises(ModelError, match=r"small.pth is not installed"):
        remove(entry)
    with read_only(weights_folder), pytest.raises(ModelError) as caught:
        remove(entry_of("other"))
    assert caught.value.user_text == "the file other.onnx cannot be removed: access is denied"
    part_path(entry).write_bytes(b"half")
    remove(entry)
    assert not part_path(entry).exists()
    with pytest.raises(ModelError, match=r"Choose one of: small, other, large"):
        entry_of("nobody")


@pytest.mark.parametrize(
    ("size", "text"), [(26, "26 B"), (317_466, "317 kB"), (54_573_114, "54.6 MB")]
)
def test_sizes_in_words(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_source_that_breaks_off_is_told_as_the_source(
    given: Path, weights_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a stick that is pulled out: the folder of weights is not to blame."""
    real = Path.open
    opened: list[Path] = []

    def gone(self: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if self.is_relative_to(given) and "b" in mode and "r" in mode:
            opened.append(self)
            # The first time to know it by its content, then to copy it.
            if opened.count(self) == 2:
                raise OSError(errno.EIO, "Input/output error")
        return real(self, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", gone)
    found = take(given)
    assert opened
    texts = [(error.user_text, error.path) for error in found.failed]
    assert texts
    for text, path in texts:
        assert text.startswith("the file cannot be read")
        assert path is not None
        assert Path(path).is_relative_to(given)
