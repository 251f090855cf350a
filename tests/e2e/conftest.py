"""The end-to-end tests are watched like the GUI tests; see tests/qt_guard."""

from __future__ import annotations

from tests.gui.helpers import errors, make_program, program
from tests.qt_guard import (
    no_thread_is_left,
    own_home,
    pytest_collection_modifyitems,
    qt_is_quiet,
)

__all__ = [
    "errors",
    "make_program",
    "no_thread_is_left",
    "own_home",
    "program",
    "pytest_collection_modifyitems",
    "qt_is_quiet",
]
