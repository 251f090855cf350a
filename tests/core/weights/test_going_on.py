"""What is left of a download that breaks off, is cancelled or killed, and how the next goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.jobs import JobContext, Progress
from core.weights.download import Patience
from core.weights.part import part_path, part_size, state_path
from tests.core.weights.getting import begin, cancel_meanwhile, get, left, refused
from tests.core.weights.server import CONTENT, Server

ROOT = Path(__file__).resolve().parents[3]


def test_half_a_download_is_gone_on_with(server: Server, weights_folder: Path) -> None:
    begin(server)
    assert get(server).read_bytes() == CONTENT
    (_path, headers), *more = server.asked
    assert (headers["Range"], headers["If-Range"]) == ("bytes=100000-", '"one"')
    assert not more
    assert left(weights_folder) == ["small.pth"]


def test_a_server_without_parts_begins_anew(server: Server) -> None:
    server.ranges = False
    begin(server)
    assert get(server).read_bytes() == CONTENT
    assert server.ranges_asked == ["bytes=100000-"]


def test_a_server_with_another_file_by_now_begins_anew(server: Server) -> None:
    begin(server)
    server.etag = '"two"'
    assert get(server).read_bytes() == CONTENT
    assert len(server.asked) == 1


def test_a_date_stands_in_for_a_weak_tag(server: Server) -> None:
    server.etag, server.modified = 'W/"weak"', "Wed, 21 Oct 2015 07:28:00 GMT"
    server.cuts = [50_000]
    assert get(server).read_bytes() == CONTENT
    assert server.asked[1][1]["If-Range"] == server.modified


def test_pieces_of_two_files_are_loaded_once_more_as_a_whole(server: Server) -> None:
    # Without a tag the server cannot tell that the first part is not of its file.
    server.etag = ""
    begin(server, content=bytes(100_000))
    assert get(server).read_bytes() == CONTENT
    assert server.ranges_asked == ["bytes=100000-", None]


def test_a_part_that_is_whole_needs_its_name_only(server: Server, weights_folder: Path) -> None:
    begin(server, len(CONTENT))
    assert get(server).read_bytes() == CONTENT
    assert server.ranges_asked == [f"bytes={len(CONTENT)}-"]
    assert left(weights_folder) == ["small.pth"]


def test_a_part_of_another_address_is_not_used(server: Server) -> None:
    begin(server)
    state = state_path(server.entry())
    state.write_text(json.dumps({**json.loads(state.read_text()), "address": "http://other/"}))
    assert get(server).read_bytes() == CONTENT
    assert server.ranges_asked == [None]
    begin(server)
    state.write_text("{")
    server.entry().path.unlink()
    assert get(server).read_bytes() == CONTENT
    assert server.ranges_asked == [None, None]


def test_part_and_state_lie_beside_the_file(server: Server, weights_folder: Path) -> None:
    begin(server)
    assert left(weights_folder) == ["small.pth.part", "small.pth.part.json"]
    assert part_path(server.entry()).stat().st_size == 100_000
    assert os.path.dirname(state_path(server.entry())) == str(weights_folder)


def test_connections_that_break_are_taken_up_again(server: Server) -> None:
    # More often than there are waits: each of them brought something.
    server.cuts = [50_000, 40_000, 30_000, 20_000, 60_000]
    assert get(server).read_bytes() == CONTENT
    assert server.ranges_asked[1:3] == ["bytes=50000-", "bytes=90000-"]
    assert len(server.asked) == 6


def test_an_end_in_the_middle_is_seen_without_a_length(server: Server) -> None:
    server.length = False
    server.cuts = [150_000]
    assert get(server).read_bytes() == CONTENT
    assert len(server.asked) == 2


@pytest.mark.parametrize("how", ["slow", "silent", "waiting"])
def test_a_cancel_does_not_wait_for_the_network(
    server: Server, how: str, weights_folder: Path
) -> None:
    if how == "slow":
        server.pause_s = 0.05
    elif how == "silent":
        server.silent = True
    else:
        server.statuses = [503]
    cancel_meanwhile(server, 0.4, Patience(timeout_s=60.0, waits_s=(60.0,), longest_s=60.0))
    if how == "slow":
        assert 0 < part_size(server.entry()) < len(CONTENT)
    else:
        assert left(weights_folder) == []


def test_after_a_cancel_it_goes_on_and_the_estimate_counts_only_what_comes(
    server: Server,
) -> None:
    begin(server, 240_000)
    server.pause_s = 0.06
    heard = list[Progress]()
    get(server, JobContext(heard.append, interval_s=0.0))
    first = next(p for p in heard if p.remaining_s is not None)
    # 15 pieces are left, of which each takes its pause; by the fraction alone it would be a tenth.
    left_pieces = (len(CONTENT) - first.done) / 4096
    assert first.remaining_s is not None
    assert first.remaining_s > 0.5 * left_pieces * server.pause_s


def test_a_killed_process_leaves_what_the_next_one_goes_on_with(
    server: Server, weights_folder: Path
) -> None:
    server.pause_s = 0.02
    command = [sys.executable, "-m", "tests.core.weights.killed", server.entry().url]
    process = subprocess.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 60
    while part_size(server.entry()) < 60_000 and time.monotonic() < deadline:
        time.sleep(0.02)
    # While it lives nobody else writes into its file.
    assert "by another program" in refused(server).user_text
    process.send_signal(signal.SIGKILL)
    process.wait()
    there = part_size(server.entry())
    assert there >= 60_000
    assert not (weights_folder / "small.pth").exists()
    server.pause_s = 0.0
    assert get(server).read_bytes() == CONTENT
    assert server.ranges_asked[-1] == f"bytes={there}-"
    assert left(weights_folder) == ["small.pth"]
