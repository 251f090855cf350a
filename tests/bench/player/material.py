"""Clips for the player's measurements, made once and kept in the folder for temporary files."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "syncreview-bench"


@dataclass(frozen=True, slots=True)
class Material:
    """A clip to make.

    Args:
        options: of ffmpeg's encoder.
    """

    name: str
    size: tuple[int, int]
    rate: int
    seconds: int
    options: tuple[str, ...]

    def path(self) -> Path:
        """The clip; made now if it is not there yet."""
        target = FOLDER / f"{self.name}.mp4"
        if target.exists():
            return target
        FOLDER.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial.mp4")
        width, height = self.size
        source = f"testsrc2=size={width}x{height}:rate={self.rate}:duration={self.seconds}"
        command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source]
        subprocess.run([*command, *self.options, "-pix_fmt", "yuv420p", partial], check=True)
        partial.replace(target)
        return target


_X264 = ("-c:v", "libx264", "-preset", "veryfast", "-g", "250", "-keyint_min", "250")
_LONG = (*_X264, "-sc_threshold", "0", "-bf", "3")

H264 = Material("h264-1080p25-gop250", (1920, 1080), 25, 40, _LONG)
H264_60 = Material("h264-1080p60-gop250", (1920, 1080), 60, 20, _LONG)
_X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1")
HEVC = Material(
    "hevc-2160p25-gop60",
    (3840, 2160),
    25,
    12,
    (*_X265, "-x265-params", "keyint=60:log-level=error"),
)
