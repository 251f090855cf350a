"""A publisher with keys that the test makes, and a server on this machine for what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.updates.envelope import key_id, sealed
from core.updates.publisher import Publisher
from tests.core.weights.server import Server, serving


class Signer:
    """A key of a publisher."""

    def __init__(self) -> None:
        self.private = Ed25519PrivateKey.generate()
        self.public = self.private.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    def seal(self, payload: bytes) -> bytes:
        return sealed(payload, {self.id: self.private.sign(payload)})


def fields(**others: Any) -> dict[str, Any]:
    """A right announcement of a version that is far ahead."""
    return {
        "schema": 1,
        "program": "SyncReview",
        "serial": 7,
        "version": "90.1.0",
        "date": "2026-03-04",
        "notes": "Faster.\n고쳤습니다.",
        "notes_url": "https://example.org/notes",
        "download_url": "https://example.org/download",
    } | others


def payload(**others: Any) -> bytes:
    return json.dumps(fields(**others), ensure_ascii=False).encode()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "집 home"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def signer() -> Signer:
    return Signer()


@pytest.fixture
def known(signer: Signer) -> Publisher:
    return Publisher("", {signer.id: signer.public})


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made
