"""Pictures go to a detector in batches: how many, memory that runs out, and what comes back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.analysis.batches import BatchedDetector, first_batch
from core.contract import Detections, PluginInfo
from core.errors import Cancelled, ModelError, PluginError
from core.tensors import is_out_of_memory

INFO = PluginInfo("hungry", "Hungry", "detector", "1", Path("nowhere"))


class Hungry:
    """Sees the first pixel of each picture, at most `most` pictures at a time."""

    labels = ("pixel",)

    def __init__(self, most: int, error: Exception) -> None:
        self.most, self.error = most, error
        self.batches: list[int] = []

    def detect(self, pictures: np.ndarray) -> list[Detections]:  # type: ignore[type-arg]
        self.batches.append(len(pictures))
        if len(pictures) > self.most:
            raise self.error
        return [
            Detections(
                np.full((1, 4), p[0, 0, 0], np.float32), np.ones(1, np.float32), np.zeros(1, int)
            )
            for p in pictures
        ]


FULL = RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
PICTURES = np.arange(11, dtype=np.uint8).reshape(-1, 1, 1, 1) + np.zeros((11, 2, 2, 3), np.uint8)


def seen(found: list[Detections]) -> list[float]:
    return [float(f.boxes[0, 0]) for f in found]


def test_batches_are_halved_until_they_fit_and_stay_so() -> None:
    model = Hungry(2, FULL)
    detector = BatchedDetector(INFO, lambda _device: model, "cuda_like", 8)
    assert seen(detector.detect(PICTURES)) == list(range(11))
    assert model.batches == [8, 4, 2, 2, 2, 2, 2, 1]
    assert seen(detector.detect(PICTURES[:3])) == [0, 1, 2]
    assert model.batches[8:] == [2, 1]
    assert detector.notices == []


def test_slow_batches_become_small_so_that_cancelling_is_quick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("core.analysis.batches.time.monotonic", lambda: now[0])

    class Slow(Hungry):
        def detect(self, pictures: np.ndarray) -> list[Detections]:  # type: ignore[type-arg]
            now[0] += 0.2 * len(pictures)
            return super().detect(pictures)

    on_cpu = Slow(99, FULL)
    detector = BatchedDetector(INFO, lambda _device: on_cpu, "cpu", 4)
    assert seen(detector.detect(PICTURES)) == list(range(11))
    assert on_cpu.batches == [1] * 11
    model = Slow(99, FULL)
    detector = BatchedDetector(INFO, lambda _device: model, "mps", 4)
    assert seen(detector.detect(PICTURES)) == list(range(11))
    # The first takes 0.8 s; two take less than half a second.
    assert model.batches == [4, 2, 2, 2, 1]

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        detector.detect(PICTURES, stop)
    assert len(model.batches) == 5


def test_batches_grow_again_when_they_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("core.analysis.batches.time.monotonic", lambda: now[0])

    class Prepares(Hungry):
        def detect(self, pictures: np.ndarray) -> list[Detections]:  # type: ignore[type-arg]
            now[0] += 0.01 * len(pictures) if self.batches else 2.0
            return super().detect(pictures)

    model = Prepares(99, FULL)
    detector = BatchedDetector(INFO, lambda _device: model, "mps", 8)
    for _ in range(2):
        assert seen(detector.detect(PICTURES)) == list(range(11))
    assert model.batches == [8, 2, 1, 4, 7]
    # Never over what it began with.
    detector.detect(np.concatenate([PICTURES] * 3))
    assert max(model.batches) == 8
    # On a CPU it begins with one: how long that takes is not known before.
    on_cpu = Prepares(99, FULL)
    on_cpu.batches.append(0)
    BatchedDetector(INFO, lambda _device: on_cpu, "cpu", 4).detect(PICTURES)
    assert on_cpu.batches[1:] == [1, 2, 4, 4]


def test_the_first_batch_goes_by_the_free_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert first_batch("cpu", 10**6) == 4
    free = {"bytes": 10**12}
    monkeypatch.setattr("core.analysis.batches._free_bytes", lambda _device: free["bytes"])
    assert first_batch("cuda", 480 * 270) == 32
    free["bytes"] = 8 * 2**30
    assert 1 < first_batch("cuda", 480 * 270) < 32
    free["bytes"] = 0
    assert first_batch("cuda", 480 * 270) == 1


def test_without_room_for_one_the_cpu_does_it_and_it_is_told() -> None:
    made: list[str] = []

    def make(device: str) -> Hungry:
        made.append(device)
        return Hungry(0 if device == "mps" else 9, FULL)

    detector = BatchedDetector(INFO, make, "mps", 2)
    assert seen(detector.detect(PICTURES)) == list(range(11))
    assert made == ["mps", "cpu"]
    assert detector.notices == ["Hungry had too little memory on mps and ran on the CPU"]


def test_a_full_computer_is_told() -> None:
    detector = BatchedDetector(INFO, lambda _device: Hungry(0, MemoryError()), "cpu", 4)
    with pytest.raises(ModelError, match="memory is full") as caught:
        detector.detect(PICTURES)
    assert caught.value.hint


def test_other_errors_are_no_lack_of_memory() -> None:
    model = Hungry(0, RuntimeError("shapes do not fit"))
    detector = BatchedDetector(INFO, lambda _device: model, "cpu", 4)
    with pytest.raises(PluginError, match="shapes do not fit"):
        detector.detect(PICTURES)
    assert model.batches == [1]
    assert is_out_of_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory"))
    assert not is_out_of_memory(ValueError("out of memory"))


def test_a_network_that_does_not_fit_is_made_on_the_cpu() -> None:
    def make(device: str) -> Hungry:
        if device != "cpu":
            raise PluginError("the plugin failed") from FULL
        return Hungry(9, FULL)

    detector = BatchedDetector(INFO, make, "mps", 4)
    assert detector.device == "cpu"
    assert seen(detector.detect(PICTURES)) == list(range(11))
    assert "ran on the CPU" in detector.notices[0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"labels": np.array([3])}, "the label 3 of 1"),
        ({"boxes": np.zeros((1, 5), np.float32)}, "boxes of the shape"),
        ({"boxes": np.full((1, 4), np.nan, np.float32)}, "not finite"),
        ({"scores": np.zeros(2, np.float32)}, "2,) scores"),
        ({"masks": ()}, "0 masks for 1 boxes"),
        ({"landmarks": np.zeros((1, 5, 3), np.float32)}, "landmarks of the shape"),
    ],
)
def test_what_is_not_in_the_contract_is_told(wrong: dict[str, object], words: str) -> None:
    class Wrong(Hungry):
        def detect(self, pictures: np.ndarray) -> list[Detections]:  # type: ignore[type-arg]
            return [replace(found, **wrong) for found in super().detect(pictures)]  # type: ignore[arg-type]

    with pytest.raises(PluginError, match=re.escape(words)):
        BatchedDetector(INFO, lambda _device: Wrong(9, FULL), "cpu", 4).detect(PICTURES)


def test_a_result_for_each_picture() -> None:
    class Short(Hungry):
        def detect(self, pictures: np.ndarray) -> list[Detections]:  # type: ignore[type-arg]
            return super().detect(pictures)[1:]

    detector = BatchedDetector(INFO, lambda _device: Short(9, FULL), "mps", 4)
    with pytest.raises(ModelError, match="gave 3 results for 4 pictures"):
        detector.detect(PICTURES)


@pytest.mark.parametrize("boxes", [np.empty(0), np.empty((0, 4)), np.empty((0, 7))])
def test_nothing_is_nothing_in_whatever_shape(boxes: np.ndarray) -> None:  # type: ignore[type-arg]
    class Blind(Hungry):
        def detect(self, pictures: np.ndarray) -> list[Detections]:  # type: ignore[type-arg]
            nothing = Detections(boxes, np.empty(0, np.float32), np.empty(0, np.int64))
            return [nothing for _ in pictures]

    found = BatchedDetector(INFO, lambda _device: Blind(9, FULL), "cpu", 4).detect(PICTURES)
    assert [f.boxes.shape for f in found] == [(0, 4)] * 11
