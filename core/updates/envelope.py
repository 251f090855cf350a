"""A signed message: the exact bytes of a payload, and who signed them.

    {"payload": BASE64, "signatures": {KEY ID: BASE64, ...}}

Signatures are Ed25519 (RFC 8032) over the payload's bytes. With several of them a key can be
changed for another one: programs that know either believe the message.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from core.errors import UpdateError

MOST_SIGNATURES = 8
KEY_BYTES = 32
"""Of a public key and of a private one."""

_HINT = "Nothing was taken from it. Ask whoever publishes the program"


def key_id(public: bytes) -> str:
    """By which a public key is named: the first 16 digits of its SHA-256, lower-case hex."""
    return hashlib.sha256(public).hexdigest()[:16]


def sealed(payload: bytes, signatures: Mapping[str, bytes]) -> bytes:
    """The message as it is published; see `opened`."""
    return json.dumps(
        {
            "payload": base64.b64encode(payload).decode(),
            "signatures": {id: base64.b64encode(s).decode() for id, s in signatures.items()},
        },
        indent=1,
    ).encode()


def opened(message: bytes, keys: Mapping[str, bytes]) -> bytes:
    """The payload, if one of these keys signed it and none that is known signed another one.

    Args:
        keys: public ones, 32 bytes each, by their ids.

    Raises:
        UpdateError: it is no message of this form, of nobody who is known, or was changed.
    """
    payload, signatures = _parts(message)
    known = {id: signature for id, signature in signatures.items() if id in keys}
    if not known:
        raise UpdateError(
            "the announcement of a new version is signed by nobody that this program knows", _HINT
        )
    # Here and not above: nobody who does not ask for updates waits for it.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    for id, signature in known.items():
        try:
            Ed25519PublicKey.from_public_bytes(keys[id]).verify(signature, payload)
        except InvalidSignature as error:
            raise UpdateError(
                "the announcement of a new version was changed after it was signed", _HINT
            ) from error
    return payload


def _parts(message: bytes) -> tuple[bytes, dict[str, bytes]]:
    try:
        given = parse(message)
        signatures = given["signatures"]
        if not isinstance(signatures, dict) or len(signatures) > MOST_SIGNATURES:
            raise ValueError("no table of signatures")
        return _decoded(given["payload"]), {id: _decoded(s) for id, s in signatures.items()}
    except (ValueError, KeyError) as error:
        raise UpdateError(
            "what the server sends is no announcement of a new version",
            "Check the address of updates in the settings",
        ) from error


def parse(text: bytes) -> dict[str, Any]:
    """A JSON object in UTF-8.

    Raises:
        ValueError: it is none.
    """
    try:
        given = json.loads(text.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(given, dict):
        raise ValueError("not an object")
    return given


def _decoded(text: Any) -> bytes:
    if not isinstance(text, str):
        raise ValueError("not a text")
    return base64.b64decode(text, validate=True)
