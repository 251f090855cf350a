from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys

import pytest
from packaging.requirements import Requirement

from tests.package.repo import HEAVY, ROOT, loaded_by, product_modules

# It is what they are for to need torch; whoever imports them does so when a model is really to run.
NEEDS_TORCH = {"core.sync.network"}


def _requirements(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]


def test_no_gui_build_of_opencv_is_installed() -> None:
    names = {str(dist.metadata["Name"]).lower() for dist in importlib.metadata.distributions()}
    forbidden = {
        "opencv-python",
        "opencv-contrib-python",
        "scenedetect",
        "pyside6",
        "pyqt5",
        "pyqt6",
    }
    assert not names & forbidden
    assert {name for name in names if name.startswith("opencv")} == {"opencv-python-headless"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_what_is_installed_is_within_the_ranges(name: str) -> None:
    wrong = []
    for need in _requirements(name):
        if need.marker is not None and not need.marker.evaluate():
            continue
        found = importlib.metadata.version(need.name)
        if not need.specifier.contains(found, prereleases=True):
            wrong.append(f"{need}: {found} is installed")
    assert not wrong


def test_the_requirements_are_ranges_without_addresses() -> None:
    for need in _requirements("requirements.txt"):
        assert need.url is None
        assert any(spec.operator in {"<", "=="} for spec in need.specifier), f"{need}: no upper end"
        # facenet-pytorch 2.6.0 pins an old torch; everything else stays a range.
        pinned = any(spec.operator == "==" for spec in need.specifier)
        assert pinned == (need.name == "facenet-pytorch"), str(need)


def test_torch_and_torchvision_are_a_pair() -> None:
    code = (
        "import torch, torchvision\n"
        "boxes = torch.tensor([[0., 0., 2., 2.], [0., 0., 2., 2.], [5., 5., 6., 6.]])\n"
        "print(torchvision.ops.nms(boxes, torch.tensor([.8, .9, .1]), .5).tolist())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[1, 2]"


def test_core_loads_without_torch_and_without_qt() -> None:
    names = [name for name in product_modules("core") if name not in NEEDS_TORCH]
    assert "core.timebase" in names
    assert loaded_by(names, (*HEAVY, "PySide6", "pyqtgraph")) == []


def test_the_entry_point_loads_neither_torch_nor_qt() -> None:
    # The command line must work where Qt does not; the window imports Qt when it is asked for.
    names = [
        name for name in ("main", "core.cli") if (ROOT / f"{name.replace('.', '/')}.py").exists()
    ]
    if not names:
        pytest.skip("neither main.py nor core/cli.py is there yet")
    assert loaded_by(names, (*HEAVY, "PySide6", "pyqtgraph", "cv2", "av")) == []


def test_requirement_lines_have_no_options() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"^\s*-", text, re.MULTILINE), name


@pytest.mark.parametrize("platform", ["x86_64-pc-windows-msvc", "aarch64-apple-darwin"])
@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_the_packages_resolve_for_other_systems(platform: str, python: str) -> None:
    """All have wheels there; nothing is installed."""
    done = subprocess.run(
        [
            sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header",
            "--python-version", python, "--python-platform", platform, "--only-binary", ":all:",
            "requirements.txt",
        ],
        cwd=ROOT,
        # The oldest macOS for which PyAV has wheels.
        env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"},
        capture_output=True,
        text=True,
        timeout=170,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    names = {line.partition("==")[0] for line in done.stdout.splitlines() if "==" in line}
    wanted = {need.name.lower() for need in _requirements("requirements.txt")}
    assert {name.lower() for name in names} >= wanted
    assert not any(name.startswith("nvidia") for name in names)
