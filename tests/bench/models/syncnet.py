"""SyncNet over one clip: ours, in fp32 and in the CPU's half precision, against a plain per-window
evaluation of the same network.

Run: python -m tests.bench.models.syncnet [--steps N] [--rounds N]

The plain side is what the published script does: windows of five pictures and of twenty columns cut
out, in batches of 20, by the layers as they were trained. Both sides get the same made-up weights,
pictures and sound, take turns in one process, and must give the same distances.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("OMP_NUM_THREADS", "2")

import numpy as np
import numpy.typing as npt
import torch

from core.jobs import JobContext
from core.sync.distances import distance_matrix
from core.sync.evaluation import SyncNetModel
from core.sync.mfcc import mfcc
from core.sync.network import FastSyncNet, SyncNet
from core.sync.precision import BOUND, Precision, half_of
from tests.core.sync import seeded

BATCH = 20
VSHIFT = 15
TOLERANCE = 1e-4


def plain(
    net: SyncNet, clip: npt.NDArray[np.uint8], samples: npt.NDArray[np.int16], steps: int
) -> npt.NDArray[np.float32]:
    """The distance matrix (steps, 31) by windows cut out, 20 at a time."""
    bgr = torch.from_numpy(clip[..., ::-1].copy()).permute(3, 0, 1, 2).float()
    columns = torch.from_numpy(mfcc(samples).T.copy())
    lip, aud = [], []
    with torch.no_grad():
        for first in range(0, steps, BATCH):
            rows = range(first, min(first + BATCH, steps))
            lip.append(net.forward_lip(torch.stack([bgr[:, i : i + 5] for i in rows])).numpy())
            windows = torch.stack([columns[None, :, 4 * i : 4 * i + 20] for i in rows])
            aud.append(net.forward_aud(windows).numpy())
    return distance_matrix(np.concatenate(lip), np.concatenate(aud), VSHIFT)


def timed(function: Callable[[], npt.NDArray[np.float32]]) -> tuple[float, npt.NDArray[np.float32]]:
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def peak_mib() -> float:
    """Peak memory of this process in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if platform.system() == "Darwin" else peak / 2**10


def plain_pictures(net: SyncNet, clip: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The embeddings of all windows of five pictures, cut out, 20 at a time."""
    bgr = torch.from_numpy(clip[..., ::-1].copy()).permute(3, 0, 1, 2).float()
    parts = []
    with torch.no_grad():
        for first in range(0, len(clip) - 4, BATCH):
            rows = range(first, min(first + BATCH, len(clip) - 4))
            parts.append(net.forward_lip(torch.stack([bgr[:, i : i + 5] for i in rows])).numpy())
    return np.concatenate(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=120, help="rows of the matrix")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each side")
    options = parser.parse_args()
    steps = options.steps
    clip = seeded.pictures(steps + 5)
    samples = seeded.speech_like((steps + 5) * 640)
    net = seeded.seeded_net()
    half = half_of("cpu")
    fast = {"fp32": FastSyncNet(net)}
    if half != "fp32":
        fast[half] = FastSyncNet(net, "cpu", half)

    def whole(name: Precision) -> npt.NDArray[np.float32]:
        model = SyncNetModel(fast[name], "seeded")
        return model.evaluate(iter([clip]), len(clip), samples, VSHIFT, JobContext()).values

    def pictures(name: Precision) -> npt.NDArray[np.float32]:
        return np.concatenate(list(fast[name].embed_pictures(iter([clip]))))

    sides: dict[str, Callable[[], npt.NDArray[np.float32]]] = {
        # Ours first, while the process has never held what the plain side needs.
        "whole, fp32": lambda: whole("fp32"),
        "pictures, fp32": lambda: pictures("fp32"),
        "whole, plain": lambda: plain(net, clip, samples, steps),
        "pictures, plain": lambda: plain_pictures(net, clip),
    }
    if half != "fp32":
        sides |= {
            f"whole, {half}": lambda: whole(half),
            f"pictures, {half}": lambda: pictures(half),
        }
    first_time, _matrix = timed(sides["whole, fp32"])
    our_peak = peak_mib()
    times: dict[str, list[float]] = {name: [] for name in sides}
    results = {}
    for _ in range(options.rounds):
        for name, side in sides.items():
            seconds, results[name] = timed(side)
            times[name].append(seconds)
    for name in fast:
        error = float(np.abs(results[f"whole, {name}"] / results["whole, plain"] - 1.0).max())
        if error > (TOLERANCE if name == "fp32" else BOUND):
            raise SystemExit(f"{name} and the plain evaluation differ: {error:.1e} relative")
        print(f"{name}: distances differ by {error:.1e} of themselves at most")
    print(f"{steps} steps, {torch.get_num_threads()} threads, torch {torch.__version__}")
    for name, taken in times.items():
        # Each round's own ratio, so that a busy moment of the machine touches both sides of it.
        plain_times = times[f"{name.split(',')[0]}, plain"]
        ratio = statistics.median(p / t for p, t in zip(plain_times, taken, strict=True))
        print(f"  {name:16} {steps / min(taken):7.1f} steps/s at best, {ratio:5.2f} times plain")
    print(f"  first time {first_time:.2f} s; peak {our_peak:.0f} MiB, {peak_mib():.0f} after plain")


if __name__ == "__main__":
    main()
