"""Keyboard, screen readers, contrast: everything has a name, a way to it and a visible focus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QProgressBar,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from gui.dialogs.export_coco import ExportCocoDialog
from gui.dialogs.go_to import GoToDialog
from gui.panels import FocusRing
from gui.program import Program
from gui.theme import load_theme
from tests.gui.helpers import analyse_by_hand, open_file

_INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
    QProgressBar, QTextEdit,
)  # fmt: skip


def nameless(root: QWidget) -> list[str]:
    """Widgets of which a screen reader could say nothing."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, _INTERACTIVE) or isinstance(widget, QScrollBar):
            continue
        parent = widget.parentWidget()
        # The list of a combo box, which speaks for it.
        if widget.window().windowType() == Qt.WindowType.Popup:
            continue
        # Parts of a larger one, which speaks for them; what Qt adds to bars and tables.
        if isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit) or (
            widget.objectName().startswith("qt_") and not widget.isVisible()
        ):
            continue
        if isinstance(parent, QAbstractItemView) and isinstance(widget, QAbstractButton):
            continue
        if type(widget).__name__ in ("QHeaderView", "QComboBoxListView"):
            continue
        texts = [widget.accessibleName()]
        if isinstance(widget, QAbstractButton):
            texts.append(widget.text())
            texts.append(widget.toolTip())
        if not any(texts) and not _has_label(root, widget):
            found.append(
                f"{type(widget).__name__} {widget.objectName()} in {type(parent).__name__}"
            )
    return found


def _has_label(root: QWidget, widget: QWidget) -> bool:
    from PySide6.QtWidgets import QLabel

    return any(label.buddy() is widget for label in root.findChildren(QLabel))


@pytest.fixture
def reviewed(program: Program, demo_clip: Path, qtbot: Any) -> Program:
    open_file(program, demo_clip, qtbot)
    analyse_by_hand(program)
    program.session.select(program.session.tracks[0].id)
    return program


def test_everything_in_the_window_has_a_name(reviewed: Program) -> None:
    reviewed.viewing.look_panel.open()
    reviewed.actions["face_panel"].setChecked(True)
    assert nameless(reviewed.window) == []


@pytest.mark.parametrize("name", ["settings", "keys", "list", "models", "export", "go to"])
def test_everything_in_the_dialogs_has_a_name(name: str, reviewed: Program, qtbot: Any) -> None:
    window = reviewed.window
    make: dict[str, Callable[[], QDialog]] = {
        "settings": reviewed.app_control.show_settings,
        "keys": reviewed.app_control.edit_keys,
        "list": reviewed.app_control.show_key_list,
        "models": reviewed.app_control.show_models,
        "export": lambda: ExportCocoDialog(Path("/a.json"), [1, 2], 1, window),
        "go to": lambda: GoToDialog(reviewed.session, window),
    }
    dialog = make[name]()
    dialog.show()
    qtbot.waitExposed(dialog)
    assert nameless(dialog) == []
    dialog.close()


def test_actions_in_bars_tell_their_keys(reviewed: Program) -> None:
    for button in reviewed.window.transport.findChildren(QAbstractButton):
        assert button.toolTip(), button.text()
    for name in ("play", "draw", "analyse", "undo", "fit", "hear_corrected"):
        action = reviewed.actions[name]
        assert reviewed.actions.key_text(name) in action.toolTip()


# --- by keyboard -------------------------------------------------------------------------------


def panel_of_focus(program: Program) -> str:
    focus, window = QApplication.focusWidget(), program.window
    places = {"picture": window.view, **{n: d.widget() for n, d in window.docks.items()}}
    for name, place in places.items():
        if focus is place or (focus is not None and place.isAncestorOf(focus)):
            return name
    return ""


def test_f6_goes_round_the_panels_and_back(reviewed: Program, qtbot: Any) -> None:
    reviewed.window.activateWindow()
    reviewed.window.view.setFocus()
    names = []
    for _ in range(6):
        reviewed.actions["next_panel"].trigger()
        names.append(panel_of_focus(reviewed))
    assert names == ["timeline", "tracks", "inspector", "findings", "videos", "picture"]
    reviewed.actions["previous_panel"].trigger()
    assert panel_of_focus(reviewed) == "videos"
    # A closed panel is left out, one that was opened is not.
    reviewed.window.docks["findings"].hide()
    reviewed.actions["previous_panel"].trigger()
    assert panel_of_focus(reviewed) == "inspector"
    reviewed.window.docks["history"].show()
    reviewed.window.view.setFocus()
    reviewed.actions["previous_panel"].trigger()
    assert panel_of_focus(reviewed) == "history"


@pytest.mark.parametrize(
    ("raised", "hidden"), [("findings", "inspector"), ("inspector", "findings")]
)
def test_f6_brings_a_panel_out_from_behind_a_tab(
    raised: str, hidden: str, reviewed: Program, qtbot: Any
) -> None:
    window = reviewed.window
    window.activateWindow()
    window.docks[raised].raise_()
    QApplication.processEvents()
    assert window.docks[hidden].visibleRegion().isEmpty()
    window.view.setFocus()
    while panel_of_focus(reviewed) != hidden:
        reviewed.actions["next_panel"].trigger()
        assert panel_of_focus(reviewed) != "picture"
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert not focus.visibleRegion().isEmpty()


