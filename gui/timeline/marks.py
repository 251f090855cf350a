"""The marked span, over all lanes of the timeline."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt

from gui.session import Session
from gui.theme import ThemeManager
from gui.timeline.lanes import Lane

_FILL = 38


class MarkedSpan(QObject):
    """Tints the span between the marks in every lane; a side without a mark is open."""

    def __init__(
        self, session: Session, themes: ThemeManager, lanes: Sequence[Lane], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self.regions: list[pg.LinearRegionItem] = []
        for lane in lanes:
            region = pg.LinearRegionItem(movable=False)
            region.setZValue(80)
            region.setVisible(False)
            # The lane's own gestures go on above it.
            region.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            region.setAcceptHoverEvents(False)
            for line in region.lines:
                line.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
                line.setAcceptHoverEvents(False)
            lane.plot.addItem(region, ignoreBounds=True)
            self.regions.append(region)
        session.marks_changed.connect(self.refresh)
        session.index_grown.connect(self.refresh)
        themes.changed.connect(self._dress)
        self._dress()

    def refresh(self) -> None:
        """Show the marks of the session."""
        session, index = self._session, self._session.index
        first, end = session.mark_in, session.mark_out
        shown = index is not None and (first is not None or end is not None)
        if index is not None and shown:
            low = index.time_of_pts(index.start_pts if first is None else first)
            high = index.time_of_pts(index.end_pts if end is None else end)
            for region in self.regions:
                region.setRegion((float(low), float(high)))
                region.lines[0].setVisible(first is not None)
                region.lines[1].setVisible(end is not None)
        for region in self.regions:
            region.setVisible(shown)

    def _dress(self) -> None:
        accent = self._themes.theme.colour("accent")
        for region in self.regions:
            region.setBrush(pg.mkBrush(self._themes.theme.colour("accent", _FILL)))
            for line in region.lines:
                line.setPen(pg.mkPen(accent, width=1))
        self.refresh()
