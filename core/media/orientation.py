"""The display matrix of a container: by which quarter turn and mirroring a picture is shown."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame


@dataclass(frozen=True, slots=True)
class Orientation:
    """First transpose (swap rows and columns), then flip rows, then flip columns."""

    transpose: bool = False
    flip_rows: bool = False
    flip_columns: bool = False

    @classmethod
    def of_frame(cls, frame: VideoFrame) -> Orientation:
        """From the frame's DISPLAYMATRIX side data; upright if there is none.

        The matrix maps (x, y) to (a x + c y, b x + d y), 16.16 fixed point, row-major a b u c d v x
        y w (libavutil/display.h). Angles that are no quarter turns are taken to the nearest one.
        """
        data = frame.side_data.get("DISPLAYMATRIX")
        if data is None:
            return cls()
        a, b, _, c, d = struct.unpack("=9i", bytes(cast("SideData", data))[:36])[:5]
        if abs(a) + abs(d) >= abs(b) + abs(c):
            return cls(False, d < 0, a < 0)
        return cls(True, b < 0, c < 0)

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the picture as shown; also the inverse."""
        return (height, width) if self.transpose else (width, height)

    def apply(self, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Turn a picture (H, W, channels) upright; contiguous, the same array if it is already."""
        if not (self.transpose or self.flip_rows or self.flip_columns):
            return picture
        out = picture.swapaxes(0, 1) if self.transpose else picture
        if self.flip_rows:
            out = out[::-1]
        if self.flip_columns:
            out = out[:, ::-1]
        return np.ascontiguousarray(out)
