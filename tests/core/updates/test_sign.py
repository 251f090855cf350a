"""The publisher's tool: what it signs is what programs take, and it signs nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.updates.publisher import read_publisher
from tests.package.repo import ROOT

TOOL = ROOT / "installer" / "sign_update.py"


def run(*words: str | Path, password: str = "") -> tuple[int, str, str]:
    environment = os.environ | {"SYNCREVIEW_KEY_PASSWORD": password}
    done = subprocess.run(
        [sys.executable, str(TOOL), *map(str, words)],
        capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A set with one key, whose private half is in key.pem under a password."""
    code, table, said = run("new-key", tmp_path / "key.pem", password="비밀 word")
    assert code == 0, said
    path = tmp_path / "updates.toml"
    path.write_text('address = ""\n' + table, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Faster.\n고쳤습니다.\n", encoding="utf-8")
    return path


def sign(folder: Path, *more: str | Path, password: str = "비밀 word") -> tuple[int, str, str]:
    return run(
        "sign", "--notes", folder / "notes.txt", "--known", folder / "updates.toml",
        "--out", folder / "update.json", "--version", "90.1.0", "--date", "2026-03-04", *more,
        password=password,
    )  # fmt: skip


def test_a_key_signs_and_a_program_believes(tmp_path: Path, known: Path) -> None:
    assert len(read_publisher(known).keys) == 1
    code, out, said = sign(
        tmp_path, "--key", tmp_path / "key.pem", "--download-url", "https://example.org/get"
    )
    assert code == 0, said
    assert "90.1.0" in out
    code, out, said = run("show", tmp_path / "update.json", "--known", known)
    assert code == 0, said
    assert "90.1.0 of 2026-03-04" in out
    assert "newer than" in out
    assert "고쳤습니다." in out


def test_the_private_key_is_its_owner_s_and_is_never_written_over(
    tmp_path: Path, known: Path
) -> None:
    before = (tmp_path / "key.pem").read_bytes()
    assert b"ENCRYPTED" in before
    if os.name == "posix":
        assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0
    code, out, said = run("new-key", tmp_path / "key.pem", "--no-password")
    assert (code, out) == (1, "")
    assert "there is such a file" in said
    assert (tmp_path / "key.pem").read_bytes() == before


def test_a_wrong_password_signs_nothing(tmp_path: Path, known: Path) -> None:
    code, _out, said = sign(
        tmp_path, "--key", tmp_path / "key.pem", "--download-url", "https://a/", password="no"
    )
    assert code == 1
    assert "the password is not right" in said
    assert not (tmp_path / "update.json").exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--download-url", "http://a/"), "download_url is no https address"),
        (("--download-url", "https://a/", "--version", "next"), "version is none"),
        (("--download-url", "https://a/", "--date", "soon"), "date is none"),
    ],
)
def test_what_programs_would_not_take_is_not_written(
    tmp_path: Path, known: Path, more: tuple[str, ...], words: str
) -> None:
    code, _out, said = sign(tmp_path, "--key", tmp_path / "key.pem", *more)
    assert code == 1
    assert words in said
    assert not (tmp_path / "update.json").exists()


def test_one_key_of_the_set_must_sign_and_others_may(tmp_path: Path, known: Path) -> None:
    code, _table, said = run("new-key", tmp_path / "new.pem", "--no-password")
    assert code == 0, said
    url = ("--download-url", "https://example.org/get")
    code, _out, said = sign(tmp_path, "--key", tmp_path / "new.pem", *url)
    assert code == 1
    assert "holds none of the keys" in said
    both = ("--key", tmp_path / "new.pem", "--key", tmp_path / "key.pem")
    code, _out, said = sign(tmp_path, *both, *url)
    assert code == 0, said


def test_a_changed_file_is_not_shown(tmp_path: Path, known: Path) -> None:
    sign(tmp_path, "--key", tmp_path / "key.pem", "--download-url", "https://example.org/get")
    path = tmp_path / "update.json"
    path.write_text(path.read_text().replace('"payload": "ey', '"payload": "eyJ'))
    code, _out, said = run("show", path, "--known", known)
    assert code == 1
    assert "announcement" in said
