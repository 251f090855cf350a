"""Which of the system's libraries a build for Linux needs once parts of it were left out.

PyInstaller collects what all of Qt's plugins link to, and puts the system's libraries at the top of
the program's folder. What only a plugin needed that stays outside has nothing to do there either.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

Entry = tuple[str, str, str]
"""A line of PyInstaller's table of contents: name in the program, source, kind. The source of a
SYMLINK is where it points to, seen from its own folder."""

Needs = Callable[[Collection[str]], Mapping[str, Collection[str]]]
"""Gives for paths of libraries the names of the libraries that each is linked with."""

_FILE = re.compile(r"^File: (.+)$")
_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[(.+)\]$")


class Unreadable(Exception):
    """What libraries are linked with cannot be told."""


def linked(paths: Collection[str]) -> dict[str, set[str]]:
    """What readelf says that each of these is linked with, directly.

    Raises:
        Unreadable: there is no readelf, or it cannot read one of them.
    """
    paths = sorted(set(paths))
    if not paths:
        return {}
    try:
        # Without a second file it would not say which one it tells of.
        done = subprocess.run(
            ["readelf", "--dynamic", "--wide", *paths, paths[0]],
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            text=True,
        )
    except OSError as error:
        raise Unreadable(f"readelf, of the package binutils, does not start: {error}") from error
    if done.returncode != 0 or done.stderr:
        raise Unreadable(f"readelf cannot read all libraries of the build:\n{done.stderr.strip()}")
    return told(done.stdout)


def told(text: str) -> dict[str, set[str]]:
    """What is in the words of `readelf --dynamic FILE FILE ...`."""
    found: dict[str, set[str]] = {}
    names: set[str] = set()
    for line in text.splitlines():
        if match := _FILE.match(line):
            names = found.setdefault(match[1], set())
        elif match := _NEEDED.search(line):
            names.add(match[1])
    return found


def reached(
    everything: Iterable[Entry], kept: Iterable[Entry], needs: Needs = linked
) -> list[Entry]:
    """Of the kept entries, those without the libraries at the top that nothing kept links to.

    A library at the top that nothing linked to in the first place stays: Python's own, and whatever
    is opened by its name at run time.

    Args:
        everything: the binaries before parts were left out. kept: after it.
    """
    everything, kept = list(everything), list(kept)
    linked_with = needs({source for _, source, kind in everything + kept if kind != "SYMLINK"})

    by_name: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in kept:
        by_name[posixpath.basename(entry[0])].append(entry)
    asked_for = {
        name
        for _, source, kind in everything
        if kind != "SYMLINK"
        for name in linked_with.get(source, ())
    }

    todo = [e for e in kept if not _is_at_the_top(e) or e[0] not in asked_for]
    found = set(todo)
    while todo:
        for name in linked_with.get(todo.pop()[1], ()):
            new = [entry for entry in by_name[name] if entry not in found]
            found.update(new)
            todo += new
    return [entry for entry in kept if entry in found]


def _is_at_the_top(entry: Entry) -> bool:
    name, _, kind = entry
    return "/" not in name and kind == "BINARY"


def without_dangling(entries: Iterable[Entry], others: Iterable[Entry] = ()) -> list[Entry]:
    """The entries without the links whose aim is neither among them nor among the others."""
    entries = list(entries)
    outside = {name for name, _, _ in others}
    while True:
        there = outside | {name for name, _, _ in entries}
        left = [entry for entry in entries if entry[2] != "SYMLINK" or _aim(entry) in there]
        if len(left) == len(entries):
            return left
        entries = left


def _aim(entry: Entry) -> str:
    name, aim, _ = entry
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), aim))
