"""A job stops within a layer of the network that a plugin runs, whichever plugin it belongs to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.modules import module as torch_module

from core.analysis.batch import analyse_files
from core.analysis.batches import BatchedDetector
from core.analysis.interruption import interruptible, stop_if_asked
from core.analysis.isolation import plugin_at_work
from core.analysis.params import AnalysisParams
from core.analysis.run import Analyzer
from core.analysis.torchvision_detector import TorchvisionDetector
from core.contract import Detections, PluginInfo
from core.errors import Cancelled, ModelError, PluginError
from core.jobs import JobContext
from core.registry import Registry, builtin_folder
from core.store.project import Project
from tests.core.analysis.squares import make_clip, registry

INFO = PluginInfo("deep", "Deep", "detector", "1", Path("nowhere"))
DEPTH = 50
STOP = 7
NOTHING = Detections(np.empty((0, 4), np.float32), np.empty(0, np.float32), np.empty(0, np.int64))


class Layer(torch.nn.Module):
    def __init__(self, number: int, told: Callable[[int], None]) -> None:
        super().__init__()
        self.number, self.told = number, told

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.told(self.number)
        return x


class Deep:
    """A plugin of any kind over a network of many layers; in one of them Cancel is pressed."""

    labels = ("thing",)
    vshift = 15

    def __init__(self, cancel: Callable[[], None], stop: int | None = STOP) -> None:
        self.ran: list[int] = []

        def told(number: int) -> None:
            self.ran.append(number)
            if number == stop:
                cancel()

        self.net = torch.nn.Sequential(*(Layer(n, told) for n in range(DEPTH)))

    def detect(self, pictures: np.ndarray) -> list[Detections]:  # type: ignore[type-arg]
        self.net(torch.zeros(1))
        return [NOTHING for _ in pictures]

    def score(self, clip: object, ctx: JobContext) -> Any:
        self.net(torch.zeros(1))
        raise AssertionError("the network was not stopped")

    def speaking(self, clip: object, ctx: JobContext) -> Any:
        return self.score(clip, ctx)


def hooks() -> int:
    return len(torch_module._global_forward_pre_hooks)


def test_quick_batches_are_not_looked_into_until_one_is_slow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("core.analysis.batches.time.monotonic", lambda: now[0])
    looks: list[int] = []
    seconds = [0.09, 0.09, 0.11, 0.11]
    model = Deep(lambda: now.__setitem__(0, now[0] + seconds.pop(0)), stop=0)
    detector = BatchedDetector(INFO, lambda _device: model, "cpu")
    counts = []
    for _ in range(4):
        detector.detect(np.zeros((1, 8, 8, 3), np.uint8), lambda: looks.append(1))
        counts.append(len(looks))
        looks.clear()
    # One before each batch; the network has its layers and a module around them.
    assert counts == [DEPTH + 2, 1, 1, DEPTH + 2]


def test_a_picture_in_work_is_left_between_two_layers() -> None:
    ctx = JobContext()
    model = Deep(ctx.cancel)
    detector = BatchedDetector(INFO, lambda _device: model, "cpu")
    before = hooks()
    with pytest.raises(Cancelled):
        detector.detect(np.zeros((3, 8, 8, 3), np.uint8), ctx.check)
    assert model.ran == list(range(STOP + 1))
    assert hooks() == before
    # The detector is as it was: another job goes on with it.
    model.ran.clear()
    with pytest.raises(Cancelled):
        detector.detect(np.zeros((1, 8, 8, 3), np.uint8), ctx.check)
    assert model.ran == []
    assert len(detector.detect(np.zeros((1, 8, 8, 3), np.uint8))) == 1
    assert model.ran == list(range(DEPTH))


@pytest.mark.parametrize("kind", ["detector", "scorer", "speaker"])
def test_a_whole_analysis_stops_in_the_network_of_each_kind_of_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    registry(tmp_path)
    plugins = Registry.discover(builtin_folder(), tmp_path)
    ctx = JobContext()
    model = Deep(ctx.cancel)
    monkeypatch.setattr(plugins, kind, lambda _id, _options: model)
    params = AnalysisParams(detector="squares", scorer="av_cca", device="cpu")
    if kind == "speaker":
        params = replace(params, speaker="lr_asd")
        weights = tmp_path / "lr_asd.model"
        weights.write_bytes(b"never read")
        monkeypatch.setattr("core.analysis.options.find_weights", lambda _id: weights)
    before = hooks()
    with (
        Project.create(tmp_path / "p.syncreview") as project,
        project.stages() as stages,
        pytest.raises(Cancelled),
    ):
        analyse_files(
            [make_clip(tmp_path / "a.mp4")],
            project.document,
            stages,
            Analyzer(params, plugins),
            lambda _path: ctx,
        )
    assert model.ran == list(range(STOP + 1))
    assert hooks() == before


def test_networks_of_other_threads_are_left_alone() -> None:
    ctx = JobContext()
    inside, outside = Deep(lambda: None), Deep(lambda: None)
    with interruptible(ctx.check):
        ctx.cancel()
        thread = threading.Thread(target=lambda: outside.detect(np.zeros((1, 1, 1, 3), np.uint8)))
        thread.start()
        thread.join()
        with pytest.raises(Cancelled):
            inside.detect(np.zeros((1, 1, 1, 3), np.uint8))
    assert outside.ran == list(range(DEPTH))
    assert inside.ran == []


def test_two_jobs_stop_each_for_itself_and_their_hooks_go_with_them() -> None:
    before = hooks()
    first, second = JobContext(), JobContext()
    with interruptible(first.check):
        with interruptible(second.check):
            assert hooks() == before + 2
            first.cancel()
            stop_if_asked()
            second.cancel()
            with pytest.raises(Cancelled):
                stop_if_asked()
        assert hooks() == before + 1
        with pytest.raises(Cancelled):
            stop_if_asked()
    assert hooks() == before
    stop_if_asked()


@pytest.mark.parametrize("error", [RuntimeError("boom"), ModelError("the model failed")])
def test_what_a_plugin_makes_of_being_stopped_is_still_being_stopped(error: Exception) -> None:
    ctx = JobContext()
    before = hooks()

    def work() -> None:
        model = Deep(ctx.cancel)
        try:
            model.detect(np.zeros((1, 1, 1, 3), np.uint8))
        except Cancelled:
            raise error from None

    with pytest.raises(Cancelled), plugin_at_work(INFO, ctx.check):
        work()
    assert hooks() == before
    # The same error of one that was not stopped is told.
    with pytest.raises((ModelError, PluginError)), plugin_at_work(INFO, JobContext().check):
        raise error
    assert hooks() == before


class Masks(torch.nn.Module):
    """Finds five things with masks."""

    def forward(self, pictures: list[torch.Tensor]) -> list[dict[str, torch.Tensor]]:
        boxes = torch.tensor([[0.0, 0.0, 8.0, 8.0]]).repeat(5, 1)
        labels, scores = torch.ones(5, dtype=torch.int64), torch.full((5,), 0.9)
        masks = torch.ones(5, 1, 28, 28)
        return [{"boxes": boxes, "labels": labels, "scores": scores, "masks": masks}] * len(
            pictures
        )


def test_it_stops_between_the_masks_of_one_picture() -> None:
    calls: list[int] = []

    def check() -> None:
        calls.append(1)
        # Once before the network, then before each mask.
        if len(calls) == 4:
            raise Cancelled

    detector = TorchvisionDetector(Masks(), {"thing": 1}, (0,), "cpu", 9, 0.0)
    with interruptible(check), pytest.raises(Cancelled):
        detector.detect(np.zeros((1, 16, 16, 3), np.uint8))
    assert len(calls) == 4
    (found,) = detector.detect(np.zeros((1, 16, 16, 3), np.uint8))
    assert len(found) == 5
