"""Every GUI test is watched for Qt's warnings and threads left behind; see tests/qt_guard."""

from __future__ import annotations

from tests.qt_guard import (
    no_thread_is_left,
    own_home,
    pytest_collection_modifyitems,
    qt_is_quiet,
)

__all__ = ["no_thread_is_left", "own_home", "pytest_collection_modifyitems", "qt_is_quiet"]
