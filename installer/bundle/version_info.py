"""The version resource of the Windows EXE."""

from __future__ import annotations

import re

NAME = "SyncReview"
PUBLISHER = "The SyncReview authors"
DESCRIPTION = "Review of lip sync"


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """The version as Windows wants it; "1.2.3rc1" is (1, 2, 3, 0)."""
    match = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    if match is None:
        raise ValueError(f"not a version: {version!r}")
    major, minor, patch = map(int, match.groups())
    return major, minor, patch, 0


def version_resource(version: str) -> str:
    """The text that PyInstaller reads."""
    numbers = four_numbers(version)
    strings = {
        "CompanyName": PUBLISHER,
        "FileDescription": f"{NAME}: {DESCRIPTION}",
        "FileVersion": version,
        "InternalName": NAME,
        "LegalCopyright": f"{PUBLISHER}. MIT licence.",
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": NAME,
        "ProductVersion": version,
    }
    table = ",\n        ".join(f"StringStruct({k!r}, {v!r})" for k, v in strings.items())
    return f"""VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,
    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040904B0', [
        {table}
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])])
  ]
)
"""
