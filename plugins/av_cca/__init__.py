"""The default scorer while no SyncNet weights are installed; the method lives in core.sync."""

from __future__ import annotations

from core.api import FaceClip, JobContext, PluginOptions, SyncMatrix, SyncScorer, evaluate_cca


class CcaScorer:
    """Scores face clips by canonical correlation of mouth and voice.

    Args:
        vshift: search range in steps.
    """

    def __init__(self, vshift: int) -> None:
        self.vshift = vshift

    def score(self, clip: FaceClip, ctx: JobContext) -> SyncMatrix:
        """The matrix of negated correlations; see `evaluate_cca` for what it raises."""
        return evaluate_cca(clip.pictures(), clip.count, clip.samples(), self.vshift, ctx)


def create(options: PluginOptions) -> SyncScorer:
    """A scorer with the option `vshift`."""
    return CcaScorer(options.whole("vshift"))
