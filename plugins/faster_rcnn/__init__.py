"""Faster R-CNN (Ren et al., 2015) on ResNet-50, torchvision's second version."""

from __future__ import annotations

from torchvision.models.detection import fasterrcnn_resnet50_fpn_v2

from core.api import ObjectDetector, PluginOptions, torchvision_detector


def create(options: PluginOptions) -> ObjectDetector:
    """A detector with the weights `faster_rcnn`; see `core.api.torchvision_detector`."""
    return torchvision_detector(
        fasterrcnn_resnet50_fpn_v2, "Faster R-CNN", "faster_rcnn", options, prefix="box_"
    )
