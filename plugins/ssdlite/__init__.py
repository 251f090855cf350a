"""SSDlite (Howard et al., 2019) on MobileNetV3-Large."""

from __future__ import annotations

from torchvision.models.detection import ssdlite320_mobilenet_v3_large

from core.api import ObjectDetector, PluginOptions, torchvision_detector


def create(options: PluginOptions) -> ObjectDetector:
    """A detector with the weights `ssdlite`; see `core.api.torchvision_detector`."""
    return torchvision_detector(ssdlite320_mobilenet_v3_large, "SSDlite", "ssdlite", options)
