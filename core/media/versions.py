"""Which FFmpeg decodes."""

from __future__ import annotations

import av


def ffmpeg_version() -> str:
    """As FFmpeg names itself, such as "8.0"; the version of libavcodec where it does not."""
    named = getattr(av, "ffmpeg_version_info", "")
    if named:
        return str(named)
    return ".".join(str(part) for part in av.library_versions["libavcodec"])
