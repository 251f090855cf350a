"""SSD300 (Liu et al., 2016) on VGG-16."""

from __future__ import annotations

from torchvision.models.detection import ssd300_vgg16

from core.api import ObjectDetector, PluginOptions, torchvision_detector


def create(options: PluginOptions) -> ObjectDetector:
    """A detector with the weights `ssd300`; see `core.api.torchvision_detector`."""
    return torchvision_detector(ssd300_vgg16, "SSD300", "ssd300", options)
