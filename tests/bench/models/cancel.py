"""How long a plugin works between two looks at whether to stop: the longest that Cancel may take.

    python -m tests.bench.models.cancel [--only mask_rcnn,s3fd] [--sizes 480x270,1920x1080]

Every detector looks at a picture on the CPU, given whole (a face detector of an analysis gets at
most 480 pixels by default, one of objects 960), with its plugin's own options; weights are made up
where none are installed. `waits` is the longest time without a look, `picture` the seconds for one
picture: without looks inside of the network the two would be the same. Both are also given as
processor seconds by thread, which other work on the machine does not lengthen. `costs` is what the
looks add to a picture: their number times what one takes, since the difference of two runs is
noise.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torchvision.models.detection as networks

from core.analysis.batches import BatchedDetector
from core.analysis.interruption import interruptible
from core.analysis.options import installed
from core.contract import Detector
from core.jobs import JobContext
from core.registry import default_registry
from plugins.retinaface.network import RetinaFace
from tests.bench.models.detectors import made_up
from tests.bench.models.objects import NETWORKS
from tests.plugins.made import options_of

SIZES = "480x270,1280x720,1920x1080"
LOOKS = 100_000


class Looks:
    """Stands for a job's `check`, and remembers when it was called, by both clocks."""

    def __init__(self) -> None:
        self.times: list[tuple[float, float]] = []

    def __call__(self) -> None:
        used = time.process_time() / torch.get_num_threads()
        self.times.append((time.perf_counter(), used))


def weights_of(id: str, folder: Path) -> dict[str, Path]:
    """The installed weights of a detector, else made-up ones."""
    info = default_registry().find(id)
    there = installed(info)
    if there or not info.weights:
        return there
    (name,) = info.weights
    if id == "s3fd":
        return {name: made_up(folder)}
    torch.manual_seed(1)
    if id == "retinaface":
        net: torch.nn.Module = RetinaFace()
    elif id in NETWORKS:
        net = getattr(networks, NETWORKS[id][0])(weights=None, weights_backbone=None)
    else:
        return {}
    path = folder / f"{id}.pth"
    torch.save(net.state_dict(), path)
    return {name: path}


def pictures_of(size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """One picture of coarse noise: fine noise is grey after the first layers."""
    rng = np.random.default_rng(7)
    coarse = rng.integers(0, 256, (1, -(-size[1] // 16), -(-size[0] // 16), 3), np.uint8)
    return coarse.repeat(16, axis=1).repeat(16, axis=2)[:, : size[1], : size[0]]


def seconds_of_a_look() -> float:
    """What torch and the hook take for one module more, as a difference of many."""
    module, x, check = torch.nn.Identity(), torch.zeros(1), JobContext().check

    def run() -> float:
        start = time.process_time()
        for _ in range(LOOKS):
            module(x)
        return time.process_time() - start

    without = min(run() for _ in range(3))
    with interruptible(check):
        return (min(run() for _ in range(3)) - without) / LOOKS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="ids with commas between")
    parser.add_argument("--sizes", default=SIZES, help="of the pictures, with commas between")
    arguments = parser.parse_args()
    sizes = [tuple(map(int, size.split("x"))) for size in arguments.sizes.split(",")]
    look = seconds_of_a_look()
    print(
        f"{torch.get_num_threads()} threads, torch {torch.__version__}, a look: {look * 1e6:.1f} us"
    )
    print(f"{'':25} {'by the clock':>16} {'processor':>16}")
    heads = f"{'picture':>8} {'waits':>7}"
    print(f"{'id':14} {'size':>10} {heads} {heads} {'looks':>6} {'costs':>7}")
    for info in default_registry().plugins("detector"):
        if arguments.only and info.id not in arguments.only.split(","):
            continue
        with tempfile.TemporaryDirectory() as folder:
            weights = weights_of(info.id, Path(folder))
            if any(name not in weights for name in info.required_weights) or (
                "path" in info.options
            ):
                print(f"{info.id:14} left out: nothing to run it with")
                continue

            def make(_device: str, id: str = info.id, there: object = weights) -> Detector:
                return default_registry().detector(id, options_of(id, there))  # type: ignore[arg-type]

            detector = BatchedDetector(info, make, "cpu")
        for width, height in sizes:
            picture = pictures_of((width, height))
            detector.detect(picture)
            looks = Looks()
            looks()
            detector.detect(picture, looks)
            looks()
            times = np.array(looks.times)
            each, waits = times[-1] - times[0], np.diff(times, axis=0).max(axis=0)
            number = len(times) - 2
            print(
                f"{info.id:14} {width:5}x{height:<4} {each[0]:8.2f} {waits[0]:7.2f} "
                f"{each[1]:8.2f} {waits[1]:7.2f} {number:6} {number * look / each[1]:7.3%}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
