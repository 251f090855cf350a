"""Which clips are kept: presets, own limits, and what they keep and lose."""

from __future__ import annotations

from collections.abc import Mapping

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

from core.review.criteria import KINDS, NORMAL, PRESETS, Criteria, Histogram, Selection
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
        self._shown: tuple[Selection, Mapping[str, Histogram], Histogram] | None = None
        self.preset = QuietCombo()
        for name in (*PRESETS, _OWN):
            self.preset.addItem("", name)
        self.confidence, self.offset = QDoubleSpinBox(), QSpinBox()
        self.confidence.setRange(0.0, 20.0)
        self.confidence.setSingleStep(0.5)
        self.confidence.setDecimals(1)
        self.offset.setRange(0, 15)
        # Of which scorer's tracks the confidences are shown: scales of kinds differ.
        self.kind = QuietCombo()
        for kind in KINDS:
            self.kind.addItem("", kind)
        self._titles = (QLabel(), QLabel(), QLabel(), QLabel())
        self.totals, self.note = QLabel(), QLabel()
        self.totals.setWordWrap(True)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        form = QFormLayout()
        for title, field in zip(
            self._titles, (self.preset, self.confidence, self.offset, self.kind), strict=True
        ):
            form.addRow(title, field)
        form.setRowVisible(self.kind, False)
        self._form = form
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
        self.kind.activated.connect(lambda _row: self._draw())
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
        self, selection: Selection | None, confidence: Mapping[str, Histogram], offset: Histogram
    ) -> None:
        """Show what the criteria keep and lose; `confidence` by kind of score."""
        self._shown = None if selection is None else (selection, confidence, offset)
        counted = [kind for kind in KINDS if kind in confidence and confidence[kind].count]
        if counted and self.kind.currentData() not in counted:
            self.kind.setCurrentIndex(self.kind.findData(counted[0]))
        self._form.setRowVisible(self.kind, len(counted) > 1)
        self._say_totals()
        self._draw()

    def _say(self) -> None:
        """Everything that is said here, in the language of now."""
        texts = (
            self.tr("Keep"),
            self.tr("Least confidence"),
            self.tr("Largest offset"),
            self.tr("Confidences of"),
        )
        for title, text in zip(self._titles, texts, strict=True):
            title.setText(text)
        fields = (self.preset, self.confidence, self.offset, self.kind)
        for field, text in zip(fields, texts, strict=True):
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
        kinds = (self.tr("SyncNet"), self.tr("the scorer without weights"))
        for row, text in enumerate(kinds):
            self.kind.setItemText(row, text)
        self._say_titles()
        self._say_totals()

    def _say_titles(self) -> None:
        """What the histograms show, and of how many tracks."""
        titles = [self.tr("Confidence"), self.tr("Offset (steps; right: audio is early)")]
        if self._shown is not None:
            _, confidence, offset = self._shown
            count = confidence[self.kind.currentData()].count
            text = self.tr("Confidence of SyncNet: {n} tracks")
            if self.kind.currentData() != KINDS[0]:
                text = self.tr("Confidence of the scorer without weights: {n} tracks")
            titles = [
                text.format(n=count),
                self.tr("Offset of {n} tracks (steps; right: audio is early)").format(
                    n=offset.count
                ),
            ]
        for plot, text in zip(self.plots, titles, strict=True):
            plot.setTitle(text, size=f"{self.font().pointSizeF():g}pt")

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
        self._say_titles()
        for plot in self.plots:
            plot.clear()
            plot.setBackground(theme.colour("plot"))
            for side in ("left", "bottom"):
                plot.getAxis(side).setPen(theme.colour("border"))
                plot.getAxis(side).setTextPen(theme.colour("muted"))
        if self._shown is None:
            return
        selection, confidence, offset = self._shown
        kind = self.kind.currentData()
        histograms = (confidence[kind], offset)
        floor = selection.criteria.floor(kind)
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
