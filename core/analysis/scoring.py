"""Scoring the tracks of one video: a scorer loaded once, and each track's result kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from core.analysis.device import resolve_device
from core.analysis.isolation import plugin_at_work
from core.analysis.options import device_notices, installed, plugin_options
from core.analysis.params import AUTO, AnalysisParams
from core.analysis.partial import updated_matrix
from core.analysis.stages import Stages, keyframes_hash, pack_matrix, stage_key, unpack_matrix
from core.contract import Plugins, SyncScorer
from core.errors import ClipError
from core.jobs import JobContext
from core.media.audio import SpooledSamples, spooled_samples
from core.media.source import VideoSource
from core.model.values import Offset, SyncScore, Video
from core.sync.matrix import SyncMatrix
from core.sync.scores import evaluate, to_score
from core.vision.clips import TrackClip, track_steps
from core.vision.linking import LinkedTrack
from core.weights.catalogue import find_weights, weights_sha256

SYNCNET = "syncnet"
SYNCNET_WEIGHTS = "syncnet_v2"
WEIGHT_FREE = "av_cca"
NO_AUDIO = "the video has no audio"


class TrackScorer:
    """Scores tracks with the scorer that `params` name. Used from one thread."""

    def __init__(self, params: AnalysisParams, plugins: Plugins) -> None:
        self._params = params
        self._plugins = plugins
        self._loaded: SyncScorer | None = None
        self._notices: tuple[str, ...] = ()
        self.weights: dict[str, Path] = {}
        if params.syncnet_weights is not None:
            self.weights[SYNCNET_WEIGHTS] = params.syncnet_weights
        id = params.scorer
        if id == AUTO:
            there = SYNCNET_WEIGHTS in self.weights or find_weights(SYNCNET_WEIGHTS) is not None
            id = SYNCNET if there else WEIGHT_FREE
        self.info = plugins.info("scorer", id)
        self.weights = installed(self.info, self.weights)

    def load(self) -> SyncScorer:
        """The scorer, loaded at the first call.

        Raises:
            ModelError, PluginError: the device, the weights or the plugin are not usable.
        """
        if self._loaded is None:
            device = resolve_device(self._params.device)
            self._notices = device_notices(self.info, device)
            options = plugin_options(
                self.info, device, self._params.options_of(self.info.id), self.weights
            )
            self._loaded = self._plugins.scorer(self.info.id, options)
        return self._loaded

    def parameters(self) -> dict[str, object]:
        """What a score depends on beside the pictures and the sound; JSON values."""
        used = {id: self.weights[id] for id in self.info.weights if id in self.weights}
        return {
            "scorer": [self.info.id, self.info.version],
            "options": self.info.values(self._params.options_of(self.info.id)),
            "weights": {id: weights_sha256(path) for id, path in used.items()},
            "crop": self._params.crop,
        }

    def score(
        self,
        source: VideoSource,
        video: Video,
        tracks: list[LinkedTrack],
        stages: Stages,
        ctx: JobContext,
        section: tuple[float, float],
        known: Sequence[SyncScore | None] | None = None,
    ) -> tuple[list[SyncScore], list[str]]:
        """A score for every track, the honest "undetermined" included, and the scorer's notices.

        Args:
            known: the present scores of the tracks, of which what did not change is taken.
        """
        if not video.has_audio:
            return [self._no_answer(NO_AUDIO) for _ in tracks], [NO_AUDIO]
        scores: list[SyncScore] = []
        notices: list[str] = []
        lengths = [float(np.ptp(track.keyframes.pts)) + 1 for track in tracks]
        bounds = np.interp(
            np.cumsum([0.0, *lengths]), [0.0, max(sum(lengths), 1.0)], section
        ).tolist()
        with TrackSound(source) as sound:
            present = known or [None] * len(tracks)
            for track, old, low, high in zip(tracks, present, bounds, bounds[1:], strict=False):
                ctx.section(low, high)
                ctx.check()
                try:
                    matrix = self._matrix(source, video, sound, track, stages, ctx, old)
                except ClipError as error:
                    # Of this clip alone: too short, or its sound ends before it starts.
                    scores.append(self._no_answer(error.user_text))
                    continue
                start, _ = track_steps(source, track.keyframes)
                result = evaluate(matrix, self._params.mode)
                scores.append(to_score(result, matrix, 0, self.info.id, start))
                notices.extend(matrix.notices)
        return scores, [*self._notices, *notices]

    def _matrix(
        self,
        source: VideoSource,
        video: Video,
        sound: TrackSound,
        track: LinkedTrack,
        stages: Stages,
        ctx: JobContext,
        known: SyncScore | None,
    ) -> SyncMatrix:
        """The scorer's result for one track, from the kept stages or computed and kept."""
        path = {"path": keyframes_hash(track.keyframes)}
        key = stage_key("score", video.fingerprint, {**self.parameters(), **path})
        if (kept := stages.get(key)) is not None:
            return unpack_matrix(kept)
        scorer = self.load()
        whole = self._params.crop == "none"
        clip = TrackClip.of_track(source, sound.samples(ctx), track.keyframes, whole, ctx.check)
        with plugin_at_work(self.info):
            matrix = None
            if known is not None and not whole and self._continues(known, scorer):
                matrix = updated_matrix(scorer, clip, known, video, ctx)
            if matrix is None:
                matrix = scorer.score(clip, ctx)
        stages.put(key, video.id, "score", pack_matrix(matrix))
        return matrix

    def _continues(self, known: SyncScore, scorer: SyncScorer) -> bool:
        """Whether rows of a score can stand beside new ones of this scorer."""
        weights = {weights_sha256(path) for path in self.weights.values()}
        return (
            getattr(scorer, "rows_are_independent", False)
            and known.scorer == self.info.id
            and known.kind == "distance"
            and known.weights_sha256 in weights
        )

    def _no_answer(self, reason: str) -> SyncScore:
        """An undetermined score without a matrix."""
        nothing = Offset(0, 0.0, 0.0)
        return SyncScore(
            id=0,
            scorer=self.info.id,
            weights_sha256=None,
            mode=self._params.mode,
            kind="distance",
            start_step=0,
            steps=0,
            vshift=0,
            determined=False,
            reason=reason,
            offset_steps=0.0,
            confidence=0.0,
            min_distance=0.0,
            reference=nothing,
            robust=nothing,
            matrix=np.empty((0, 1), np.float32),
            frame_confidence=np.empty(0, np.float32),
            local_offset=np.empty((0, 3), np.float64),
        )


class TrackSound:
    """The sound of a video, read when first needed and kept in a temporary file."""

    def __init__(self, source: VideoSource) -> None:
        self._source = source
        self._stack = ExitStack()
        self._samples: SpooledSamples | None = None

    def samples(self, ctx: JobContext) -> SpooledSamples:
        if self._samples is None:
            self._samples = self._stack.enter_context(spooled_samples(self._source, ctx))
        return self._samples

    def __enter__(self) -> TrackSound:
        return self

    def __exit__(self, *_: object) -> None:
        self._samples = None
        self._stack.close()
