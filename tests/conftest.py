"""Fixtures for all tests: the demo clip, media made by code, and the shared reference material.

Nothing here imports Qt: `tests/core` runs without PySide6. What makes pictures and sound is
imported only when a test asks for it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.media.clips import Clip
    from tests.media.demo import Demo

# A first example pays for late imports (torch), and CI machines are shared: time is no property.
settings.register_profile("syncreview", deadline=None)
settings.load_profile("syncreview")

ROOT = Path(__file__).resolve().parents[1]
SHARED_VARIABLE = "SYNCREVIEW_SHARED"


def _shared_root() -> Path:
    named = os.environ.get(SHARED_VARIABLE)
    return Path(named) if named else ROOT.parent / "shared"


def _shared_is_there() -> bool:
    return (_shared_root() / "media").is_dir()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if _shared_is_there():
        return
    skip = pytest.mark.skip(
        reason=f"needs the shared reference material, which is not at {_shared_root()}; "
        f"set {SHARED_VARIABLE} to its folder"
    )
    for item in items:
        if item.get_closest_marker("shared") or "shared_dir" in getattr(item, "fixturenames", ()):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of the shared reference material; tests that use it are marked `shared`."""
    return _shared_root()


@pytest.fixture(scope="session")
def demo_clip() -> Path:
    """The bundled demo clip: 960x540, 25 fps, 26 s, two shots, two faces. Do not write to it."""
    path = ROOT / "resources" / "demo" / "demo.mp4"
    assert path.is_file(), f"{path} is missing: python -m tests.media.demo --out resources/demo"
    return path


@pytest.fixture(scope="session")
def demo_truth() -> dict[str, Any]:
    """What is true of the demo clip; see `tests.media.demo.truth_of`."""
    text = (ROOT / "resources" / "demo" / "demo.json").read_text(encoding="utf-8")
    truth: dict[str, Any] = json.loads(text)
    return truth


@pytest.fixture(scope="session")
def demo_factory(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Demo]:
    """`demo_factory(suffix=".mp4", **fields of DemoSpec) -> Demo`, smaller by default (640x360, one
    shot of 10 s). Each variant is made once a session: copy it before you change it."""
    from fractions import Fraction

    from tests.media.demo import DemoSpec, make_demo

    folder = tmp_path_factory.mktemp("demos")
    made: dict[tuple[str, DemoSpec], Demo] = {}

    def make(suffix: str = ".mp4", **fields: Any) -> Demo:
        small = {"size": (640, 360), "shots": 1, "shot_seconds": Fraction(10), "delay_steps": (0,)}
        spec = DemoSpec(**(small | fields))
        key = (suffix, spec)
        if key not in made:
            made[key] = make_demo(folder / f"demo_{len(made)}{suffix}", spec)
        return made[key]

    return make


@pytest.fixture(scope="session")
def clip_factory(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Clip]:
    """`clip_factory("name in CATALOGUE")` or `clip_factory(suffix=".mp4", **fields of ClipSpec)`.

    Returns a `tests.media.clips.Clip`. Each is made once a session: copy it before you change it.
    """
    from tests.media.clips import ClipSpec, make_clip, make_named

    folder = tmp_path_factory.mktemp("clips")
    made: dict[object, Clip] = {}

    def make(name: str | None = None, *, suffix: str = ".mp4", **fields: Any) -> Clip:
        if name is not None:
            if name not in made:
                made[name] = make_named(folder, name)
            return made[name]
        spec = ClipSpec(**fields)
        for known in made.values():
            if known.spec == spec and known.path.name.endswith(suffix):
                return known
        clip = make_clip(folder / f"clip_{len(made)}{suffix}", spec)
        made[clip.path] = clip
        return clip

    return make


@pytest.fixture(scope="session")
def rotated_clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Clip]:
    """`rotated_clip(90)`: 10 frames that the display matrix turns clockwise by 90 degrees."""
    from tests.media.clips import make_rotated

    folder = tmp_path_factory.mktemp("rotated")
    made: dict[int, Clip] = {}

    def make(degrees: int) -> Clip:
        if degrees not in made:
            made[degrees] = make_rotated(folder, degrees)
        return made[degrees]

    return make


@pytest.fixture(scope="session")
def cut_short_clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Clip]:
    """`cut_short_clip(".mkv")`: 60 % of the bytes of a clip of 150 frames (".mkv", ".frag.mp4",
    ".avi", ".ts" still open; ".mp4" does not, its index is gone)."""
    from tests.media.clips import make_cut_short

    folder = tmp_path_factory.mktemp("cut_short")
    made: dict[str, Clip] = {}

    def make(suffix: str) -> Clip:
        if suffix not in made:
            made[suffix] = make_cut_short(folder, suffix)
        return made[suffix]

    return make
