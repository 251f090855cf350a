"""The worked example of docs/plugins.md, taken out of the page and used as a user would."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO

from core.settings import Settings, plugins_dir, save_settings
from tests.core.analysis.squares import SQUARE, make_clip
from tests.package.repo import ROOT


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")
def test_the_example_of_the_guide_works_after_consent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "home"))
    text = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    folder = plugins_dir() / "bright_spots"
    folder.mkdir(parents=True)
    for name, language in (("manifest.toml", "toml"), ("__init__.py", "python")):
        (code,) = re.findall(rf"`{name}`:\n\n```{language}\n(.*?)```", text, re.DOTALL)
        (folder / name).write_text(code, encoding="utf-8")
    clip, coco = make_clip(tmp_path / "clip.mp4", frames=50), tmp_path / "out.json"

    def analyze() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable, "main.py", "analyze", str(clip), "--objects", "bright_spots",
                "--option", "bright_spots.level=180", "--scorer", "av_cca", "--coco", str(coco),
            ],
            cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "2"}, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip

    refused = analyze()
    assert refused.returncode == 2
    assert "there is no plugin 'bright_spots'" in refused.stderr
    save_settings(replace(Settings(), user_plugins=True))
    done = analyze()
    assert done.returncode == 0, done.stderr
    read = COCO(str(coco))
    (category,) = read.loadCats(read.getCatIds())
    assert category["name"] == "spot"
    annotations = read.loadAnns(read.getAnnIds())
    assert len(annotations) == 50
    for annotation in annotations:
        x, y, w, h = annotation["bbox"]
        assert abs(w - SQUARE) <= 2
        assert abs(h - SQUARE) <= 2
        mask = read.annToMask(annotation)
        assert abs(int(mask.sum()) - SQUARE * SQUARE) < 0.07 * SQUARE * SQUARE
        rows, columns = np.nonzero(mask)
        assert abs(int(columns.min()) - x) <= 2
        assert abs(int(rows.min()) - y) <= 2
    (track,) = json.loads(coco.read_text(encoding="utf-8"))["tracks"]
    assert track["speaks"] == []
