"""Run by test_scale in a process of its own: the window with text of another size, and what of it
is cut off, as JSON. Arguments: factor of the font, language, folder for pictures or "".
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDockWidget,
    QLabel,
    QProgressBar,
    QWidget,
)

from core.settings import Settings, save_settings
from gui.app import build_app
from gui.dialogs.export_coco import ExportCocoDialog
from gui.dialogs.go_to import GoToDialog
from gui.files import DEMO_CLIP
from gui.player.correction_panel import GivingButton, _Elided
from gui.player.transport import Readout
from gui.program import Program
from gui.timeline.bars import BarsLane
from gui.timeline.panel import TimelinePanel
from tests.gui.helpers import analyse_by_hand

_MADE_TO_GIVE = (GivingButton, _Elided, Readout)
"""These show less where there is less room, and tell the rest in their tool tips."""


def cut_off(root: QWidget) -> list[str]:
    """Labels and buttons on the screen that have less room than their text needs."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if (
            not isinstance(widget, QLabel | QAbstractButton | QProgressBar)
            or not widget.isVisible()
        ):
            continue
        if (
            _behind_a_tab(widget)
            or isinstance(widget, _MADE_TO_GIVE)
            or (not isinstance(widget, QProgressBar) and not widget.text())
        ):
            continue
        need, have = widget.sizeHint(), widget.size()
        wide = have.width() >= need.width()
        high = have.height() >= need.height()
        if isinstance(widget, QLabel) and widget.wordWrap():
            wide = True
            high = have.height() >= widget.heightForWidth(have.width()) or have.width() == 0
        if not (wide and high and _in_sight(widget)):
            name = widget.text() if not isinstance(widget, QProgressBar) else "progress"
            found.append(
                f"{type(widget).__name__} {name!r} has {have.width()}x{have.height()}, "
                f"needs {need.width()}x{need.height()}"
            )
    return found


def cut_lanes(timeline: TimelinePanel) -> list[str]:
    """Lanes and bars whose words have less room than they need."""
    found, view = [], timeline.view
    line = view.fontMetrics().height()
    for lane in timeline.lanes:
        area, name = view.title_of(lane)
        if name != lane.title or area.height() < line or lane.rect.bottom() >= view.height():
            found.append(f"lane {lane.title!r} reads {name!r}, {area.height():.0f} of {line} high")
        if isinstance(lane, BarsLane) and lane.row_height(lane.rect.height()) < line + 2:
            found.append(f"rows of {lane.title!r} are lower than their words")
    if view.height() < view.minimumSizeHint().height():
        found.append("the timeline is lower than its least")
    return found


def _behind_a_tab(widget: QWidget) -> bool:
    """Whether it is in a dock that lies behind another one: Qt moves it out of sight."""
    parent: QWidget | None = widget
    while parent is not None and not isinstance(parent, QDockWidget):
        parent = parent.parentWidget()
    return parent is not None and parent.visibleRegion().isEmpty()


def _in_sight(widget: QWidget) -> bool:
    """Whether it lies within what is around it, or can be scrolled into sight."""
    while not widget.isWindow():
        parent = widget.parentWidget()
        assert parent is not None
        if parent.objectName() == "qt_scrollarea_viewport":
            area = parent.parentWidget()
            assert isinstance(area, QAbstractScrollArea)
            off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if area.horizontalScrollBarPolicy() == off and widget.width() > parent.width():
                return False
        elif not parent.rect().contains(widget.geometry()):
            return False
        widget = parent
    return True


def main(factor: float, language: str, pictures: str) -> None:
    save_settings(Settings(language=language, recent_files=("/영상/one.mp4", "/b/two.syncreview")))
    app = build_app(["test"])
    font = app.font()
    font.setPointSizeF(font.pointSizeF() * factor)
    QApplication.setFont(font)
    errors: list[BaseException] = []
    program = Program(app, show_error=errors.append, layout=False)
    window = program.window
    window.resize(1600, 1000)
    window.show()
    found: dict[str, list[str]] = {}

    def look(name: str, widget: QWidget) -> None:
        for _ in range(5):
            app.processEvents()
        found[name] = cut_off(widget)
        if pictures:
            widget.grab().save(f"{pictures}/{name}.png")

    look("empty", window)
    program.files.open(Path(DEMO_CLIP))
    until = time.monotonic() + 60
    while window.view.frame is None or program.filing.busy:
        app.processEvents()
        time.sleep(0.005)
        if time.monotonic() > until:
            raise TimeoutError("the clip was not shown")
    analyse_by_hand(program)
    program.session.select(program.session.tracks[0].id)
    while program.plotting.busy:
        app.processEvents()
        time.sleep(0.005)
    look("review", window)
    found["timeline"] = cut_lanes(window.timeline)
    window.docks["findings"].raise_()
    look("findings", window)
    window.docks["inspector"].raise_()
    program.viewing.look_panel.open()
    look("look", program.viewing.look_panel)
    program.viewing.look_panel.hide()
    program.actions["project_view"].trigger()
    project = program.project
    while project.thumbnails.busy or not project.criteria.totals.text():
        app.processEvents()
        time.sleep(0.005)
    look("project", window)
    program.actions["project_view"].trigger()
    settings = program.app_control.show_settings()
    for tab in range(settings.tabs.count()):
        settings.tabs.setCurrentIndex(tab)
        look(f"settings{tab}", settings)
    settings.reject()
    keys = program.app_control.edit_keys()
    keys.choose("mute")
    look("keys", keys)
    keys.reject()
    listed = program.app_control.show_key_list()
    listed.resize(listed.sizeHint())
    look("list", listed)
    listed.close()
    about = program.app_control.show_about()
    look("about", about)
    about.close()
    export = ExportCocoDialog(Path("/a/b.json"), [1, 2], 1, window)
    go_to = GoToDialog(program.session, window)
    for name, dialog in (("export", export), ("go_to", go_to)):
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        look(name, dialog)
        dialog.close()
    window.close()
    found["errors"] = [repr(error) for error in errors]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2], sys.argv[3])
