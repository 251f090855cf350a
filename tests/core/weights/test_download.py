"""Downloads from a server on this machine that does wrong in every way that was thought of."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import namedtuple
from pathlib import Path

import pytest

from core.errors import ModelError
from core.jobs import JobContext, Progress
from core.weights.download import Patience, fetch
from core.weights.part import part_size
from tests.core.obstacles import full_disk, read_only
from tests.core.weights.getting import QUICK, begin, get, left, refused
from tests.core.weights.server import CONTENT, Server, entry_for, free_port, serving


def test_a_file_comes_whole_with_progress_in_bytes(server: Server, weights_folder: Path) -> None:
    heard = list[Progress]()
    path = get(server, JobContext(heard.append, interval_s=0.0))
    assert path == weights_folder / "small.pth"
    assert path.read_bytes() == CONTENT
    assert left(weights_folder) == ["small.pth"]
    loading = [p for p in heard if p.text == "Downloading small.pth" and p.total]
    assert {p.total for p in loading} == {len(CONTENT)}
    assert loading[-1].done == len(CONTENT)
    fractions = [p.fraction for p in heard if p.fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert heard[-1].text == "Checking small.pth"
    # One that is there is not asked for again.
    assert get(server) == path
    assert len(server.asked) == 1


def test_an_eight_digit_hash_is_enough(server: Server) -> None:
    short = hashlib.sha256(CONTENT).hexdigest()[:8]
    assert get(server, sha256=short).read_bytes() == CONTENT
    other = "0" * 8 if short != "0" * 8 else "1" * 8
    error = refused(server, sha256=other)
    assert "is not the file of the catalogue" in error.user_text


def test_it_gives_up_where_nothing_comes(server: Server, weights_folder: Path) -> None:
    server.cuts = [0] * 9
    error = refused(server)
    assert error.user_text == "the download of small.pth failed: the connection broke off"
    assert len(server.asked) == 4
    assert left(weights_folder) == []


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_server_in_trouble_is_asked_again(server: Server, status: int) -> None:
    server.statuses = [status, status]
    assert get(server).read_bytes() == CONTENT
    assert len(server.asked) == 3


def test_the_wait_that_a_server_asks_for_is_kept_up_to_a_bound(server: Server) -> None:
    server.statuses, server.headers = [503], {"Retry-After": "1"}
    began = time.monotonic()
    get(server)
    assert time.monotonic() - began > 0.9
    server.entry().path.unlink()
    server.statuses, server.headers = [503], {"Retry-After": "3600"}
    bounded = Patience(0.5, (0.01,), longest_s=0.05)
    assert fetch(server.entry(), JobContext(), offline=False, patience=bounded).is_file()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "the server has no such file (404)"),
        (403, "the server refuses it (403)"),
        (401, "the server wants a password (401)"),
        (418, "the server refuses (418)"),
    ],
)
def test_a_refusal_names_file_address_and_folder(
    server: Server, weights_folder: Path, status: int, words: str
) -> None:
    server.statuses = [status]
    error = refused(server)
    assert error.user_text == f"the download of small.pth failed: {words}"
    assert server.entry().url in error.hint
    assert str(weights_folder) in error.hint
    assert len(server.asked) == 1
    assert left(weights_folder) == []


def test_a_refused_connection_is_told_at_once(weights_folder: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/small.pth"
    with pytest.raises(ModelError) as caught:
        fetch(entry_for(CONTENT, url), JobContext(), offline=False)
    assert caught.value.user_text.endswith("the connection was refused")
    assert url in caught.value.hint
    assert str(weights_folder) in caught.value.hint


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "nonsense"])
def test_only_http_is_spoken(url: str) -> None:
    with pytest.raises(ModelError) as caught:
        fetch(entry_for(CONTENT, url), JobContext(), offline=False, patience=QUICK)
    assert url in caught.value.hint


def test_redirects_are_followed_with_the_range(server: Server) -> None:
    server.moved = {"/small.pth": f"{server.address}/real", "/real": "/there"}
    begin(server)
    assert get(server).read_bytes() == CONTENT
    assert [path for path, _ in server.asked] == ["/small.pth", "/real", "/there"]
    assert server.ranges_asked == ["bytes=100000-"] * 3


def test_redirects_in_a_circle_end(server: Server) -> None:
    server.moved = {"/small.pth": "/small.pth"}
    assert "the download of small.pth failed" in refused(server).user_text
    assert len(server.asked) < 20


def test_a_redirect_to_a_file_of_this_machine_is_not_followed(server: Server) -> None:
    server.moved = {"/small.pth": "file:///etc/hostname"}
    assert "the download of small.pth failed" in refused(server).user_text


def test_a_wrong_hash_leaves_nothing(server: Server, weights_folder: Path) -> None:
    server.content = bytes(len(CONTENT))
    error = refused(server)
    assert "what the server sends is not the file of the catalogue" in error.user_text
    assert str(weights_folder) in error.hint
    assert left(weights_folder) == []
    assert len(server.asked) == 1


def test_a_damaged_file_is_replaced_only_by_a_right_one(
    server: Server, weights_folder: Path
) -> None:
    weights_folder.mkdir(parents=True)
    target = server.entry().path
    target.write_bytes(bytes(len(CONTENT)))
    server.statuses = [404]
    refused(server)
    assert target.read_bytes() == bytes(len(CONTENT))
    assert get(server).read_bytes() == CONTENT


def test_a_page_in_place_of_the_file_is_not_loaded(server: Server, weights_folder: Path) -> None:
    server.content = b"<html>Please log in</html>"
    assert "the server has a file of 26 B, not of 300 kB" in refused(server).user_text
    server.content = bytes(100 << 20)
    assert "the server has a file of 104.9 MB" in refused(server).user_text
    server.length = False
    assert "the server sends more than 300 kB" in refused(server).user_text
    assert left(weights_folder) == []


def test_a_silent_server_is_given_up(server: Server) -> None:
    server.silent = True
    error = refused(server)
    assert error.user_text.endswith("the server does not answer")
    assert len(server.asked) == 4


def test_a_proxy_of_the_environment_is_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    # To a proxy one sends the whole address; the server here answers as one.
    monkeypatch.setenv("http_proxy", server.address)
    away = entry_for(CONTENT, "http://weights.invalid/small.pth")
    path = fetch(away, JobContext(), offline=False, patience=QUICK)
    assert path.read_bytes() == CONTENT
    assert server.asked[0][0] == "http://weights.invalid/small.pth"
    path.unlink()
    server.statuses = [407]
    with pytest.raises(ModelError, match="the proxy wants a password"):
        fetch(away, JobContext(), offline=False, patience=QUICK)
    # A machine that is excepted is asked itself.
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as other:
        get(other)
        assert other.asked[0][0] == "/small.pth"


def test_a_full_disk_is_told_and_what_came_stays(server: Server, weights_folder: Path) -> None:
    with full_disk(120_000), pytest.raises(ModelError) as caught:
        get(server)
    assert (
        caught.value.user_text
        == "the file small.pth cannot be written: the file would be too large"
    )
    assert caught.value.path == str(weights_folder)
    assert part_size(server.entry()) <= 120_000
    assert get(server).read_bytes() == CONTENT


def test_room_is_asked_for_before_anything_is(
    server: Server, monkeypatch: pytest.MonkeyPatch, weights_folder: Path
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 100_000))
    error = refused(server)
    assert error.user_text == "there is no room for small.pth: it needs 300 kB, 100 kB are free"
    assert error.path == str(weights_folder)
    assert server.asked == []


def test_a_folder_that_cannot_be_written_is_told(server: Server, weights_folder: Path) -> None:
    weights_folder.mkdir(parents=True)
    with read_only(weights_folder):
        error = refused(server)
    assert error.user_text == "the file small.pth cannot be written: access is denied"
    weights_folder.rmdir()
    weights_folder.write_text("no folder")
    assert "the folder of weights cannot be made" in refused(server).user_text


def test_offline_nothing_is_asked(server: Server, weights_folder: Path) -> None:
    with pytest.raises(ModelError) as caught:
        fetch(server.entry(), JobContext(), offline=True)
    assert "set to be offline" in caught.value.user_text
    assert server.entry().url in caught.value.hint
    assert str(weights_folder) in caught.value.hint
    assert server.asked == []
