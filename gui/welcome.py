"""What the window shows before anything is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.theme import ThemeManager, draw_icon


class Welcome(QWidget):
    """Says what to do, and offers it."""

    def __init__(
        self,
        themes: ThemeManager,
        open_video: QAction,
        open_demo: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.addStretch(1)
        picture = QLabel()
        pixmap = draw_icon("app", themes.theme.colour("text"), 192)
        pixmap.setDevicePixelRatio(2.0)
        picture.setPixmap(pixmap)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        column.addSpacing(14)
        title = QLabel(self.tr("Do the voices belong to the lips?"))
        title.setProperty("role", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(title)
        text = QLabel(
            self.tr(
                "Open a video, or drop one here. Then analyse it to see where sound and lips\n"
                "are apart, correct the boxes, decide, and export the result as COCO JSON."
            )
        )
        text.setProperty("role", "muted")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(text)
        column.addSpacing(18)
        row = QHBoxLayout()
        row.addStretch(1)
        self.video_button = QPushButton(self.tr("Open a video…"))
        self.video_button.setProperty("role", "primary")
        self.video_button.clicked.connect(open_video.trigger)
        self.demo_button = QPushButton(self.tr("Open the demo clip"))
        self.demo_button.setProperty("role", "secondary")
        self.demo_button.clicked.connect(open_demo.trigger)
        row.addWidget(self.video_button)
        row.addSpacing(8)
        row.addWidget(self.demo_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
