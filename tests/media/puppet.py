"""A portrait that moves: mouth, eyelids and a little sway of the head.

The portrait is scikit-image's `astronaut()` (NASA, public domain). Everything is done in the
portrait's own pixel coordinates ("portrait units"), on a texture `TEXTURE_SCALE` times as fine, by
inverse mapping with `cv2.remap`; the last mapping brings the texture into the picture.

The mouth has three layers from back to front: the cavity (dark, with the portrait's own upper
teeth), the upper lip, which stays, and the lower lip with the jaw, which moves. At openness 0 the
lower lip's inner edge meets the upper lip's and hides the teeth; near 0.45 it is where the
portrait has it (a smile with teeth); at 1 it hangs lower and the dark cavity shows below the
teeth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from skimage import data

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.floating[Any]]

TEXTURE_SCALE = 2

FACE_BOX = (181.0, 62.0, 268.0, 172.0)
"""The face in the portrait, xyxy, as detectors see it at a mouth of middle openness."""

FACE_CENTRE = (224.5, 117.0)
MOUTH_BOX = (196.0, 132.0, 252.0, 172.0)
"""Lips at any openness, xyxy in portrait units."""

# Inner edges of the lips, read off the portrait: (x, y) from the left corner to the right one.
_UPPER_EDGE = ((203.0, 140.0), (210.0, 141.9), (217.0, 143.0), (224.0, 143.4), (231.0, 142.9),
               (238.0, 141.6), (244.5, 140.8))  # fmt: skip
_LOWER_EDGE = ((203.0, 140.2), (207.0, 144.3), (211.0, 147.4), (215.0, 149.0), (219.0, 149.8),
               (224.0, 150.1), (229.0, 149.5), (233.0, 148.3), (238.0, 145.7), (242.0, 142.8),
               (244.5, 141.0))  # fmt: skip
_MOUTH_CENTRE_X = 224.0
_MOUTH_HALF_WIDTH = 21.0
_NATURAL_OPENNESS = 0.45
_DROP = 10.0
"""How far (portrait units) the middle of the lower lip sinks below its place at openness 1."""

_JAW = (170, 120, 280, 204)
"""Region xyxy of the portrait that the mouth and jaw may change."""

# Eyes: centre x, centre y, half width, half height of the opening.
_EYES = ((203.0, 100.8, 9.5, 4.6), (246.8, 103.2, 10.0, 4.8))
_LID_REACH = 5.0


@dataclass(frozen=True, slots=True)
class Pose:
    """What one head does in one frame.

    Args:
        openness: 0 (closed) to 1 (wide open).
        width: -1 (rounded lips) to 1 (spread).
        blink: 0 (eyes open) to 1 (shut).
        dx, dy: shift of the head in portrait units.
        roll: rotation of the head in degrees, clockwise on screen.
    """

    openness: float = 0.0
    width: float = 0.0
    blink: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    roll: float = 0.0


@dataclass(frozen=True, slots=True)
class Framing:
    """Where the portrait lies in a panel: `scale` px a unit, the face's centre at (cx, cy) px."""

    scale: float
    cx: float
    cy: float


@cache
def _smooth_texture() -> Picture:
    """(1024, 1024, 3) uint8 RGB: the portrait, enlarged and a little sharpened."""
    portrait = data.astronaut()
    big = cv2.resize(
        portrait, None, fx=TEXTURE_SCALE, fy=TEXTURE_SCALE, interpolation=cv2.INTER_LANCZOS4
    )
    blurred = cv2.GaussianBlur(big, (0, 0), 1.6)
    return np.asarray(cv2.addWeighted(big, 1.35, blurred, -0.35, 0.0), dtype=np.uint8)


def _smoothstep(x: Floats, low: float, high: float) -> Floats:
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), dtype=np.float32)


def recoloured(texture: Picture) -> Picture:
    """The second speaker: mirrored, in a blue suit, with dark hair and a cooler skin."""
    height, width = texture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(TEXTURE_SCALE)
    saturation = cv2.cvtColor(texture, cv2.COLOR_RGB2HSV_FULL)[..., 1].astype(np.float32)
    out: Floats = texture.astype(np.float32)
    # The suit: what is much redder than blue, below the head. Swapping the channels keeps its
    # folds.
    suit: Floats = _smoothstep(out[..., 0] - out[..., 2], 50, 120) * _smoothstep(ys, 165, 200)
    suit = np.asarray(cv2.GaussianBlur(suit, (0, 0), 1.2), np.float32)[..., None]
    blue = out[..., ::-1] * np.array([1.0, 1.05, 0.62], np.float32)
    out = out * (1.0 - suit) + blue * suit
    # The hair: what is dark or yellowish inside the head's outline and outside the face.
    head = 1.0 - _smoothstep(((xs - 227) / 78) ** 2 + ((ys - 78) / 68) ** 2, 0.92, 1.12)
    face = 1.0 - _smoothstep(((xs - 225) / 47) ** 2 + ((ys - 128) / 52) ** 2, 0.85, 1.1)
    hair: Floats = head * (1.0 - face) * _smoothstep(saturation, 60, 110)
    hair = np.asarray(cv2.GaussianBlur(hair, (0, 0), 2.0), np.float32)[..., None]
    dark = out.mean(axis=2, keepdims=True) * np.array([0.52, 0.40, 0.34], np.float32)
    out = out * (1.0 - hair) + dark * hair
    out = 255.0 * (np.clip(out, 0.0, 255.0) / 255.0) ** 1.08
    out *= np.array([0.98, 0.97, 1.0], np.float32)
    return np.ascontiguousarray(out.astype(np.uint8)[:, ::-1])


