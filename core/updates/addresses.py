"""Which texts are addresses of the web."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit


def is_web_address(text: str, schemes: Collection[str] = ("https", "http")) -> bool:
    """Whether something can be fetched from it: one of these schemes and a host, in plain ASCII."""
    try:
        parts = urlsplit(text)
        # Looking at it raises where it is no number.
        _ = parts.port
    except ValueError:
        return False
    printable = all(32 < ord(letter) < 127 for letter in text)
    return printable and parts.scheme in schemes and bool(parts.hostname)
