"""YOLO detectors (v5, v8 and what answers like them) out of a person's ONNX file, by OpenCV."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from core.api import (
    Detections,
    ModelError,
    ObjectDetector,
    PluginError,
    PluginOptions,
    UInt8s,
    chosen_labels,
    nms,
)
from plugins.onnx_yolo.decoding import Letterbox, candidates
from plugins.onnx_yolo.onnx_file import MOST_LABELS, MOST_TEXT, OnnxFacts, read_names, read_onnx

NAME = "the YOLO file"
WAY_OUT = "Choose an ONNX file of a YOLOv5 or YOLOv8 detector in the options of this detector"
LABELS_WAY_OUT = "Choose a text file with one label a line, in the network's order"
MOST_BYTES = 1 << 30
MOST_CANDIDATES = 30_000
USUAL_SIDE = 640


class YoloDetector:
    """One network through OpenCV.

    Args:
        net: loaded.
        seen: width and height that it takes.
        names: of all its labels, or () if they are known by number only.
        wanted: chosen labels as a person writes them.
    """

    def __init__(
        self,
        net: cv2.dnn.Net,
        seen: tuple[int, int],
        names: tuple[str, ...],
        wanted: str,
        limits: tuple[float, float, int],
        path: Path,
    ) -> None:
        self._net = net
        self._seen = seen
        self._path = path
        self._min_score, self._nms, self._most = limits
        self._count = len(names)
        # A first answer tells at once whether this is such a network, and how many labels it has.
        _, scores = self._answer(np.full((1, 3, seen[1], seen[0]), 0.5, np.float32))
        names = names or tuple(f"label {n}" for n in range(scores.shape[1]))
        self._count = len(names)
        self._chosen = np.array(chosen_labels(names, wanted, NAME), np.int64)
        self.labels = tuple(names[i] for i in self._chosen)

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Boxes of a batch (N, H, W, 3) RGB uint8; see `core.api.ObjectDetector`."""
        return [self._one(picture) for picture in pictures]

    def _one(self, picture: UInt8s) -> Detections:
        box = Letterbox((picture.shape[1], picture.shape[0]), self._seen)
        boxes, scores = self._answer(box.put(picture))
        scores = scores[:, self._chosen]
        labels = scores.argmax(axis=1)
        best = scores[np.arange(len(scores)), labels]
        rows = np.flatnonzero(np.isfinite(boxes).all(axis=1) & (best >= self._min_score))
        rows = rows[np.argsort(-best[rows], kind="stable")][:MOST_CANDIDATES]
        boxes, best, labels = box.back(boxes[rows]), best[rows], labels[rows].astype(np.int64)
        whole = np.flatnonzero((boxes[:, 2:] > boxes[:, :2]).all(axis=1))
        kept = whole[nms(boxes[whole], best[whole], labels[whole], self._nms)][: self._most]
        return Detections(boxes[kept], np.clip(best[kept], 0, 1).astype(np.float32), labels[kept])

    def _answer(self, blob: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        try:
            self._net.setInput(blob)
            outputs = self._net.forward(self._net.getUnconnectedOutLayersNames())
        except cv2.error as error:
            raise ModelError(
                f"OpenCV cannot compute this network ({_short(error)})", WAY_OUT, self._path
            ) from error
        # Networks with masks have a second answer, with four sides.
        answers = [np.asarray(one, np.float32) for one in outputs if np.ndim(one) == 3]
        try:
            if len(answers) != 1:
                raise ValueError(f"it gives {len(answers)} answers of three sides")
            return candidates(answers[0], self._count)
        except ValueError as error:
            raise ModelError(
                f"this network does not answer like a YOLO detector: {error}", WAY_OUT, self._path
            ) from error


def create(options: PluginOptions) -> ObjectDetector:
    """A detector out of the file `path`.

    Raises:
        ModelError: the file is missing, damaged, or no such network.
        PluginError: its labels cannot be read, or a chosen one is not known.
    """
    path = _path(options.text("path"))
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ModelError("the file is too large for a detector", WAY_OUT, path)
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the file cannot be read ({error.strerror})", WAY_OUT, path) from error
    try:
        facts = read_onnx(data)
    except ValueError as error:
        raise ModelError(f"this is not an ONNX file ({error})", WAY_OUT, path) from error
    try:
        # From memory: OpenCV cannot open every name on every system.
        net = cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
    except cv2.error as error:
        raise ModelError(
            f"OpenCV cannot load this network ({_short(error)})", WAY_OUT, path
        ) from error
    names = _names(options.text("labels_file"), facts, path)
    limits = (
        options.number("min_score"),
        options.number("nms"),
        options.whole("max_detections"),
    )
    seen = _seen(facts, options.whole("size"), path)
    return YoloDetector(net, seen, names, options.text("labels"), limits, path)


def _path(text: str) -> Path:
    if not text.strip():
        raise ModelError("no ONNX file is chosen", WAY_OUT)
    path = Path(text.strip()).expanduser()
    if not path.is_file():
        raise ModelError("there is no such file", WAY_OUT, path)
    return path


def _seen(facts: OnnxFacts, size: int, path: Path) -> tuple[int, int]:
    """Width and height of what the network takes: its own, else the option's."""
    shapes = [s for s in facts.inputs.values() if len(s) == 4 and s[1] in (3, None)]
    if len(shapes) != 1:
        raise ModelError("this network takes no single RGB picture", WAY_OUT, path)
    batch, _, height, width = shapes[0]
    if batch not in (1, None):
        raise ModelError(f"this network takes {batch} pictures at once, not one", WAY_OUT, path)
    width, height = width or size or USUAL_SIDE, height or size or USUAL_SIDE
    if max(width, height) > 1 << 13:
        raise ModelError(f"this network takes pictures of {width} x {height}", WAY_OUT, path)
    return width, height


def _names(file: str, facts: OnnxFacts, path: Path) -> tuple[str, ...]:
    """The labels of the text file if one is chosen, else of the network's own metadata."""
    if file.strip():
        listed = Path(file.strip()).expanduser()
        try:
            if listed.stat().st_size > MOST_TEXT:
                raise PluginError("the file of labels is too large", LABELS_WAY_OUT, listed)
            lines = listed.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise PluginError(
                "the file of labels cannot be read", LABELS_WAY_OUT, listed
            ) from error
        names = tuple(line.strip() for line in lines if line.strip())
        if not 0 < len(names) <= MOST_LABELS:
            raise PluginError("the file of labels holds none", LABELS_WAY_OUT, listed)
        return names
    if "names" not in facts.metadata:
        return ()
    try:
        return read_names(facts.metadata["names"])
    except ValueError as error:
        raise PluginError(
            f"the labels in the ONNX file cannot be read ({error})", LABELS_WAY_OUT, path
        ) from error


def _short(error: cv2.error) -> str:
    """One line of OpenCV's words."""
    text = " ".join(str(getattr(error, "err", "") or error).split())
    return text[:200]
