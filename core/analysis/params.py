"""What a person chooses for an analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from core.sync.scores import Mode
from core.vision.linking import LinkParams
from core.weights.catalogue import find_weights

AUTO = "auto"
NO_SPEAKER = "none"
"""As `AnalysisParams.speaker`: no speaker model is run."""
LR_ASD = "lr_asd"
"""Id of the speaker model that "auto" takes, and of its weights."""


@dataclass(frozen=True, slots=True)
class AnalysisParams:
    """Parameters of one analysis.

    Args:
        detector: id of a detector plugin that finds faces.
        objects: id of a detector plugin that finds objects; "" for none.
        scorer: id of a scorer plugin, or "auto": SyncNet where its weights are installed, else the
            scorer that needs none.
        speaker: id of a speaker model, "none", or "auto": LR-ASD where its weights are
            installed, else none.
        device: "auto", "cpu", "cuda" or "mps".
        mode: whose figures stand at the top of a track's result.
        crop: "face" finds faces; "none" takes the whole picture as one face clip.
        syncnet_weights: a weights file to use in place of the installed one.
        detection_long_side: pictures are shrunk to this many pixels for the detection of faces.
        objects_long_side: likewise for objects, which may be far smaller than a face that speaks.
        detection_iou: detections of one label that overlap by more are one.
        shot_threshold: see `ShotDetector`.
        link: see `LinkParams`.
        detect_every: detectors look at every n-th grid step; the boxes are followed between.
        options: by plugin id, where they differ from its manifest's.
    """

    detector: str = "mtcnn"
    objects: str = ""
    scorer: str = AUTO
    device: str = AUTO
    mode: Mode = "robust"
    crop: Literal["face", "none"] = "face"
    syncnet_weights: Path | None = None
    detection_long_side: int = 480
    objects_long_side: int = 960
    detection_iou: float = 0.5
    detect_every: int = 1
    shot_threshold: float = 27.0
    link: LinkParams = field(default_factory=LinkParams)
    speaker: str = NO_SPEAKER
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def options_of(self, plugin: str) -> Mapping[str, object]:
        """The options of a plugin that differ from its manifest's."""
        return self.options.get(plugin, {})

    @property
    def speaker_model(self) -> str:
        """The id of the speaker model that is run, or "none"."""
        if self.speaker != AUTO:
            return self.speaker
        return NO_SPEAKER if find_weights(LR_ASD) is None else LR_ASD
