"""A check from end to end: with a server on this machine that does wrong in every way."""

from __future__ import annotations

import datetime
import json
import threading
import time
from collections.abc import Callable

import pytest

from core.errors import Cancelled, UpdateError
from core.jobs import JobContext
from core.updates.announcement import Announcement
from core.updates.check import MOST_BYTES, Limits, address_of, check_for_update
from core.updates.publisher import Publisher
from core.updates.state import UpdateState, load_state, save_state, state_path
from tests.core.updates.conftest import Signer, payload
from tests.core.weights.server import Server, free_port

Checked = Callable[..., Announcement]


@pytest.fixture
def checked(server: Server, known: Publisher) -> Checked:
    """`checked()`: what a check at the server gives."""

    def check(path: str = "/update.json", **others: object) -> Announcement:
        given = {"offline": False, "known": known, "limits": Limits(2.0, 4.0)} | others
        return check_for_update(server.address + path, JobContext(), **given)  # type: ignore[arg-type]

    return check


def test_the_announcement_is_had(server: Server, signer: Signer, checked: Checked) -> None:
    server.content = signer.seal(payload())
    assert checked().version == "90.1.0"
    ((path, headers),) = server.asked
    assert path == "/update.json"
    assert headers["User-Agent"].startswith("SyncReview/")
    # Nothing of the person or the machine goes along.
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_a_size_that_is_not_told_is_fine(server: Server, signer: Signer, checked: Checked) -> None:
    server.content, server.length = signer.seal(payload()), False
    assert checked().serial == 7


def test_an_older_one_than_before_is_refused(
    server: Server, signer: Signer, checked: Checked, known: Publisher
) -> None:
    server.content = signer.seal(payload(serial=9))
    checked()
    server.content = signer.seal(payload(serial=9))
    checked()
    server.content = signer.seal(payload(serial=8, version="91"))
    with pytest.raises(UpdateError, match="older than one seen before"):
        checked()
    # Of another address it is the first one.
    assert checked("/beta.json").serial == 8


def test_what_is_not_believed_is_not_remembered(server: Server, checked: Checked) -> None:
    server.content = Signer().seal(payload(serial=2**50))
    with pytest.raises(UpdateError, match="signed by nobody"):
        checked()
    assert load_state().serials == {}


@pytest.mark.parametrize("told", [True, False])
def test_too_much_is_not_read(server: Server, checked: Checked, told: bool) -> None:
    server.content, server.length = b" " * (MOST_BYTES * 40), told
    with pytest.raises(UpdateError, match="the server sends too much"):
        checked()


def test_a_connection_that_ends_early_is_told(
    server: Server, signer: Signer, checked: Checked
) -> None:
    server.content, server.cuts = signer.seal(payload()), [100]
    with pytest.raises(UpdateError, match="the connection broke off"):
        checked()


def test_what_is_no_json_is_told(server: Server, checked: Checked) -> None:
    server.content = b"<html>Please sign in to this network</html>"
    with pytest.raises(UpdateError, match="no announcement of a new version"):
        checked()


def test_a_silent_server_is_not_waited_for_long(server: Server, checked: Checked) -> None:
    server.silent = True
    with pytest.raises(UpdateError, match="the server does not answer"):
        checked(limits=Limits(0.2, 4.0))


def test_neither_is_one_that_drips(server: Server, signer: Signer, checked: Checked) -> None:
    server.content, server.pause_s = signer.seal(payload(notes="x" * 20_000)), 0.2
    with pytest.raises(UpdateError, match="the server does not answer"):
        checked(limits=Limits(2.0, 0.5))


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "ftp://127.0.0.1/update.json", "data:application/json,{}"]
)
def test_no_redirect_leaves_the_web(server: Server, checked: Checked, target: str) -> None:
    server.moved = {"/update.json": target}
    # urllib would go on to FTP, for which this program has nothing.
    with pytest.raises(UpdateError, match=r"the server refuses \(302\)|unknown url type: ftp"):
        checked()


def test_a_redirect_within_the_web_is_followed(
    server: Server, signer: Signer, checked: Checked
) -> None:
    server.content, server.moved = signer.seal(payload()), {"/update.json": "/here.json"}
    assert checked().serial == 7
    assert load_state().serials == {server.address + "/update.json": 7}


