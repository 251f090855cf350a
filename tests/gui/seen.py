"""What a person reads in a window: collected from every widget, menu, model and plot of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QGraphicsScene,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTextEdit,
    QWidget,
)

from gui.timeline.lane import Lane
from gui.timeline.panel import TimelinePanel

Said = tuple[str, str]
"""Where, and what."""

ALLOWED = re.compile(
    # Names.
    r"SyncReview|COCO|JSON|SyncNet|MTCNN|PNG|CPU|CUDA|MPS|FFmpeg|Python|PySide6\w*|pyqtgraph|numpy"
    r"|torch(?:vision)?|Linux|x86_64|aarch64|\bQt\b|\bav\b|EBU R37|ITU-R BT\.1359(?:-1)?|CVAT"
    r"|LosslessCut|Apple|English|TMPDIR|MP4|MKV|TOML|API"
    r"|YuNet|RetinaFace|S3FD|LR-ASD|FCOS|(?:(?:Faster|Mask|Keypoint) )?R-CNN|RetinaNet|SSD300"
    r"|SSDlite|YOLO(?:v\d)?|ONNX|MMDetection|SHA-256"
    # Keys.
    r"|Ctrl|Shift|Alt|Space|Home|End|Del|Esc|Left|Right|Up|Down|PgUp|PgDown|Return|Enter|Tab|Backtab|Meta"
    r"|\bF\d\d?\b"
    # Units, and words that are the same in every language of the field.
    r"|\bpts\b|\bfps\b|\bms\b|\bpx\b|MiB|\bcpu\b|\bcuda\b|\bmps\b|\bid\b"
    # What the person or a file gave: labels, plugin ids, file names, paths, a key in brackets.
    r"|\b[0-9a-f]{6,}\b|\bface\b|\bsyncnet\b|\bmtcnn\b|by hand \d*|\brobust\b"
    r"|\S+\.(?:mp4|json|syncreview|png|model)\b|(?:/[\w.\-]+)+|\(&\w\)|&|<[^>]*>|\w+\.py",
    re.ASCII,
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_KOREAN = re.compile(r"[가-힣]")


def english_left(text: str) -> bool:
    """Whether something that should be Korean is not."""
    return bool(_WORD.search(ALLOWED.sub(" ", text)))


def korean_left(text: str) -> bool:
    """Whether something that should be English is not; a language is named by itself."""
    return bool(_KOREAN.search(text.replace("한국어", "")))


def texts_of(root: QWidget, shown_only: bool = False) -> list[Said]:
    """Every text of a window.

    Args:
        shown_only: leave out what is not on the screen now.
    """
    found: list[Said] = []
    for widget in (root, *root.findChildren(QWidget)):
        if shown_only and not widget.isVisible():
            continue
        if isinstance(widget.parentWidget(), QTabBar) or "qt_dockwidget" in widget.objectName():
            # Qt names the buttons that scroll its tabs and close its docks, in its own time.
            continue
        name = type(widget).__name__
        found += [
            (f"{name} {widget.objectName()}".strip(), text) for text in _texts(widget) if text
        ]
    for action in root.findChildren(QAction):
        # pyqtgraph's scene has a menu of its own that is never opened.
        if not action.isSeparator() and not isinstance(action.parent(), QGraphicsScene):
            texts = (action.text(), action.toolTip(), action.iconText(), action.statusTip())
            found += [(f"action {action.objectName()}", text) for text in texts if text]
    return found


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.statusTip()
    if widget.isWindow() or isinstance(widget, QDockWidget):
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QMenu | QGroupBox):
        yield widget.title()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QAbstractSpinBox):
        yield widget.text()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(n) for n in range(widget.count()))
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(n) for n in range(widget.count()))
    elif isinstance(widget, QTextEdit):
        document: QTextDocument = widget.document()
        yield from document.toPlainText().splitlines()
    elif isinstance(widget, TimelinePanel):
        for lane in widget.lanes:
            yield from _lane_texts(lane)
    elif isinstance(widget, QHeaderView):
        pass
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from model_texts(widget.model())


def _lane_texts(lane: Lane) -> Iterator[str]:
    yield lane.note
    yield lane.title
    yield lane.explanation
    yield from (text for _at, text in lane.labels(200))
    for part in lane.closed.parts:
        yield from (part.text, part.caption)
    for bar in getattr(lane, "bars", ()):
        yield bar.text


def model_texts(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    """Texts of all cells and headings of a model."""
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    parent = QModelIndex() if parent is None else parent
    flat = isinstance(model, QAbstractListModel)
    columns = 1 if flat else model.columnCount(parent)
    if not parent.isValid():
        for column in range(columns):
            for role in roles:
                heading = model.headerData(column, Qt.Orientation.Horizontal, role)
                if isinstance(heading, str) and not heading.isdigit():
                    yield heading
    for row in range(model.rowCount(parent)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in roles:
                if isinstance(text := index.data(role), str):
                    yield text
        child = model.index(row, 0, parent)
        if not flat and model.rowCount(child):
            yield from model_texts(model, child)
