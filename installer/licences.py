"""Collects the licences of what a build of SyncReview is made of, into one text.

    python installer/licences.py --out FILE     write it; 1 and a reason if something has no licence

It looks at the packages that this Python has, so it runs in the one that the program is built with.
What a build takes from the system is told by app.spec, which alone knows it.
What packages do not say themselves is in installer/licences.toml. The format of the text, which the
window reads, is that of core/licences.py.
"""

from __future__ import annotations

import argparse
import importlib.util
import platform
import re
import sys
import sysconfig
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from packaging.requirements import Requirement  # noqa: E402

from core import __version__  # noqa: E402
from core.files import replacing  # noqa: E402
from core.licences import LicenceEntry, LicenceText, compose  # noqa: E402
from installer.system_licences import Unlicensed, system_entries, words_of  # noqa: E402

TABLE = ROOT / "installer" / "licences.toml"
TEXTS = ROOT / "installer" / "licence-texts"
REQUIREMENTS = ROOT / "requirements.txt"
BUILDER = "pyinstaller"
"""Its loader is in packaged programs; listed where it is installed."""

_WORDS = re.compile(r"(^|[-_. ])(licen[cs]es?|copying|notices?|copyright)\b", re.IGNORECASE)
_NO_WORDS = re.compile(r"\.(py|pyc|pyi|h|hpp|c|cpp|so|pyd|json|rst\.txt)$|^authors", re.IGNORECASE)
_CARRIED = re.compile(r"(^|/)[\w.-]*\.(libs|dylibs)/|(^|/)torch/lib/|/opencv_videoio_ffmpeg")
_LIBRARY = re.compile(r"^(?:lib)?(.+?)(?:\.so[\w.]*|\.dylib|\.dll)$")
_VERSION_OR_HASH = re.compile(r"[-.](?:[0-9a-f]{8,64}|\d+(?:\.\d+)*)$|(?<=_ffmpeg)\d+(?:_64)?$")
_OWN_LIBRARIES = {"torch": re.compile(r"torch|c10|caffe2|shm|aoti_|backend_with|jitbackend")}
"""What is no library of others, though it lies among them."""
_LONGEST_STATEMENT = 160


# --- which packages ------------------------------------------------------------------------------


def normal(name: str) -> str:
    """A name of a package as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(path: Path = REQUIREMENTS) -> list[Requirement]:
    """The lines of a file of requirements."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


def closure(needs: Sequence[Requirement]) -> list[metadata.Distribution]:
    """What these bring along on this machine, themselves included, by name.

    Raises:
        Unlicensed: one of them is not installed.
    """
    found: dict[str, metadata.Distribution] = {}
    todo = list(needs)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while todo:
        need = todo.pop()
        key = normal(need.name), tuple(sorted(need.extras))
        if key in seen or (need.marker is not None and not need.marker.evaluate({"extra": ""})):
            continue
        seen.add(key)
        try:
            dist = metadata.distribution(need.name)
        except metadata.PackageNotFoundError as error:
            raise Unlicensed(f"{need.name} is needed and not installed") from error
        found[key[0]] = dist
        for text in dist.requires or []:
            further = Requirement(text)
            wanted = ({"extra": extra} for extra in ("", *need.extras))
            if further.marker is None or any(map(further.marker.evaluate, wanted)):
                further.marker = None
                todo.append(further)
    return [found[name] for name in sorted(found)]


# --- what a package says -------------------------------------------------------------------------


def entry_of(dist: metadata.Distribution, table: Mapping[str, Any]) -> LicenceEntry:
    """What is known of a package.

    Raises:
        Unlicensed: it says no licence, or has no words of one, and the table does not help.
    """
    name = str(dist.metadata["Name"])
    own = table["distributions"].get(normal(name), {})
    statement = own.get("licence") or _statement(dist)
    texts = [*_texts(dist), *_kept(own)]
    if "texts_of" in own:
        texts += _texts(metadata.distribution(own["texts_of"]))
    for what, there in (("statement of its licence", statement), ("text of its licence", texts)):
        if not there:
            raise Unlicensed(
                f"{name} {dist.version} has no {what}: "
                f"find it out and add [distributions.{normal(name)}] to {TABLE.name}"
            )
    facts = _facts(statement, _home(dist), own)
    carried = libraries(dist)
    if carried:
        known = table["libraries"]
        told = [f"{lib} ({known[lib]})" if lib in known else lib for lib in carried]
        facts += f"\n{_wrapped('Its wheel carries: ' + ', '.join(told))}"
    return LicenceEntry(f"{name} {dist.version}", facts, tuple(texts))


def _statement(dist: metadata.Distribution) -> str:
    given = dist.metadata.get("License-Expression") or ""
    free = (dist.metadata.get("License") or "").strip()
    if not given and free and "\n" not in free and len(free) <= _LONGEST_STATEMENT:
        given = free
    if not given:
        classifiers = dist.metadata.get_all("Classifier") or []
        ours = [c.split(" :: ")[-1] for c in classifiers if c.startswith("License :: ")]
        given = ", ".join(ours)
    return str(given)


def _home(dist: metadata.Distribution) -> str:
    addresses = {}
    for line in dist.metadata.get_all("Project-URL") or []:
        label, _, address = line.partition(",")
        addresses[label.strip().lower()] = address.strip()
    wanted = ("homepage", "home", "source", "source code", "repository", "github")
    return dist.metadata.get("Home-page") or next(
        (addresses[label] for label in wanted if label in addresses),
        next(iter(addresses.values()), ""),
    )


