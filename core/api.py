"""The only module of ours that a plugin imports.

A plugin is a folder with `manifest.toml` and `__init__.py`. The manifest names its kind; the
package has a function `create(options: PluginOptions)` that returns an object of that kind's
protocol. Version 1.
"""

from __future__ import annotations

from core.analysis.interruption import stop_if_asked
from core.analysis.torchvision_detector import torchvision_detector
from core.contract import (
    Detections,
    FaceClip,
    FaceDetector,
    ObjectDetector,
    PluginOptions,
    SpeakerModel,
    SyncScorer,
    UInt8s,
)
from core.errors import AppError, Cancelled, ClipError, ModelError, PluginError
from core.jobs import JobContext
from core.sync.cca import evaluate_cca
from core.sync.evaluation import OutOfMemoryError, SyncNetModel
from core.sync.matrix import SyncMatrix
from core.sync.mfcc import mfcc
from core.tensors import checked_sha256, load_state, read_tensors
from core.vision.boxes import nms
from core.vision.coco_names import chosen_labels
from core.vision.masks import encode_mask

API_VERSION = 1

__all__ = [
    "API_VERSION",
    "AppError",
    "Cancelled",
    "ClipError",
    "Detections",
    "FaceClip",
    "FaceDetector",
    "JobContext",
    "ModelError",
    "ObjectDetector",
    "OutOfMemoryError",
    "PluginError",
    "PluginOptions",
    "SpeakerModel",
    "SyncMatrix",
    "SyncNetModel",
    "SyncScorer",
    "UInt8s",
    "checked_sha256",
    "chosen_labels",
    "encode_mask",
    "evaluate_cca",
    "load_state",
    "mfcc",
    "nms",
    "read_tensors",
    "stop_if_asked",
    "torchvision_detector",
]
