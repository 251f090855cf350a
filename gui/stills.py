"""Single frames for elsewhere: the original pixels, whatever the screen shows of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from core import files
from core.errors import ExportError
from core.jobs import JobContext
from core.media.reader import FrameReader
from core.media.source import VideoSource
from gui.texts import time_text

SUFFIX = ".png"
_DOTS_PER_METRE = 3780
"""96 dots per inch, what programs take for a picture that does not say."""


@dataclass(frozen=True, slots=True)
class Still:
    """One decoded frame.

    Args:
        frame_number, pts: of the picture, which is an earlier one where the file is damaged.
        image: owned, RGB888, upright, in stored pixels.
    """

    frame_number: int
    pts: int
    image: QImage = field(repr=False)


def read_still(source: VideoSource, frame_number: int, ctx: JobContext) -> Still:
    """Decode one frame as the scorers and exports get it.

    Raises:
        MediaError: it cannot be decoded.
        Cancelled: `ctx` was cancelled.
    """
    with FrameReader(source, check=ctx.check) as reader:
        number, picture = reader.read_shown(frame_number)
    rows = np.ascontiguousarray(picture)
    height, width = rows.shape[:2]
    view = QImage(rows.data, width, height, rows.strides[0], QImage.Format.Format_RGB888)
    image = view.copy()
    pts, aspect = int(source.index.pts[number]), source.probe.sample_aspect
    # PNG tells the shape of its pixels by their numbers per metre.
    image.setDotsPerMeterX(_DOTS_PER_METRE)
    image.setDotsPerMeterY(round(_DOTS_PER_METRE * aspect))
    time = time_text(float(source.index.time_of(number)))
    image.setText("Title", source.path.name)
    image.setText("Description", f"frame {number}, pts {pts}, {time}")
    return Still(number, pts, image)


def still_name(source: VideoSource, frame_number: int) -> str:
    """A file name that says which frame of which video it is."""
    digits = len(str(len(source.index) - 1))
    return f"{source.path.stem}_frame{frame_number:0{digits}d}{SUFFIX}"


def write_png(still: Still, path: Path) -> None:
    """Write a frame, whole or not at all.

    Raises:
        ExportError: the name is not one of a PNG, or the file cannot be written.
    """
    if path.suffix.lower() != SUFFIX:
        raise ExportError("frames are saved as PNG only", f"Let the name end in {SUFFIX}", path)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"PNG")
    if not writer.write(still.image):
        raise ExportError(f"the picture cannot be written: {writer.errorString()}", "", path)
    try:
        with files.replacing(path) as temporary:
            temporary.write_bytes(buffer.data().data())
    except OSError as error:
        text, hint = files.reason(error)
        raise ExportError(f"the frame cannot be saved: {text}", hint, path) from error
