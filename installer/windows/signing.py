"""Signs Windows programs with the command that SYNCREVIEW_SIGN holds; without it nothing is signed.

    python -m installer.windows.signing dist/windows/SyncReview/SyncReview.exe

The command signs the file that is put behind it as the last argument, e.g. signtool with a
certificate of the machine, or with the library of a signing service:

    signtool sign /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 /sha1 THUMBPRINT
    signtool sign /fd SHA256 /tr URL /td SHA256 /dlib Azure.CodeSigning.Dlib.dll /dmdf account.json

The same command goes to NSIS, which signs the uninstaller inside the installer with it.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

VARIABLE = "SYNCREVIEW_SIGN"


class NotSigned(Exception):
    """The signing command failed; the file must not be published."""


def command() -> str:
    """The signing command; empty: nothing is signed."""
    return os.environ.get(VARIABLE, "").strip()


def sign(files: Iterable[Path]) -> int:
    """Sign files; returns how many were signed, 0 without a command.

    Raises:
        NotSigned: the command failed for a file, or there is no such program.
    """
    wanted = command()
    if not wanted:
        return 0
    # On Windows a command line is one text, in which back slashes are no escapes.
    words: list[str] | None = None if sys.platform == "win32" else shlex.split(wanted)
    signed = 0
    for file in files:
        try:
            done = subprocess.run(
                f'{wanted} "{file}"' if words is None else [*words, str(file)], check=False
            )
        except OSError as error:
            raise NotSigned(f"{VARIABLE}: {error}") from error
        if done.returncode != 0:
            raise NotSigned(f"{file}: the signing command ended with {done.returncode}")
        signed += 1
    return signed


def main(argv: list[str] | None = None) -> int:
    """Sign the files of the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Sign Windows programs.")
    parser.add_argument("files", nargs="+", type=Path)
    args = parser.parse_args(argv)
    try:
        signed = sign(args.files)
    except NotSigned as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"signed {signed} files" if signed else f"not signed: {VARIABLE} is not set")
    return 0


if __name__ == "__main__":
    sys.exit(main())
