"""Packets copied into another file with other times, and boxes of MP4 patched: what muxers write
only for cameras and editors."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext
from av.packet import Packet

Change = Callable[[int, Packet], bool]
"""(number of the video packet in the file, packet) -> whether it is kept; may set pts and dts."""


def remux(
    source: Path,
    target: Path,
    change: Change = lambda _number, _packet: True,
    *,
    bitstream_filter: str | None = None,
    options: Mapping[str, str] | None = None,
) -> Path:
    """Copy all streams of `source` into `target`; `change` and the filter see the pictures alone.

    Raises:
        av.error.FFmpegError: codec and container do not go together.
    """
    with (
        av.open(str(source)) as read,
        av.open(str(target), "w", options=dict(options or {})) as write,
    ):
        streams = {s.index: write.add_stream_from_template(s) for s in read.streams}
        video = read.streams.video[0]
        through = None
        if bitstream_filter is not None:
            through = BitStreamFilterContext(bitstream_filter, video)
        number = 0
        for packet in read.demux():
            index = packet.stream.index
            packets = [packet] if packet.dts is not None else []
            if index == video.index:
                if through is not None:
                    packets = through.filter(packet if packets else None)
                kept = []
                for one in packets:
                    if change(number, one):
                        kept.append(one)
                    number += 1
                packets = kept
            for one in packets:
                one.stream = streams[index]
                write.mux(one)
    return target


def display_matrix(degrees: int, mirrored: bool) -> tuple[int, ...]:
    """Nine values of a display matrix that mirrors left and right, if asked, and then turns the
    picture clockwise by quarter turns (ISO/IEC 14496-12, 6.2.2: 16.16 fixed point, last column
    2.30).

    Raises:
        ValueError: another angle.
    """
    if degrees % 90:
        raise ValueError("only quarter turns")
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees % 360]
    flip = -1 if mirrored else 1
    one = 1 << 16
    return (flip * cos * one, flip * sin * one, 0, -sin * one, cos * one, 0, 0, 0, 1 << 30)


_TKHD_MATRIX = {0: 40, 1: 52}
"""Where the matrix lies behind the version byte of a `tkhd` box, by version (ISO/IEC 14496-12)."""


def orient_mp4(path: Path, degrees: int, mirrored: bool = False) -> Path:
    """Write a display matrix into the first track of an MP4 or MOV, in place.

    `degrees` is how far players turn the picture clockwise before they show it: 0, 90, 180 or 270;
    `mirrored`: they mirror it left and right before that.

    Raises:
        ValueError: another angle, or a file without a track header.
    """
    data = bytearray(path.read_bytes())
    at = data.find(b"tkhd")
    if at < 0:
        raise ValueError(f"{path} has no track header")
    body = at + 4
    matrix = body + _TKHD_MATRIX[data[body]]
    data[matrix : matrix + 36] = struct.pack(">9i", *display_matrix(degrees, mirrored))
    path.write_bytes(data)
    return path


def edit_mp4(path: Path, edits: Sequence[tuple[int, int]]) -> Path:
    """Give the first track of an MP4 or MOV whose `moov` lies last another edit list, in place.

    Args:
        edits: (length in the movie's time scale, start in the track's; -1: nothing is shown).

    Raises:
        ValueError: there is no track, or data follow the `moov`.
    """
    data = bytearray(path.read_bytes())
    moov = data.rfind(b"moov") - 4
    track = data.find(b"trak", moov) - 4
    if moov < 0 or track < 0:
        raise ValueError(f"{path} has no track")
    if moov + _size(data, moov) != len(data):
        raise ValueError("the moov box must come last")
    body = struct.pack(">II", 0, len(edits))
    for length, start in edits:
        body += struct.pack(">IiHH", length, start, 1, 0)
    box = struct.pack(">I4sI4s", 16 + len(body), b"edts", 8 + len(body), b"elst") + body
    end = track + _size(data, track)
    old = data.find(b"edts", track, end) - 4
    place, cut = (old, _size(data, old)) if old > 0 else (track + 8 + _size(data, track + 8), 0)
    data[place : place + cut] = box
    for grown in (track, moov):
        struct.pack_into(">I", data, grown, _size(data, grown) + len(box) - cut)
    path.write_bytes(data)
    return path


def _size(data: bytearray, at: int) -> int:
    """Size of the box that begins at `at`."""
    return int(struct.unpack_from(">I", data, at)[0])
