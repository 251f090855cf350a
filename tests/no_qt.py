"""A pytest plugin (`-p tests.no_qt`): Qt cannot be imported in this interpreter.

It shows that the core works without Qt. It blocks by name, so it also holds where Qt is installed,
and it proves at the start that it does.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

BLOCKED = frozenset({"PySide6", "shiboken6", "pyqtgraph", "pytestqt"})


class _Blocker(MetaPathFinder):
    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"{fullname} is blocked in this run", name=fullname)
        return None


def pytest_configure(config: pytest.Config) -> None:
    early = sorted(BLOCKED & {name.partition(".")[0] for name in sys.modules})
    if early:
        raise pytest.UsageError(f"imported before it could be blocked: {early}")
    sys.meta_path.insert(0, _Blocker())
    for name in sorted(BLOCKED):
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        raise pytest.UsageError(f"{name} could still be imported")


def pytest_report_header() -> str:
    return "Qt: blocked"
