"""Builds the Windows installer with NSIS, from the folder build or the one-file EXE.

    python -m installer.windows.build_setup dist/windows/SyncReview
    python -m installer.windows.build_setup --onefile dist/windows/SyncReview-0.1.0-portable.exe

The result is dist/SyncReview-VERSION-setup.exe. What is installed is listed file by file, and so is
what the uninstaller removes: it never removes a folder with all that is in it.

`--target x86-unicode` makes a 32-bit installer of the same 64-bit program: the NSIS that is
downloaded for Windows has no 64-bit one, Debian's and Ubuntu's has.

`--sign COMMAND` signs the installer and the uninstaller inside it: NSIS runs the command with the
file as its last argument.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from core import __version__
from core.errors import AppError
from installer.windows import signing

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PICTURES = ROOT / "installer" / "pictures"
EXE = "SyncReview.exe"
DATA_LIMIT = 2**31 - 2**25
"""NSIS counts its data in signed 32-bit numbers; the rest is for its own parts, bytes."""
PATH_LIMIT = 190
"""Characters of a path below the installed folder: Windows' 259 less the longest usual folder."""
TARGETS = ("amd64-unicode", "x86-unicode")
VIDEO_EXTENSIONS = (
    ".mp4", ".mov", ".mkv", ".avi", ".webm", ".m4v", ".ts", ".mts", ".mpg", ".mpeg", ".wmv",
    ".flv", ".mxf",
)  # fmt: skip
"""As in gui.asking, which needs Qt."""
_RESERVED = re.compile(r'[<>:"|?*\\\x00-\x1f`]|[. ]$')
"""What no file name on Windows has, and the back quote, which NSIS quotes with."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What gets installed.

    Args:
        files: (where it lies, its path below the installed folder), sorted by the latter.
        size: bytes of all of them.
        onefile: it is one EXE that is compressed already.
    """

    files: tuple[tuple[Path, PurePosixPath], ...]
    size: int
    onefile: bool

    @property
    def folders(self) -> tuple[PurePosixPath, ...]:
        """Every folder below the installed one, the deeper before the one that it is in."""
        found = {parent for _, name in self.files for parent in name.parents} - {PurePosixPath()}
        return tuple(sorted(found, key=lambda folder: (-len(folder.parts), folder)))


def read_payload(source: Path, onefile: bool) -> Payload:
    """List what gets installed.

    Args:
        source: the folder of the folder build, or the EXE of the one-file build (`onefile`).

    Raises:
        AppError: it is missing, holds no Windows program, is too large for NSIS, or holds
            something that cannot be installed as it is.
    """
    if onefile:
        if not source.is_file():
            raise AppError("the one-file program is missing", "Build it first", source)
        files: list[tuple[Path, PurePosixPath]] = [(source, PurePosixPath(EXE))]
    else:
        if not source.is_dir():
            raise AppError("the folder of the program is missing", "Build it first", source)
        files = list(_below(source))
    _check_names(files)
    program = {name: path for path, name in files}.get(PurePosixPath(EXE))
    if program is None:
        raise AppError(f"the folder holds no {EXE}", "Give the folder that it lies in", source)
    with program.open("rb") as file:
        if file.read(2) != b"MZ":
            raise AppError("this is no Windows program", "Build it on Windows or Wine", program)
    size = sum(path.stat().st_size for path, _ in files)
    if size > DATA_LIMIT:
        raise AppError(
            f"{size / 2**30:.2f} GiB are more than an NSIS installer can hold "
            f"({DATA_LIMIT / 2**30:.2f} GiB)",
            "Leave something out, or ship the folder as an archive",
            source,
        )
    return Payload(tuple(files), size, onefile)


def _below(folder: Path) -> Iterable[tuple[Path, PurePosixPath]]:
    found = []
    for base, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(base, name)
            if path.is_symlink():
                raise AppError("links cannot be installed", "Put the file itself there", path)
        found += [Path(base, name) for name in names]
    named = [(path, PurePosixPath(path.relative_to(folder).as_posix())) for path in found]
    return sorted(named, key=lambda pair: pair[1])