def test_f6_stays_on_the_page_of_all_videos(reviewed: Program) -> None:
    reviewed.window.activateWindow()
    reviewed.actions["project_view"].trigger()
    reviewed.window.setFocus()
    reviewed.actions["next_panel"].trigger()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert reviewed.project.panel.isAncestorOf(focus)


def test_f6_works_before_anything_is_open(program: Program) -> None:
    program.window.activateWindow()
    program.actions["next_panel"].trigger()
    assert QApplication.focusWidget() is program.window.welcome.video_button


def test_tab_reaches_every_field(reviewed: Program, qtbot: Any) -> None:
    window = reviewed.window
    window.activateWindow()
    window.view.setFocus()
    reached: set[QWidget] = set()
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    transport, inspector = window.transport, reviewed.inspector
    wanted = {
        window.view, window.tracks.table, window.videos, inspector.name, transport.speed,
        transport.volume.slider, transport.correction.source, reviewed.choices.detector,
        reviewed.choices.scorer, reviewed.choices.device, *inspector.buttons,
    }  # fmt: skip
    missing = wanted - reached
    assert {type(widget).__name__ for widget in missing} == set()


def test_single_keys_of_reviewing_work_on_a_focused_choice(reviewed: Program, qtbot: Any) -> None:
    """A combo box would take letters to search its list."""
    reviewed.choices.device.setFocus(Qt.FocusReason.TabFocusReason)
    before = reviewed.choices.device.currentIndex()
    qtbot.keyClick(reviewed.choices.device, Qt.Key.Key_C)
    assert reviewed.choices.device.currentIndex() == before


def test_the_focus_is_seen_when_keys_move_it(reviewed: Program, qtbot: Any) -> None:
    window = reviewed.window
    window.activateWindow()
    window.view.setFocus()
    reviewed.actions["next_panel"].trigger()
    reviewed.actions["next_panel"].trigger()
    ring = ring_of(window)
    for theme in ("dark", "light"):
        reviewed.themes.choose(theme)
        assert ring.target is QApplication.focusWidget()
        assert ring.isVisible()
        QApplication.processEvents()
        picture = window.grab().toImage()
        spot = ring.mapTo(window, ring.rect().center())
        edge = ring.mapTo(window, ring.rect().topLeft()).y()
        accent = load_theme(theme).colour("accent")
        column = [picture.pixelColor(spot.x(), y) for y in range(max(edge, 0), edge + 4)]
        assert any(_near(colour, accent) for colour in column)
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton)
    assert ring.target is None


def ring_of(window: QWidget) -> FocusRing:
    """Its own, not that of a dialog over it."""
    (ring,) = (child for child in window.children() if isinstance(child, FocusRing))
    return ring


def test_every_window_has_a_ring_of_its_own(reviewed: Program, qtbot: Any) -> None:
    window, keys = reviewed.window, reviewed.app_control.show_key_list()
    qtbot.waitUntil(keys.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert ring_of(keys).target is focus
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reviewed.actions["next_panel"].trigger()
    assert ring_of(window).target is QApplication.focusWidget()
    assert ring_of(window).isVisible()
    assert ring_of(keys).target is focus
    keys.close()


def test_the_ring_outlives_what_it_lay_around_before(reviewed: Program, qtbot: Any) -> None:
    box, first, second = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(box)
    for widget in (first, second):
        widget.setParent(box)
    box.show()
    ring = FocusRing(reviewed.themes, box)
    ring.put_around(first)
    ring.put_around(second)
    shiboken6.delete(first)
    assert ring.target is second
    assert ring.isVisible()
    shiboken6.delete(second)
    assert ring.target is None


def _near(a: QColor, b: QColor) -> bool:
    return max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue())) < 60


# --- contrast ----------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


GROUNDS = ("window", "panel", "base", "alternate", "button")
TEXTS = [
    *(("text", ground) for ground in (*GROUNDS, "selection", "plot")),
    *(("muted", ground) for ground in (*GROUNDS, "plot")),
    ("accent_text", "accent"),
    # The button of the empty window under the mouse.
    ("accent_text", "accent_hover"),
    # Words of verdicts and offsets in tables, on each row and on the chosen one.
    *(
        (name, ground)
        for name in ("in_sync", "out_of_sync", "other_verdict")
        for ground in ("base", "alternate")
    ),
]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_text_has_the_contrast_of_wcag_aa(theme: str) -> None:
    colours = load_theme(theme).colours
    low = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, ground in TEXTS
        if contrast(colours[text], colours[ground]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_ring_of_the_focus_stands_out(theme: str) -> None:
    """WCAG asks 3:1 of what is no text."""
    colours = load_theme(theme).colours
    for ground in GROUNDS:
        assert contrast(colours["accent"], colours[ground]) >= 3, ground
