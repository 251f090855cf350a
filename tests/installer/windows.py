"""A Windows in a folder: what the tests ask Wine for."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\SyncReview"
LIMIT_S = 60
"""For one call of a program; the longest takes about two seconds."""

Values = dict[str, str | int]


def _parsed(text: str) -> dict[str, Values]:
    """A .reg file: keys as it spells them, values by name; "" is the default one."""
    found: dict[str, Values] = {}
    current: Values = {}
    for line in text.splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), {})
        match = re.fullmatch(r'(@|"(?:[^"\\]|\\.)*")=(.*)', line)
        if match is None:
            continue
        name = "" if match[1] == "@" else re.sub(r"\\(.)", r"\1", match[1][1:-1])
        if match[2].startswith("dword:"):
            current[name] = int(match[2].removeprefix("dword:"), 16)
        else:
            current[name] = re.sub(r"\\(.)", r"\1", match[2][1:-1])
    return found


def _long(key: str) -> str:
    return key.replace("HKCU", "HKEY_CURRENT_USER").replace("HKLM", "HKEY_LOCAL_MACHINE")


class Windows:
    """One Wine prefix with an empty home folder.

    Args:
        folder: takes both; everything that Wine writes stays below.
    """

    def __init__(self, folder: Path) -> None:
        self.drive = folder / "prefix" / "drive_c"
        home = folder / "home"
        home.mkdir()
        # Wine links Desktop and the like to those of the home folder, so it gets one of its own.
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # No menu entries on this machine, no offers to download .NET and a browser.
            "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscoree=d;mshtml=d",
            # Arguments with other letters reach the programs.
            "LC_ALL": "C.UTF-8",
        }
        # It stays up: otherwise it goes down three seconds after the last program.
        (folder / "prefix").mkdir()
        self._server("-p")
        self.run("wineboot", "--init")
        # Wine 8 calls itself Windows 7.
        self.pretend("win10")
        self.user = next(p for p in (self.drive / "users").iterdir() if p.name != "Public")

    def close(self) -> None:
        """End all its programs."""
        self._server("-k")

    def _server(self, order: str) -> None:
        subprocess.run(
            ["wineserver", order],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=True,
        )

    # --- programs -----------------------------------------------------------------------------

    def run(self, program: str | Path, *switches: str, last: str = "") -> int:
        """Run a program to its end; returns its exit code.

        Args:
            last: a switch that must not be quoted though it has spaces: `/D=FOLDER`, `_?=FOLDER`.
        """
        done = subprocess.run(
            # Wine quotes arguments that have spaces, and puts one between two arguments.
            ["wine", str(program), *switches, *(last.split(" ") if last else ())],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=False,
        )
        return done.returncode

    @contextmanager
    def running(self, program: Path, *arguments: str) -> Iterator[None]:
        """The payload stays as it is told to, for this block."""
        gate = self.drive / "gate"
        gate.touch()
        ready = self.drive / "gate.ready"
        process = subprocess.Popen(
            ["wine", str(program), *arguments, r"C:\gate"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self.wait(ready.exists, "the payload did not start")
            yield
        finally:
            gate.unlink()
            code = process.wait(LIMIT_S)
            ready.unlink(missing_ok=True)
        assert code == 0

    @staticmethod
    def wait(reached: object, complaint: str) -> None:
        """Until a callable gives true."""
        assert callable(reached)
        end = time.monotonic() + LIMIT_S
        while not reached():
            assert time.monotonic() < end, complaint
            time.sleep(0.05)

    def called(self) -> list[str]:
        """How the payload was called so far, "VERSION|ARGUMENTS" each; forgotten with this."""
        log = self.drive / "called.txt"
        if not log.exists():
            return []
        lines = log.read_text(encoding="utf-8-sig").splitlines()
        log.unlink()
        return lines

    def pretend(self, release: str) -> None:
        """Be another Windows: "win10", "win81"."""
        self.set(r"HKCU\Software\Wine", "Version", release)

    # --- files --------------------------------------------------------------------------------

    def path(self, name: str) -> Path:
        r"""Where `C:\...` lies."""
        assert name.startswith("C:\\")
        return self.drive.joinpath(*name[3:].split("\\"))

    def name(self, path: Path) -> str:
        r"""`C:\...` of a file."""
        return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")

    @property
    def local_data(self) -> Path:
        return self.user / "AppData" / "Local"

    @property
    def desktop_link(self) -> Path:
        return self.user / "Desktop" / "SyncReview.lnk"

    @property
    def start_link(self) -> Path:
        menu = self.user / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu"
        return menu / "Programs" / "SyncReview.lnk"

    @property
    def machine_links(self) -> list[Path]:
        """Shortcuts of all users."""
        menu = self.drive / "ProgramData" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        return [menu / "SyncReview.lnk", self.drive / "users/Public/Desktop/SyncReview.lnk"]

    # --- registry -----------------------------------------------------------------------------

    def keys(self, key: str) -> dict[str, Values]:
        """A key and those below it, by their paths from `key` on ("" is itself); {} without."""
        file = self.drive / "export.reg"
        file.unlink(missing_ok=True)
        # On a busy machine an export once gave no file of a key that was there.
        for _ in range(3):
            self.run("reg", "export", key, self.name(file), "/y")
            if file.exists() or self.run("reg", "query", key) != 0:
                break
        else:
            raise AssertionError(f"{key} is there, but is not exported")
        if not file.exists():
            return {}
        found = _parsed(file.read_text(encoding="utf-16"))
        file.unlink()
        return {path[len(_long(key)) :].lstrip("\\"): values for path, values in found.items()}

    def set(self, key: str, name: str, value: str) -> None:
        named: Sequence[str] = ("/v", name) if name else ("/ve",)
        assert self.run("reg", "add", key, *named, "/d", value, "/f") == 0

    def forget(self, *keys: str) -> None:
        """Remove keys with all that is below them."""
        file = self.drive / "forget.reg"
        lines = [f"[-{_long(key)}]" for key in keys]
        file.write_text("\r\n".join(["REGEDIT4", "", *lines, ""]))
        assert self.run("reg", "import", self.name(file)) == 0
        file.unlink()

    # --- SyncReview ---------------------------------------------------------------------------

    def entry(self, root: str = "HKCU") -> Values:
        """The entry in Windows' list of programs; {} without."""
        return self.keys(rf"{root}\{UNINSTALL}").get("", {})

    def folder(self, root: str = "HKCU") -> Path:
        """Where it is installed."""
        return self.path(str(self.entry(root)["InstallLocation"]))

    def uninstall(self, folder: Path, *switches: str) -> int:
        """Uninstall and wait for it; returns the exit code. Its own EXE stays behind so."""
        return self.run(folder / "Uninstall.exe", "/S", *switches, last=f"_?={self.name(folder)}")
