"""When the faces of one video speak: a speaker model loaded once, and each track's result kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.analysis.device import resolve_device
from core.analysis.isolation import plugin_at_work
from core.analysis.options import device_notices, installed, plugin_options
from core.analysis.params import AUTO, NO_SPEAKER, AnalysisParams
from core.analysis.scoring import TrackSound
from core.analysis.stages import Stages, keyframes_hash, stage_key
from core.contract import PluginInfo, Plugins, SpeakerModel
from core.errors import ClipError, PluginError
from core.jobs import JobContext
from core.media.source import VideoSource
from core.model.keyframes import Keyframes
from core.model.values import Speaking, Video
from core.vision.clips import TrackClip, track_steps
from core.weights.catalogue import find_weights, weights_sha256

LR_ASD = "lr_asd"
"""Id of the plugin that "auto" takes, and of its weights."""


class TrackSpeaker:
    """Runs the speaker model that `params` name, if any, over tracks. Used from one thread."""

    def __init__(self, params: AnalysisParams, plugins: Plugins) -> None:
        self._params = params
        self._plugins = plugins
        self._loaded: SpeakerModel | None = None
        self._notices: tuple[str, ...] = ()
        self.info: PluginInfo | None = None
        id = params.speaker
        if id == AUTO:
            id = LR_ASD if find_weights(LR_ASD) is not None else NO_SPEAKER
        if id != NO_SPEAKER:
            self.info = plugins.info("speaker", id)
        self._weights: dict[str, Path] = installed(self.info) if self.info else {}

    @property
    def share(self) -> float:
        """Of the work on tracks, beside scoring them; for the progress bar."""
        return 0.5 if self.info else 0.0

    def load(self) -> None:
        """Load the model, if there is one and it is not loaded yet.

        Raises:
            ModelError, PluginError: the device, the weights or the plugin are not usable.
        """
        if self.info is not None and self._loaded is None:
            device = resolve_device(self._params.device)
            self._notices = device_notices(self.info, device)
            options = plugin_options(
                self.info, device, self._params.options_of(self.info.id), self._weights
            )
            self._loaded = self._plugins.speaker(self.info.id, options)

    def parameters(self) -> dict[str, object]:
        """What a result depends on beside the pictures and the sound; JSON values. Empty without a
        model."""
        if self.info is None:
            return {}
        return {
            "speaker": [self.info.id, self.info.version],
            "options": self.info.values(self._params.options_of(self.info.id)),
            "weights": {id: weights_sha256(path) for id, path in self._weights.items()},
            "crop": self._params.crop,
        }

    def speaking(
        self,
        source: VideoSource,
        video: Video,
        tracks: Sequence[Keyframes],
        stages: Stages,
        ctx: JobContext,
        section: tuple[float, float],
    ) -> tuple[list[Speaking | None], list[str]]:
        """When the face of each track speaks, given its keyframes; None where there is no model or
        no answer. And the reasons of those without one.

        Raises:
            MediaError, ModelError, PluginError, Cancelled: as an analysis.
        """
        nothing: list[Speaking | None] = [None] * len(tracks)
        if self.info is None or not video.has_audio:
            return nothing, []
        found, notices = nothing, []
        lengths = [float(np.ptp(rows.pts)) + 1 for rows in tracks]
        bounds = np.interp(
            np.cumsum([0.0, *lengths]), [0.0, max(sum(lengths), 1.0)], section
        ).tolist()
        with TrackSound(source) as sound:
            for n, (rows, low, high) in enumerate(zip(tracks, bounds, bounds[1:], strict=False)):
                ctx.section(low, high)
                ctx.check()
                try:
                    values = self._values(source, video, sound, rows, stages, ctx, self.info)
                except ClipError as error:
                    # Of this clip alone.
                    notices.append(error.user_text)
                    continue
                start, _ = track_steps(source, rows)
                found[n] = Speaking(0, self.info.id, self._hash(), start, values)
        return found, [*self._notices, *notices]

    def _hash(self) -> str | None:
        """That of the first weights; models have one file, or none."""
        return next((weights_sha256(path) for path in self._weights.values()), None)

    def _values(
        self,
        source: VideoSource,
        video: Video,
        sound: TrackSound,
        rows: Keyframes,
        stages: Stages,
        ctx: JobContext,
        info: PluginInfo,
    ) -> npt.NDArray[np.float32]:
        """The model's result for one track, from the kept stages or computed and kept."""
        path = {"path": keyframes_hash(rows)}
        key = stage_key("speaking", video.fingerprint, {**self.parameters(), **path})
        if (kept := stages.get(key)) is not None:
            return _unpacked(kept)
        self.load()
        assert self._loaded is not None
        whole = self._params.crop == "none"
        clip = TrackClip.of_track(source, sound.samples(ctx), rows, whole, ctx.check)
        with plugin_at_work(info):
            values = _checked(self._loaded.speaking(clip, ctx), clip.count, info)
        stages.put(key, video.id, "speaking", _packed(values))
        return values


def _checked(values: object, count: int, info: PluginInfo) -> npt.NDArray[np.float32]:
    """What a plugin gave, if it is what the contract says."""
    found = np.array(values, np.float32)
    if found.shape != (count,):
        raise PluginError(
            f"the plugin {info.name} gave {found.shape} probabilities for {count} pictures"
        )
    if not (np.isfinite(found).all() and (found >= 0).all() and (found <= 1).all()):
        raise PluginError(f"the plugin {info.name} gave values that are no probabilities")
    return found


def _packed(values: npt.NDArray[np.float32]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values, allow_pickle=False)
    return buffer.getvalue()


def _unpacked(data: bytes) -> npt.NDArray[np.float32]:
    return np.asarray(np.load(io.BytesIO(data), allow_pickle=False), np.float32)
