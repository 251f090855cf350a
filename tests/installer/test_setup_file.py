"""The installer as a file: what Windows shows of it, how it is compressed, and who signs it."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import AppError
from installer.windows import build_setup

HERE = Path(build_setup.__file__).resolve().parent
Setup = Callable[..., Path]


def test_it_is_a_64_bit_program_that_says_who_it_is(setup: Setup) -> None:
    data = setup("1.1.0").read_bytes()
    at = struct.unpack_from("<I", data, 0x3C)[0]
    assert data[at : at + 4] == b"PE\0\0"
    assert struct.unpack_from("<H", data, at + 4)[0] == 0x8664
    resource = data.index("VS_VERSION_INFO".encode("utf-16-le"))
    numbers = struct.unpack_from("<4H", data, data.index(b"\xbd\x04\xef\xfe", resource) + 8)
    assert numbers == (1, 1, 0, 0)  # 1.1 and 0.0, the lower half of each first
    for name, value in (
        ("ProductName", "SyncReview"),
        ("CompanyName", "The SyncReview authors"),
        ("ProductVersion", "1.1.0"),
        ("FileDescription", "SyncReview Setup"),
    ):
        pattern = name.encode("utf-16-le") + rb"\0+" + re.escape(value.encode("utf-16-le"))
        assert re.search(pattern, data[resource : resource + 2000], re.DOTALL), name
    for part in (rb"<dpiAware\b[^>]*>true", rb'level="highestAvailable"', rb"<longPathAware"):
        assert re.search(part, data), part
    icon = build_setup.PICTURES / "syncreview.ico"
    assert icon.read_bytes()[-2000:] in data  # its largest picture, as PNG


def test_the_32_bit_installer_compiles_too(
    folder_build: Callable[[str], Path], tmp_path: Path
) -> None:
    # It is not run: that would take a 32-bit Wine.
    output = tmp_path / "x86-setup.exe"
    payload = build_setup.read_payload(folder_build("1.0.0"), onefile=False)
    build_setup.build(payload, "1.0.0", output, target="x86-unicode")
    data = output.read_bytes()
    at = struct.unpack_from("<I", data, 0x3C)[0]
    assert struct.unpack_from("<H", data, at + 4)[0] == 0x14C


def test_a_folder_is_compressed_and_one_file_is_not(
    folder_build: Callable[[str], Path], program: Callable[[str], Path], tmp_path: Path
) -> None:
    sizes = {}
    for onefile in (False, True):
        source = program("1.0.0") if onefile else folder_build("1.0.0")
        output = tmp_path / f"{onefile}-setup.exe"
        arguments = [str(source), "--output", str(output), "--version", "1.0.0"]
        assert build_setup.main([*arguments, *(["--onefile"] if onefile else [])]) == 0
        sizes[onefile] = output.stat().st_size
    assert program("1.0.0").read_bytes() in (tmp_path / "True-setup.exe").read_bytes()
    assert program("1.0.0").read_bytes() not in (tmp_path / "False-setup.exe").read_bytes()
    assert sizes[False] < sizes[True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["False-setup.exe", "True-setup.exe"]


def test_installer_and_uninstaller_are_signed(
    folder_build: Callable[[str], Path], tmp_path: Path
) -> None:
    signer = tmp_path / "sign.sh"
    log = tmp_path / "signed"
    signer.write_text(f'#!/bin/sh\n[ "$1" = --key ] && head -c 2 "$2" >> "{log}"\n')
    signer.chmod(0o755)
    payload = build_setup.read_payload(folder_build("1.0.0"), onefile=False)
    output = tmp_path / "s-setup.exe"
    build_setup.build(payload, "1.0.0", output, sign=f"{signer} --key")
    assert log.read_bytes() == b"MZMZ"


def test_what_nsis_warns_of_is_no_installer(
    folder_build: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload = build_setup.read_payload(folder_build("1.0.0"), onefile=False)
    lines = build_setup.purge_lines()
    monkeypatch.setattr(build_setup, "purge_lines", lambda: ['DetailPrint "$NoSuchThing"', *lines])
    output = tmp_path / "s-setup.exe"
    output.write_bytes(b"former")
    with pytest.raises(AppError, match="NoSuchThing"):
        build_setup.build(payload, "1.0.0", output)
    assert output.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == ["s-setup.exe"]


def test_every_text_has_both_languages(tools: None) -> None:
    texts = (HERE / "texts.nsh").read_text(encoding="utf-8")
    found = re.findall(
        r'^ *!insertmacro TEXT (\w+) \\\n *"(.+)" \\\n *"(.+)"$', texts, re.MULTILINE
    )
    script = (HERE / "setup.nsi").read_text(encoding="utf-8")
    names = [name for name, _, _ in found]
    assert len(names) == len(set(names)) == texts.count("!insertmacro TEXT ")
    assert set(re.findall(r"\$\((TEXT_\w+)\)", script)) == set(names)
    for name, english, korean in found:
        gaps = r"\$(?:\{\w+\}|[A-Z0-9]+|\\n)"
        assert sorted(re.findall(gaps, english)) == sorted(re.findall(gaps, korean)), name
        assert re.search("[가-힣]", korean), name
        assert not re.search("[가-힣]", english), name


def test_the_exit_codes_are_told_apart() -> None:
    script = (HERE / "setup.nsi").read_text(encoding="utf-8")
    codes = re.findall(r"^!define ([A-Z_]+) (\d+) +; ", script, re.MULTILINE)
    assert [int(code) for _, code in codes] == [3, 4, 5, 6, 7, 8, 9]
    used = set(re.findall(r"\$\{([A-Z_]+)\}$", script, re.MULTILINE))
    assert {name for name, _ in codes} <= used


def test_what_a_start_needs_lies_before_the_program() -> None:
    script = (HERE / "setup.nsi").read_text(encoding="utf-8")
    section = script.index("\nSection ")
    for early in ("!insertmacro SHARED", "MUI_RESERVEFILE_LANGDLL", "MUI_LANGUAGE", "MUI_PAGE_"):
        assert -1 < script.rindex(early) < section, early


def test_no_folder_is_ever_removed_with_all_that_is_in_it() -> None:
    script = (HERE / "setup.nsi").read_text(encoding="utf-8")
    for line in (*script.splitlines(), *build_setup.purge_lines()):
        assert not re.match(r"\s*RMDir\s+/r", line, re.IGNORECASE), line
    assert os.sep == "/"  # these tests are for the machines that have Wine
