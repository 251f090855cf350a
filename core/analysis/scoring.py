"""Scoring the tracks of one video: a scorer loaded once, and each track's result kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.analysis.isolation import plugin_at_work
from core.analysis.options import ChosenPlugin
from core.analysis.params import AUTO, AnalysisParams
from core.analysis.partial import updated_matrix
from core.analysis.stages import Stages, keyframes_hash, pack_matrix, stage_key, unpack_matrix
from core.analysis.track_sound import TrackSound, sections
from core.contract import Plugins, SyncScorer
from core.errors import ClipError
from core.jobs import JobContext
from core.model.keyframes import Keyframes
from core.model.values import Offset, SyncScore, Video
from core.sync.matrix import SyncMatrix
from core.sync.scores import evaluate, to_score
from core.vision.clips import TrackClip, track_steps
from core.weights.catalogue import find_weights

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
        own: dict[str, Path] = {}
        if params.syncnet_weights is not None:
            own[SYNCNET_WEIGHTS] = params.syncnet_weights
        id = params.scorer
        if id == AUTO:
            there = SYNCNET_WEIGHTS in own or find_weights(SYNCNET_WEIGHTS) is not None
            id = SYNCNET if there else WEIGHT_FREE
        self.plugin = ChosenPlugin(plugins.info("scorer", id), params, own)

    def load(self) -> SyncScorer:
        """The scorer, loaded at the first call.

        Raises:
            ModelError, PluginError: the device, the weights or the plugin are not usable.
        """
        if self._loaded is None:
            options = self.plugin.options()
            self._loaded = self._plugins.scorer(self.plugin.info.id, options)
        return self._loaded

    def parameters(self) -> dict[str, object]:
        """What a score depends on beside the pictures and the sound; JSON values."""
        return {**self.plugin.parameters(), "crop": self._params.crop}

    def score(
        self,
        sound: TrackSound,
        video: Video,
        tracks: Sequence[Keyframes],
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
        present = known or [None] * len(tracks)
        for rows, old, part in zip(tracks, present, sections(tracks, section), strict=True):
            ctx.section(*part)
            ctx.check()
            try:
                matrix = self._matrix(sound, video, rows, stages, ctx, old)
            except ClipError as error:
                # Of this clip alone: too short, or its sound ends before it starts.
                scores.append(self._no_answer(error.user_text))
                continue
            start, _ = track_steps(sound.source, rows)
            result = evaluate(matrix, self._params.mode)
            scores.append(to_score(result, matrix, 0, self.plugin.info.id, start))
            notices.extend(matrix.notices)
        return scores, [*self.plugin.notices, *notices]

    def _matrix(
        self,
        sound: TrackSound,
        video: Video,
        rows: Keyframes,
        stages: Stages,
        ctx: JobContext,
        known: SyncScore | None,
    ) -> SyncMatrix:
        """The scorer's result for one track, from the kept stages or computed and kept."""
        path = {"path": keyframes_hash(rows)}
        key = stage_key("score", video.fingerprint, {**self.parameters(), **path})
        if (kept := stages.get(key)) is not None:
            return unpack_matrix(kept)
        scorer = self.load()
        whole = self._params.crop == "none"
        clip = TrackClip.of_track(sound.source, sound.samples(ctx), rows, whole, ctx.check)
        with plugin_at_work(self.plugin.info, ctx.check):
            matrix = None
            if known is not None and not whole and self._continues(known, scorer):
                matrix = updated_matrix(scorer, clip, known, video, ctx)
            if matrix is None:
                matrix = scorer.score(clip, ctx)
        stages.put(key, video.id, "score", pack_matrix(matrix))
        return matrix

    def _continues(self, known: SyncScore, scorer: SyncScorer) -> bool:
        """Whether rows of a score can stand beside new ones of this scorer."""
        return (
            getattr(scorer, "rows_are_independent", False)
            and known.scorer == self.plugin.info.id
            and known.kind == "distance"
            and known.weights_sha256 in self.plugin.hashes().values()
        )

    def _no_answer(self, reason: str) -> SyncScore:
        """An undetermined score without a matrix."""
        nothing = Offset(0, 0.0, 0.0)
        return SyncScore(
            id=0,
            scorer=self.plugin.info.id,
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
