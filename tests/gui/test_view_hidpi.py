"""On screens of any scale a decoded pixel reaches exactly one pixel of the screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def at_ratio(path: Path, ratio: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.view_at_ratio", str(path)],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": ratio, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("ratio", ["1", "1.5", "2"])
def test_pixels_of_the_picture_are_pixels_of_the_screen(
    clip_factory: Callable[..., Any], ratio: str
) -> None:
    clip = clip_factory(frames=6, size=(1280, 720))
    found = at_ratio(clip.path, ratio)
    for state in ("fit", "actual"):
        there = found[state]
        assert there["ratio"] == float(ratio)
        assert there["offset"] == pytest.approx([0, 0], abs=1e-6)
        assert there["far"] == 0
        assert min(there["compared"]) > 150
    fit = found["fit"]
    assert fit["image"] == fit["wanted"] == pytest.approx(fit["compared"], abs=2)
    assert fit["wanted"][0] < 1280
    assert found["actual"]["image"] == [1280, 720]
    assert found["actual"]["wanted"] is None


def test_wide_pixels_are_shown_wide(clip_factory: Callable[..., Any]) -> None:
    clip = clip_factory(frames=6, size=(1440, 1152), sample_aspect=Fraction(16, 11))
    fit = at_ratio(clip.path, "1.5")["fit"]
    width, height = fit["image"]
    assert width / height == pytest.approx(720 * 16 / 11 / 576, rel=0.01)
    assert fit["far"] == 0
