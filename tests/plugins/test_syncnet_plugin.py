"""The SyncNet plugin through the registry and on a clip."""

from __future__ import annotations

from pathlib import Path

import pytest

import plugins.syncnet as plugin
from core.api import ModelError, SyncScorer
from core.jobs import JobContext
from core.registry import read_manifest
from core.sync.scores import UNDETERMINED_BELOW
from tests.core.sync import seeded
from tests.core.sync.clips import MadeClip
from tests.plugins.made import options_of

FOLDER = Path(plugin.__file__).parent


def test_the_manifest_agrees_with_the_code() -> None:
    info = read_manifest(FOLDER)
    assert info.kind == "scorer"
    assert info.required_weights == (plugin.WEIGHTS_ID,)
    # What the curves call undetermined is what the scorer calls so.
    assert UNDETERMINED_BELOW["distance"] == info.options["min_confidence"].default


def test_a_clip_is_scored(tmp_path: Path) -> None:
    weights = seeded.write_weights(tmp_path / "seeded.model")
    scorer = plugin.create(options_of("syncnet", {"syncnet_v2": weights}, vshift=3))
    assert isinstance(scorer, SyncScorer)
    assert scorer.vshift == 3
    clip = MadeClip(seeded.pictures(9), seeded.speech_like(9 * 640))
    matrix = scorer.score(clip, JobContext())
    assert matrix.values.shape == (4, 7)
    assert matrix.kind == "distance"
    assert matrix.min_confidence == UNDETERMINED_BELOW["distance"]
    assert matrix.weights_sha256 is not None
    assert matrix.notices


def test_without_weights_the_way_out_is_named() -> None:
    with pytest.raises(ModelError, match="not installed") as caught:
        plugin.create(options_of("syncnet"))
    assert "another one" in caught.value.hint
