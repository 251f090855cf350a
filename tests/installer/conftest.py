"""A Windows under Wine, and installers of several versions with a tiny program in them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from installer.windows import build_setup
from tests.installer.windows import UNINSTALL, Windows

HERE = Path(__file__).resolve().parent
COMPILER = "x86_64-w64-mingw32-gcc"
_FLAGS = ("-Wall", "-Wextra", "-Werror", "-O1", "-municode", "-mwindows")
_TOOLS = ("makensis", "wine", "wineserver", COMPILER)

FILES = {
    "1.0.0": ("_internal/old/gone.dll", "_internal/both $1 한글.txt"),
    "1.1.0": ("_internal/new/fresh.dll", "_internal/both $1 한글.txt"),
}
"""What lies beside SyncReview.exe in the folder build of a version."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("installer")


@pytest.fixture(scope="session")
def tools() -> None:
    missing = [name for name in _TOOLS if shutil.which(name) is None]
    if missing:
        pytest.fail(
            f"missing: {', '.join(missing)}; `installer/bootstrap.sh --packaging` installs them",
            pytrace=False,
        )


@pytest.fixture(scope="session")
def program(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Compiles the payload's SyncReview.exe of a version."""
    folder = tmp_path_factory.mktemp("programs")

    def program(version: str) -> Path:
        exe = folder / f"SyncReview-{version}-portable.exe"
        if not exe.exists():
            subprocess.run(
                [COMPILER, *_FLAGS, f'-DVERSION="{version}"', "payload.c", "-lshell32", "-o", exe],
                cwd=HERE,
                check=True,
                timeout=60,
            )
        return exe

    return program


@pytest.fixture(scope="session")
def folder_build(
    program: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Makes the folder build of a version."""
    base = tmp_path_factory.mktemp("folders")

    def folder_build(version: str) -> Path:
        folder = base / version / "SyncReview"
        if not folder.exists():
            for name in FILES[version]:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(f"{version} {name}", encoding="utf-8")
            shutil.copy(program(version), folder / "SyncReview.exe")
        return folder

    return folder_build


@pytest.fixture(scope="session")
def setup(
    folder_build: Callable[[str], Path],
    program: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Path]:
    """Builds the installer of a version: `setup("1.0.0")`, `setup("1.1.0", onefile=True)`."""
    made: dict[tuple[str, bool], Path] = {}
    base = tmp_path_factory.mktemp("설치 파일")

    def setup(version: str, onefile: bool = False) -> Path:
        if (version, onefile) not in made:
            source = program(version) if onefile else folder_build(version)
            output = base / ("onefile" if onefile else "folder") / f"SyncReview-{version}-setup.exe"
            build_setup.build(build_setup.read_payload(source, onefile), version, output)
            made[version, onefile] = output
        return made[version, onefile]

    return setup


@pytest.fixture(scope="session")
def _booted(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    windows = Windows(tmp_path_factory.mktemp("windows"))
    yield windows
    windows.close()


@pytest.fixture
def windows(_booted: Windows) -> Iterator[Windows]:
    """A Windows on which SyncReview never was."""
    yield _booted
    # A test may have failed anywhere: nothing of it may reach the next one.
    own = (UNINSTALL, r"Software\SyncReview", r"Software\Classes\.syncreview")
    _booted.forget(*(rf"{root}\{key}" for root in ("HKCU", "HKLM") for key in own))
    shutil.rmtree(_booted.local_data / "SyncReview", ignore_errors=True)
    shutil.rmtree(_booted.local_data / "Programs" / "SyncReview", ignore_errors=True)
    shutil.rmtree(_booted.drive / "Program Files" / "SyncReview", ignore_errors=True)
    for link in (_booted.desktop_link, _booted.start_link, *_booted.machine_links):
        link.unlink(missing_ok=True)
    (_booted.drive / "called.txt").unlink(missing_ok=True)
