"""Builds the Windows EXE: on Windows itself, elsewhere with a Windows Python under Wine.

    python -m installer.windows.build_exe [--kind both|folder|onefile]

The results are dist/windows/SyncReview/ (the folder build) and
dist/windows/SyncReview-VERSION-portable.exe (one file). Elsewhere than on Windows `wine_env` makes
the Python that it is built with, in build/wine; on Windows that is the one that runs this.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from core import __version__
from installer.bundle.sizes import MB, size_of
from installer.windows import signing
from installer.windows.wine import MissingTool, screen, windows_path

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist" / "windows"
WORK = ROOT / "build" / "windows"
FOLDER = DIST / "SyncReview"
PORTABLE = DIST / f"SyncReview-{__version__}-portable.exe"
_LIMIT_S = 3600.0
_KINDS = {"folder": (FOLDER,), "onefile": (PORTABLE,), "both": (FOLDER, PORTABLE)}


def build(kind: str, work: Path = WORK) -> int:
    """Run PyInstaller; what it made before is thrown away first. Returns its exit code.

    Raises:
        MissingTool: a system package is missing.
        subprocess.SubprocessError: the Windows Python could not be made, or it took too long.
    """
    for result in _KINDS[kind]:
        if result.is_dir():
            shutil.rmtree(result)
        result.unlink(missing_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    variables = {"SYNCREVIEW_BUNDLE": kind, "PYTHONUTF8": "1"}
    if sys.platform == "win32":
        command = [sys.executable, *_arguments(str(DIST), str(work))]
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, **variables}, timeout=_LIMIT_S, check=False
        ).returncode
    from installer.windows.wine_env import prepare

    env = prepare()
    # On a screen in memory, since the splash is looked at with tkinter.
    with screen() as display:
        done = env.run(
            ["python", *_arguments(windows_path(DIST), windows_path(work))],
            cwd=ROOT,
            env=variables,
            timeout=_LIMIT_S,
            display=display,
        )
        env.wine.server("-k")
    (work / "pyinstaller.log").write_bytes(done.stdout + done.stderr)
    sys.stdout.write(_end_of(done.stdout.decode(errors="replace")))
    if done.returncode != 0:
        sys.stderr.write(_end_of(done.stderr.decode(errors="replace")))
    return done.returncode


def _arguments(dist: str, work: str) -> list[str]:
    folders = ["--distpath", dist, "--workpath", work]
    return ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, "app.spec"]


def _end_of(text: str, lines: int = 40) -> str:
    return "\n".join(text.replace("\r", "").rstrip().splitlines()[-lines:]) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Build; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the Windows EXE.")
    parser.add_argument("--kind", choices=tuple(_KINDS), default="both")
    args = parser.parse_args(argv)
    begin = time.monotonic()
    try:
        code = build(args.kind)
        if code != 0:
            print(f"error: PyInstaller ended with {code}; see {WORK}", file=sys.stderr)
            return code
        signed = signing.sign(_programs(args.kind))
    except (MissingTool, signing.NotSigned, subprocess.SubprocessError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for result in _KINDS[args.kind]:
        print(f"{result}: {size_of(result) / MB:.1f} MB{'' if signed else ', not signed'}")
    print(f"built in {time.monotonic() - begin:.0f} s")
    return 0


def _programs(kind: str) -> list[Path]:
    """The EXEs that were built.

    Raises:
        FileNotFoundError: PyInstaller was content but one is missing.
    """
    found = [r if r.suffix == ".exe" else r / "SyncReview.exe" for r in _KINDS[kind]]
    for program in found:
        if not program.is_file():
            raise FileNotFoundError(f"PyInstaller did not write {program}")
    return found


if __name__ == "__main__":
    sys.exit(main())
