"""Keypoint R-CNN (He et al., 2017) on ResNet-50: persons with COCO's 17 keypoints."""

from __future__ import annotations

from typing import Any

import torch
from torchvision.models.detection import keypointrcnn_resnet50_fpn

from core.api import ObjectDetector, PluginOptions, torchvision_detector


def network(**arguments: Any) -> torch.nn.Module:
    """The network as it was trained: its batch norms add nothing to the variance.

    torchvision sets this too, but only where it loads the weights itself.
    """
    net: torch.nn.Module = keypointrcnn_resnet50_fpn(**arguments)
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eps = 0.0
    return net


def create(options: PluginOptions) -> ObjectDetector:
    """A detector with the weights `keypoint_rcnn`; see `core.api.torchvision_detector`."""
    return torchvision_detector(
        network, "Keypoint R-CNN", "keypoint_rcnn", options, prefix="box_", ids={"person": 1}
    )
