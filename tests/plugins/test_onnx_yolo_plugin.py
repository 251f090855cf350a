"""YOLO by OpenCV: real ONNX files that find coloured squares, and files that are no such thing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.api import ModelError, ObjectDetector, PluginError, PluginOptions
from core.registry import default_registry
from plugins.onnx_yolo.decoding import Letterbox, candidates
from plugins.onnx_yolo.onnx_file import read_names, read_onnx
from tests.plugins.onnx_writer import LABELS, SIDE, model, node, part, squares

NAMES = {"names": str(dict(enumerate(LABELS))), "stride": "32"}


def made(path: Path | str, **given: object) -> ObjectDetector:
    info = default_registry().info("detector", "onnx_yolo")
    options = PluginOptions("cpu", {}, info.values({"path": str(path), **given}))
    return default_registry().detector("onnx_yolo", options)


def written(folder: Path, data: bytes, name: str = "net.onnx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def scene() -> np.ndarray:
    """(192, 256, 3): as the network sees it, 64 x 48 below a grey band of 8."""
    picture = np.full((192, 256, 3), 60, np.uint8)
    picture[32:64, 96:128] = (250, 0, 0)
    picture[128:160, 0:32] = (0, 250, 0)
    return picture


@pytest.mark.parametrize("layout", ["v5", "v8"])
def test_squares_are_found_where_they_are(layout: str, tmp_path: Path) -> None:
    detector = made(written(tmp_path, squares(layout, NAMES)))
    assert detector.labels == LABELS
    small = scene()[::2, ::2]
    for picture, scale in ((scene(), 1), (small, 2)):
        (found,) = detector.detect(picture[None])
        assert found.boxes.dtype == np.float32
        assert found.labels.dtype == np.int64
        order = np.argsort(found.labels)
        assert found.labels[order].tolist() == [0, 1]
        expected = np.array([[96, 32, 128, 64], [0, 128, 32, 160]]) / scale
        assert np.allclose(found.boxes[order], expected, atol=0.01)
        assert (found.scores > (0.85 if layout == "v5" else 0.95)).all()
    # Two at once; and a picture without a square.
    both = detector.detect(np.stack([scene(), np.full_like(scene(), 60)]))
    assert [len(one) for one in both] == [2, 0]
    assert both[1].boxes.shape == (0, 4)


def test_labels_of_a_text_file_and_chosen_ones(tmp_path: Path) -> None:
    path = written(tmp_path, squares("v8"), "색 사각형.onnx")
    assert made(path).labels == ("label 0", "label 1")
    listed = tmp_path / "labels.txt"
    listed.write_text("빨강\n\ngreen\n", encoding="utf-8-sig")
    detector = made(path, labels_file=str(listed), labels="Green")
    assert detector.labels == ("green",)
    (found,) = detector.detect(scene()[None])
    assert found.labels.tolist() == [0]
    assert np.allclose(found.boxes, [[0, 128, 32, 160]], atol=0.01)
    with pytest.raises(PluginError, match="blue"):
        made(path, labels_file=str(listed), labels="blue")
    listed.write_text("\n")
    with pytest.raises(PluginError, match="holds none"):
        made(path, labels_file=str(listed))
    with pytest.raises(PluginError, match="cannot be read"):
        made(path, labels_file=str(tmp_path / "none.txt"))
    # One label too many for this network: its rows would be taken for other things.
    listed.write_text("a\nb\nc\n")
    with pytest.raises(ModelError, match="answer like a YOLO"):
        made(path, labels_file=str(listed))


def test_the_size_is_the_files_own_or_the_options(tmp_path: Path) -> None:
    free = squares("v8", NAMES, ["batch", 3, "height", "width"])
    detector = made(written(tmp_path, free), size=SIDE)
    (found,) = detector.detect(scene()[None])
    assert len(found) == 2
    with pytest.raises(ModelError, match="4 pictures"):
        made(written(tmp_path, squares("v8", NAMES, [4, 3, SIDE, SIDE])))


def test_the_best_of_overlapping_boxes_stays(tmp_path: Path) -> None:
    path = written(tmp_path, squares("v8", NAMES))
    large = np.full((SIDE, SIDE, 3), 60, np.uint8)
    large[16:32, 16:40] = (250, 0, 0)
    assert len(made(path).detect(large[None])[0]) == 6
    assert len(made(path, max_detections=2).detect(large[None])[0]) == 2
    assert len(made(path, min_score=1.0).detect(large[None])[0]) == 0


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "not an ONNX file"),
        (b"PK\x03\x04 no such thing", "not an ONNX file"),
        (squares("v8", NAMES)[:-30], "not an ONNX file"),
        (squares("v8", NAMES)[:700], "not an ONNX file"),
        (squares("v8", {"names": "__import__('os')"}), "labels in the ONNX file"),
        (
            model([node("Unheard", ["a"], "b")], [], {"a": [1, 3, 8, 8]}, {"b": [1, 3, 8, 8]}),
            "OpenCV cannot",
        ),
        (
            model([node("Relu", ["a"], "b")], [], {"a": [1, 3, 8, 8]}, {"b": [1, 3, 8, 8]}),
            "answer like a YOLO",
        ),
        (
            model([node("Relu", ["a"], "b")], [], {"a": [1, 8]}, {"b": [1, 8]}),
            "no single RGB picture",
        ),
    ],
)
def test_files_that_are_no_detector(data: bytes, text: str, tmp_path: Path) -> None:
    with pytest.raises((ModelError, PluginError), match=text):
        made(written(tmp_path, data))


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no ONNX file is chosen"):
        made("")
    with pytest.raises(ModelError, match="no such file"):
        made(tmp_path / "none.onnx")
    with pytest.raises(ModelError, match="no such file"):
        made(tmp_path)


def test_what_a_file_says() -> None:
    facts = read_onnx(squares("v5", NAMES, ["n", 3, 640, "w"]))
    assert facts.inputs == {"images": (None, 3, 640, None)}
    assert facts.metadata == NAMES
    # Old files list the weights among the inputs.
    listed = part(7, part(5, part(8, "w")) + part(11, part(1, "w")) + part(11, part(1, "x")))
    assert read_onnx(listed).inputs == {"x": ()}


WHOLE = squares("v8", NAMES)


@given(st.data())
def test_damaged_bytes_raise_value_errors_only(data: st.DataObject) -> None:
    """Cut off, with bytes turned, or with bytes that were never a file."""
    kind = data.draw(st.sampled_from(["cut", "turned", "any"]))
    if kind == "cut":
        given = WHOLE[: data.draw(st.integers(0, len(WHOLE)))]
    elif kind == "any":
        given = data.draw(st.binary(max_size=200))
    else:
        some = bytearray(WHOLE)
        # Weights are most of a file; what is around them matters more.
        places = st.one_of(st.integers(0, 400), st.integers(len(WHOLE) - 900, len(WHOLE) - 1))
        for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=6)):
            some[place] = value
        given = bytes(some)
    try:
        facts = read_onnx(given)
        read_names(facts.metadata.get("names", "[]"))
    except ValueError:
        return
    assert all(isinstance(name, str) for name in facts.inputs)


@given(st.lists(st.text(st.characters(blacklist_characters="\n\r\0"), max_size=12), max_size=20))
def test_names_as_python_writes_them(names: list[str]) -> None:
    assert read_names(str(dict(enumerate(names)))) == tuple(names)
    assert read_names(str(names)) == tuple(names)


@given(st.text(max_size=40) | st.text("0123'\": ,ab\\", max_size=40))
def test_other_texts_are_no_names(text: str) -> None:
    try:
        names = read_names("{" + text + "}")
    except ValueError:
        return
    # By chance it may be a list of names after all.
    assert read_names(str(dict(enumerate(names)))) == names


@pytest.mark.parametrize(
    "text",
    ["", "person", "{0: 'a', 2: 'b'}", "{0: 'a', 0: 'b'}", "{0: a}", "['a' 'b']", "{0: 'a'", "[1]"],
)
def test_no_names(text: str) -> None:
    with pytest.raises(ValueError, match=r"labels"):
        read_names(text)


@given(
    st.tuples(st.integers(1, 3000), st.integers(1, 3000)),
    st.tuples(st.sampled_from([64, 320, 640]), st.sampled_from([64, 384, 640])),
)
def test_a_letterbox_goes_out_as_it_came_in(
    picture: tuple[int, int], seen: tuple[int, int]
) -> None:
    box = Letterbox(picture, seen)
    (x, y), (width, height) = box.corner, box.inner
    assert 0 <= x <= x + width <= seen[0]
    assert 0 <= y <= y + height <= seen[1]
    whole = box.back(np.array([[x, y, x + width, y + height]], np.float32))
    assert np.allclose(whole, [[0, 0, *picture]], rtol=1e-4, atol=0.01)
    inside = box.back(np.array([[-50, -50, 5000, 5000]], np.float32))
    assert np.allclose(inside, [[0, 0, *picture]])


@pytest.mark.parametrize(
    ("shape", "labels", "layout"),
    [
        ((1, 25200, 85), 80, "v5"),
        ((1, 25200, 85), 0, "v5"),
        ((1, 84, 8400), 80, "v8"),
        ((1, 84, 8400), 0, "v8"),
        ((1, 116, 8400), 80, "v8"),
        ((1, 56, 8400), 1, "v8"),
        ((1, 63, 85), 80, "v5"),
        ((1, 84, 21), 80, "v8"),
        ((1, 300, 6), 80, None),
        ((1, 85, 8400), 80, None),
        ((1, 8400, 84), 80, None),
        ((2, 84, 8400), 80, None),
        ((1, 84), 80, None),
        ((1, 7, 7), 0, None),
        ((1, 3, 100), 0, None),
    ],
)
def test_the_layout_is_told_by_the_shape(
    shape: tuple[int, ...], labels: int, layout: str | None
) -> None:
    output = np.random.default_rng(0).random(shape, np.float32)
    if layout is None:
        with pytest.raises(ValueError, match="shape"):
            candidates(output, labels)
        return
    boxes, scores = candidates(output, labels)
    n, columns = (shape[1], shape[2] - 5) if layout == "v5" else (shape[2], shape[1] - 4)
    assert boxes.shape == (n, 4)
    assert scores.shape == (n, labels or columns)
    flat = output[0] if layout == "v5" else output[0].T
    assert np.allclose((boxes[:, :2] + boxes[:, 2:]) / 2, flat[:, :2], atol=1e-6)
    assert np.allclose(boxes[:, 2:] - boxes[:, :2], flat[:, 2:4], atol=1e-6)
