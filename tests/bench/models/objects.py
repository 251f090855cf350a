"""The object detectors of torchvision: what is published of them, and their speed on this machine.

    python -m tests.bench.models.objects [--rounds N] [--only ssdlite,fcos]

Average precision, size and work come from torchvision's own metadata of the weights (COCO
val2017). Speed is measured with made-up weights on pictures of 1280 x 720, one at a time, with the
plugins' own options but for five objects at most. `found` tells how many there were: masks and
points are computed for those only, so a trained network takes a little longer in a full picture.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
import torchvision
import torchvision.models.detection as networks

from core.api import PluginOptions
from core.registry import default_registry

NETWORKS = {
    "ssdlite": ("ssdlite320_mobilenet_v3_large", "SSDLite320_MobileNet_V3_Large_Weights"),
    "ssd300": ("ssd300_vgg16", "SSD300_VGG16_Weights"),
    "fcos": ("fcos_resnet50_fpn", "FCOS_ResNet50_FPN_Weights"),
    "retinanet": ("retinanet_resnet50_fpn_v2", "RetinaNet_ResNet50_FPN_V2_Weights"),
    "faster_rcnn": ("fasterrcnn_resnet50_fpn_v2", "FasterRCNN_ResNet50_FPN_V2_Weights"),
    "mask_rcnn": ("maskrcnn_resnet50_fpn_v2", "MaskRCNN_ResNet50_FPN_V2_Weights"),
    "keypoint_rcnn": ("keypointrcnn_resnet50_fpn", "KeypointRCNN_ResNet50_FPN_Weights"),
}
KEPT = 5
SMALL = 400
"""The shorter side beside the published 800, for the networks that let it be chosen."""


def speed(id: str, weights: Path, rounds: int, size: int | None) -> tuple[float, float]:
    """Pictures a second (median of the rounds after a first one), and objects in each."""
    info = default_registry().info("detector", id)
    given: dict[str, Any] = {"max_detections": KEPT}
    if size is not None:
        given["size"] = size
    options = PluginOptions("cpu", {id: weights}, info.values(given))
    detector = default_registry().detector(id, options)
    rng = np.random.default_rng(7)
    times, counts = [], []
    for _ in range(rounds + 1):
        # Coarse noise: fine noise is grey after the first layers.
        coarse = rng.integers(0, 256, (1, 45, 80, 3), np.uint8)
        picture = coarse.repeat(16, axis=1).repeat(16, axis=2)
        start = time.perf_counter()
        (found,) = detector.detect(picture)
        times.append(time.perf_counter() - start)
        counts.append(len(found))
    return 1 / statistics.median(times[1:]), statistics.mean(counts[1:])


def published(id: str) -> tuple[dict[str, float], int, float]:
    """Average precisions on COCO val2017, parameters, and GFLOPs, as torchvision tells them."""
    meta = getattr(networks, NETWORKS[id][1]).COCO_V1.meta
    return meta["_metrics"]["COCO-val2017"], meta["num_params"], meta["_ops"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="pictures for each speed")
    parser.add_argument("--only", default="", help="ids with commas between")
    arguments = parser.parse_args()
    chosen = [id for id in NETWORKS if not arguments.only or id in arguments.only.split(",")]
    print(
        f"1280 x 720, {torch.get_num_threads()} threads, torch {torch.__version__}, "
        f"torchvision {torchvision.__version__}, made-up weights, {KEPT} objects at most"
    )
    print(f"{'id':14} {'box':>5} {'mask':>5} {'points':>6} {'M par.':>7} {'GFLOPs':>7}", end="")
    print(f" {'frames/s':>9} {f'at {SMALL}':>8} {'found':>6}")
    for id in chosen:
        precision, parameters, work = published(id)
        torch.manual_seed(1)
        net = getattr(networks, NETWORKS[id][0])(weights=None, weights_backbone=None)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{id}.pth"
            torch.save(net.state_dict(), path)
            sized = "size" in default_registry().info("detector", id).options
            fast, found = speed(id, path, arguments.rounds, 800 if sized else None)
            small = speed(id, path, arguments.rounds, SMALL)[0] if sized else None
        cells = [precision.get(key) for key in ("box_map", "mask_map", "kp_map")]
        maps = [
            f"{'' if cell is None else cell:>{n}}" for cell, n in zip(cells, (5, 5, 6), strict=True)
        ]
        second = "" if small is None else f"{small:.2f}"
        print(
            f"{id:14} {' '.join(maps)} {parameters / 1e6:7.1f} {work:7.1f} {fast:9.2f} "
            f"{second:>8} {found:6.1f}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
