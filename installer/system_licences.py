"""The licences of what a build takes from the system that it is made on.

PyInstaller puts libraries of the system beside those of the Python packages. On Debian and its
kin the system knows whose they are and has their licences; elsewhere their names are listed.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.licences import LicenceEntry, LicenceText

ROOT = Path(__file__).resolve().parent.parent
DOC = Path("/usr/share/doc")
COMMON = Path("/usr/share/common-licenses")
"""Where Debian has the words that many of its packages only refer to."""

_SHARED_PREFIXES = {Path("/"), Path("/usr"), Path("/usr/local")}
"""Where a Python lies among other things, so that not all beside it is of it."""
_REFERRED = re.compile(r"/common-licenses/([\w.+-]*\w)")
_NAMED = re.compile(r"^License:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_OWNED = re.compile(r"^([\w.+-]+(?::[\w-]+)?)(?:, [^/]+)?: (/.+)$")


class Unlicensed(Exception):
    """Something has no licence that could be told."""


def words_of(path: Path) -> str:
    """The text of a file with tidy lines; empty if there is no such file."""
    if not path.is_file():
        return ""
    lines = path.read_bytes().decode("utf-8", "replace").replace("\f", "\n").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n\ufeff")


def system_entries(files: Iterable[Path]) -> list[LicenceEntry]:
    """What there is to say of those of these files that are the system's.

    Raises:
        Unlicensed: on Debian and its kin, a file is of no package, or of one without a licence.
    """
    windows: list[Path] = []
    others: list[Path] = []
    for file in system_files(files):
        (windows if _is_of_windows(file) else others).append(file)
    found = [_microsoft(windows)] if windows else []
    if others and shutil.which("dpkg-query"):
        found += _debian(others)
    elif others:
        found.append(_untold(others))
    return found


# --- which files ---------------------------------------------------------------------------------


def system_files(files: Iterable[Path]) -> list[Path]:
    """Those of the files that are neither SyncReview's nor the Python's nor its packages'."""
    places = {*_python_places(), ROOT}
    places |= {place.resolve() for place in places}

    def is_known(file: Path) -> bool:
        # An environment may hold links to a store of packages.
        return any(places.intersection((path, *path.parents)) for path in (file, file.resolve()))

    return sorted({file for file in files if not is_known(file)})


def _python_places() -> Iterator[Path]:
    """Folders that hold only Python's own files and its packages, and its library."""
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield Path(sysconfig.get_path(name))
    for prefix in map(Path, (sys.prefix, sys.base_prefix)):
        if prefix not in _SHARED_PREFIXES:
            yield prefix
    folder, name = map(sysconfig.get_config_var, ("LIBDIR", "INSTSONAME"))
    if folder and name:
        yield Path(folder, name)


def _is_of_windows(file: Path) -> bool:
    folder = os.environ.get("SYSTEMROOT")
    if platform.system() != "Windows" or not folder:
        return False
    return Path(os.path.normcase(folder)) in Path(os.path.normcase(file)).parents


# --- what there is to say ------------------------------------------------------------------------


def _names(files: Iterable[Path]) -> str:
    return ", ".join(sorted({file.name for file in files}, key=str.lower))


def _lines(*lines: str) -> str:
    return "\n".join(
        textwrap.fill(line, 80, break_long_words=False, break_on_hyphens=False) for line in lines
    )


def _microsoft(files: Sequence[Path]) -> LicenceEntry:
    return LicenceEntry(
        "Microsoft's runtime libraries",
        _lines(
            "Licence: Microsoft's terms for code that may be passed on with a program",
            "See also: https://learn.microsoft.com/visualstudio/releases/2022/redistribution",
            f"Files: {_names(files)}",
        ),
    )


def _untold(files: Sequence[Path]) -> LicenceEntry:
    return LicenceEntry(
        "Libraries of the system",
        _lines(
            "Licence: not known here; each has its own",
            f"They are those of the system that this was built on, {_system()}, which could not be "
            "asked whose they are.",
            f"Files: {_names(files)}",
        ),
    )


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform(terse=True)