class Puppet:
    """One head. `mirrored` makes it the second speaker (mirrored and re-coloured)."""

    def __init__(self, mirrored: bool = False) -> None:
        self.mirrored = mirrored
        base = _smooth_texture()
        # Geometry below is the unmirrored portrait's; the second speaker is mirrored at the end.
        self._texture = recoloured(base)[:, ::-1].copy() if mirrored else base.copy()
        self._grid = _region_grid(_JAW)

    def render(self, pose: Pose, framing: Framing, size: tuple[int, int]) -> Picture:
        """Return the panel, (height, width, 3) uint8 RGB, for `size` = (width, height)."""
        texture = self._texture.copy()
        self._move_mouth(texture, pose.openness, pose.width)
        if pose.blink > 0.0:
            self._close_eyes(texture, pose.blink)
        width, height = size
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        x = (xs - framing.cx) / framing.scale
        if self.mirrored:
            x = -x
        x += FACE_CENTRE[0]
        y = (ys - framing.cy) / framing.scale + FACE_CENTRE[1]
        # The head moves, the shoulders and the far background stay: the shift fades between them.
        still = _smoothstep(((x - 227) / 150) ** 2 + ((y - 95) / 125) ** 2, 0.30, 1.0)
        weight = 1.0 - still
        angle = np.float32(np.deg2rad(pose.roll))
        neck_x, neck_y = 225.0, 185.0
        move_x = pose.dx - angle * (y - neck_y)
        move_y = pose.dy + angle * (x - neck_x)
        map_x = (x - weight * move_x + 0.5) * TEXTURE_SCALE - 0.5
        map_y = (y - weight * move_y + 0.5) * TEXTURE_SCALE - 0.5
        panel = cv2.remap(texture, map_x.astype(np.float32), map_y.astype(np.float32),
                          cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)  # fmt: skip
        return np.asarray(panel, dtype=np.uint8)

    def _move_mouth(self, texture: Picture, openness: float, width: float) -> None:
        left, top, right, bottom = (v * TEXTURE_SCALE for v in _JAW)
        region = texture[top:bottom, left:right]
        x, y = self._grid
        # Rounding and spreading: stretch around the mouth's middle, fading out over the cheeks.
        reach = ((x - _MOUTH_CENTRE_X) / 36.0) ** 2 + ((y - 147.0) / 26.0) ** 2
        stretch = 0.22 * width * np.clip(1.0 - reach, 0.0, 1.0) ** 2
        xw = _MOUTH_CENTRE_X + (x - _MOUTH_CENTRE_X) * (1.0 - stretch)
        upper = _edge(_UPPER_EDGE, xw)
        lower = _edge(_LOWER_EDGE, xw)
        u = (xw - _MOUTH_CENTRE_X) / _MOUTH_HALF_WIDTH
        profile = np.clip(1.0 - u * u, 0.0, 1.0)
        # Where the inner edge of the lower lip shall be, and so how far the lip moves at each x.
        if openness <= _NATURAL_OPENNESS:
            part = openness / _NATURAL_OPENNESS
            edge = upper + (lower - upper) * part
        else:
            part = (openness - _NATURAL_OPENNESS) / (1.0 - _NATURAL_OPENNESS)
            edge = lower + _DROP * part * profile
        lip_shift = edge - lower
        middle = float(lip_shift[0, np.argmin(np.abs(self._grid[0][0] - _MOUTH_CENTRE_X))])
        # The chin follows less and more broadly; below it the neck takes the movement up.
        chin_shift = 0.62 * middle * np.exp(-(((xw - _MOUTH_CENTRE_X) / 27.0) ** 2))
        source_y = y.copy()
        for _ in range(4):  # fixed point of source_y + shift(source_y) = y
            from_lip = _smoothstep(source_y, 152.0, 168.0)
            to_neck = 1.0 - _smoothstep(source_y, 174.0, 200.0)
            above = 1.0 - _smoothstep(lower - source_y, 4.0, 14.0)
            shift = (lip_shift * (1.0 - from_lip) + chin_shift * from_lip) * to_neck * above
            source_y = y - shift
        jaw = _sample(region, _JAW, xw, source_y)
        # The original, only stretched sideways: the upper lip, the cheeks and the teeth.
        still = _sample(region, _JAW, xw, y)
        drop = np.clip(edge - upper, 0.0, None)
        depth = np.clip((y - lower + 1.2) / 3.0, 0.0, 1.0)[..., None]
        shade = np.clip(0.55 + 0.05 * drop, 0.0, 0.92)[..., None]
        cavity = np.array([46.0, 14.0, 14.0], np.float32)
        tongue = np.array([120.0, 52.0, 52.0], np.float32)
        low = np.clip((y - edge + 3.5) / 3.5, 0.0, 1.0)[..., None] * profile[..., None]
        back = cavity * (1.0 - 0.55 * low) + tongue * 0.55 * low
        interior = still * shade * (1.0 - depth) + back * depth
        inside = np.abs(u) < 1.0
        behind = _smoothstep(y - upper, -0.4, 0.9) * inside
        front = _smoothstep(y - edge, -0.7, 0.7) * inside
        outside = _smoothstep(np.abs(u), 0.93, 1.0)
        mixed = still * (1.0 - behind[..., None]) + interior * behind[..., None]
        mixed = mixed * (1.0 - front[..., None]) + jaw * front[..., None]
        # The line between the lips while they touch, and their shadow when they nearly do.
        closeness = np.exp(-((drop / 2.5) ** 2)) * profile
        line = np.exp(-(((y - edge) / 0.9) ** 2)) * closeness * inside
        mixed *= 1.0 - 0.55 * line[..., None]
        # Beside the corners there is one skin: the jaw's movement fades to nothing there by itself.
        mixed = mixed * (1.0 - outside[..., None]) + jaw * outside[..., None]
        region[:] = np.clip(mixed, 0.0, 255.0).astype(np.uint8)

    def _close_eyes(self, texture: Picture, blink: float) -> None:
        for cx, cy, half_width, half_height in _EYES:
            box = (int(cx - 15), int(cy - 14), int(cx + 15), int(cy + 12))
            left, top, right, bottom = (v * TEXTURE_SCALE for v in box)
            region = texture[top:bottom, left:right]
            x, y = _region_grid(box)
            arch = np.sqrt(np.clip(1.0 - ((x - cx) / (half_width + 1.5)) ** 2, 0.0, 1.0))
            lid = cy - half_height * arch
            floor = cy + 0.75 * half_height * arch
            edge = lid + blink * (floor - lid)
            root = lid - _LID_REACH
            # The skin between brow and lid is stretched down to the new edge of the lid.
            inside = (y - root) / np.maximum(edge - root, 0.1)
            source = np.where((inside > 0) & (inside < 1), root + inside * (lid - root), y)
            lidded = _sample(region, box, x, source.astype(np.float32))
            weight = arch * _smoothstep(edge - y, -0.8, 0.6)
            weight = weight * (edge - lid > 0.05)
            mixed = region * (1.0 - weight[..., None]) + lidded * weight[..., None]
            region[:] = np.clip(mixed, 0.0, 255.0).astype(np.uint8)


