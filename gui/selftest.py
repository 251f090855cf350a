"""`--self-test`: the checks of core.selftest, and the real window with the demo clip."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from core.selftest import SelfTest, check_core, demo_clip
from core.settings import HOME_VARIABLE

_TIMEOUT_S = 60.0


def self_test() -> int:
    """Run all checks and print their report as JSON. Returns 0, or 1 if one failed."""
    test = SelfTest()
    check_core(test)
    test.check("window: open, decode, paint", _window)
    report = test.report()
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return 0 if report["ok"] else 1


def _window() -> dict[str, Any]:
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.app import build_app
    from gui.program import Program

    errors: list[BaseException] = []
    before = os.environ.get(HOME_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="syncreview-") as home:
        # The person's own drafts and settings stay untouched.
        os.environ[HOME_VARIABLE] = home
        try:
            app = build_app()
            program = Program(app, show_error=errors.append, layout=False)
            program.window.show()
            program.files.open(Path(demo_clip()))
            until = time.monotonic() + _TIMEOUT_S
            while (
                program.window.view.frame is None or program.session.peaks is None
            ) and not errors:
                app.processEvents()
                time.sleep(0.005)
                if time.monotonic() > until:
                    raise TimeoutError("the clip was not shown in time")
            program.window.close()
        finally:
            if before is None:
                del os.environ[HOME_VARIABLE]
            else:
                os.environ[HOME_VARIABLE] = before
    if errors:
        raise errors[0]
    frame = program.window.view.frame
    assert frame is not None
    return {"platform": app.platformName(), "picture": [frame.image.width(), frame.image.height()]}
