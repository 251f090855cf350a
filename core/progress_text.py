"""Progress for the command line: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from typing import TextIO

from core.jobs import Progress

_WIDTH = 24


def duration_text(seconds: float) -> str:
    """ "8 s", "3 min 20 s", "2 h 05 min"."""
    whole = max(round(seconds), 1)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"


class ProgressPrinter:
    """Shows the progress of jobs: `begin` one, call with each `Progress`, `end` it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar = stream.isatty()
        self.begin("")

    def begin(self, name: str) -> ProgressPrinter:
        """The next job's name; returns itself, to be called with what the job reports."""
        self._name = name
        self._text = ""
        self._tenth = -1
        self._line_open = False
        return self

    def end(self) -> None:
        """Leave a bar that did not come to its end, so that what follows has a line of its own."""
        if self._line_open:
            print(file=self._stream, flush=True)
            self._line_open = False

    def __call__(self, progress: Progress) -> None:
        if self._bar:
            self._draw(progress)
            return
        tenth = int((progress.fraction or 0.0) * 10)
        if progress.text == self._text and tenth == self._tenth:
            return
        self._text, self._tenth = progress.text, tenth
        percent = "" if progress.fraction is None else f" {progress.fraction * 100:3.0f} %"
        print(f"{self._name}:{percent} {progress.text}", file=self._stream, flush=True)

    def _draw(self, progress: Progress) -> None:
        fraction = progress.fraction or 0.0
        filled = round(fraction * _WIDTH)
        bar = "#" * filled + "-" * (_WIDTH - filled)
        remaining = progress.remaining_s
        left = "" if remaining is None else f", {duration_text(remaining)} left"
        line = f"\r\x1b[K{self._name} [{bar}] {fraction * 100:3.0f} % {progress.text}{left}"
        print(line, end="", file=self._stream, flush=True)
        self._line_open = True