def _facts(statement: str, home: str, own: Mapping[str, Any]) -> str:
    lines = [f"Licence: {statement}"]
    if home:
        lines.append(f"Home page: {home}")
    if "source" in own:
        lines.append(f"See also: {own['source']}")
    if "note" in own:
        note = own["note"].strip()
        lines.append(_wrapped(note.format(ffmpeg=_ffmpeg()) if "{ffmpeg}" in note else note))
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 80, break_long_words=False, break_on_hyphens=False)


def _ffmpeg() -> str:
    """What the FFmpeg of PyAV says of itself."""
    from av import _core

    meta: dict[str, dict[str, Any]] = _core.library_meta
    return str(meta["libavcodec"]["license"])


def _texts(dist: metadata.Distribution) -> Iterator[LicenceText]:
    """The words that lie in the package, the shortest way first, each once."""
    told: set[str] = set()
    for file in sorted(dist.files or [], key=lambda f: (len(f.parts), str(f))):
        if not _WORDS.search(file.name) or _NO_WORDS.search(file.name):
            continue
        words = words_of(Path(str(file.locate())))
        if words and words not in told:
            told.add(words)
            inside = re.sub(r"^.*?\.dist-info/(licenses/)?", "", file.as_posix())
            yield LicenceText(inside, words)


def _kept(own: Mapping[str, Any]) -> list[LicenceText]:
    kept = [LicenceText(name, words_of(TEXTS / name)) for name in own.get("texts", ())]
    return kept + [LicenceText(name, words_of(ROOT / name)) for name in own.get("files", ())]


def libraries(dist: metadata.Distribution) -> list[str]:
    """The libraries of others that a wheel carries, by name without version."""
    own = _OWN_LIBRARIES.get(normal(str(dist.metadata["Name"])))
    names = set()
    for file in dist.files or []:
        match = _LIBRARY.match(file.name)
        if match is None or not _CARRIED.search(file.as_posix()):
            continue
        name, shorter = "", match[1]
        while name != shorter:
            name, shorter = shorter, _VERSION_OR_HASH.sub("", shorter)
        if own is None or not own.match(name):
            names.add(name)
    return sorted(names, key=str.lower)


# --- what is no package --------------------------------------------------------------------------


def _python() -> LicenceEntry:
    """The interpreter. Some builds of it come without their licence: others carry the same."""
    folders = {Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)}
    places = [folder / name for folder in sorted(folders) for name in ("LICENSE.txt", "LICENSE")]
    words = next((found for found in map(words_of, places) if found), "")
    texts = (LicenceText("LICENSE.txt", words),) if words else ()
    if not texts:
        texts = tuple(_texts(metadata.distribution("typing_extensions")))
    facts = "Licence: PSF-2.0\nHome page: https://www.python.org"
    return LicenceEntry(f"Python {platform.python_version()}", facts, texts)


def _parts(table: Mapping[str, Any], installed: set[str]) -> Iterator[LicenceEntry]:
    for part in table["parts"]:
        if "with" not in part or part["with"] in installed:
            facts = _facts(part["licence"], part.get("home", ""), part)
            yield LicenceEntry(part["name"], facts, tuple(_kept(part)))


# --- all of it -----------------------------------------------------------------------------------


def entries(files: Iterable[Path] = ()) -> list[LicenceEntry]:
    """Everything, the program itself first, then by name.

    Args:
        files: what a build is made of; what of it is the system's is listed too.

    Raises:
        Unlicensed: something has no licence that could be told.
    """
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    dists = closure(requirements())
    installed = set()
    if importlib.util.find_spec("PyInstaller") is not None:
        dists.append(metadata.distribution(BUILDER))
        installed.add(BUILDER)
    found = [_python(), *_parts(table, installed)]
    missing = []
    for dist in dists:
        try:
            found.append(entry_of(dist, table))
        except Unlicensed as error:
            missing.append(str(error))
    missing += [f"{entry.name} has no text of its licence" for entry in found if not entry.texts]
    try:
        found += system_entries(files)
    except Unlicensed as error:
        missing.append(str(error))
    if missing:
        raise Unlicensed("\n".join(missing))
    own = LicenceText("LICENSE", words_of(ROOT / "LICENSE"))
    return [
        LicenceEntry(f"SyncReview {__version__}", "Licence: MIT", (own,)),
        *sorted(found, key=lambda entry: entry.name.lower()),
    ]


def write_licences(path: Path, files: Iterable[Path] = ()) -> list[LicenceEntry]:
    """Write the text; returns what is in it.

    Args:
        files: as for `entries`.

    Raises:
        Unlicensed: something has no licence that could be told; nothing was written.
        OSError
    """
    found = entries(files)
    intro = (
        f"SyncReview {__version__} and what it is made of, with the licences of all of it.\n"
        f"Collected from the packages of this build ({platform.system()}, {platform.machine()})."
    )
    document = compose(intro, found)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary:
        temporary.write_text(document, encoding="utf-8", newline="\n")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(arguments)
    try:
        found = write_licences(args.out)
    except (Unlicensed, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{args.out}: {len(found)} entries, {args.out.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
