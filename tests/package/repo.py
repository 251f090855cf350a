"""What the guards share: where the checkout is, and what git tracks in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

HEAVY = ("torch", "torchvision", "scipy", "matplotlib", "pandas", "sklearn", "skimage")
"""What takes seconds to import: nothing that is needed for the window to be there."""

_WRITTEN = frozenset(
    {
        ".venv",
        "__pycache__",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
        ".import_linter_cache",
        "build",
        "dist",
        "out",
    }
)


def tracked_files() -> list[Path]:
    """Every file that git tracks or would track, absolute paths, existing ones only.

    In an unpacked archive, where there is no git to ask, every file outside of the folders that
    tools write.
    """
    if not (ROOT / ".git").exists():
        ours = [path.relative_to(ROOT) for path in sorted(ROOT.rglob("*")) if path.is_file()]
        return [ROOT / path for path in ours if not _WRITTEN.intersection(path.parts)]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    return [
        ROOT / name for name in sorted(filter(None, listed.split("\0"))) if (ROOT / name).is_file()
    ]


def text_files() -> list[tuple[Path, str]]:
    """The tracked files that are UTF-8 text, with their text."""
    found = []
    for path in tracked_files():
        data = path.read_bytes()
        if b"\0" in data[:8192]:
            continue
        found.append((path, data.decode("utf-8")))
    return found


def product_modules(package: str) -> list[str]:
    """Dotted names of all modules of one of our packages."""
    names = []
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def loaded_by(names: list[str], watched: tuple[str, ...]) -> list[str]:
    """Which of `watched` come along when the modules are imported in a fresh interpreter.

    Raises:
        AssertionError: an import fails; with its traceback.
    """
    code = (
        "import importlib, json, sys\n"
        "names, watched = json.loads(sys.argv[1])\n"
        "for name in names: importlib.import_module(name)\n"
        "print(json.dumps([name for name in watched if name in sys.modules]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps([names, watched])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    loaded: list[str] = json.loads(done.stdout)
    return loaded
