"""Reads and fills a .ts file, Qt's table of translations."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

Text = tuple[str, str]
"""Context and source text."""


def entries(ts: Path) -> Iterator[tuple[Text, ElementTree.Element]]:
    """The messages of a .ts, each with its translation's element."""
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            name, source = context.findtext("name") or "", message.findtext("source") or ""
            yield (name, source), translation


def unfinished(ts: Path) -> list[Text]:
    """What has no translation, or a doubtful one."""
    return [
        text
        for text, translation in entries(ts)
        if translation.get("type") == "unfinished" or not translation.text
    ]


def wrong_gaps(ts: Path) -> list[Text]:
    """Translations whose {placeholders} are not those of the text."""

    def gaps(text: str) -> list[str]:
        return sorted(set(re.findall(r"\{\w+\}", text)))

    return [
        text
        for text, translation in entries(ts)
        if translation.text and gaps(text[1]) != gaps(translation.text)
    ]


def fill(ts: Path, given: dict[str, dict[str, str]]) -> int:
    """Put in translations, {context: {text: translation}}. Returns how many fitted."""
    tree, count = ElementTree.parse(ts), 0
    for context in tree.getroot().iter("context"):
        words = given.get(context.findtext("name") or "", {})
        for message in context.iter("message"):
            translation = message.find("translation")
            said = words.get(message.findtext("source") or "")
            if said and translation is not None:
                translation.text = said
                translation.attrib.pop("type", None)
                count += 1
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    body = ElementTree.tostring(tree.getroot(), encoding="unicode")
    ts.write_text(head + body + "\n", encoding="utf-8")
    return count


def missing_as_toml(ts: Path) -> str:
    """What has no translation, as a TOML file with empty values."""
    lines: list[str] = []
    former = ""
    for context, text in unfinished(ts):
        if context != former:
            lines += ["", f"[{context}]"]
            former = context
        lines.append(f'{json.dumps(text, ensure_ascii=False)} = ""')
    return "\n".join(lines).strip()
