"""The Windows that the programs are tried on: this machine, or one under Wine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageGrab

from installer.windows.wine import Wine, loader

HUNG = Path(__file__).resolve().parents[2] / "dist" / "windows" / "hung.png"


@dataclass(frozen=True, slots=True)
class Done:
    """A program that has ended."""

    code: int
    out: str
    err: str


class Machine:
    """A Windows on which nothing of ours is installed, and no Python that a program could find.

    Args:
        folder: takes what the tests write, as Windows sees it a folder of its own.
        wine: the prefix; None on Windows itself.
        display: the screen for Wine.
    """

    def __init__(self, folder: Path, wine: Wine | None, display: str = "") -> None:
        self.wine = wine
        self._display = display
        self.folder = folder / "검사 폴더" if wine is None else wine.drive_c / "검사 폴더"
        self.folder.mkdir()
        self._settings = self.folder / "settings"

    def name(self, path: Path) -> str:
        """What a program on this Windows calls a file."""
        if self.wine is None:
            return str(path)
        if self.wine.drive_c in path.parents:
            return "C:\\" + str(path.relative_to(self.wine.drive_c)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    def run(
        self,
        program: Path,
        *arguments: str | Path,
        cwd: Path | None = None,
        limit_s: float = 300.0,
        environment: Mapping[str, str] | None = None,
    ) -> Done:
        """Run a program to its end. Files among the arguments are named as Windows names them.

        Raises:
            subprocess.TimeoutExpired: it took too long: perhaps it shows a dialog. Under Wine the
                screen is in the picture `HUNG`.
        """
        words = [self.name(a) if isinstance(a, Path) else a for a in arguments]
        more = {"SYNCREVIEW_HOME": self.name(self._settings), **(environment or {})}
        where = cwd or self.folder
        if self.wine is not None:
            done = self.wine.run(
                [self.name(program), *words],
                display=self._display,
                timeout=limit_s,
                cwd=where,
                env=more,
                too_long=self._keep_picture,
            )
        else:
            done = subprocess.run(
                [str(program), *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                cwd=where,
                env=_bare_environment(more),
                timeout=limit_s,
                check=False,
            )
        return Done(done.returncode, _text(done.stdout), _text(done.stderr))

    @contextmanager
    def running(self, program: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """A program that runs beside this block; what still runs at its end is killed."""
        words = [self.name(a) if isinstance(a, Path) else a for a in arguments]
        more = {"SYNCREVIEW_HOME": self.name(self._settings)}
        if self.wine is None:
            command, variables = [str(program), *words], _bare_environment(more)
        else:
            command = [loader(), self.name(program), *words]
            variables = self.wine.environment({**more, "DISPLAY": self._display})
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=variables,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                if self.wine is not None:
                    self.wine.server("-k")
                process.kill()
                process.wait()

    def _keep_picture(self) -> None:
        self.picture().save(HUNG)

    def picture(self) -> Image.Image:
        """What is on the screen, RGB."""
        return ImageGrab.grab(xdisplay=self._display or None).convert("RGB")

    def close_windows_of(self, name: str) -> None:
        """Ask the windows of a program to close, as a click on their cross does."""
        if self.wine is None:
            subprocess.run(["taskkill", "/IM", name], check=True, timeout=60)
        else:
            done = self.wine.run(["taskkill", "/IM", name], display=self._display, timeout=60)
            assert done.returncode == 0, _text(done.stdout + done.stderr)

    def temporary_folders(self) -> list[Path]:
        """What programs of PyInstaller have unpacked and not removed."""
        if self.wine is None:
            return list(Path(tempfile.gettempdir()).glob("_MEI*"))
        return list(self.wine.drive_c.glob("users/*/AppData/Local/Temp/_MEI*"))

    def put(self, source: Path, name: str) -> Path:
        """A copy of a file or folder below the machine's folder, by links where that works."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, copy_function=_link_or_copy)
        else:
            _link_or_copy(str(source), str(target))
        return target

    def close(self) -> None:
        """End whatever still runs."""
        if self.wine is not None:
            self.wine.server("-k")


def _bare_environment(more: Mapping[str, str]) -> dict[str, str]:
    """This Windows' variables without a Python in the path."""
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith(("PYTHON", "QT_"))}
    folders = kept.get("PATH", "").split(os.pathsep)
    own = Path(sys.base_prefix), Path(sys.prefix)
    path = [f for f in folders if not any(Path(f).is_relative_to(base) for base in own)]
    return {**kept, "PATH": os.pathsep.join(path), **more}


def _link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace").replace("\r\n", "\n")
