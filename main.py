"""SyncReview: the window by default, subcommands for headless work."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from pathlib import Path

from core import cli, console

COMMANDS = ("analyze", "export", "findings", "rescore", "models")
"""Those that need no window."""


def main(argv: list[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    begin = time.perf_counter()
    console.ensure_streams()
    args = cli.parse(sys.argv[1:] if argv is None else argv)
    if args.self_test is not None or args.command in COMMANDS:
        console.close_splash()
    if args.self_test is not None:
        from gui.selftest import self_test

        return self_test(args.self_test)
    if args.command in COMMANDS:
        return cli.run(args)
    paths: list[Path] = getattr(args, "paths", [])
    screenshot: Path | None = getattr(args, "screenshot", None)
    return _window(paths, screenshot, begin if args.time_start else None)


def _window(paths: list[Path], screenshot: Path | None, begin: float | None) -> int:
    if _no_display():
        if screenshot is None and begin is None:
            print(
                "error: there is no display. Work without one with the command `analyze VIDEO`, "
                "or write a picture of the window with `open FILE --screenshot PICTURE`",
                file=sys.stderr,
            )
            return cli.USAGE
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from gui.app import run_window

    return run_window(paths, screenshot, begin)


def _no_display() -> bool:
    """Whether Qt would abort for want of a display."""
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in wanted)


if __name__ == "__main__":
    # First: a process that was started to work for the frozen program must not open a window.
    multiprocessing.freeze_support()
    sys.exit(main())
