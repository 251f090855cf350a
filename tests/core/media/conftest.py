"""The table of what the conformance suite has tested, printed at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from core.media.source import VideoSource


@dataclass(slots=True)
class Row:
    """What was tested of one file.

    Args:
        asked: pictures that were asked for and looked at.
        click_ms: largest distance of a click from its frame; None where there are none.
        begun, held: checks.
    """

    file: str
    container: str = ""
    codec: str = ""
    special: str = ""
    frames: int = 0
    asked: int = 0
    click_ms: float | None = None
    begun: int = 0
    held: int = 0


class Table:
    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}

    @contextmanager
    def check(self, file: str, special: str = "") -> Iterator[Row]:
        """One check of `file`; it holds if the block ends without an exception."""
        row = self.rows.setdefault(file, Row(file, special=special))
        row.begun += 1
        yield row
        row.held += 1

    def describe(self, row: Row, source: VideoSource) -> None:
        row.container = source.probe.container.split(",")[0]
        row.codec = f"{source.probe.codec} {source.probe.pixel_format}"
        if source.probe.audio_codec:
            row.codec += f" + {source.probe.audio_codec}"
        row.frames = len(source.index)

    def lines(self) -> Iterator[str]:
        yield _line("clip", "container", "codec", "special", "frames", "asked", "clicks", "passed")
        for row in self.rows.values():
            clicks = "" if row.click_ms is None else f"{row.click_ms:.2f} ms"
            passed = "yes" if row.held == row.begun else f"NO ({row.held} of {row.begun})"
            counts = str(row.frames), str(row.asked)
            yield _line(row.file, row.container, row.codec, row.special, *counts, clicks, passed)


def _line(*cells: str) -> str:
    widths = (26, 10, 32, 34, 7, 6, 9, 0)
    return " ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


_TABLE = pytest.StashKey[Table]()


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> Table:
    return request.config.stash.setdefault(_TABLE, Table())


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    table = config.stash.get(_TABLE, None)
    if table is None or not table.rows:
        return
    terminalreporter.section("conformance: what was asked is what was shown")
    for line in table.lines():
        terminalreporter.write_line(line)
    failed = sum(row.held != row.begun for row in table.rows.values())
    asked = sum(row.asked for row in table.rows.values())
    terminalreporter.write_line(
        f"{len(table.rows)} clips, {asked} pictures asked for, {failed} clips failed"
    )
