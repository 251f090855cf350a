"""What is signed is believed, and nothing else; what is believed is still looked at."""

from __future__ import annotations

import base64
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import __version__
from core.errors import UpdateError
from core.updates.announcement import MOST_NOTES, read_announcement
from core.updates.envelope import MOST_SIGNATURES, opened, sealed
from core.updates.publisher import publisher, read_publisher
from tests.core.updates.conftest import Signer, fields, payload
from tests.package.repo import loaded_by, product_modules


def test_the_exact_bytes_come_back(signer: Signer) -> None:
    odd = b' {"a" :1}\n'
    assert opened(signer.seal(odd), {signer.id: signer.public}) == odd


def test_a_signature_of_somebody_else_is_worth_nothing(signer: Signer) -> None:
    with pytest.raises(UpdateError, match="signed by nobody that this program knows"):
        opened(Signer().seal(payload()), {signer.id: signer.public})
    with pytest.raises(UpdateError, match="signed by nobody"):
        opened(sealed(payload(), {}), {signer.id: signer.public})


def test_another_payload_under_the_signature_is_refused(signer: Signer) -> None:
    message = json.loads(signer.seal(payload()))
    message["payload"] = base64.b64encode(payload(version="99")).decode()
    with pytest.raises(UpdateError, match="changed after it was signed"):
        opened(json.dumps(message).encode(), {signer.id: signer.public})


def test_the_name_of_a_known_key_does_not_make_a_signature_right(signer: Signer) -> None:
    other = Signer()
    message = sealed(payload(), {signer.id: other.private.sign(payload())})
    with pytest.raises(UpdateError, match="changed after it was signed"):
        opened(message, {signer.id: signer.public})


def test_with_two_signatures_the_program_needs_to_know_one(signer: Signer) -> None:
    new, text = Signer(), payload()
    message = sealed(text, {s.id: s.private.sign(text) for s in (signer, new)})
    for one in (signer, new):
        assert opened(message, {one.id: one.public}) == text


def test_a_wrong_one_beside_a_right_one_is_refused(signer: Signer) -> None:
    other, text = Signer(), payload()
    wrong = sealed(text, {signer.id: signer.private.sign(text), other.id: b"\0" * 64})
    with pytest.raises(UpdateError, match="changed after it was signed"):
        opened(wrong, {s.id: s.public for s in (signer, other)})


@pytest.mark.parametrize(
    "message",
    [
        b"", b"<html>", b"[]", b"{}", b"null", b'"a"', "{}".encode("utf-16"), b"\xff",
        b"[" * 100_000, b'{"payload": "e30="}', b'{"payload": 1, "signatures": {}}',
        b'{"payload": "e30=", "signatures": []}', b'{"payload": "e30", "signatures": {}}',
        b'{"payload": "e3 0=", "signatures": {"a": "AA=="}}',
        b'{"payload": "e30=", "signatures": {"a": null}}',
        json.dumps({"payload": "", "signatures": dict.fromkeys("abcdefghi", "")}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_message(message: bytes, signer: Signer) -> None:
    assert len("abcdefghi") > MOST_SIGNATURES
    with pytest.raises(UpdateError, match="no announcement of a new version"):
        opened(message, {signer.id: signer.public})


# --- what it says ----------------------------------------------------------------------------


def test_a_right_one_is_read() -> None:
    found = read_announcement(payload(added_later="is left alone"))
    assert found.version == "90.1.0"
    assert found.date == date(2026, 3, 4)
    assert found.notes == "Faster.\n고쳤습니다."
    assert found.download_url == "https://example.org/download"
    assert found.is_newer
    assert read_announcement(payload(notes_url="")).notes_url == ""


@pytest.mark.parametrize("version", [__version__, "0.0.1", f"{__version__}rc1"])
def test_the_same_or_an_older_version_is_not_newer(version: str) -> None:
    assert not read_announcement(payload(version=version)).is_newer


@pytest.mark.parametrize(
    "changed",
    [
        {"serial": 0}, {"serial": True}, {"serial": "7"}, {"serial": 1.5}, {"serial": 2**60},
        {"version": "newest"}, {"version": 2}, {"version": "1" * 61},
        {"date": "yesterday"}, {"date": 20260304}, {"date": "2026-13-01"},
        {"notes": None}, {"notes": "x" * (MOST_NOTES + 1)}, {"notes": "a\x1b[31mb"},
        {"download_url": ""}, {"download_url": "http://example.org/"},
        {"download_url": "file:///etc/passwd"}, {"download_url": "javascript:alert(1)"},
        {"download_url": "https:///download"}, {"download_url": "https://example.org/a b"},
        {"download_url": "https://example.org@evil.org/"}, {"download_url": "https://exämple.org/"},
        {"download_url": "https://example.org/\n"}, {"download_url": "https://[bad/"},
        {"notes_url": "http://example.org/"}, {"notes_url": "https://a/" + "x" * 2000},
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_though_it_is_signed(changed: dict[str, Any]) -> None:
    field = next(iter(changed))
    with pytest.raises(UpdateError, match=rf"is signed, but not right: .*\b{field}\b"):
        read_announcement(payload(**changed))


@pytest.mark.parametrize("name", [n for n in fields() if n != "notes_url"])
def test_no_field_may_be_missing(name: str) -> None:
    given = fields()
    del given[name]
    with pytest.raises(UpdateError, match=name):
        read_announcement(json.dumps(given).encode())


def test_one_for_another_program_or_of_a_later_form_is_told_as_such() -> None:
    with pytest.raises(UpdateError, match="it is for OtherProgram"):
        read_announcement(payload(program="OtherProgram"))
    with pytest.raises(UpdateError, match="has the form 2, which this version cannot read"):
        read_announcement(payload(schema=2))


def test_nobody_waits_for_cryptography_who_does_not_check() -> None:
    names = [name for name in product_modules("core") if name.startswith("core.updates")]
    assert "core.updates.envelope" in names
    assert loaded_by([*names, "core.licences"], ("cryptography",)) == []


# --- who is known ----------------------------------------------------------------------------


def test_the_built_in_set_is_readable() -> None:
    known = publisher()
    assert known.address == "" or known.address.startswith("https://")
    assert all(len(public) == 32 for public in known.keys.values())


def test_a_key_under_the_name_of_another_is_a_mistake(tmp_path: Path, signer: Signer) -> None:
    path, other = tmp_path / "updates.toml", Signer()
    encoded = base64.b64encode(signer.public).decode()
    path.write_text(f'address = ""\n[[keys]]\nid = "{signer.id}"\npublic = "{encoded}"\n')
    assert read_publisher(path).keys == {signer.id: signer.public}
    path.write_text(f'address = ""\n[[keys]]\nid = "{other.id}"\npublic = "{encoded}"\n')
    with pytest.raises(ValueError, match="is not what it should be"):
        read_publisher(path)