def _check_names(files: Iterable[tuple[Path, PurePosixPath]]) -> None:
    seen: dict[str, PurePosixPath] = {}
    for path, name in files:
        if any(_RESERVED.search(part) for part in name.parts):
            raise AppError("Windows has no such file names", "Rename the file", path)
        if len(str(name)) > PATH_LIMIT:
            raise AppError(
                f"the path is {len(str(name))} characters long, at most {PATH_LIMIT} can be "
                "installed everywhere",
                "Leave the file out of the build, or rename it",
                path,
            )
        key = str(name).casefold()
        if key == "uninstall.exe":
            raise AppError("this name is the uninstaller's", "Rename the file", path)
        if key in seen:
            raise AppError(
                f"to Windows this is the same name as {seen[key]}", "Rename one of them", path
            )
        seen[key] = name


# --- the lists that setup.nsi includes ------------------------------------------------------------


def _installed(name: PurePosixPath) -> str:
    """A path below the installed folder, as NSIS has it; `name` may be "."."""
    below = "".join("\\" + part for part in name.parts).replace("$", "$$")
    return f'"$INSTDIR{below}"'


def install_lines(payload: Payload) -> list[str]:
    """A line for each file, and one for each folder before its files."""
    lines, current = [], None
    for path, name in payload.files:
        if name.parent != current:
            current = name.parent
            lines.append(f"SetOutPath {_installed(current)}")
        # The source is read while compiling, where a dollar is one; the name is a text of NSIS.
        target = name.name.replace("$", "$$")
        lines.append(f'File "/oname={target}" "{path.resolve()}"')
    return lines


def remove_file_lines(payload: Payload) -> list[str]:
    """A line for each file."""
    return [f"Delete {_installed(name)}" for _, name in payload.files]


def remove_folder_lines(payload: Payload) -> list[str]:
    """A line for each folder, from below; one that is not empty stays."""
    return [f"RMDir {_installed(folder)}" for folder in payload.folders]


def link_lines() -> list[str]:
    """The macros that put the program under "Open with" of videos, and take it from there."""
    lines = []
    for macro in ("LINK", "UNLINK"):
        lines.append(f"!macro {macro}_VIDEOS")
        lines += [f"  !insertmacro {macro}_VIDEO {suffix}" for suffix in VIDEO_EXTENSIONS]
        lines.append("!macroend")
    return lines


def purge_lines() -> list[str]:
    """A line for each thing that the program writes for itself; see core.settings.

    Drafts are projects, plugins are the user's own, and so are weights that are in no catalogue.
    """
    with (ROOT / "resources" / "weights.toml").open("rb") as file:
        weights = [entry["file"] for entry in tomllib.load(file).values()]
    own = ["settings.json", "window.json", "updates.json", "indexes/*.npz"]
    own += [f"weights/{name}{end}" for name in weights for end in ("", ".part", ".part.json")]
    # What a killed program had begun to write.
    own += [f"{folder}.syncreview-*.tmp" for folder in ("", "indexes/", "weights/")]
    home = "$LOCALAPPDATA\\SyncReview"
    lines = ['Delete "' + home + "\\" + name.replace("/", "\\") + '"' for name in own]
    return [*lines, f'RMDir "{home}\\indexes"', f'RMDir "{home}\\weights"', f'RMDir "{home}"']


