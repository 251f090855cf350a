"""Makes syncreview.ico, the icon of the Windows program and its installer, from app.svg.

    python installer/windows/make_icon.py

The file is committed, so that no build needs this script; run it again when the SVG,
resources/icons/app.svg, changes.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
SVG = ROOT / "resources" / "icons" / "app.svg"
ICO = Path(__file__).resolve().with_name("syncreview.ico")
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Edge lengths in pixels: what Explorer, the task bar and title bars ask for at 100 to 250 %."""
_PNG_FROM = 256
"""Smaller ones are bitmaps: some readers of resources know PNG only at this size."""


def drawn(svg: Path, size: int) -> QImage:
    """The SVG as a square picture with alpha.

    Raises:
        ValueError: this is no SVG that Qt understands.
    """
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"{svg}: no SVG that Qt understands")
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise ValueError("Qt cannot write PNG")
    return bytes(buffer.data().data())


def _bitmap(image: QImage) -> bytes:
    """A 32-bit device-independent bitmap as icons hold it: rows bottom up, then the mask."""
    size = image.width()
    # The height counts the mask, too.
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    pixels, row = bytes(image.constBits()), image.bytesPerLine()
    flipped = b"".join(pixels[y * row : (y + 1) * row] for y in reversed(range(size)))
    mask_row = (size + 31) // 32 * 4
    # Alpha says what is transparent; the mask of old readers hides nothing.
    return header + flipped + bytes(mask_row * size)


def icon(svg: Path, sizes: tuple[int, ...] = SIZES) -> bytes:
    """The bytes of an .ico with one picture of each size.

    Raises:
        ValueError: see `drawn`.
    """
    pictures = []
    for size in sizes:
        image = drawn(svg, size)
        pictures.append(_png(image) if size >= _PNG_FROM else _bitmap(image))
    head = struct.pack("<HHH", 0, 1, len(sizes))
    at = len(head) + 16 * len(sizes)
    for size, data in zip(sizes, pictures, strict=True):
        edge = size % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + b"".join(pictures)


def main() -> None:
    """Write the icon beside this script."""
    temporary = ICO.with_suffix(".tmp")
    temporary.write_bytes(icon(SVG))
    os.replace(temporary, ICO)
    print(f"{ICO.relative_to(ROOT)}: {ICO.stat().st_size} bytes, {len(SIZES)} sizes")


if __name__ == "__main__":
    main()
