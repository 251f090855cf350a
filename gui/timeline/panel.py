"""The timeline: all lanes under one another on one time axis."""

from __future__ import annotations

from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.jobs import JobContext
from core.model.edits import Edit
from core.model.keyframes import Keyframes
from core.model.values import SOURCE_CODES, Source, SyncScore, Track, Video
from gui.language import language
from gui.session import Session
from gui.texts import ms_words, offset_words, verdict_text
from gui.theme import ThemeManager
from gui.timeline.bars import Bar, pack
from gui.timeline.heat import HeatMap, heat_map
from gui.timeline.lanes import BarsLane, ConfidenceLane, Curve, HeatLane, Lane, WaveLane
from gui.timeline.marks import MarkedSpan
from gui.timeline.unread import Part
from gui.workers.job_runner import Handle, JobRunner

_MIN_RANGE_S = 0.2
_TRACKS_SHARE = 0.4
"""The most of the height that many rows of tracks take from the other lanes."""


class TimelinePanel(QWidget):
    """Reads the session, seeks and selects in it.

    Args:
        plots: a worker that prepares sync maps.
    """

    scrubbing = Signal()

    def __init__(
        self,
        session: Session,
        themes: ThemeManager,
        plots: JobRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self._plots = plots
        self._wanted: tuple[SyncScore, Handle] | None = None
        self._shown: SyncScore | None = None
        self._length = 1.0
        self.view = pg.GraphicsLayoutWidget()
        self.view.ci.layout.setSpacing(3)
        self.view.ci.layout.setContentsMargins(2, 3, 8, 0)
        self.shots = BarsLane(self.tr("Shots"))
        self.wave = WaveLane(self.tr("Sound"))
        self.heat = HeatLane(self.tr("Sync map"))
        self.confidence = ConfidenceLane(self.tr("Confidence"))
        self.tracks = BarsLane(self.tr("Tracks"), bottom=True)
        self.lanes: list[Lane] = [
            self.shots, self.wave, self.heat, self.confidence, self.tracks,
        ]  # fmt: skip
        for row, (lane, stretch) in enumerate(zip(self.lanes, (0, 4, 10, 6, 0), strict=True)):
            self.view.addItem(lane.plot, row=row, col=0)
            self.view.ci.layout.setRowStretchFactor(row, stretch)
            if lane is not self.shots:
                lane.plot.setXLink(self.shots.plot)
            lane.box.pressed.connect(self._on_press)
            lane.box.dragged.connect(self._scrub)
        self.tracks.box.pressed.connect(self._on_track)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumHeight(220)
        # Files dropped here are for the window; a graphics view takes them and does nothing.
        self.view.setAcceptDrops(False)
        session.video_changed.connect(self._on_video)
        session.index_grown.connect(self._on_grown)
        session.damage_changed.connect(self._show_closed)
        session.peaks_changed.connect(self._on_peaks)
        session.position_changed.connect(self._on_position)
        session.selection_changed.connect(self._on_selection)
        session.document_changed.connect(self._on_edit)
        themes.changed.connect(self._dress)
        plots.done.connect(self._on_map)
        self.marks = MarkedSpan(session, themes, self.lanes, self)
        self._dress()
        self._on_video()
        language().changed.connect(self._say)

    def _say(self) -> None:
        """Everything that is said here, in another language now."""
        for lane, name in zip(
            self.lanes,
            (
                self.tr("Shots"),
                self.tr("Sound"),
                self.tr("Sync map"),
                self.tr("Confidence"),
                self.tr("Tracks"),
            ),
            strict=True,
        ):
            lane.set_name(name)
        self._dress()
        self._on_peaks()

    # --- what is shown -------------------------------------------------------------------------

    def _dress(self) -> None:
        theme = self._themes.theme
        self.view.setBackground(theme.colour("panel"))
        for lane in self.lanes:
            lane.dress(theme)
        self._show_closed()
        self._show_document()

    def _on_video(self) -> None:
        self._set_length()
        self.show_all()
        self.wave.set_peaks(None)
        self._shown = None
        self._show_closed()
        self._show_document()
        self._on_peaks()
        self._on_position(self._session.position)

    def _on_grown(self) -> None:
        opened = self._session.opened
        if opened is not None and float(opened.duration) != self._length:
            low, high = self.shots.box.viewRange()[0]
            whole = low <= 0 and high >= self._length
            self._set_length()
            if whole:
                self.show_all()
        self._show_closed()
        self._on_peaks()

    def _set_length(self) -> None:
        opened = self._session.opened
        self._length = float(opened.duration) if opened else 1.0
        least = min(_MIN_RANGE_S, self._length)
        for lane in self.lanes:
            lane.box.setLimits(xMin=0, xMax=self._length, minXRange=least, maxXRange=self._length)

    def show_all(self) -> None:
        """Zoom out to the whole video."""
        self.shots.plot.setXRange(0, self._length, padding=0)

    def _show_closed(self) -> None:
        """Shade what is not indexed yet, hatch what is damaged."""
        theme, opened = self._themes.theme, self._session.opened
        parts: list[Part] = []
        caption = ""
        if opened is not None:
            seconds = opened.index.time_of_pts
            words = {
                "lost": self.tr("damaged: cannot be decoded"),
                "corrupt": self.tr("damaged: may look wrong"),
                "cut short": self.tr("missing: the file ends before its declared length"),
            }
            colour = theme.colour("low", 170)
            parts = [
                Part(
                    float(seconds(span.start_pts)),
                    float(seconds(span.end_pts)),
                    colour,
                    True,
                    words[span.reason],
                )
                for span in self._session.damage
            ]
            if opened.reading is not None:
                percent = round(opened.reading.fraction * 100)
                caption = self.tr("indexing {n} %").format(n=percent)
                if opened.reading.stopped:
                    caption = self.tr("not indexed: it was stopped at {n} %").format(n=percent)
                start = float(opened.index.duration)
                parts.append(Part(start, self._length, theme.colour("muted"), False, caption))
        for lane in self.lanes:
            named = caption if lane is self.wave else ""
            shown = [part if part.hatched else replace(part, caption=named) for part in parts]
            lane.closed.set_parts(shown, theme.colour("text"))

    def _on_peaks(self) -> None:
        peaks, video = self._session.peaks, self._session.video
        self.wave.set_peaks(peaks)
        if video is not None and not video.has_audio:
            self.wave.set_note(self.tr("This video has no sound."))
        elif video is not None and peaks is None and self._session.indexed:
            self.wave.set_note(self.tr("Reading the sound…"))
        else:
            self.wave.set_note("")

    def _on_edit(self, _edit: Edit) -> None:
        self._show_document()

    def _on_selection(self) -> None:
        self._show_document()

    def _show_document(self) -> None:
        theme, video = self._themes.theme, self._session.video
        doc = self._session.document
        analysis = doc.analyses.get(video.id) if video else None
        shots = [
            Bar(
                video.seconds(shot.start_pts),
                video.seconds(shot.end_pts),
                0,
                theme.colour("shot_odd" if number % 2 else "shot_even"),
                self.tr("Shot {n}").format(n=number + 1),
                number,
            )
            for number, shot in enumerate(analysis.shots if analysis else ())
            if video is not None
        ]
        self.shots.bars.set_bars(shots, 1, theme.colour("text"), theme.colour("accent"))
        self.shots.set_note("" if shots or video is None else self.tr("not analysed yet"))
        self._show_tracks(video)
        self._show_curves()
        self._show_map()

    def _show_tracks(self, video: Video | None) -> None:
        theme, doc = self._themes.theme, self._session.document
        shown: list[tuple[Track, Keyframes]] = [
            (track, rows) for track in self._session.tracks if len(rows := doc.keyframes(track.id))
        ]
        if video is None:
            shown = []
        bars: list[Bar] = []
        spans = [
            (video.seconds(int(rows.pts[0])), video.seconds(int(rows.pts[-1])))
            for _track, rows in shown
            if video is not None
        ]
        # A track of one frame stays visible and clickable.
        spans = [(start, max(end, start + 0.04)) for start, end in spans]
        person = SOURCE_CODES.index(Source.PERSON)
        rows_of = pack(spans)
        for (track, keyframes), (start, end), row in zip(shown, spans, rows_of, strict=True):
            assert video is not None
            chosen = track.id == self._session.selected
            colour = theme.track(track.id)
            colour.setAlpha(150 if chosen else 80)
            verdict = doc.track_verdict(track.id)
            words = f"{track.title} · {offset_words(doc.scores.get(track.id))}"
            if verdict is not None:
                words += self.tr(" · verdict: {v}").format(v=verdict_text(verdict.value))
            names = {"in sync": "in_sync", "out of sync": "out_of_sync"}
            bars.append(
                Bar(
                    start,
                    end,
                    row,
                    colour,
                    words,
                    track.id,
                    chosen,
                    tuple(
                        video.seconds(p)
                        for p in keyframes.pts[keyframes.sources == person].tolist()
                    ),
                    tuple((video.seconds(a), video.seconds(b)) for a, b in track.outside),
                    theme.colour(names.get(verdict.value, "other_verdict")) if verdict else None,
                )
            )
        self.tracks.bars.set_bars(
            bars, max(rows_of, default=0) + 1, theme.colour("text"), theme.colour("text")
        )
        self._fit_tracks()

    def _fit_tracks(self) -> None:
        self.tracks.fit_rows(round(self.view.height() * _TRACKS_SHARE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tracks()

    def _show_curves(self) -> None:
        doc = self._session.document
        curves = [
            Curve(track.id, score, track.id == self._session.selected)
            for track in self._session.tracks
            if (score := doc.scores.get(track.id)) is not None
        ]
        self.confidence.set_curves(curves, self._themes.theme)
        words = ""
        if self._session.video is not None:
            words = self.tr("Frame confidence")
            if not curves:
                words = self.tr("Frame confidence: analyse to see it")
        self.confidence.set_note(words)

    def _show_map(self) -> None:
        score = None
        if self._session.selected is not None:
            score = self._session.document.scores.get(self._session.selected)
        if score is None:
            self._wanted = self._shown = None
            self.heat.set_map(None, None)
            if self._session.video is None:
                self.heat.set_note("")
            elif self._session.document.scores:
                self.heat.set_note(self.tr("Sync map: select a scored track"))
            else:
                self.heat.set_note(self.tr("Sync map: analyse to see it"))
            return
        self._note_score(score)
        waiting = self._wanted is not None and self._wanted[0].matrix is score.matrix
        if waiting or (self._shown is not None and self._shown.matrix is score.matrix):
            # A verdict or a moved box leaves the matrix what it was.
            return
        if self._wanted is not None:
            self._wanted[1].cancel()

        def prepare(ctx: JobContext) -> HeatMap:
            ctx.check()
            return heat_map(score)

        self._wanted = (score, self._plots.submit(self.tr("Sync map"), prepare))

    def _note_score(self, score: SyncScore) -> None:
        track = self._session.document.tracks[score.id]
        words = offset_words(score)
        if not score.determined:
            guess = ms_words(score.offset_ms)
            words = self.tr("{words} (best guess: {guess})").format(words=words, guess=guess)
        if score.stale:
            words += self.tr(" · boxes changed since")
        self.heat.set_note(f"{track.title} · {words} · {score.scorer}")

    def _on_map(self, handle: Handle, prepared: HeatMap) -> None:
        if self._wanted is None or self._wanted[1] is not handle:
            return
        score, self._wanted = self._wanted[0], None
        self._shown = score
        self.heat.set_map(score, prepared)

    # --- the mouse -----------------------------------------------------------------------------

    def _on_position(self, _frame: int) -> None:
        seconds = self._session.seconds
        for lane in self.lanes:
            lane.playhead.setValue(seconds)
        low, high = self.shots.box.viewRange()[0]
        if not low <= seconds <= high:
            # Turn the page: the playhead stays in sight while playing zoomed in, either way.
            left = seconds if seconds > high else seconds - (high - low)
            left = max(left, 0.0)
            self.shots.plot.setXRange(left, left + (high - low), padding=0)

    def _on_press(self, x: float, _y: float) -> None:
        self._scrub(x)

    def _scrub(self, x: float) -> None:
        self.scrubbing.emit()
        # Beside the lanes the page would turn under the mouse with every move.
        low, high = self.shots.box.viewRange()[0]
        self._session.seek_seconds(min(max(x, low, 0.0), high))

    def _on_track(self, x: float, y: float) -> None:
        bar = self.tracks.bars.bar_at(x, y)
        if bar is not None:
            self._session.select(bar.key)
