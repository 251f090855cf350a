"""Which clips are kept: presets, own limits, and what they keep and lose."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.review.criteria import NORMAL, PRESETS, Criteria, Histogram, Selection
from gui.language import retranslated
from gui.preferences import Preferences
from gui.quiet import QuietCombo
from gui.texts import time_text
from gui.theme import ThemeManager

_OWN = "own"


class CriteriaPanel(QWidget):
    """Signals:
    chosen(): `criteria` are others.
    """

    chosen = Signal()

    def __init__(self, preferences: Preferences, themes: ThemeManager) -> None:
        super().__init__()
        self._preferences = preferences
        self._themes = themes
        self._shown: tuple[Selection, Histogram, Histogram] | None = None
        self._kind = "distance"
        self.preset = QuietCombo()
        for name in (*PRESETS, _OWN):
            self.preset.addItem("", name)
        self.confidence, self.offset = QDoubleSpinBox(), QSpinBox()
        self.confidence.setRange(0.0, 20.0)
        self.confidence.setSingleStep(0.5)
        self.confidence.setDecimals(1)
        self.offset.setRange(0, 15)
        self._titles = (QLabel(), QLabel(), QLabel())
        self.totals, self.note = QLabel(), QLabel()
        self.totals.setWordWrap(True)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        form = QFormLayout()
        for title, field in zip(
            self._titles, (self.preset, self.confidence, self.offset), strict=True
        ):
            form.addRow(title, field)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(self.totals)
        left.addWidget(self.note)
        left.addStretch(1)
        self.plots = (pg.PlotWidget(), pg.PlotWidget())
        row = QHBoxLayout(self)
        row.addLayout(left, 2)
        for plot in self.plots:
            plot.setMouseEnabled(x=False, y=False)
            plot.hideButtons()
            plot.setMenuEnabled(False)
            plot.setMinimumHeight(150)
            plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(plot, 3)
        settings = preferences.settings
        self.preset.setCurrentIndex(self.preset.findData(settings.keep_preset))
        self.preset.currentIndexChanged.connect(self._on_preset)
        self.confidence.valueChanged.connect(self._on_own)
        self.offset.valueChanged.connect(self._on_own)
        themes.changed.connect(self._draw)
        self._fill()
        retranslated(self._say)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_room()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_room()
        return done

    def _keep_room(self) -> None:
        """A splitter does not ask how high wrapped lines are at this width."""
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.heightForWidth(self.width()))

    @property
    def criteria(self) -> Criteria:
        """What a track must reach now."""
        name = self.preset.currentData()
        if name in PRESETS:
            return PRESETS[name]
        least, most = self.confidence.value(), self.offset.value()
        # The weight-free scorer's scale is another one: its floor moves in proportion.
        correlation = NORMAL.min_correlation * least / NORMAL.min_confidence
        return Criteria(_OWN, least, correlation, most)

    def show_selection(
        self,
        selection: Selection | None,
        confidence: Histogram,
        offset: Histogram,
        kind: str = "distance",
    ) -> None:
        """Show what the criteria keep and lose; `kind` is that of the scores in `confidence`."""
        self._kind = kind
        self._shown = None if selection is None else (selection, confidence, offset)
        self._say_totals()
        self._draw()

    def _say(self) -> None:
        """Everything that is said here, in the language of now."""
        texts = (self.tr("Keep"), self.tr("Least confidence"), self.tr("Largest offset"))
        for title, text in zip(self._titles, texts, strict=True):
            title.setText(text)
        for field, text in zip((self.preset, self.confidence, self.offset), texts, strict=True):
            field.setAccessibleName(text)
        self.offset.setSuffix(self.tr(" steps of 40 ms"))
        names = {
            "loose": self.tr("loose: confidence 3, offset 6 steps"),
            "normal": self.tr("normal: confidence 4, offset 3 steps"),
            "strict": self.tr("strict: confidence 6, offset 1 step"),
            _OWN: self.tr("own limits"),
        }
        for row in range(self.preset.count()):
            self.preset.setItemText(row, names[self.preset.itemData(row)])
        self.note.setText(
            self.tr(
                "The figures are SyncNet's. For tracks that were scored without weights the floor "
                "of that scorer's own scale holds. A verdict goes before the figures."
            )
        )
        titles = (self.tr("Confidence"), self.tr("Offset (steps; right: audio is early)"))
        for plot, text in zip(self.plots, titles, strict=True):
            plot.setTitle(text, size=f"{self.font().pointSizeF():g}pt")
        self._say_totals()

    def _say_totals(self) -> None:
        if self._shown is None:
            self.totals.setText("")
            return
        totals = self._shown[0].totals
        self.totals.setText(
            self.tr("Kept tracks: {kept}, {kept_time}. Lost tracks: {lost}, {lost_time}.").format(
                kept=totals.kept,
                kept_time=time_text(totals.kept_s, 0),
                lost=totals.lost,
                lost_time=time_text(totals.lost_s, 0),
            )
        )

    def _fill(self) -> None:
        """The fields of the preset; only one's own limits can be typed."""
        settings, name = self._preferences.settings, self.preset.currentData()
        preset = PRESETS.get(name)
        with QSignalBlocker(self.confidence), QSignalBlocker(self.offset):
            if preset is None:
                self.confidence.setValue(settings.keep_confidence)
                self.offset.setValue(settings.keep_offset)
            else:
                self.confidence.setValue(preset.min_confidence)
                self.offset.setValue(preset.max_offset_steps)
        self.confidence.setEnabled(preset is None)
        self.offset.setEnabled(preset is None)

    def _on_preset(self, _row: int) -> None:
        self._preferences.change(keep_preset=self.preset.currentData())
        self._fill()
        self.chosen.emit()

    def _on_own(self, _value: object) -> None:
        self._preferences.change(
            keep_confidence=self.confidence.value(), keep_offset=self.offset.value()
        )
        self.chosen.emit()

    def _draw(self) -> None:
        theme = self._themes.theme
        for plot in self.plots:
            plot.clear()
            plot.setBackground(theme.colour("plot"))
            for side in ("left", "bottom"):
                plot.getAxis(side).setPen(theme.colour("border"))
                plot.getAxis(side).setTextPen(theme.colour("muted"))
        if self._shown is None:
            return
        selection, *histograms = self._shown
        floor = selection.criteria.floor(self._kind)
        reach = selection.criteria.max_offset_steps + 0.5
        for plot, histogram, limits in zip(
            self.plots, histograms, ((floor,), (-reach, reach)), strict=True
        ):
            edges = histogram.edges
            # Tracks are counted in whole numbers.
            step = max(-(-int((histogram.kept + histogram.lost).max()) // 4), 1)
            plot.getAxis("left").setTickSpacing(major=step, minor=step)
            middle, width = (edges[:-1] + edges[1:]) / 2, float(edges[1] - edges[0])
            for heights, base, colour in (
                (histogram.kept, np.zeros_like(histogram.kept), theme.colour("high")),
                (histogram.lost, histogram.kept, theme.colour("neutral")),
            ):
                plot.addItem(
                    pg.BarGraphItem(
                        x=middle, height=heights, y0=base, width=width * 0.9, brush=colour, pen=None
                    )
                )
            for limit in limits:
                line = pg.InfiniteLine(
                    limit, angle=90, pen=pg.mkPen(theme.colour("playhead"), width=2)
                )
                plot.addItem(line, ignoreBounds=True)
