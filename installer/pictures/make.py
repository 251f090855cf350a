"""Draws the pictures of builds and of the installer from resources/icons/app.svg.

    python installer/pictures/make.py

syncreview.ico and icon.png are the program's; splash.png is shown while the one-file build unpacks;
wizard.bmp is at the side of the installer's first and last page. All are committed, so that no
build needs this script; run it again when the SVG changes.
"""

from __future__ import annotations

import os
import struct
import sys
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
SVG = ROOT / "resources" / "icons" / "app.svg"
HERE = Path(__file__).resolve().parent
ICO = HERE / "syncreview.ico"
PNG_SIZE = 512
WIZARD = HERE / "wizard.bmp"
WIZARD_SIZE = 246, 471
"""Width and height in pixels: one and a half times those of the page at 100 %."""
WIZARD_COLOUR = "#1d2a3d"
"""The icon's own ground."""
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


def _written(image: QImage, format: bytes) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(format)).write(image):
        raise ValueError(f"Qt cannot write {format.decode()}")
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
        pictures.append(_written(image, b"png") if size >= _PNG_FROM else _bitmap(image))
    head = struct.pack("<HHH", 0, 1, len(sizes))
    at = len(head) + 16 * len(sizes)
    for size, data in zip(sizes, pictures, strict=True):
        edge = size % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + b"".join(pictures)


def wizard(svg: Path) -> bytes:
    """The bytes of the picture of the installer's pages, a bitmap of 256 colours.

    Raises:
        ValueError: see `drawn`.
    """
    width, height = WIZARD_SIZE
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(WIZARD_COLOUR)
    painter = QPainter(image)
    edge = width * 3 // 4
    painter.drawImage((width - edge) // 2, (height - edge) // 3, drawn(svg, edge))
    painter.end()
    # Its own colours: those that Qt would choose change the ground or dither it.
    count = Counter(memoryview(image.constBits()).cast("I"))
    table = [colour for colour, _ in count.most_common(256)]
    few = image.convertToFormat(
        QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither
    )
    return _written(few, b"bmp")


def splash(svg: Path) -> bytes:
    """The bytes of the splash, a PNG; its bottom stays free for what the loader writes.

    Raises:
        ValueError: see `drawn`.
    """
    image = QImage(480, 264, QImage.Format.Format_RGB32)
    image.fill("#1b2027")
    painter = QPainter(image)
    painter.drawImage(24, 64, drawn(svg, 112))
    for area, points, colour, text in (
        (QRectF(160, 68, 300, 56), 30, "#e8ebf0", "SyncReview"),
        (QRectF(162, 124, 300, 28), 12, "#9aa4b2", "starts …  시작합니다 …"),
    ):
        painter.setPen(QColor(colour))
        painter.setFont(QFont("DejaVu Sans", points))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
    painter.end()
    return _written(image, b"png")


def main() -> None:
    """Write all of them beside this script."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication(sys.argv)  # letters need one
    for path, data in (
        (ICO, icon(SVG)),
        (HERE / "icon.png", _written(drawn(SVG, PNG_SIZE), b"png")),
        (HERE / "splash.png", splash(SVG)),
        (WIZARD, wizard(SVG)),
    ):
        temporary = path.with_suffix(".tmp")
        temporary.write_bytes(data)
        os.replace(temporary, path)
        print(f"{path.relative_to(ROOT)}: {len(data)} bytes")
    del app


if __name__ == "__main__":
    main()
