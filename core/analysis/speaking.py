"""When the faces of one video speak: a speaker model loaded once, and each track's result kept."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.analysis.isolation import plugin_at_work
from core.analysis.options import ChosenPlugin
from core.analysis.params import NO_SPEAKER, AnalysisParams
from core.analysis.stages import Stages, keyframes_hash, stage_key
from core.analysis.track_sound import TrackSound, sections
from core.contract import PluginInfo, Plugins, SpeakerModel
from core.errors import ClipError, PluginError
from core.jobs import JobContext
from core.model.keyframes import Keyframes
from core.model.values import Speaking, Video
from core.vision.clips import TrackClip, track_steps


class TrackSpeaker:
    """Runs the speaker model that `params` name, if any, over tracks. Used from one thread."""

    def __init__(self, params: AnalysisParams, plugins: Plugins) -> None:
        self._params = params
        self._plugins = plugins
        self._loaded: SpeakerModel | None = None
        id = params.speaker_model
        self.plugin: ChosenPlugin | None = None
        if id != NO_SPEAKER:
            self.plugin = ChosenPlugin(plugins.info("speaker", id), params)

    @property
    def share(self) -> float:
        """Of the work on tracks, beside scoring them; for the progress bar."""
        return 0.5 if self.plugin else 0.0

    def load(self) -> None:
        """Load the model, if there is one and it is not loaded yet.

        Raises:
            ModelError, PluginError: the device, the weights or the plugin are not usable.
        """
        if self.plugin is not None and self._loaded is None:
            options = self.plugin.options()
            self._loaded = self._plugins.speaker(self.plugin.info.id, options)

    def parameters(self) -> dict[str, object]:
        """What a result depends on beside the pictures and the sound; JSON values. Empty without a
        model."""
        if self.plugin is None:
            return {}
        return {**self.plugin.parameters(), "crop": self._params.crop}

    def speaking(
        self,
        sound: TrackSound,
        video: Video,
        tracks: Sequence[Keyframes],
        stages: Stages,
        ctx: JobContext,
        section: tuple[float, float],
    ) -> tuple[list[Speaking | None], list[str]]:
        """When the face of each track speaks, given its keyframes, and the notices of the model.

        None where there is no model or no sound. A track of which the model says nothing has no
        probabilities: it need not be asked for again; the reason is among the notices.

        Raises:
            MediaError, ModelError, PluginError, Cancelled: as an analysis.
        """
        found: list[Speaking | None] = [None] * len(tracks)
        if self.plugin is None or not video.has_audio:
            return found, []
        # Models have one file, or none.
        sha256 = next(iter(self.plugin.hashes().values()), None)
        notices = []
        for n, (rows, part) in enumerate(zip(tracks, sections(tracks, section), strict=True)):
            ctx.section(*part)
            ctx.check()
            try:
                values = self._values(sound, video, rows, stages, ctx, self.plugin)
            except ClipError as error:
                # Of this clip alone.
                notices.append(error.user_text)
                found[n] = Speaking(0, self.plugin.info.id, sha256, 0, np.empty(0, np.float32))
                continue
            start, _ = track_steps(sound.source, rows)
            found[n] = Speaking(0, self.plugin.info.id, sha256, start, values)
        return found, [*self.plugin.notices, *notices]

    def _values(
        self,
        sound: TrackSound,
        video: Video,
        rows: Keyframes,
        stages: Stages,
        ctx: JobContext,
        plugin: ChosenPlugin,
    ) -> npt.NDArray[np.float32]:
        """The model's result for one track, from the kept stages or computed and kept."""
        path = {"path": keyframes_hash(rows)}
        key = stage_key("speaking", video.fingerprint, {**self.parameters(), **path})
        if (kept := stages.get(key)) is not None:
            return _unpacked(kept)
        self.load()
        assert self._loaded is not None
        whole = self._params.crop == "none"
        clip = TrackClip.of_track(sound.source, sound.samples(ctx), rows, whole, ctx.check)
        with plugin_at_work(plugin.info, ctx.check):
            values = _checked(self._loaded.speaking(clip, ctx), clip.count, plugin.info)
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
