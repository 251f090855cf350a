"""Run by tests/gui/test_view_hidpi.py in a process of its own, since a screen's scale holds for a
whole process: shows a video and prints as JSON what of it reaches the screen's pixels.
"""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from gui.app import build_app
from gui.player.view import PlayerView
from gui.program import Program
from tests.gui.helpers import picture_of


def wait(until: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 30
    while not until():
        QApplication.processEvents()
        time.sleep(0.002)
        if time.monotonic() > end:
            raise TimeoutError(what)


def on_screen(view: PlayerView) -> dict[str, object]:
    """How far the device pixels of the picture are from the pixels of the image it came as."""
    frame = view.frame
    assert frame is not None
    # Of the whole window: where a view begins between two device pixels, only there it shows.
    shown = picture_of(view.window().grab().toImage())
    ratio, place, corner = view.camera.ratio, view.placement, view.camera.corner
    decoded = picture_of(frame.image)
    start = (place.to_view(QPointF(0, 0)) + corner) * ratio
    left, top = round(start.x()), round(start.y())
    # What of the picture lies in the view, a device pixel inside its edges.
    x0 = max(left, math.ceil(corner.x() * ratio) + 1)
    y0 = max(top, math.ceil(corner.y() * ratio) + 1)
    x1 = min(left + decoded.shape[1], math.floor((corner.x() + view.width()) * ratio) - 1)
    y1 = min(top + decoded.shape[0], math.floor((corner.y() + view.height()) * ratio) - 1)
    part = shown[y0:y1, x0:x1]
    wanted = decoded[y0 - top : y1 - top, x0 - left : x1 - left]
    return {
        "ratio": ratio,
        "image": [decoded.shape[1], decoded.shape[0]],
        "wanted": view.wanted_size(),
        "compared": [part.shape[1], part.shape[0]],
        "offset": [start.x() - left, start.y() - top],
        "far": int(np.abs(part.astype(int) - wanted).max()),
    }


def main(path: Path) -> None:
    app = build_app()
    errors: list[BaseException] = []
    program = Program(app, show_error=errors.append, layout=False)
    program.window.resize(1000, 800)
    program.window.show()
    program.files.open(path)
    view = program.window.view
    wait(lambda: view.frame is not None and not program.filing.busy, "the first frame")
    assert view.frame is not None

    def settled(size: tuple[int, int]) -> Callable[[], bool]:
        def look() -> bool:
            image = view.frame.image if view.frame else None
            return image is not None and (image.width(), image.height()) == size

        return look

    wait(lambda: view.wanted_size() == view.camera.wanted_size(), "the size to settle")
    found: dict[str, object] = {}
    size = view.wanted_size()
    assert size is not None
    wait(settled(size), "the fitted picture")
    found["fit"] = on_screen(view)
    program.actions["actual_size"].trigger()
    video = program.session.video
    assert video is not None
    wait(settled((video.width, video.height)), "the picture in stored pixels")
    found["actual"] = on_screen(view)
    program.window.close()
    if errors:
        raise errors[0]
    print(json.dumps(found))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["SYNCREVIEW_HOME"] = home
        main(Path(sys.argv[1]))
