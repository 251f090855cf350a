"""What the guards share: where the checkout is, and what git tracks in it."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("core", "gui", "plugins")


def tracked_files() -> list[Path]:
    """Every file that git tracks or would track, absolute paths, existing ones only.

    Raises:
        subprocess.CalledProcessError: outside a git checkout.
    """
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


def product_modules() -> list[str]:
    """Dotted names of all modules of core, gui and plugins."""
    names = []
    for package in PRODUCT:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = list(path.relative_to(ROOT).with_suffix("").parts)
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names