# --- Debian and its kin --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Package:
    """A package of Debian's: its name as dpkg tells it, and the sources that it is made of."""

    name: str
    source: str
    version: str

    @property
    def copyright(self) -> Path:
        """The file with its licences."""
        return DOC / self.name.partition(":")[0] / "copyright"


def _debian(files: Sequence[Path]) -> list[LicenceEntry]:
    owners = owners_of(files)
    packages = packages_of(set(owners.values()))
    lacking = [f"{file} is of no package of this system" for file in files if file not in owners]
    by_source: defaultdict[tuple[str, str], dict[Package, list[Path]]] = defaultdict(dict)
    for file, owner in owners.items():
        package = packages[owner]
        if not words_of(package.copyright):
            lacking.append(f"{file}: its package {owner} has no {package.copyright}")
        by_source[package.source, package.version].setdefault(package, []).append(file)
    if lacking:
        raise Unlicensed("\n".join(lacking) + "\nTake libraries that a package of Debian's brings")
    return [_entry(*source, held) for source, held in by_source.items()]


def _entry(source: str, version: str, held: dict[Package, list[Path]]) -> LicenceEntry:
    """What is said of all packages that are made of the same sources."""
    texts = [
        LicenceText(f"{package.name.partition(':')[0]}: copyright", words_of(package.copyright))
        for package in sorted(held, key=lambda package: package.name)
    ]
    words = "\n".join(text.words for text in texts)
    # Others are free prose.
    formal = [text.words for text in texts if text.words.startswith("Format")]
    named = dict.fromkeys(name for text in formal for name in _NAMED.findall(text))
    referred = sorted(set(_REFERRED.findall(words)))
    common = {name: words_of(COMMON / name) for name in referred}
    names = ", ".join(sorted(package.name.partition(":")[0] for package in held))
    lines = [
        f"Licence: as told below{'; named there: ' if named else ''}{', '.join(named)}",
        f"Files: {_names(file for files in held.values() for file in files)}",
        f"From {_system()}, on which this was built: {names}",
        f"Its source package: {source}, {version}",
    ]
    if absent := [name for name in referred if not common[name]]:
        lines.append(f"Referred to below, and not there: {', '.join(absent)}")
    texts += [LicenceText(name, text) for name, text in common.items() if text]
    return LicenceEntry(f"{source} {version}", _lines(*lines), tuple(texts))


def owners_of(files: Sequence[Path]) -> dict[Path, str]:
    """The packages that files are of, as dpkg calls them; a file of none is left out."""
    ways: defaultdict[str, list[Path]] = defaultdict(list)
    for file in files:
        for path in (file, file.resolve()):
            ways[str(path)].append(file)
            # Where /lib is a link to /usr/lib, packages may still say /lib, and the other way.
            inside = str(path).removeprefix("/usr")
            ways[inside].append(file)
            ways[f"/usr{inside}"].append(file)
    found: dict[Path, str] = {}
    # It ends with 1 if it knows one of them not.
    for line in _said("dpkg-query", "--search", *ways).splitlines():
        if match := _OWNED.match(line):
            for file in ways.get(match[2], ()):
                found.setdefault(file, match[1])
    return found


def packages_of(names: Iterable[str]) -> dict[str, Package]:
    """What dpkg knows of packages, by the names that it was asked for.

    Raises:
        Unlicensed: it knows nothing of one.
    """
    shape = "${source:Package}\t${source:Version}\n"
    found = {}
    for name in names:
        said = _said("dpkg-query", "--show", f"--showformat={shape}", name).splitlines()
        if not said:
            raise Unlicensed(f"dpkg-query knows nothing of the package {name}")
        found[name] = Package(name, *said[0].split("\t"))
    return found


def _said(*command: str) -> str:
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    return done.stdout
