"""Makes what a Windows EXE is built and tested with on Linux: a Wine prefix and a Windows Python.

    python -m installer.windows.wine_env [--cache build/wine] [COMMAND ...]

Everything lies in one folder: `prefix/` (drive C with the stubs and fonts), `home/` (empty),
`python/` (the interpreter with the requirements), `downloads/`. What is there and up to date is
left alone. A COMMAND is then run in it, with a screen in memory, `python` being the Windows one:

    python -m installer.windows.wine_env python main.py --self-test

Needs the system packages of `installer/bootstrap.sh --packaging` and the project's .venv (uv).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from installer.windows import stub_dlls, windows_python
from installer.windows.wine import MissingTool, Wine, screen, windows_path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
DEFAULT_CACHE = ROOT / "build" / "wine"
REQUIREMENTS = [ROOT / "requirements.txt", HERE / "requirements-build.txt"]
CONSTRAINTS = HERE / "constraints.txt"
_FONT = "NanumGothic"
_REPLACED_FONTS = ("Tahoma", "MS Shell Dlg", "MS Shell Dlg 2", "Segoe UI", "Gulim", "굴림")
"""What Windows programs ask for in their menus and dialogs, and Wine has no Korean letters for."""
_DEBUGGER_KEY = r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\AeDebug"
_WINE_KEY = r"HKEY_CURRENT_USER\Software\Wine"


@dataclass(frozen=True, slots=True)
class WineEnv:
    """The folder with everything."""

    cache: Path

    @property
    def wine(self) -> Wine:
        return Wine(self.cache / "prefix", self.cache / "home")

    @property
    def python(self) -> Path:
        """The Windows python.exe."""
        return self.cache / "python" / "python.exe"

    def run(self, arguments: list[str], **more: object) -> subprocess.CompletedProcess[bytes]:
        """Run a command in the prefix, as `Wine.run`; `python` is the Windows one."""
        if arguments[0] == "python":
            arguments = [windows_path(self.python), *arguments[1:]]
        return self.wine.run(arguments, **more)  # type: ignore[arg-type]


def prepare(cache: Path = DEFAULT_CACHE) -> WineEnv:
    """Make the folder or bring it up to date.

    Raises:
        MissingTool: a program that is needed is not installed.
        subprocess.CalledProcessError: a step failed; it has said why.
    """
    env = WineEnv(cache.absolute())
    env.wine.home.mkdir(parents=True, exist_ok=True)
    _step(
        "Wine prefix with stubs and fonts",
        env.wine.prefix,
        _digest(HERE / "wine.py", HERE / "stub_dlls.py", Path(__file__)),
        lambda: make_prefix(env.wine),
    )
    _step(
        "Windows Python with the requirements",
        env.python.parent,
        _digest(HERE / "windows_python.py", CONSTRAINTS, *REQUIREMENTS),
        lambda: _make_python(env),
    )
    return env


def make_prefix(wine: Wine) -> None:
    """Make a prefix, which must not exist, with the stub libraries and fonts for Korean."""
    wine.home.mkdir(parents=True, exist_ok=True)
    wine.prefix.mkdir(parents=True)
    made = wine.run(["wineboot", "-i"], timeout=300)
    if made.returncode != 0:
        raise subprocess.CalledProcessError(made.returncode, "wineboot", made.stdout, made.stderr)
    wine.server("-w")
    for library in stub_dlls.build(wine.drive_c / "windows" / "system32"):
        library.with_suffix(".c").unlink()
    _write_registry(wine)
    wine.server("-w")


def _write_registry(wine: Wine) -> None:
    lines = ["Windows Registry Editor Version 5.00", "", f"[{_WINE_KEY}]", '"Version"="win10"']
    lines += ["", f"[{_WINE_KEY}\\Fonts\\Replacements]"]
    lines += [f'"{name}"="{_FONT}"' for name in _REPLACED_FONTS]
    # A program that crashes ends, instead of waiting for somebody to look at Wine's dialog.
    lines += ["", f"[{_DEBUGGER_KEY}]", '"Debugger"=-']
    file = wine.drive_c / "settings.reg"
    file.write_text("\r\n".join(lines) + "\r\n", encoding="utf-16")
    imported = wine.run(["regedit", "/S", r"C:\settings.reg"], timeout=120)
    file.unlink()
    if imported.returncode != 0:
        raise subprocess.CalledProcessError(imported.returncode, "regedit")
    # Wine asks fontconfig for the fonts of the system; a list of them shows that this one is there.
    listed = subprocess.run(["fc-list", _FONT], capture_output=True, text=True, check=False)
    if _FONT not in listed.stdout:
        raise MissingTool(f"the font {_FONT} is missing: run installer/bootstrap.sh --packaging")


def _make_python(env: WineEnv) -> None:
    folder = env.python.parent
    windows_python.unpack(windows_python.fetch(env.cache / "downloads"), folder)
    windows_python.install(folder, REQUIREMENTS, CONSTRAINTS, env.cache / "downloads" / "uv")


def _step(title: str, folder: Path, wanted: str, make: Callable[[], None]) -> None:
    """Make a folder unless a stamp beside it says that it was made from the same."""
    stamp = folder.with_name(folder.name + ".stamp")
    if folder.is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        print(f"== {title}: all there", flush=True)
        return
    print(f"== {title}: making {folder}", flush=True)
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    make()
    stamp.write_text(wanted, encoding="ascii")


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description="A Wine prefix with a Windows Python.")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("command", nargs=argparse.REMAINDER, help="run this in the prefix")
    args = parser.parse_args()
    try:
        env = prepare(args.cache)
    except MissingTool as error:
        print(f"wine_env: {error}", file=sys.stderr)
        return 1
    if not args.command:
        return 0
    with screen() as display:
        done = env.run(args.command, display=display, timeout=3600.0)
        env.wine.server("-k")
    sys.stdout.buffer.write(done.stdout)
    sys.stderr.buffer.write(done.stderr)
    return done.returncode


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
