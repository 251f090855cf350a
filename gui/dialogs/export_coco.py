"""Asks what to export; afterwards tells what was written and what was left out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.exchange.coco import CocoOptions, ExportSummary
from gui.core_texts import core_text


class ExportCocoDialog(QDialog):
    """Which frames, and where to.

    Args:
        suggestion: the path offered.
        video_ids: of the project; with more than one the user may choose only the one on screen.
        current: the video on screen.
    """

    def __init__(
        self, suggestion: Path, video_ids: list[int], current: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export COCO"))
        self._current = current
        self.setMinimumWidth(520)
        column = QVBoxLayout(self)
        column.addWidget(self._heading(self.tr("Frames")))
        self.all = QRadioButton(self.tr("All frames"))
        self.keyframes = QRadioButton(self.tr("Only frames with a keyframe"))
        self.nth = QRadioButton(self.tr("Every n-th frame, n ="))
        self.every = QSpinBox()
        self.every.setRange(2, 100_000)
        self.every.setValue(5)
        self.every.setAccessibleName(self.tr("Every n-th frame, n ="))
        self.every.valueChanged.connect(lambda _value: self.nth.setChecked(True))
        self.all.setChecked(True)
        frames = QButtonGroup(self)
        for button in (self.all, self.keyframes, self.nth):
            frames.addButton(button)
        column.addWidget(self.all)
        column.addWidget(self.keyframes)
        row = QHBoxLayout()
        row.addWidget(self.nth)
        row.addWidget(self.every)
        row.addStretch(1)
        column.addLayout(row)
        self.whole = QRadioButton(self.tr("All {n} videos of the project").format(n=len(video_ids)))
        self.one = QRadioButton(self.tr("Only the video on screen"))
        self.whole.setChecked(True)
        if len(video_ids) > 1:
            column.addWidget(self._heading(self.tr("Videos")))
            column.addWidget(self.whole)
            column.addWidget(self.one)
        column.addWidget(self._heading(self.tr("File")))
        row = QHBoxLayout()
        self.path = QLineEdit(str(suggestion))
        self.path.setProperty("role", "field")
        self.path.setAccessibleName(self.tr("File"))
        self.path.textChanged.connect(self._check)
        browse = QPushButton(self.tr("Browse…"))
        browse.clicked.connect(self._browse)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        column.addLayout(row)
        self.warning = QLabel()
        self.warning.setProperty("role", "muted")
        self.warning.setWordWrap(True)
        column.addWidget(self.warning)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export = self.buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addSpacing(8)
        column.addWidget(self.buttons)
        self._check()

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "heading")
        return label

    def options(self) -> CocoOptions:
        """What was chosen."""
        videos = (self._current,) if self.one.isChecked() else None
        if self.keyframes.isChecked():
            return CocoOptions("keyframes", 1, videos)
        if self.nth.isChecked():
            return CocoOptions("every", self.every.value(), videos)
        return CocoOptions("all", 1, videos)

    def target(self) -> Path:
        """The file chosen, absolute. Without the ending .json it is added: a slip of the keyboard
        must not replace a video or a project.
        """
        path = Path(self.path.text().strip()).expanduser().absolute()
        return path if path.suffix.lower() == ".json" else path.with_name(path.name + ".json")

    def _check(self) -> None:
        text = self.path.text().strip()
        named = bool(text) and not Path(text).expanduser().is_dir() and bool(Path(text).name)
        path = self.target() if named else Path()
        folder = named and path.parent.is_dir()
        self.export.setEnabled(folder and not path.is_dir())
        if named and not folder:
            note = self.tr("There is no folder {folder}.").format(folder=path.parent)
        elif folder and path.is_file():
            note = self.tr("{name} is there and will be replaced.").format(name=path.name)
        else:
            note = ""
        self.warning.setText(note)

    def _browse(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self,
            self.tr("Export COCO"),
            self.path.text(),
            self.tr("COCO JSON (*.json)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.path.setText(name)


def summary_text(summary: ExportSummary) -> str:
    """What was written, and what was left out and why."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("export", text)

    lines = [
        tr("Images: {images} · boxes: {annotations} · tracks: {tracks} · videos: {videos}").format(
            images=summary.images,
            annotations=summary.annotations,
            tracks=summary.tracks,
            videos=summary.videos,
        ),
        tr("Categories: {names}").format(names=", ".join(summary.categories) or "—"),
    ]
    if summary.left_out:
        lines += ["", tr("Left out:")]
        lines += [f"• {item.count} × {core_text(item.reason)}" for item in summary.left_out]
    else:
        lines += ["", tr("Nothing was left out.")]
    lines += [f"• {core_text(notice)}" for notice in summary.notices]
    return "\n".join(lines)


def show_summary(parent: QWidget, summary: ExportSummary) -> QMessageBox:
    """Tell the result; does not block."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Information)
    box.setWindowTitle(QCoreApplication.translate("export", "Export COCO"))
    box.setText(
        QCoreApplication.translate("export", "Exported to {path}").format(path=summary.path)
    )
    box.setInformativeText(summary_text(summary))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.open()
    return box
