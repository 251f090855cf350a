"""`--self-test`: the checks of core.selftest, and the real window with the demo clip."""

from __future__ import annotations

import faulthandler
import io
import json
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from core import files
from core.selftest import SelfTest, check_core, demo_clip, own_home

FAILED, BROKEN, HUNG = 1, 2, 3
"""Exit codes: a check failed; an error that nothing caught; nothing moved for too long."""

_WINDOW_S = 60.0
_WATCHDOG_S = 300.0


def self_test(target: Path = Path("-")) -> int:
    """Run all checks and write their report as JSON.

    An error in a slot or a thread, which nobody could catch, and a check that hangs end the
    process, with a report: in a frozen program both would otherwise just stand still.

    Args:
        target: the file that takes the report; "-" is standard output.

    Returns:
        0, or `FAILED`.
    """
    test = SelfTest()
    with guarded(test, target):
        check_core(test)
        test.check("window: open, decode, paint", _window)
        try:
            _write(test.report(), target)
        except OSError as error:
            sys.stderr.write(f"error: the report cannot be written to {target}: {error}\n")
            return FAILED
    return 0 if test.report()["ok"] else FAILED


@contextmanager
def guarded(test: SelfTest, target: Path, limit_s: float = _WATCHDOG_S) -> Iterator[None]:
    """End the process with a report at an error that nothing caught, or if nothing moves."""
    lock, done = threading.Lock(), threading.Event()

    def end(code: int, reason: str) -> None:
        with lock:  # whoever comes second waits for the end
            try:
                test.fail("the program itself", reason)
                _write(test.report(), target)
                sys.stderr.flush()
            finally:
                os._exit(code)

    def on_error(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        end(BROKEN, "".join(traceback.format_exception(kind, error, trace)))

    def on_thread_error(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value if args.exc_value is not None else args.exc_type()
        on_error(args.exc_type, error, args.exc_traceback)

    def watch() -> None:
        while not done.wait(1.0):
            if time.monotonic() - test.last_sign > limit_s:
                with suppress(Exception):
                    faulthandler.dump_traceback(all_threads=True)
                end(HUNG, f"nothing moved for {limit_s:.0f} s")

    hooks = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = on_error, on_thread_error
    watchdog = threading.Thread(target=watch, name="watchdog", daemon=True)
    watchdog.start()
    try:
        yield
    finally:
        done.set()
        watchdog.join()
        sys.excepthook, threading.excepthook = hooks


def _write(report: dict[str, Any], target: Path) -> None:
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    if target != Path("-"):
        with files.replacing(target) as temporary:
            temporary.write_text(text, encoding="utf-8")
    else:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        sys.stdout.write(text)
        sys.stdout.flush()


def _window() -> dict[str, Any]:
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.app import build_app
    from gui.program import Program

    errors: list[BaseException] = []
    # The person's own drafts and settings stay untouched.
    with tempfile.TemporaryDirectory(prefix="syncreview-") as home, own_home(home):
        app = build_app()
        program = Program(app, show_error=errors.append, layout=False)
        window = program.window
        try:
            window.show()
            program.files.open(Path(demo_clip()))
            until = time.monotonic() + _WINDOW_S
            while (window.view.frame is None or program.session.peaks is None) and not errors:
                app.processEvents()
                time.sleep(0.005)
                if time.monotonic() > until:
                    raise TimeoutError("the clip was not shown in time")
            picture, frame = window.grab().toImage(), window.view.frame
        finally:
            # Its threads would keep the process from ending.
            program.close()
            app.processEvents()
    if errors:
        raise errors[0]
    assert frame is not None
    colours = {
        picture.pixel(x, y)
        for x in range(0, picture.width(), 8)
        for y in range(0, picture.height(), 8)
    }
    if len(colours) < 16:
        raise RuntimeError(f"the window's picture has {len(colours)} colours")
    return {
        "platform": app.platformName(),
        "window": [picture.width(), picture.height()],
        "picture": [frame.image.width(), frame.image.height()],
    }
