"""The layer rules hold, and each of them fails when it is broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.package.repo import ROOT

# file of the scratch tree -> what is written into it, and the contract that must then break.
VIOLATIONS = {
    "core/vision/a.py": ("import gui.app", "core imports nothing of ours"),
    "core/store/b.py": ("def f():\n    from plugins import mtcnn", "core imports nothing of ours"),
    "gui/c.py": ("import plugins.mtcnn", "the window knows core only, not the plugins"),
    "plugins/mtcnn/d.py": ("from core.errors import AppError", "a plugin knows core.api only"),
    "plugins/mtcnn/e.py": ("from plugins.syncnet import x", "plugins do not know each other"),
    "core/media/f.py": ("from PySide6.QtCore import QObject", "Qt only in gui and main"),
    "plugins/syncnet/g.py": ("import pyqtgraph", "Qt only in gui and main"),
    "core/vision/h.py": ("import av", "PyAV only in core.media"),
    "gui/i.py": ("from av.container import InputContainer", "PyAV only in core.media"),
    "core/model/j.py": ("from core.store import x", "layers inside core"),
    "core/media/k.py": ("from core.analysis import x", "layers inside core"),
    "core/sync/l.py": ("from core.review import x", "layers inside core"),
    "core/errors.py": ("import core.model", "layers inside core"),
    "core/stray.py": ("", "layers inside core"),
}


def _packages(root: Path) -> None:
    """A tree of empty packages with the names of ours."""
    parts = ("media", "vision", "sync", "analysis", "store", "exchange", "render", "weights")
    for name in (
        "core",
        "gui",
        "plugins",
        "core/model",
        "core/review",
        *(f"core/{part}" for part in parts),
    ):
        (root / name).mkdir(parents=True, exist_ok=True)
        (root / name / "__init__.py").touch()
    for name in ("mtcnn", "syncnet"):
        (root / "plugins" / name).mkdir()
        (root / "plugins" / name / "__init__.py").write_text("import core.api\n")
    for name in ("core/timebase", "core/errors", "core/jobs", "core/api", "core/cli", "gui/app"):
        (root / f"{name}.py").write_text("")
    (root / "core/media/reader.py").write_text("import av\n")


def _lint(root: Path) -> tuple[int, dict[str, bool], str]:
    """Run import-linter; its status, which contracts were kept, and its output."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        env={"PATH": "", "COLUMNS": "200", "NO_COLOR": "1"},
    )
    output = done.stdout + done.stderr
    kept = {
        name.strip(): result == "KEPT"
        for name, result in re.findall(r"^(.+?) (KEPT|BROKEN)(?: \(.*\))?$", output, re.MULTILINE)
    }
    return done.returncode, kept, output


def test_the_layer_rules_hold() -> None:
    status, kept, output = _lint(ROOT)
    assert status == 0, output
    assert kept, output
    assert all(kept.values()), output


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    _packages(tmp_path)
    return tmp_path


def test_a_clean_tree_keeps_every_rule(scratch: Path) -> None:
    status, kept, output = _lint(scratch)
    assert status == 0, output
    assert set(kept) == {contract for _, contract in VIOLATIONS.values()}


@pytest.mark.parametrize("contract", sorted({contract for _, contract in VIOLATIONS.values()}))
def test_each_rule_can_break(scratch: Path, contract: str) -> None:
    broken = [(name, text) for name, (text, rule) in VIOLATIONS.items() if rule == contract]
    for name, text in broken:
        (scratch / name).write_text(text + "\n")
    status, kept, output = _lint(scratch)
    assert status != 0
    assert not kept[contract], output
    for name, _ in broken:
        assert name.removesuffix(".py").replace("/", ".") in output, output


def test_main_imports_only_core_and_gui() -> None:
    text = (ROOT / "main.py").read_text(encoding="utf-8")
    imported = re.findall(r"^\s*(?:from|import)\s+(\w+)", text, re.MULTILINE)
    ours = {"core", "gui", "__future__"}
    assert {name for name in imported if name not in sys.stdlib_module_names} <= ours
