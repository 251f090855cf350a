"""Mask R-CNN (He et al., 2017) on ResNet-50, torchvision's second version: boxes with masks."""

from __future__ import annotations

from torchvision.models.detection import maskrcnn_resnet50_fpn_v2

from core.api import ObjectDetector, PluginOptions, torchvision_detector


def create(options: PluginOptions) -> ObjectDetector:
    """A detector with the weights `mask_rcnn`; see `core.api.torchvision_detector`."""
    return torchvision_detector(
        maskrcnn_resnet50_fpn_v2, "Mask R-CNN", "mask_rcnn", options, prefix="box_"
    )
