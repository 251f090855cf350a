"""The subcommand `models`: what weights there are, downloads, imports, checks; without a window."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import AppError, Cancelled, ModelError
from core.jobs import JobContext
from core.progress_text import ProgressPrinter

if TYPE_CHECKING:
    from core.weights.catalogue import WeightsEntry
    from core.weights.installed import Check

_DONE, _SOME_FAILED, _USAGE, _INTERRUPTED = 0, 1, 2, 130


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `models` to the command line."""
    command = commands.add_parser("models", help="the weights of models: list, fetch, import ...")
    what = command.add_subparsers(dest="what", required=True, metavar="WHAT")

    listing = what.add_parser("list", help="every file of the catalogue, and what is installed")
    listing.add_argument("--json", action="store_true", help="print JSON")

    fetching = what.add_parser("fetch", help="download weights; goes on where it stopped")
    fetching.add_argument("ids", nargs="+", metavar="ID")

    importing = what.add_parser("import", help="take files or folders; known by their hash")
    importing.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    what.add_parser("verify", help="read every installed file and check its hash")

    removing = what.add_parser("remove", help="remove installed weights")
    removing.add_argument("ids", nargs="+", metavar="ID")


def models(args: argparse.Namespace, stop: threading.Event) -> int:
    """Carry out `models`; returns the exit code.

    Args:
        stop: set to end it.

    Raises:
        AppError: the folder of weights cannot be made.
    """
    commands: dict[str, Callable[[argparse.Namespace, threading.Event], int]] = {
        "list": _list,
        "fetch": _fetch,
        "import": _import,
        "verify": _verify,
        "remove": _remove,
    }
    try:
        return commands[args.what](args, stop)
    except Cancelled:
        print("cancelled: what was downloaded or copied is kept", file=sys.stderr)
        return _INTERRUPTED


def _list(args: argparse.Namespace, _stop: threading.Event) -> int:
    from core.registry import default_registry
    from core.weights.catalogue import catalogue, find_weights, size_text
    from core.weights.part import part_size

    registry = default_registry()
    rows: list[dict[str, Any]] = []
    for entry in catalogue().values():
        path = find_weights(entry.id)
        rows.append(
            {
                "id": entry.id,
                "file": entry.file,
                "installed": path is not None,
                "path": None if path is None else str(path),
                "downloaded": part_size(entry),
                "size": entry.size,
                "sha256": entry.sha256,
                "url": entry.url,
                "licence": entry.licence,
                "citation": entry.citation,
                "plugins": [info.id for info in registry.users(entry.id)],
            }
        )
    if args.json:
        print(json.dumps({"schema": "syncreview.models/1", "weights": rows}, indent=2))
        return _DONE
    for row in rows:
        state = "installed" if row["installed"] else "not installed"
        if row["downloaded"] and not row["installed"]:
            state = f"{size_text(row['downloaded'])} downloaded"
        print(f"{row['id']:<24} {state:<20} {size_text(row['size']):>9}  {row['file']}")
        print(f"    for      {', '.join(row['plugins']) or 'no plugin that is installed'}")
        print(f"    licence  {row['licence']}")
        print(f"    cite     {row['citation']}")
    return _DONE


def _fetch(args: argparse.Namespace, stop: threading.Event) -> int:
    from core.settings import load_settings
    from core.weights.download import fetch

    entries = _entries(args.ids)
    if entries is None:
        return _USAGE
    offline = load_settings().offline

    def one(entry: WeightsEntry, ctx: JobContext) -> str:
        return f"{fetch(entry, ctx, offline=offline)}"

    return _each(entries, stop, one)


def _remove(args: argparse.Namespace, stop: threading.Event) -> int:
    from core.weights.installed import remove

    entries = _entries(args.ids)
    if entries is None:
        return _USAGE

    def one(entry: WeightsEntry, _ctx: JobContext) -> str:
        remove(entry)
        return f"removed {entry.file}"

    return _each(entries, stop, one)


def _import(args: argparse.Namespace, stop: threading.Event) -> int:
    from core.weights.installed import import_weights

    progress = ProgressPrinter(sys.stderr)
    ctx = JobContext(progress.begin("import"), stop, interval_s=0.5)
    try:
        done = import_weights(args.paths, ctx)
    finally:
        progress.end()
    for entry, path in done.taken:
        print(f"{path}: taken as {entry.id} ({entry.file})")
    for path in done.unknown:
        print(f"not recognised: {path}", file=sys.stderr)
    for error in done.failed:
        print(f"failed: {error}", file=sys.stderr)
    if not done.taken and not done.unknown and not done.failed:
        print("there are no weights in it", file=sys.stderr)
    return _DONE if done.taken and not done.unknown and not done.failed else _SOME_FAILED


def _verify(_args: argparse.Namespace, stop: threading.Event) -> int:
    from core.weights.installed import verify

    progress = ProgressPrinter(sys.stderr)
    ctx = JobContext(progress.begin("verify"), stop, interval_s=0.5)
    try:
        found = verify(ctx)
    finally:
        progress.end()
    for check in found.checks:
        print(f"{check.entry.id:<24} {_state(check)}")
    for path in found.unknown:
        print(f"{'(unknown file)':<24} {path}")
    return _SOME_FAILED if any(c.state == "damaged" for c in found.checks) else _DONE


def _state(check: Check) -> str:
    return f"{check.state}: {check.reason}" if check.reason else check.state


def _entries(ids: Sequence[str]) -> list[WeightsEntry] | None:
    """The entries by their ids; None, and said so, where one is wrong."""
    from core.weights.installed import entry_of

    try:
        return [entry_of(id) for id in ids]
    except ModelError as error:
        print(f"error: {error}", file=sys.stderr)
        return None


def _each(
    entries: list[WeightsEntry],
    stop: threading.Event,
    act: Callable[[WeightsEntry, JobContext], str],
) -> int:
    """Do it for each; one that fails costs no other."""
    progress, failed = ProgressPrinter(sys.stderr), False
    for entry in entries:
        ctx = JobContext(progress.begin(entry.id), stop, interval_s=0.5)
        try:
            text = act(entry, ctx)
        except AppError as error:
            progress.end()
            print(f"failed: {error}", file=sys.stderr)
            failed = True
            continue
        finally:
            progress.end()
        print(text)
    return _SOME_FAILED if failed else _DONE