@pytest.mark.parametrize(
    ("status", "words"), [(404, "no such file"), (503, "has trouble"), (204, "refuses")]
)
def test_another_answer_is_told(server: Server, checked: Checked, status: int, words: str) -> None:
    server.statuses = [status]
    with pytest.raises(UpdateError, match=words):
        checked()


def test_nobody_at_the_address(known: Publisher) -> None:
    with pytest.raises(UpdateError, match="the connection was refused") as caught:
        check_for_update(
            f"http://127.0.0.1:{free_port()}/u", JobContext(), offline=False, known=known
        )
    assert "http://127.0.0.1" in caught.value.hint


def test_nothing_is_asked_offline(server: Server, checked: Checked) -> None:
    with pytest.raises(UpdateError, match="set to be offline"):
        checked(offline=True)
    assert server.asked == []
    assert load_state().tried is None


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://example.org/a", "example.org", "https://", "http://a b/",
     "https://a:x/", "https://[a/", "javascript:1"],
)  # fmt: skip
def test_an_address_that_is_none_of_the_web(address: str, known: Publisher) -> None:
    with pytest.raises(UpdateError, match="the address of updates is not valid"):
        check_for_update(address, JobContext(), offline=False, known=known)


def test_no_address_and_no_keys_are_told(server: Server, checked: Checked) -> None:
    with pytest.raises(UpdateError, match="no address is set"):
        check_for_update("", JobContext(), offline=False)
    with pytest.raises(UpdateError, match="knows nobody"):
        checked(known=Publisher("", {}))
    assert server.asked == []


def test_one_s_own_address_goes_before_the_built_in_one() -> None:
    known = Publisher("https://example.org/built-in", {})
    assert address_of("  ", known) == "https://example.org/built-in"
    assert address_of(" https://example.org/own ", known) == "https://example.org/own"


def test_a_check_is_given_up_at_once(server: Server, known: Publisher) -> None:
    server.silent = True
    ctx = JobContext()
    threading.Timer(0.2, ctx.cancel).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        check_for_update(server.address, ctx, offline=False, known=known)
    assert time.monotonic() - began < 5


# --- what is remembered ----------------------------------------------------------------------


def test_a_failed_check_counts_as_one(server: Server, checked: Checked) -> None:
    server.statuses = [500]
    with pytest.raises(UpdateError):
        checked()
    assert not load_state().is_due(datetime.datetime.now(datetime.UTC))


@pytest.mark.parametrize(
    ("hours", "due"), [(0, False), (1, False), (23.9, False), (24, True), (900, True), (-1, True)]
)
def test_it_is_due_after_a_day_and_after_a_clock_that_was_put_back(hours: float, due: bool) -> None:
    now = datetime.datetime(2026, 3, 29, 12, tzinfo=datetime.UTC)
    assert UpdateState(now - datetime.timedelta(hours=hours)).is_due(now) is due
    assert UpdateState().is_due(now)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"tried": 5}', '{"tried": "2026-01-01"}', '{"serials": 1}',
     '{"serials": {"a": "b"}}'],
)  # fmt: skip
def test_a_state_that_is_broken_is_no_state(text: str, caplog: pytest.LogCaptureFixture) -> None:
    state_path().parent.mkdir(parents=True)
    state_path().write_text(text, encoding="utf-8")
    assert load_state() == UpdateState()
    assert "not readable" in caplog.text


def test_a_state_comes_back_as_it_was(caplog: pytest.LogCaptureFixture) -> None:
    state = UpdateState(datetime.datetime(2026, 3, 4, 5, 6, 7, tzinfo=datetime.UTC), {"a": 3})
    save_state(state)
    assert load_state() == state
    assert json.loads(state_path().read_text(encoding="utf-8"))["serials"] == {"a": 3}
    assert caplog.text == ""


def test_a_state_that_cannot_be_written_costs_no_check(
    server: Server, signer: Signer, checked: Checked, caplog: pytest.LogCaptureFixture
) -> None:
    state_path().mkdir(parents=True)
    server.content = signer.seal(payload())
    assert checked().serial == 7
    assert "cannot be written" in caplog.text
