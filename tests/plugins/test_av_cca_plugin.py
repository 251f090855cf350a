"""The weight-free scorer as a plugin."""

from __future__ import annotations

from pathlib import Path

import plugins.av_cca as plugin
from core.api import PluginOptions, SyncScorer
from core.jobs import JobContext
from core.registry import read_manifest
from core.sync.scores import evaluate
from tests.core.sync.clips import mouth_clip


def test_the_manifest_agrees_with_the_code() -> None:
    info = read_manifest(Path(plugin.__file__).parent)
    assert info.kind == "scorer"
    assert info.weights == ()


def test_a_clip_is_scored() -> None:
    scorer = plugin.create(PluginOptions(values={"vshift": 8}))
    assert isinstance(scorer, SyncScorer)
    assert scorer.vshift == 8
    matrix = scorer.score(mouth_clip(200, early_steps=2), JobContext())
    assert matrix.values.shape == (195, 17)
    assert matrix.kind == "correlation"
    result = evaluate(matrix)
    assert result.determined
    assert result.robust.offset_steps == 2
