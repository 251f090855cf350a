"""Where the files lie that come with the program."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
"""The same from source and frozen: the frozen program keeps the layout of the source tree."""
