"""What the core says, in the user's language: it speaks English, and knows no window.

`core_messages.json` lists its sentences as templates (`make translations` writes it); a text of the
core is recognised by the template it was made from, and what stands in the gaps is kept, or
recognised in its turn.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache

from core.contract import PluginInfo
from core.registry import builtin_folder
from core.resources import RESOURCES
from gui.language import language
from gui.texts import translated

_GAP = re.compile(r"\{(\w+)\}")
_DEPTH = 4
"""Reasons within reasons: a text that was made to confuse must not cost time without end."""


def core_text(text: str) -> str:
    """A sentence, reason or hint of the core in the user's language; as it is if it is unknown."""
    code = language().code
    return text if code == "en" or not text else _translated(code, text, _DEPTH)


def plugin_text(info: PluginInfo, text: str) -> str:
    """What a plugin's manifest says, in the user's language; one's own plugin says what it says."""
    return core_text(text) if info.folder.parent == builtin_folder() else text


@lru_cache(maxsize=512)
def _translated(code: str, text: str, depth: int) -> str:
    if text in _exact():
        return translated("core", text)
    for pattern, template in _patterns():
        match = pattern.fullmatch(text)
        if match:
            values = match.groupdict()
            if depth:
                values = {n: _translated(code, v, depth - 1) for n, v in values.items()}
            return translated("core", template).format(**values)
    return text


@cache
def messages() -> tuple[str, ...]:
    """All sentences of the core, as templates."""
    path = RESOURCES / "translations" / "core_messages.json"
    return tuple(json.loads(path.read_text(encoding="utf-8")))


@cache
def _exact() -> frozenset[str]:
    return frozenset(text for text in messages() if not _GAP.search(text))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The templates with gaps, those with most words of their own first."""
    gapped = [text for text in messages() if _GAP.search(text)]
    gapped.sort(key=lambda text: -len(_GAP.sub("", text)))
    return tuple((pattern_of(text), text) for text in gapped)


def pattern_of(template: str) -> re.Pattern[str]:
    """What texts made from a template look like."""
    pieces = _GAP.split(template)
    parts = [
        f"(?P<{piece}>.*?)" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    ]
    return re.compile("".join(parts), re.DOTALL)
