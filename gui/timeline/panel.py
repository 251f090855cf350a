"""The timeline: all lanes under one another on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.media.spectrogram import Spectrogram
from core.model.edits import Edit
from core.model.values import SyncScore
from gui.language import retranslated
from gui.session import Session
from gui.spans import marked_times
from gui.texts import ms_words, offset_words, time_text
from gui.theme import ThemeManager
from gui.timeline.axis import Follow, TimeAxis
from gui.timeline.bars import Bar, BarsLane
from gui.timeline.canvas import Marked
from gui.timeline.confidence_lane import ConfidenceLane
from gui.timeline.gestures import GestureCanvas
from gui.timeline.heat_lane import HeatLane
from gui.timeline.lane import Lane
from gui.timeline.lane_words import lane_words
from gui.timeline.overview import OverviewLane, OverviewMark
from gui.timeline.preparing import Preparing
from gui.timeline.ruler import RulerLane
from gui.timeline.sound import (
    SpectrumLane,
    WaveLane,
    sound_words,
    spectrum_words,
    unread_words,
)
from gui.timeline.speakers import SpeakerSpan, speaker_bars
from gui.timeline.speaking_lane import SpeakingLane
from gui.timeline.track_rows import TrackRows
from gui.timeline.unread import Part
from gui.workers.job_runner import JobRunner

_TELL_MS = 400


class TimelinePanel(QWidget):
    """Reads the session, seeks and selects in it.

    Args:
        plots: a worker that prepares sync maps and curves.
        listening: one that reads spectrograms.

    Signals:
        scrubbing(): the mouse moves the playhead.
        mark_chosen(key): a mark of the overview was clicked.
    """

    scrubbing = Signal()
    mark_chosen = Signal(object)

    def __init__(
        self,
        session: Session,
        themes: ThemeManager,
        plots: JobRunner,
        listening: JobRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._themes = themes
        self._rows = TrackRows()
        self._speakers: tuple[SpeakerSpan, ...] = ()
        self._shots_of: tuple[object, ...] = ()
        self._speakers_of: tuple[object, ...] = ()
        self.follow = Follow.PAGE
        self.axis = TimeAxis(self)
        self.overview = OverviewLane()
        self.ruler = RulerLane()
        self.shots = BarsLane("lane_shots")
        self.wave = WaveLane()
        self.spectrum = SpectrumLane()
        self.heat = HeatLane()
        self.confidence = ConfidenceLane()
        self.speaking = SpeakingLane()
        self.speakers = BarsLane("lane_speakers")
        self.tracks = BarsLane("lane_tracks")
        self.lanes: list[Lane] = [
            self.overview, self.ruler, self.shots, self.wave, self.spectrum, self.heat,
            self.confidence, self.speaking, self.speakers, self.tracks,
        ]  # fmt: skip
        self.view = GestureCanvas(self.axis, self.lanes)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_TELL_MS)
        self._telling.timeout.connect(self._tell)
        self.preparing = Preparing(plots, listening, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._connect()
        retranslated(self.retranslate)
        self._on_video()

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        self.view.setAccessibleName(self.tr("Timeline"))
        for lane, (title, explanation) in lane_words().items():
            named: Lane = getattr(self, lane)
            named.title, named.explanation = title, explanation
        self._rows = TrackRows()
        self.view.lay_out()
        self._dress()
        self._on_peaks()

    def _connect(self) -> None:
        session, view = self._session, self.view
        view.pressed.connect(self._on_press)
        view.scrubbed.connect(self._scrub)
        view.mark_pressed.connect(self.mark_chosen)
        view.double_clicked.connect(self._on_double_click)
        session.video_changed.connect(self._on_video)
        session.index_grown.connect(self._on_grown)
        session.damage_changed.connect(self._show_closed)
        session.peaks_changed.connect(self._on_peaks)
        session.position_changed.connect(self._on_position)
        session.selection_changed.connect(self._on_selection)
        session.document_changed.connect(self._on_edit)
        session.marks_changed.connect(self._show_marks)
        self._themes.changed.connect(self._dress)
        self.preparing.map_ready.connect(self.heat.set_map)
        self.preparing.curves_ready.connect(self._show_curves)
        self.preparing.spectrum_ready.connect(self._on_spectrum)
        self.preparing.map_failed.connect(self._on_no_map)
        self.preparing.curves_failed.connect(self._on_no_curves)
        self.preparing.spectrum_failed.connect(self._on_no_spectrum)
        self.spectrum.resized.connect(self._want_spectrum)

    # --- what others show here -----------------------------------------------------------------

    def set_overview_marks(self, marks: Sequence[OverviewMark]) -> None:
        """Show places worth a look; a click on one emits `mark_chosen` with its key."""
        self.overview.set_marks(marks)

    def set_speakers(self, spans: Sequence[SpeakerSpan]) -> None:
        """Show who speaks when."""
        self._speakers = tuple(spans)
        self._show_speakers()

    # --- what is shown -------------------------------------------------------------------------

    def show_all(self) -> None:
        """Zoom out to the whole video."""
        self.axis.show_all()

    def _dress(self) -> None:
        self._shots_of = self._speakers_of = ()
        self.view.dress(self._themes.theme)
        self._show_closed()
        self._show_document()

    def _on_video(self) -> None:
        self.view.cancel_drag()
        self._set_length()
        self.show_all()
        self.wave.set_peaks(None)
        self.preparing.forget()
        self.heat.set_map(None, None)
        self.spectrum.set_spectrum(None)
        self.set_speakers(())
        self.set_overview_marks(())
        self._show_closed()
        self._show_document()
        self._on_peaks()
        self._show_marks()
        self._on_position(self._session.position)

    def _on_grown(self) -> None:
        opened = self._session.opened
        if opened is not None and float(opened.duration) != self.axis.length:
            whole = self.axis.whole
            self._set_length()
            if whole:
                self.show_all()
        self._show_closed()
        self._on_peaks()
        self._show_marks()

    def _set_length(self) -> None:
        opened = self._session.opened
        self.axis.set_length(float(opened.duration) if opened else 1.0)

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
                end = self.axis.length
                parts.append(Part(start, end, theme.colour("muted"), False, caption))
        for lane in self.lanes:
            named = caption if lane is self.wave else ""
            shown = [part if part.hatched else replace(part, caption=named) for part in parts]
            if lane is not self.ruler and lane.closed.set_parts(shown, theme.colour("text")):
                lane.changed.emit()

    def _on_peaks(self) -> None:
        self.wave.set_peaks(self._session.peaks)
        self.wave.set_note(sound_words(self._session))
        self._want_spectrum()

    def _want_spectrum(self) -> None:
        """The spectrogram is made when it is looked at, after the waveform."""
        session, shown = self._session, self.spectrum.spectrum
        heard = session.peaks is not None and not sound_words(session)
        if self.spectrum.folded or session.source is None or not heard:
            self.preparing.drop_spectrum()
        elif shown is None:
            self.preparing.want_spectrum(session.source)
        self.spectrum.set_note(spectrum_words(session, shown))

    def _on_spectrum(self, spectrum: Spectrogram) -> None:
        self.spectrum.set_spectrum(spectrum)
        self.spectrum.set_note(spectrum_words(self._session, spectrum))

    def _on_no_spectrum(self) -> None:
        self.spectrum.set_note(unread_words())

    def _on_edit(self, _edit: Edit) -> None:
        self._show_document()

    def _on_selection(self) -> None:
        selected = self._session.selected
        for lane in (self.tracks, self.confidence, self.speaking):
            lane.select(selected)
        self._show_map()
        self._telling.start()

    def _show_document(self) -> None:
        self._show_shots()
        bars = self._rows.bars(self._session, self._themes.theme)
        self.tracks.set_bars(bars)
        self.overview.set_tracks(bars)
        self._show_speakers()
        self._show_curves()
        self._on_selection()

    def _show_shots(self) -> None:
        video, theme = self._session.video, self._themes.theme
        analysis = self._session.document.analyses.get(video.id) if video else None
        if self._shots_of == (video, analysis, theme):
            return
        self._shots_of = video, analysis, theme
        bars = [
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
        self.shots.set_bars(bars)
        self.shots.set_note("" if bars or video is None else self.tr("not analysed yet"))

    def _show_speakers(self) -> None:
        tracks, theme = self._session.document.tracks, self._themes.theme
        titles = [t.title for s in self._speakers if (t := tracks.get(s.track_id)) is not None]
        if (made_of := (self._speakers, titles, theme)) != self._speakers_of:
            self._speakers_of = made_of
            self.speakers.set_bars(speaker_bars(self._speakers, tracks, theme))
        empty = self._session.video is not None and not self._speakers
        self.speakers.set_note(self.tr("not known yet") if empty else "")

    def _show_curves(self) -> None:
        doc, tracks = self._session.document, self._session.tracks
        scores = [score for t in tracks if (score := doc.scores.get(t.id)) is not None]
        curves = self.preparing.curves(scores)
        self.confidence.set_curves(curves, {track.id: track.title for track in tracks})
        self.speaking.show(self._session, self.preparing)
        missing = self._session.video is not None and not scores
        words = self.tr("Frame confidence: analyse to see it")
        self.confidence.set_note(words if missing else "")

    def _on_no_curves(self) -> None:
        self.confidence.set_note(self.tr("Frame confidence: could not be prepared"))
        self.speaking.set_failed()

    def _show_map(self) -> None:
        score = None
        if self._session.selected is not None:
            score = self._session.document.scores.get(self._session.selected)
        if score is None:
            self.preparing.drop_map()
            self.heat.set_map(None, None)
            if self._session.video is None:
                self.heat.set_note("")
            elif self._session.document.scores:
                self.heat.set_note(self.tr("Sync map: select a scored track"))
            else:
                self.heat.set_note(self.tr("Sync map: analyse to see it"))
            return
        self._note_score(score)
        shown = self.heat.score
        if shown is not None and shown.matrix is score.matrix:
            # A verdict or a moved box leaves the matrix what it was.
            self.preparing.drop_map()
            self.heat.set_map(score, self.heat.map)
        else:
            # The map of another track must not be taken for this one's.
            self.heat.set_map(None, None)
            self.preparing.want_map(score)

    def _note_score(self, score: SyncScore) -> None:
        track = self._session.document.tracks[score.id]
        words = offset_words(score)
        if not score.determined:
            guess = ms_words(score.offset_ms)
            words = self.tr("{words} (best guess: {guess})").format(words=words, guess=guess)
        if score.stale:
            words += self.tr(" · boxes changed since")
        self.heat.set_note(f"{track.title} · {words} · {score.scorer}")

    def _on_no_map(self) -> None:
        self.heat.set_note(self.tr("Sync map: could not be prepared"))

    def _show_marks(self) -> None:
        """Show the marks of the session; a side without a mark is open."""
        span, session = marked_times(self._session), self._session
        marked = None
        if span is not None:
            sides = session.mark_in is not None, session.mark_out is not None
            marked = Marked(float(span[0]), float(span[1]), *sides)
        self.view.set_marked(marked)

    # --- the playhead --------------------------------------------------------------------------

    def _on_position(self, _frame: int) -> None:
        seconds = self._session.seconds
        self.view.set_playhead(seconds)
        if not self.view.dragging:
            self.axis.follow(seconds, self.follow)
        self._telling.start()

    def _tell(self) -> None:
        """What a screen reader says of the timeline: not at every frame while it plays."""
        track = self._session.selected_track
        words = self.tr("At {time} of {length}").format(
            time=time_text(self._session.seconds), length=time_text(self.axis.length)
        )
        if track is not None:
            score = self._session.document.scores.get(track.id)
            words += self.tr(", {track}: {sync}").format(
                track=track.title, sync=offset_words(score)
            )
        self.view.setAccessibleDescription(words)

    def _on_press(self, lane: Lane, x: float, y: float) -> None:
        if isinstance(lane, BarsLane) and lane is not self.shots:
            bar = lane.bar_at(x, y, self.view.frame_of(lane))
            if bar is not None:
                self._session.select(bar.key)

    def _scrub(self, seconds: float) -> None:
        self.scrubbing.emit()
        self._session.seek_seconds(seconds)

    def _on_double_click(self, lane: Lane, x: float, y: float) -> None:
        """To the start of what was clicked."""
        if isinstance(lane, BarsLane):
            bar = lane.bar_at(x, y, self.view.frame_of(lane))
            if bar is not None:
                self._scrub(bar.start)
