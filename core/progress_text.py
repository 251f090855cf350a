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
    """Called with each `Progress` of a job."""

    def __init__(self, name: str, stream: TextIO) -> None:
        self._name = name
        self._stream = stream
        self._bar = stream.isatty()
        self._text = ""
        self._tenth = -1

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
        end = "\n" if fraction >= 1.0 else ""
        print(line, end=end, file=self._stream, flush=True)
