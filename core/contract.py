"""What detectors and scorers are to the program: protocols, options and checked manifests.

Plugins see this through `core.api`; the analysis asks for them through `Plugins`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, cast, get_args, runtime_checkable

import numpy as np
import numpy.typing as npt

from core.errors import ModelError, PluginError
from core.jobs import JobContext
from core.sync.matrix import SyncMatrix

Kind = Literal["detector", "scorer", "speaker"]
KINDS: tuple[str, ...] = get_args(Kind)

Finds = Literal["faces", "objects"]
FINDS: tuple[str, ...] = get_args(Finds)
DEVICES = ("cpu", "cuda", "mps")
THREADS = ("one", "any")

UInt8s = npt.NDArray[np.uint8]

OPTION_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "int": int,
    "float": (int, float),
    "bool": bool,
    "str": str,
}


@dataclass(frozen=True, slots=True)
class PluginOptions:
    """What the program hands to a plugin's `create`.

    Args:
        device: "cpu", "cuda" or "mps"; already resolved, never "auto".
        weights: path of each weights file the plugin may load, by catalogue id; absent where not
            installed.
        values: the manifest's options, with defaults filled in.
    """

    device: str = "cpu"
    weights: Mapping[str, Path] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)

    def whole(self, key: str) -> int:
        """The value of an option of type int."""
        return int(cast("int", self.values[key]))

    def number(self, key: str) -> float:
        """The value of an option of type float."""
        return float(cast("float", self.values[key]))

    def text(self, key: str) -> str:
        """The value of an option of type str."""
        return str(self.values[key])

    def file(self, id: str, name: str) -> Path:
        """The weights file of this catalogue id.

        Args:
            name: the plugin's, for the message.

        Raises:
            ModelError: it is not installed.
        """
        if id not in self.weights:
            raise ModelError(
                f"the weights of {name} are not installed",
                "Get them in Analysis > Models, or choose another one",
            )
        return self.weights[id]


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """The boxes of one picture.

    Args:
        boxes: (n, 4) float32 xyxy in pixels of the picture that was given.
        scores: (n,) float32, 0..1.
        labels: (n,) int64 indices into the detector's `labels`.
        landmarks: (n, K, 2) float32 pixels, NaN for one that is not known, or None; a picture may
            have them and another one not.
        masks: for each box the mask as COCO's compressed run lengths over the picture that was
            given (`encode_mask`), or None; None altogether where the detector gives none.
    """

    boxes: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    landmarks: npt.NDArray[np.float32] | None = None
    masks: tuple[bytes | None, ...] | None = None

    def __len__(self) -> int:
        return len(self.boxes)


@runtime_checkable
class Detector(Protocol):
    """Finds things in pictures.

    `labels` are the names of what it may find; `Detections.labels` are indices into them.
    """

    labels: tuple[str, ...]

    def detect(self, pictures: UInt8s) -> list[Detections]:
        """Detect in a batch (N, H, W, 3) of RGB uint8; one `Detections` per picture."""
        ...


FaceDetector = Detector
"""A detector whose manifest says `finds = "faces"`: its tracks are compared with the voice.
Landmarks, where it gives them, are the two eyes, the nose and the corners of the mouth, from left
to right in the picture.
"""
ObjectDetector = Detector
"""A detector whose manifest says `finds = "objects"`: its tracks are followed and exported only."""


class FaceClip(Protocol):
    """The crops of one track on the 25 Hz grid, with the sound of the same span."""

    @property
    def count(self) -> int:
        """Number of pictures."""
        ...

    def pictures(self) -> Iterator[UInt8s]:
        """Batches (n, 224, 224, 3) of RGB uint8 in order, `count` pictures in all; each call
        starts anew."""
        ...

    def samples(self) -> npt.NDArray[np.int16]:
        """(m,) mono at 16 kHz; sample 0 sounds at the time of the first picture."""
        ...


@runtime_checkable
class SyncScorer(Protocol):
    """Compares the pictures of a face clip with its sound at shifts of up to `vshift` steps.

    A scorer may also have `rows_are_independent = True`: each row of its matrix depends on nothing
    but its own five pictures and the sound within the search range. Then a corrected track is
    scored again only where it changed.
    """

    vshift: int

    def score(self, clip: FaceClip, ctx: JobContext) -> SyncMatrix:
        """Score a clip. Calls `ctx.progress(done, total, text)` while it works.

        Raises:
            ClipError: with the reason in words why this clip has no answer, e.g. too short.
            ModelError: the scorer itself failed; the video's analysis ends.
        """
        ...


@runtime_checkable
class SpeakerModel(Protocol):
    """Tells when the face of a clip speaks."""

    def speaking(self, clip: FaceClip, ctx: JobContext) -> npt.NDArray[np.float32]:
        """(clip.count,) float32: the probability 0..1 that the face speaks, at each grid step.

        Raises:
            ClipError: with the reason in words why this clip has no answer, e.g. no sound.
            ModelError: the model itself failed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a plugin, as its manifest declares it."""

    key: str
    type: str
    default: int | float | bool | str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    description: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """What a form calls it: its title, else its key as words."""
        return self.title or self.key.replace("_", " ")

    def checked(self, value: object) -> object:
        """The value, or ValueError naming what is allowed."""
        kind = OPTION_TYPES[self.type]
        is_bool = isinstance(value, bool)
        if not isinstance(value, kind) or (is_bool and self.type != "bool"):
            raise ValueError(f"option {self.key} takes a value of type {self.type}, not {value!r}")
        if isinstance(value, int | float) and not is_bool:
            low, high = self.minimum, self.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                raise ValueError(f"option {self.key} lies between {low} and {high}, not {value}")
        if self.choices and value not in self.choices:
            raise ValueError(f"option {self.key} is one of {', '.join(self.choices)}")
        return value

    def allows(self, value: object) -> bool:
        """Whether `checked` takes a value."""
        try:
            self.checked(value)
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """A checked manifest.

    Args:
        weights: catalogue ids of what it may load; `required_weights` are those it cannot do
            without.
        finds: of a detector.
        devices: what it can compute on, out of `DEVICES`; elsewhere it gets "cpu".
        requires: Python modules that must be installed, or files of them ("cv2/data/a.xml").
        threads: "one": made and used in one thread; "any": used in several at once.
    """

    id: str
    name: str
    kind: str
    version: str
    folder: Path
    description: str = ""
    license: str = ""
    weights: tuple[str, ...] = ()
    required_weights: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    finds: Finds = "faces"
    devices: tuple[str, ...] = DEVICES
    requires: tuple[str, ...] = ()
    threads: str = "one"

    def device(self, resolved: str) -> str:
        """The device it gets where the program computes on `resolved`."""
        return resolved if resolved in self.devices else "cpu"

    def notices(self, resolved: str) -> tuple[str, ...]:
        """What a report has to say where it does not compute on the program's device."""
        if self.device(resolved) == resolved:
            return ()
        return (f"{self.name} cannot use {resolved} and runs on the CPU",)

    def values(self, given: Mapping[str, object] | None = None) -> dict[str, object]:
        """All options, `given` checked and the others at their defaults.

        Raises:
            PluginError: an unknown option or a value that is not allowed.
        """
        result: dict[str, object] = {key: option.default for key, option in self.options.items()}
        for key, value in (given or {}).items():
            if key not in self.options:
                raise PluginError(
                    f"the plugin {self.id} has no option {key!r}",
                    f"It knows: {', '.join(self.options) or 'none'}",
                )
            try:
                result[key] = self.options[key].checked(value)
            except ValueError as error:
                raise PluginError(str(error), path=self.folder) from error
        return result


class Plugins(Protocol):
    """Where an analysis gets its plugins from; `core.registry.Registry` is one."""

    def info(self, kind: Kind, id: str) -> PluginInfo:
        """The manifest of a plugin; raises PluginError where there is none."""
        ...

    def detector(self, id: str, options: PluginOptions) -> FaceDetector:
        """Create a detector; raises PluginError or ModelError where it fails."""
        ...

    def scorer(self, id: str, options: PluginOptions) -> SyncScorer:
        """Create a scorer; raises PluginError or ModelError where it fails."""
        ...

    def speaker(self, id: str, options: PluginOptions) -> SpeakerModel:
        """Create a speaker model; raises PluginError or ModelError where it fails."""
        ...
