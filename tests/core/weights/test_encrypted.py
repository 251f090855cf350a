"""Downloads over an encrypted connection: trusted, not trusted, left, cancelled."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import ModelError
from core.jobs import JobContext
from core.weights.download import Patience, fetch
from tests.core.weights.getting import cancel_meanwhile
from tests.core.weights.server import CONTENT, Server, serving

QUICK = Patience(timeout_s=5.0, waits_s=(0.01,))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1, signed by itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the program openssl to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    paths = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-out", str(paths[0]), "-keyout", str(paths[1])]
    subprocess.run(command, check=True, capture_output=True)
    return paths


@pytest.fixture
def encrypted(certificate: tuple[Path, Path]) -> Iterator[Server]:
    with serving(certificate) as made:
        yield made


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.mark.usefixtures("trusted")
def test_a_trusted_server_gives_the_file(encrypted: Server) -> None:
    encrypted.cuts = [100_000]
    path = fetch(encrypted.entry(), JobContext(), offline=False, patience=QUICK)
    assert path.read_bytes() == CONTENT
    assert encrypted.ranges_asked == [None, "bytes=100000-"]


def test_one_that_is_not_trusted_gives_none(encrypted: Server) -> None:
    with pytest.raises(ModelError) as caught:
        fetch(encrypted.entry(), JobContext(), offline=False, patience=QUICK)
    assert "the server's certificate is not trusted" in caught.value.user_text
    assert encrypted.asked == []


@pytest.mark.usefixtures("trusted")
def test_it_is_not_sent_on_to_an_address_without_encryption(
    encrypted: Server, server: Server
) -> None:
    encrypted.moved = {"/small.pth": f"{server.address}/small.pth"}
    with pytest.raises(ModelError) as caught:
        fetch(encrypted.entry(), JobContext(), offline=False, patience=QUICK)
    assert "it is sent on to an address without encryption" in caught.value.user_text
    assert server.asked == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("silent", [False, True])
def test_a_cancel_does_not_wait_for_the_network(encrypted: Server, silent: bool) -> None:
    encrypted.silent, encrypted.pause_s = silent, 0.05
    cancel_meanwhile(encrypted, 0.5, Patience(timeout_s=60.0))
