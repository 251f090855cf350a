"""A review of the demo clip by the keyboard alone, with the strokes counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pycocotools.coco import COCO
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QWidget

from core.model.values import VerdictValue
from core.review.finding import FindingKind
from gui.dialogs.export_coco import ExportCocoDialog
from gui.program import Program
from tests.gui.helpers import wait_frame, wait_idle

Key = Qt.Key
NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Keyboard:
    """Sends keys to whatever has the focus, as a keyboard does, and counts them."""

    def __init__(self) -> None:
        self.strokes = 0

    def press(self, key: Key, keys: Qt.KeyboardModifier = NONE) -> None:
        self.strokes += 1
        QTest.keyClick(self._target(), key, keys)

    def write(self, text: str) -> None:
        """Typed text; a path is not counted."""
        QTest.keyClicks(self._target(), text)

    def _target(self) -> QWidget:
        target = QApplication.focusWidget() or QApplication.activeWindow()
        assert target is not None
        return target


def activate(window: QWidget, qtbot: Any) -> None:
    """As the window manager does with a window that opens."""
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def focus_by_tab(keyboard: Keyboard, wanted: Callable[[QWidget], bool]) -> None:
    """Press Tab until the wanted widget has the focus."""
    for _ in range(30):
        focus = QApplication.focusWidget()
        if focus is not None and wanted(focus):
            return
        keyboard.press(Key.Key_Tab)
    raise AssertionError("Tab does not come there")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_demo_clip_is_reviewed_by_keys_alone(
    program: Program, tmp_path: Path, qtbot: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    keyboard, session, window = Keyboard(), program.session, program.window
    activate(window, qtbot)

    # Open the demo clip from the empty window.
    focus_by_tab(keyboard, lambda w: w is window.welcome.demo_button)
    keyboard.press(Key.Key_Space)
    wait_idle(program, qtbot, 30000)
    wait_frame(program, qtbot)
    window.view.setFocus()

    # Analyse, for real.
    keyboard.press(Key.Key_R, CTRL)
    assert program.analysis.running
    qtbot.waitUntil(lambda: not program.analysis.running, timeout=500_000)
    qtbot.waitUntil(lambda: program.review.findings.ready, timeout=20000)
    doc = session.document
    assert len(doc.tracks) == 4

    # The most doubtful finding: the late sound of the second speaker. Out of sync.
    keyboard.press(Key.Key_N)
    current = program.review.findings.current
    assert current is not None
    assert current.kind is FindingKind.OFFSET_OUTSIDE
    late = session.selected
    assert late == current.track_id
    wait_frame(program, qtbot)
    keyboard.press(Key.Key_2)
    verdict = doc.track_verdict(late)  # type: ignore[arg-type]
    assert verdict is not None
    assert verdict.value is VerdictValue.OUT_OF_SYNC

    # Fix a box: a second later, three pixels to the right and a little larger.
    keyboard.press(Key.Key_Right, CTRL)
    wait_frame(program, qtbot)
    before = program.editing.box_here()
    assert before is not None
    for _ in range(3):
        keyboard.press(Key.Key_Right, ALT | SHIFT)
    keyboard.press(Key.Key_Period)
    after = program.editing.box_here()
    assert after is not None
    assert after.center[0] == pytest.approx(before.center[0] + 3, abs=0.1)
    assert after.width > before.width

    # Split the track here, and take it back.
    keyboard.press(Key.Key_S)
    assert len(doc.tracks) == 5
    keyboard.press(Key.Key_Z, CTRL)
    assert len(doc.tracks) == 4
    keyboard.press(Key.Key_Y, CTRL)
    assert len(doc.tracks) == 5

    # The next findings: whoever is silent does not speak.
    qtbot.waitUntil(lambda: program.review.findings.ready, timeout=20000)
    keyboard.press(Key.Key_N)
    keyboard.press(Key.Key_3)
    qtbot.waitUntil(lambda: program.review.findings.ready, timeout=20000)

    # Export to a file of one's own.
    target = tmp_path / "by_keys.json"
    keyboard.press(Key.Key_E, CTRL)
    dialog = window.findChild(ExportCocoDialog)
    assert dialog is not None
    activate(dialog, qtbot)
    focus_by_tab(keyboard, lambda w: isinstance(w, QLineEdit) and w.text().endswith("_coco.json"))
    keyboard.press(Key.Key_A, CTRL)
    keyboard.write(str(target))
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(target.exists, timeout=60000)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=20000)
    summary = window.findChild(QMessageBox)
    assert summary is not None
    activate(summary, qtbot)
    keyboard.press(Key.Key_Return)
    wait_idle(program, qtbot, 30000)

    coco = COCO(str(target))
    assert len(coco.imgs) == 650
    judged = {a["track_id"]: a["attributes"]["verdict"] for a in coco.dataset["annotations"]}
    assert judged[late] == "out of sync"
    assert len(judged) == 5
    with capsys.disabled():
        print(f"\nreviewed by keys alone: {keyboard.strokes} strokes beside the file's name")
    assert keyboard.strokes < 60