def _edge(points: tuple[tuple[float, float], ...], x: Floats) -> Floats:
    """y of a lip's edge at `x`; level beyond the corners."""
    xs, ys = zip(*points, strict=True)
    return np.interp(x, xs, ys).astype(np.float32)


def _region_grid(box: tuple[int, int, int, int]) -> tuple[Floats, Floats]:
    """Portrait coordinates (x, y) of the texture's pixels inside `box`, each (h, w) float32."""
    left, top, right, bottom = box
    ys, xs = np.mgrid[0 : (bottom - top) * TEXTURE_SCALE, 0 : (right - left) * TEXTURE_SCALE]
    x = (xs + 0.5) / TEXTURE_SCALE - 0.5 + left
    y = (ys + 0.5) / TEXTURE_SCALE - 0.5 + top
    return x.astype(np.float32), y.astype(np.float32)


def _sample(region: Picture, box: tuple[int, int, int, int], x: Floats, y: Floats) -> Floats:
    """Read `region`, the texture inside `box`, at portrait coordinates; (h, w, 3) float32."""
    map_x = ((x - box[0] + 0.5) * TEXTURE_SCALE - 0.5).astype(np.float32)
    map_y = ((y - box[1] + 0.5) * TEXTURE_SCALE - 0.5).astype(np.float32)
    picture = cv2.remap(region, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picture, dtype=np.float32)
