"""SyncNet as a scorer. The network itself lives in core.sync; this connects it to the plugin
contract.
"""

from __future__ import annotations

from typing import Literal, cast

from core.api import (
    FaceClip,
    JobContext,
    OutOfMemoryError,
    PluginOptions,
    SyncMatrix,
    SyncNetModel,
    SyncScorer,
)

WEIGHTS_ID = "syncnet_v2"


class SyncNetScorer:
    """Scores face clips with SyncNet.

    Args:
        model: loaded weights.
        vshift: search range in steps.
        min_confidence: floor under which the answer is undetermined.
    """

    rows_are_independent = True

    def __init__(self, model: SyncNetModel, vshift: int, min_confidence: float) -> None:
        self.vshift = vshift
        self._model = model
        self._min_confidence = min_confidence

    def score(self, clip: FaceClip, ctx: JobContext) -> SyncMatrix:
        """The distance matrix of a clip; see `SyncNetModel.evaluate` for what it raises."""
        try:
            return self._evaluate(clip, ctx)
        except OutOfMemoryError:
            if self._model.device == "cpu":
                raise
        self._model = self._model.on_cpu()
        return self._evaluate(clip, ctx)

    def _evaluate(self, clip: FaceClip, ctx: JobContext) -> SyncMatrix:
        return self._model.evaluate(
            clip.pictures(), clip.count, clip.samples(), self.vshift, ctx, self._min_confidence
        )


def create(options: PluginOptions) -> SyncScorer:
    """Load the weights `syncnet_v2`.

    Raises:
        ModelError: no weights are installed, or they cannot be used.
    """
    weights = options.file(WEIGHTS_ID, "SyncNet")
    precision = cast("Literal['auto', 'full', 'half']", options.text("precision"))
    model = SyncNetModel.load(weights, options.device, precision)
    return SyncNetScorer(model, options.whole("vshift"), options.number("min_confidence"))
