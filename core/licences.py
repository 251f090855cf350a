"""The licences of what the program is made of: one readable text, and its entries.

    intro
    ════ … (80 of them)
    numpy 2.4.6
    ════ …
    Licence: BSD-3-Clause
    …
    Licence texts: 3, 7
    ════ …
    Text 3: LICENSE.txt
    ════ …
    the words

A text that several entries share is there once.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import AppError
from core.jobs import JobContext
from core.resources import RESOURCES

LICENCES_FILE = RESOURCES / "licences" / "third-party.txt"
"""Where a packaged program has it. From source it is made when somebody asks for it."""
GENERATOR = RESOURCES.parent / "installer" / "licences.py"

RULE = "═" * 80
_SECTION = re.compile(rf"^{RULE}\n(.+)\n{RULE}\n", re.MULTILINE)
_NUMBERS = re.compile(r"^Licence texts: ([\d, ]+)$", re.MULTILINE)
_TEXT = re.compile(r"Text (\d+): (.+)")
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class LicenceText:
    """The words of a licence, and the name of the file that they are from."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class LicenceEntry:
    """One thing that the program is made of.

    Args:
        name: with its version, where it has one. facts: lines about it.
    """

    name: str
    facts: str
    texts: tuple[LicenceText, ...] = ()

    def whole(self) -> str:
        """Facts and words as one text."""
        parts = [self.facts]
        parts += [f"{text.name}\n{'─' * len(text.name)}\n\n{text.words}" for text in self.texts]
        return "\n\n\n".join(parts) + "\n"


def compose(intro: str, entries: Sequence[LicenceEntry]) -> str:
    """One text of all entries; `parse` reads it.

    Raises:
        ValueError: a text holds the rule that separates them.
    """
    numbers: dict[str, int] = {}
    texts: list[LicenceText] = []
    sections = []
    for entry in entries:
        used = []
        for text in entry.texts:
            # The same words with other breaks of lines are the same.
            key = " ".join(text.words.split())
            if key not in numbers:
                texts.append(text)
                numbers[key] = len(texts)
            if numbers[key] not in used:
                used.append(numbers[key])
        body = entry.facts
        if used:
            body += f"\nLicence texts: {', '.join(map(str, used))}"
        sections.append((entry.name, body))
    sections += [(f"Text {n}: {text.name}", text.words) for n, text in enumerate(texts, 1)]
    for name, body in sections:
        if "\n" in name or RULE in body:
            raise ValueError(f"{name}: cannot be told from a heading")
    return intro + "\n" + "".join(f"\n{RULE}\n{name}\n{RULE}\n{body}\n" for name, body in sections)


def parse(document: str) -> tuple[LicenceEntry, ...]:
    """The entries of a text that `compose` made, in its order.

    Raises:
        ValueError: it is no such text.
    """
    _intro, *pieces = _SECTION.split(document)
    sections = list(zip(pieces[::2], pieces[1::2], strict=True))
    texts: dict[int, LicenceText] = {}
    for name, body in sections:
        if match := _TEXT.fullmatch(name):
            texts[int(match[1])] = LicenceText(match[2], body.strip("\n"))
    entries = []
    for name, body in sections:
        if _TEXT.fullmatch(name):
            continue
        used = _NUMBERS.search(body)
        numbers = [int(n) for n in used[1].split(",")] if used else []
        if not texts.keys() >= set(numbers):
            raise ValueError(f"{name}: a text of it is missing")
        facts = _NUMBERS.sub("", body).strip("\n")
        entries.append(LicenceEntry(name, facts, tuple(texts[n] for n in numbers)))
    if not entries:
        raise ValueError("there is no entry in it")
    return tuple(entries)


def load_licences(ctx: JobContext) -> tuple[LicenceEntry, ...]:
    """Read them; from source, where there is no file, make them of what is installed (seconds).

    Raises:
        AppError: they cannot be read or made.
        Cancelled
    """
    ctx.progress(0, 0, "Collecting licences")
    try:
        if LICENCES_FILE.is_file():
            return parse(LICENCES_FILE.read_text(encoding="utf-8"))
        if getattr(sys, "frozen", False) or not GENERATOR.is_file():
            raise AppError(
                "the licences did not come with the program", "Install it again", LICENCES_FILE
            )
        return parse(_generated(ctx))
    except (OSError, ValueError) as error:
        raise AppError(
            f"the licences cannot be read: {error}", "Install the program again", LICENCES_FILE
        ) from error


def _generated(ctx: JobContext) -> str:
    with tempfile.TemporaryDirectory(prefix="syncreview-") as folder:
        path = Path(folder) / LICENCES_FILE.name
        # On Windows no console flashes up.
        flags: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        with subprocess.Popen(
            [sys.executable, str(GENERATOR), "--out", str(path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, creationflags=flags,
        ) as making:  # fmt: skip
            try:
                while True:
                    ctx.check()
                    try:
                        _out, said = making.communicate(timeout=_LOOK_S)
                        break
                    except subprocess.TimeoutExpired:
                        continue
            except BaseException:
                making.kill()
                raise
        if making.returncode != 0:
            reason = (said.strip().splitlines() or ["?"])[-1]
            raise AppError(
                f"the licences cannot be collected: {reason}",
                "Install what the program needs again, with `make setup`",
            )
        return path.read_text(encoding="utf-8")
