"""Windows programs run under Wine, each call in one prefix with everything that Wine needs told.

What makes up for Wine (replaced libraries, fonts, one setting of torch's threads) is here and in
`wine_env`; nothing of it goes into the program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SCREEN = "1920x1200x24"
_LOADERS = ("/usr/lib/wine/wine64", "wine64", "wine")
"""Debian's `wine` is a script that warns, with every call, of the 32-bit Wine it did not find."""


class MissingTool(Exception):
    """A program that must be installed is not."""


def tool(*names: str) -> str:
    """The path of the first of the programs that there is.

    Raises:
        MissingTool: there is none.
    """
    for name in names:
        if found := shutil.which(name):
            return found
    raise MissingTool(
        f"{' or '.join(names)} is not installed: run installer/bootstrap.sh --packaging"
    )


def loader() -> str:
    """The program that runs Windows programs.

    Raises:
        MissingTool: Wine is not installed.
    """
    return tool(*_LOADERS)


def windows_path(path: Path) -> str:
    """How a program under Wine names a file of ours: Wine shows / as drive Z."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


@dataclass(frozen=True, slots=True)
class Wine:
    """One prefix, and an empty home beside it: Wine links the person's own folders otherwise."""

    prefix: Path
    home: Path

    @property
    def drive_c(self) -> Path:
        return self.prefix / "drive_c"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The variables for a call: ours without those of Python, Qt and the screen."""
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PYTHON", "QT_", "WINE", "SYNCREVIEW_", "XDG_", "WAYLAND"))
            and key not in ("VIRTUAL_ENV", "DISPLAY", "TMPDIR", "TMP", "TEMP", "LANG", "LANGUAGE")
        }
        return {
            **kept,
            "HOME": str(self.home),
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Arguments with other letters than English ones reach the programs.
            "LC_ALL": "C.UTF-8",
            # Ours of `stub_dlls` for mscms; no offer to download .NET and a browser, no entries in
            # the menus of this machine.
            "WINEDLLOVERRIDES": "mscms=n,b;mscoree=;mshtml=;winemenubuilder.exe=d",
            # Intel's OpenMP asks for the processors in a way that Wine 8 does not answer.
            "KMP_AFFINITY": "disabled",
            **(more or {}),
        }

    def run(
        self,
        arguments: Sequence[str | Path],
        *,
        display: str = "",
        timeout: float = 600.0,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        too_long: Callable[[], object] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program to its end, without input and with its output in pipes.

        Args:
            arguments: the program and its arguments, as Windows sees them.
            display: the screen that it gets; see `screen`.
            timeout: seconds until everything in this prefix is ended.
            cwd: the folder to run it in.
            env: more variables.
            too_long: called before that, to look at the screen.

        Raises:
            subprocess.TimeoutExpired: it took too long.
            MissingTool: Wine is not installed.
        """
        process = subprocess.Popen(
            [loader(), *(str(word) for word in arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment({**(env or {}), **({"DISPLAY": display} if display else {})}),
            cwd=cwd,
        )
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            if too_long is not None:
                too_long()
            # Whatever the program had started holds the pipes, too.
            self.server("-k")
            process.kill()
            process.communicate()
            raise
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def server(self, *options: str) -> None:
        """Call the server of the prefix: `-w` waits for its programs, `-k` ends them, `-p` keeps
        it up without any."""
        server = tool("/usr/lib/wine/wineserver64", "/usr/lib/wine/wineserver", "wineserver")
        # No pipes: the server may hold them for longer than this program lives.
        subprocess.run(
            [server, *options],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=120,
        )


@contextmanager
def screen() -> Iterator[str]:
    """A screen in memory for this block; gives its name for DISPLAY.

    One for several programs: Wine's desktop lives on the first one that it was given, and a program
    that starts while that one is taken away waits for ever.

    Raises:
        MissingTool: there is no Xvfb, or it does not start.
    """
    reader, writer = os.pipe()
    command = [tool("Xvfb"), "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[writer],
    )
    try:
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise MissingTool("Xvfb ended before it had a screen")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
