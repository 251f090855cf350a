"""What the keys and buttons of playing do: marks, loops, speech, volume, hearing it corrected."""

from __future__ import annotations

from enum import Enum, auto
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.media.peaks import Peaks
from core.media.route import Span
from core.model.values import Track
from core.sync.speech import Basis, Floats, Speech, speech_spans, step_loudness
from gui.actions import Actions
from gui.confidence import ConfidenceScale
from gui.dialogs.go_to import GoToDialog
from gui.main_window import MainWindow
from gui.player.clock import SPEEDS, PlayClock
from gui.player.correction import CorrectBy, Correction, delay_words
from gui.preferences import Preferences
from gui.session import Session
from gui.spans import marked_times, times_of, visible_times
from gui.texts import time_text

_AROUND = Fraction(2)
_VOLUME_STEP = 0.05
_SAVE_MS = 800


class _Mode(Enum):
    """What is being played."""

    ALL = auto()
    AROUND = auto()
    SPEECH = auto()


class PlayingControl(QObject):
    """Connects the actions of playing, and keeps what was chosen in the settings.

    Signals:
        notice(text): for the status bar.
    """

    notice = Signal(str)

    def __init__(
        self,
        session: Session,
        clock: PlayClock,
        window: MainWindow,
        actions: Actions,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._clock = clock
        self._window = window
        self._actions = actions
        self._preferences = preferences
        self._mode = _Mode.ALL
        self._origin = 0
        self._busy = False
        self._loudness: tuple[Peaks, Floats] | None = None
        settings = preferences.settings
        self.correction = Correction(
            session, CorrectBy(settings.correction), settings.manual_delay_ms, self
        )
        self._told = ""
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(_SAVE_MS)
        self._saving.timeout.connect(self.save)
        clock.set_volume(settings.volume / 100)
        clock.set_muted(settings.muted)
        clock.set_scrub_sound(settings.scrub_sound)
        clock.set_reverse_sound(settings.reverse_sound)
        for name, on in (
            ("mute", settings.muted),
            ("scrub_sound", settings.scrub_sound),
            ("reverse_sound", settings.reverse_sound),
        ):
            actions[name].setChecked(on)
        window.transport.complete(
            actions["loop"], actions["mute"], actions["hear_corrected"], self.correction
        )
        window.transport.correction.spin.leave.connect(window.view.setFocus)
        self._connect()

    def _connect(self) -> None:
        on, session, clock = self._actions.on, self._session, self._clock
        on("mark_in", session.set_mark_in)
        on("mark_out", session.set_mark_out)
        on("clear_marks", session.clear_marks)
        on("play_around", self.play_around)
        on("play_speech", self.play_speech)
        on("delay_later", partial(self._nudge, 1))
        on("delay_earlier", partial(self._nudge, -1))
        on("volume_up", partial(self._louder, 1))
        on("volume_down", partial(self._louder, -1))
        on("faster", partial(self._change_speed, 1))
        on("slower", partial(self._change_speed, -1))
        on("go_to", self._ask_place)
        for name, set_on in (
            ("mute", clock.set_muted),
            ("scrub_sound", clock.set_scrub_sound),
            ("reverse_sound", clock.set_reverse_sound),
            ("loop", self._on_loop),
            ("hear_corrected", self._on_hear),
        ):
            self._actions[name].toggled.connect(set_on)
        for name in ("scrub_sound", "reverse_sound"):
            self._actions[name].toggled.connect(self._saving.start)
        self.correction.changed.connect(self._on_correction)
        window = self._window
        window.transport.correction.spin.valueChanged.connect(self._hear)
        window.closing.connect(self.save)
        session.marks_changed.connect(self._on_marks)
        session.selection_changed.connect(self._update_spans)
        session.index_grown.connect(self._on_grown)
        session.document_changed.connect(lambda _edit: self._update_spans())
        session.video_changed.connect(self._on_video)
        session.position_changed.connect(self._on_position)
        clock.changed.connect(self._on_clock)

    # --- what is played ------------------------------------------------------------------------

    def play_around(self) -> None:
        """Play two seconds before the cursor to two after it, once, and come back to it."""
        index = self._session.index
        if index is None:
            return
        origin = self._origin if self._mode is _Mode.AROUND else self._session.position
        here = index.time_of(origin)
        first, end = max(here - _AROUND, Fraction(0)), min(here + _AROUND, index.duration)
        self.play_once((first, end), origin)

    def loop_marks(self) -> None:
        """Play the marked span again and again, from its start, whatever is being played now."""
        marked = marked_times(self._session)
        if marked is not None:
            # Else the loop would be that of the speech.
            self._mode = _Mode.ALL
            self._actions["loop"].setChecked(True)
            self._play(_Mode.ALL, (marked,), True, marked[0])

    def play_marks(self) -> None:
        """Play the marked span once and come back to its start."""
        marked, index = marked_times(self._session), self._session.index
        if marked is not None and index is not None:
            self.play_once(marked, index.frame_at(marked[0]))

    def play_once(self, span: Span, origin: int) -> None:
        """Play a span once and come back to this frame."""
        self._origin = origin
        self._play(_Mode.AROUND, (span,), False, span[0])

    def play_speech(self) -> None:
        """Play on from the cursor, but only where the selected track speaks; again: pause."""
        track, index = self._session.selected_track, self._session.index
        if track is None or index is None:
            return
        if self._mode is _Mode.SPEECH and self._clock.playing:
            self._clock.pause()
            return
        speech = self.speech(track)
        if not speech.spans:
            self.notice.emit(self.tr("No speech of {track} is found.").format(track=track.title))
            return
        self.notice.emit(self._speech_words(track, speech))
        start = None
        if index.time_of(self._session.position) >= speech.spans[-1][1]:
            start = speech.spans[0][0]
        self._play(_Mode.SPEECH, speech.spans, self._actions["loop"].isChecked(), start)

    def speech(self, track: Track) -> Speech:
        """Where a track speaks; see core.sync.speech."""
        doc = self._session.document
        scores = [doc.scores[t.id] for t in self._session.tracks if t.id in doc.scores]
        score = doc.scores.get(track.id)
        full = ConfidenceScale.of(scores).full.get(score.scorer, 1.0) if score else 1.0
        times, said = visible_times(self._session, track), doc.speaking.get(track.id)
        return speech_spans(times, score, full, self._sound(), said)

    def _play(
        self, mode: _Mode, spans: tuple[Span, ...], repeat: bool, start: Fraction | None
    ) -> None:
        self._busy = True
        try:
            self._clock.pause()
            self._mode = mode
            if start is not None:
                self._session.seek(start)
            self._clock.set_spans(spans, repeat)
        finally:
            self._busy = False
        self._clock.play()

    def _on_clock(self) -> None:
        self._saving.start()
        if self._actions["mute"].isChecked() != self._clock.muted:
            self._actions["mute"].setChecked(self._clock.muted)
        if self._busy or self._clock.playing:
            return
        if self._mode is _Mode.ALL:
            return
        back = self._mode is _Mode.AROUND and self._came_to_the_end()
        self._mode = _Mode.ALL
        self._update_spans()
        if back:
            self._session.seek_frame(self._origin)

    def _came_to_the_end(self) -> bool:
        index, spans = self._session.index, self._clock.spans
        return (
            index is not None
            and bool(spans)
            and index.time_of_pts(index.end_of(self._session.position)) >= spans[-1][1]
        )

    def _on_position(self, _frame: int) -> None:
        index = self._session.index
        if self._busy or index is None:
            return
        if self._mode is _Mode.AROUND:
            begin, end = self._clock.spans[0]
            if not begin <= index.time_of(self._session.position) <= end:
                # Somebody went elsewhere: what is there is played.
                self._mode = _Mode.ALL
                self._update_spans()
                if self._clock.direction > 0 and self._session.position == len(index) - 1:
                    # To play there would begin anew.
                    self._clock.pause()
                else:
                    self._clock.play(self._clock.direction)
        elif not self._clock.playing:
            self._update_spans()

    def _on_video(self) -> None:
        self._mode = _Mode.ALL
        self._update_spans()

    # --- loops ---------------------------------------------------------------------------------

    def _on_loop(self, on: bool) -> None:
        if self._mode is _Mode.SPEECH:
            self._clock.set_spans(self._clock.spans, on)
            if on:
                self.notice.emit(self.tr("Loop: {what}").format(what=self.tr("the speech")))
            return
        self._update_spans()
        if on and self._session.index is not None:
            self.notice.emit(self._loop_words())

    def _on_marks(self) -> None:
        self._update_spans()
        if self._mode is _Mode.ALL and self._actions["loop"].isChecked() and self._session.opened:
            self.notice.emit(self._loop_words())

    def _on_grown(self) -> None:
        self._update_spans()
        if self._clock.repeat and not self._clock.spans:
            # What was the whole video ends further on now.
            self._clock.set_spans((), True)

    def _update_spans(self) -> None:
        if self._mode is not _Mode.ALL:
            return
        loop = self._actions["loop"].isChecked()
        span = self._loop_span()[0] if loop else None
        spans = () if span is None else (span,)
        if (spans, loop) != (self._clock.spans, self._clock.repeat):
            self._clock.set_spans(spans, loop)

    def _loop_span(self) -> tuple[Span | None, str]:
        """What a loop repeats, and its name: the marked span; without marks the selected track
        where the position lies in it, else the shot, else everything (None).
        """
        session, index = self._session, self._session.index
        if index is None:
            return None, ""
        marked = marked_times(self._session)
        if marked is not None:
            return marked, self.tr("the marked span")
        here, track = session.pts, session.selected_track
        if track is not None:
            span = session.track_span(track.id)
            if span is not None and span[0] <= here < span[1]:
                return times_of(index, span), track.title
        video = session.video
        analysis = session.document.analyses.get(video.id) if video else None
        for shot in analysis.shots if analysis else ():
            if shot.start_pts <= here < shot.end_pts:
                return times_of(index, (shot.start_pts, shot.end_pts)), self.tr("the shot")
        return None, self.tr("the whole video")

    def _loop_words(self) -> str:
        span, name = self._loop_span()
        if span is None:
            return self.tr("Loop: {what}").format(what=name)
        return self.tr("Loop: {what}, {start} to {end}").format(
            what=name, start=time_text(float(span[0])), end=time_text(float(span[1]))
        )

    # --- speech --------------------------------------------------------------------------------

    def _sound(self) -> Floats | None:
        peaks = self._session.peaks
        if peaks is None or not len(peaks):
            return None
        if self._loudness is None or self._loudness[0] is not peaks:
            loudness = step_loudness(peaks.low, peaks.high, peaks.seconds_per_bin)
            self._loudness = peaks, loudness
        return self._loudness[1]

    def _speech_words(self, track: Track, speech: Speech) -> str:
        how = {
            Basis.FIT_AND_SOUND: self.tr("by lips and sound"),
            Basis.FIT: self.tr("by its lips alone: there is no sound, or it is still being read"),
            Basis.SOUND: self.tr("by the sound alone: no offset of it is determined"),
            Basis.TRACK: self.tr("all of it: there is neither score nor sound to tell"),
        }[speech.basis]
        return self.tr("Speech of {track}: {seconds} s in {n} pieces, {how}.").format(
            track=track.title, seconds=f"{speech.seconds:.1f}", n=len(speech.spans), how=how
        )

    # --- the sound -----------------------------------------------------------------------------

    def _nudge(self, ms: int) -> None:
        self.correction.nudge(ms)
        self._hear()

    def _hear(self) -> None:
        """Whoever sets a delay wants to hear it."""
        if self._actions["hear_corrected"].isChecked():
            self.notice.emit(self.tr("Corrected: {words}").format(words=self._words()))
        self._actions["hear_corrected"].setChecked(True)

    def _on_hear(self, on: bool) -> None:
        self._told = ""
        self.correction.refresh()
        self._on_correction()
        if not on:
            self.notice.emit(self.tr("Sound as it is in the file"))
        elif not self._told:
            self.notice.emit(self.tr("Corrected: {words}").format(words=self._words()))

    def _on_correction(self) -> None:
        on, delay = self._actions["hear_corrected"].isChecked(), self.correction.delay
        self._clock.set_delay_ms(delay.ms if on else 0)
        self._saving.start()
        if on and delay.why and delay.why != self._told:
            self.notice.emit(f"{delay.why[0].upper()}{delay.why[1:]}, {self._words()}")
        elif on and self._told and not delay.why:
            self.notice.emit(self.tr("Corrected: {words}").format(words=self._words()))
        self._told = delay.why if on else ""

    def _words(self) -> str:
        return delay_words(self.correction.delay.ms)

    def _louder(self, direction: int) -> None:
        self._clock.set_volume(self._clock.volume + direction * _VOLUME_STEP)
        self._clock.set_muted(False)
        self.notice.emit(self.tr("Volume {n} %").format(n=round(self._clock.volume * 100)))

    def _change_speed(self, direction: int) -> None:
        speeds = SPEEDS if direction > 0 else SPEEDS[::-1]
        now = self._clock.speed
        for speed in speeds:
            if (speed - now) * direction > 0:
                self._clock.set_speed(speed)
                self.notice.emit(self.tr("Speed {speed} ×").format(speed=f"{float(speed):g}"))
                return

    def _ask_place(self) -> None:
        dialog = GoToDialog(self._session, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self) -> None:
        """Keep what was chosen."""
        self._saving.stop()
        clock = self._clock
        self._preferences.change(
            volume=round(clock.volume * 100),
            muted=clock.muted,
            scrub_sound=clock.scrub_sound,
            reverse_sound=clock.reverse_sound,
            correction=self.correction.by.value,
            manual_delay_ms=self.correction.manual_ms,
        )