# --- NSIS -----------------------------------------------------------------------------------------


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def defines(payload: Payload, version: str, work: Path, output: Path) -> dict[str, str]:
    """What setup.nsi wants to be told, by name.

    Raises:
        AppError: Windows and NSIS cannot compare this version.
    """
    if not re.fullmatch(r"\d{1,5}\.\d{1,5}\.\d{1,5}", version):
        raise AppError(
            f"{version} is no version of three numbers",
            "NSIS compares numbers only: give one such as 1.2.0",
        )
    return {
        "VERSION": version,
        "VERSION_4": f"{version}.0",
        "OUTFILE": str(output),
        "LISTS": str(work),
        "LICENSE": str(work / "LICENSE.txt"),
        "ICON": str(PICTURES / "syncreview.ico"),
        "WIZARD": str(PICTURES / "wizard.bmp"),
        "SIZE_KB": str((payload.size + 1023) // 1024),
        "COMPRESSION": "off" if payload.onefile else "lzma",
    }


def build(
    payload: Payload,
    version: str,
    output: Path,
    *,
    sign: str = "",
    compression: str = "",
    target: str = TARGETS[0],
) -> None:
    """Compile the installer; `output` is written whole or not at all.

    Args:
        sign: a command that signs the file in its last argument; empty: nothing is signed.
        compression: "lzma" or "off"; empty: what suits the payload.
        target: of TARGETS, what the installer itself is.

    Raises:
        AppError: NSIS is missing or refuses, with what it says; see also `defines`.
    """
    makensis = shutil.which("makensis")
    if makensis is None:
        raise AppError(
            "makensis was not found",
            "Install NSIS 3.08 or later; on Debian and Ubuntu `installer/bootstrap.sh "
            "--packaging` does",
        )
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="setup-", dir=output.parent) as folder:
        work = Path(folder).resolve()
        _write(work / "install.nsh", install_lines(payload))
        _write(work / "remove-files.nsh", remove_file_lines(payload))
        _write(work / "remove-folders.nsh", remove_folder_lines(payload))
        _write(work / "links.nsh", link_lines())
        _write(work / "purge.nsh", purge_lines())
        # The page that shows it wants the line ends of Windows.
        licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
        (work / "LICENSE.txt").write_text(licence, encoding="utf-8-sig", newline="\r\n")
        temporary = work / output.name
        given = defines(payload, version, work, temporary)
        given["TARGET"] = target
        if compression:
            given["COMPRESSION"] = compression
        if sign:
            given["SIGN"] = sign
        done = subprocess.run(
            [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
            + [f"-D{name}={value}" for name, value in given.items()]
            + [str(HERE / "setup.nsi")],
            # Without a UTF-8 locale NSIS on Linux finds no file with other letters in its path.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode != 0 or not temporary.is_file():
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
            raise AppError(f"makensis failed with code {done.returncode}:\n{said}")
        os.replace(temporary, output)


def main(argv: list[str] | None = None) -> int:
    """Build the installer; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the Windows installer.")
    parser.add_argument("payload", type=Path, help=f"folder with {EXE}, or the EXE (--onefile)")
    parser.add_argument("--onefile", action="store_true", help="the payload is the one-file EXE")
    parser.add_argument("--version", default=__version__, help="default: the program's")
    parser.add_argument("--output", type=Path, help="default: dist/SyncReview-VERSION-setup.exe")
    parser.add_argument(
        "--sign",
        default=signing.command(),
        metavar="COMMAND",
        help=f"signs its last argument; default: {signing.VARIABLE}",
    )
    parser.add_argument("--compression", choices=("lzma", "off"), default="")
    # The NSIS that is given out for Windows has no 64-bit installers.
    target = TARGETS[1] if sys.platform == "win32" else TARGETS[0]
    parser.add_argument("--target", choices=TARGETS, default=target)
    args = parser.parse_args(argv)
    output: Path = args.output or ROOT / "dist" / f"SyncReview-{args.version}-setup.exe"
    try:
        payload = read_payload(args.payload, args.onefile)
        build(
            payload,
            args.version,
            output,
            sign=args.sign,
            compression=args.compression,
            target=args.target,
        )
    except (AppError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(
        f"{output}: {output.stat().st_size / 2**20:.1f} MiB, installs {len(payload.files)} files, "
        f"{payload.size / 2**20:.1f} MiB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
