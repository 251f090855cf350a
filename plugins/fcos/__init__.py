"""FCOS (Tian et al., 2019) on ResNet-50."""

from __future__ import annotations

from torchvision.models.detection import fcos_resnet50_fpn

from core.api import ObjectDetector, PluginOptions, torchvision_detector


def create(options: PluginOptions) -> ObjectDetector:
    """A detector with the weights `fcos`; see `core.api.torchvision_detector`."""
    return torchvision_detector(fcos_resnet50_fpn, "FCOS", "fcos", options)
