"""SyncNet over one clip: ours against a plain per-window evaluation of the same network.

Run: python -m tests.bench.bench_syncnet [--steps N] [--rounds N]

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=120, help="rows of the matrix")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each side")
    options = parser.parse_args()
    steps = options.steps
    clip = seeded.pictures(steps + 5)
    samples = seeded.speech_like((steps + 5) * 640)
    net = seeded.seeded_net()
    model = SyncNetModel(FastSyncNet(net), "seeded")

    def ours() -> npt.NDArray[np.float32]:
        context = JobContext()
        return model.evaluate(iter([clip]), len(clip), samples, VSHIFT, context).values

    # Ours first, while the process has never held what the plain side needs.
    first_time, our_matrix = timed(ours)
    our_peak = peak_mib()
    plain_times, our_times = [], []
    for _ in range(options.rounds):
        seconds, plain_matrix = timed(lambda: plain(net, clip, samples, steps))
        plain_times.append(seconds)
        seconds, our_matrix = timed(ours)
        our_times.append(seconds)
    error = float(np.abs(our_matrix / plain_matrix - 1.0).max())
    if error > TOLERANCE:
        raise SystemExit(f"the two sides differ: {error:.1e} relative")
    # Each round's own ratio, so that a busy moment of the machine touches both sides of it.
    ratio = statistics.median(p / o for p, o in zip(plain_times, our_times, strict=True))
    faster = "ours is faster" if ratio > 1 else "the plain evaluation is faster"
    print(
        f"one clip of {steps} steps, {torch.get_num_threads()} threads, torch {torch.__version__}"
    )
    for name, times in (("plain, batches of 20", plain_times), ("ours", our_times)):
        best = min(times)
        print(f"  {name:22} {best:6.2f} s at best, {steps / best:6.1f} steps/s")
    print(f"  ours, first time       {first_time:6.2f} s")
    print(f"  peak memory            {our_peak:6.0f} MiB after ours, {peak_mib():.0f} after both")
    print(f"  largest difference     {error:.1e} relative")
    print(f"SyncNet evaluation: {faster}, plain/ours = {ratio:.2f} (median of rounds)")


if __name__ == "__main__":
    main()
