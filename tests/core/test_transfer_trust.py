"""Whom encrypted connections trust."""

from __future__ import annotations

import ssl

import pytest

from core import transfer


def test_the_machines_certificates_are_trusted_where_there_are_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = ssl.get_default_verify_paths()
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: found._replace(cafile="/a.pem"))
    assert transfer.trusting() is None
    monkeypatch.setattr(
        ssl, "get_default_verify_paths", lambda: found._replace(cafile=None, capath="/certs")
    )
    assert transfer.trusting() is None


def test_a_frozen_program_from_another_machine_brings_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = ssl.get_default_verify_paths()._replace(cafile=None, capath=None)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: found)
    monkeypatch.setattr(transfer, "_ON_WINDOWS", False)
    context = transfer.trusting()
    assert context is not None
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert len(context.get_ca_certs()) > 50
