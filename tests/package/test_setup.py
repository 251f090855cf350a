"""The bootstrap's choice of system packages, with a pretended dpkg and apt."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.package.repo import ROOT

BOOTSTRAP = ROOT / "installer" / "bootstrap.sh"
# Everything but names that end in t64 (the 64-bit time of newer releases).
OLD_NAMES = ".*[^4]|.*[^6]4"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the bootstrap is for Debian and Ubuntu")


def _tool(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/bash\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine on which `INSTALLED` (a regex) is installed and `AVAILABLE` can be."""
    tools = tmp_path / "tools"
    tools.mkdir()
    # dpkg-query -W -f=... NAME
    _tool(
        tools, "dpkg-query", 'if [[ "$3" =~ ^($INSTALLED)$ ]]; then echo installed; else exit 1; fi'
    )
    _tool(
        tools,
        "apt-cache",
        'if [[ "$2" =~ ^($AVAILABLE)$ ]]; then echo "  Candidate: 1.0"; '
        'else echo "  Candidate: (none)"; fi',
    )
    _tool(tools, "apt-get", f'echo "$*" >> "{tmp_path}/calls"')
    _tool(tools, "sudo", '"$@"')
    return tmp_path


def _run(
    machine: Path, installed: str, available: str, *options: str
) -> tuple[int, str, list[str]]:
    done = subprocess.run(
        [BOOTSTRAP, "--system", *options],
        env={
            "PATH": f"{machine / 'tools'}:{os.environ['PATH']}",
            "INSTALLED": installed,
            "AVAILABLE": available,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    calls = machine / "calls"
    lines = calls.read_text().splitlines() if calls.exists() else []
    return done.returncode, done.stdout + done.stderr, lines


def test_nothing_is_called_when_all_is_there(machine: Path) -> None:
    status, output, calls = _run(machine, installed=".*", available=".*")
    assert status == 0, output
    assert calls == []
    assert "all there" in output


def test_only_what_is_missing_is_installed(machine: Path) -> None:
    status, output, calls = _run(machine, installed="[^x].*|x[^d].*", available=".*")
    assert status == 0, output
    assert calls[0].endswith("update")
    assert calls[1].split()[-1] == "xdotool"
    assert len([word for word in calls[1].split() if word == "xdotool"]) == 1
    assert "xvfb" not in calls[1]


@pytest.mark.parametrize(
    ("available", "name", "other"),
    [
        (".*", "libglib2.0-0t64", "libglib2.0-0"),
        (OLD_NAMES, "libglib2.0-0", "libglib2.0-0t64"),
    ],
)
def test_the_name_of_the_release_is_taken(
    machine: Path, available: str, name: str, other: str
) -> None:
    status, output, calls = _run(machine, installed="none", available=available)
    assert status == 0, output
    words = calls[1].split()
    assert name in words
    assert other not in words


def test_either_name_counts_as_installed(machine: Path) -> None:
    # On such a release the old names are not known to dpkg, and the other way round.
    status, output, calls = _run(machine, installed=OLD_NAMES, available=".*")
    assert status == 0, output
    assert calls == []


def test_a_package_that_no_source_has_is_named(machine: Path) -> None:
    status, output, calls = _run(machine, installed="[^e].*", available="[^e].*")
    assert status == 1
    assert "espeak-ng" in output
    assert "universe" in output
    assert len(calls) == 1


def test_what_builds_the_program_is_installed_when_asked_for(machine: Path) -> None:
    tools = ["nsis", "wine", "wine64", "gcc-mingw-w64-x86-64", "gcc", "libc6-dev", "binutils"]
    all_but = "[^nwglb].*|n[^s].*|g[^c].*|lib[^c].*"
    status, output, calls = _run(machine, all_but, ".*")
    assert (status, calls) == (0, []), output
    status, output, calls = _run(machine, all_but, ".*", "--packaging")
    assert status == 0, output
    assert calls[1].split()[-len(tools) :] == tools
    assert "--no-install-recommends" in calls[1]


def test_an_unknown_option_is_named(machine: Path) -> None:
    status, output, calls = _run(machine, ".*", ".*", "--pakaging")
    assert (status, calls) == (1, [])
    assert "unknown option --pakaging" in output


def test_the_script_and_the_project_agree_on_python() -> None:
    minor = re.search(r"^MIN_MINOR=(\d+)", BOOTSTRAP.read_text(), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert minor is not None
    assert project["project"]["requires-python"] == f">=3.{minor[1]}"
    assert project["tool"]["ruff"]["target-version"] == f"py3{minor[1]}"
    assert project["tool"]["mypy"]["python_version"] == f"3.{minor[1]}"
