"""RetinaNet (Lin et al., 2017) on ResNet-50, torchvision's second version."""

from __future__ import annotations

from torchvision.models.detection import retinanet_resnet50_fpn_v2

from core.api import ObjectDetector, PluginOptions, torchvision_detector


def create(options: PluginOptions) -> ObjectDetector:
    """A detector with the weights `retinanet`; see `core.api.torchvision_detector`."""
    return torchvision_detector(retinanet_resnet50_fpn_v2, "RetinaNet", "retinanet", options)
