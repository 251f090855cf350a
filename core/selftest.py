"""Checks of an installation: everything that the main job needs, used for real."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.jobs import JobContext
from core.resources import RESOURCES

Json = dict[str, Any]


def demo_clip() -> Path:
    """The bundled clip, from source and frozen."""
    return RESOURCES / "demo" / "demo.mp4"


@dataclass(slots=True)
class SelfTest:
    """Runs checks and keeps what they said; one that fails does not stop the others.

    `last_sign` is the time of the last sign of life (`time.monotonic()`): what watches over the
    test reads it.
    """

    checks: list[Json] = field(default_factory=list)
    last_sign: float = field(default_factory=time.monotonic)

    def alive(self, _: object = None) -> None:
        """The check that runs gets on."""
        self.last_sign = time.monotonic()

    def check(self, name: str, run: Callable[[], object]) -> None:
        """Run one check; its return value is the detail of the report."""
        begin = time.monotonic()
        try:
            detail, passed = run(), True
        except Exception as error:  # noqa: BLE001 - whatever is broken is what the report is for
            detail, passed = f"{type(error).__name__}: {error}", False
        seconds = round(time.monotonic() - begin, 3)
        self.checks.append({"name": name, "ok": passed, "seconds": seconds, "detail": detail})
        self.alive()

    def fail(self, name: str, reason: str) -> None:
        """Add what went wrong outside of a check."""
        self.checks.append({"name": name, "ok": False, "seconds": 0.0, "detail": reason})

    def report(self) -> Json:
        from core.analysis.report import versions

        passed = all(check["ok"] for check in self.checks)
        return {
            "schema": "syncreview.selftest/1",
            "ok": passed,
            "frozen": bool(getattr(sys, "frozen", False)),
            "versions": versions(),
            "checks": self.checks,
        }


def check_core(test: SelfTest) -> None:
    """Torch, plugins, and the main job on the demo clip in a folder with Korean letters."""
    test.check("torch and torchvision", _torch)
    test.check("versions", _versions)
    test.check("signatures", _signatures)
    test.check("plugins", _plugins)
    with tempfile.TemporaryDirectory(prefix="syncreview-") as base:
        folder = Path(base) / "자가 진단"
        folder.mkdir()
        test.check("settings", lambda: _settings(folder))
        test.check("demo clip: analyse, project, COCO", lambda: _main_job(folder, test))


def _torch() -> Json:
    import torch
    from torchvision.ops import nms

    kept = nms(torch.tensor([[0.0, 0, 4, 4], [0, 0, 4, 3.9]]), torch.tensor([0.9, 0.8]), 0.5)
    if kept.tolist() != [0]:
        raise RuntimeError(f"nms kept {kept.tolist()}")
    return {"threads": torch.get_num_threads(), "cuda": torch.cuda.is_available()}


def _versions() -> str:
    from core.analysis.report import versions

    unknown = [name for name, version in versions().items() if version == "unknown"]
    if unknown:
        raise RuntimeError(f"reports could not tell the versions of {', '.join(unknown)}")
    return "known"


def _signatures() -> str:
    """The first test vector of RFC 8032, section 7.1, of Ed25519; and the same, forged."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Ed25519PublicKey.from_public_bytes(
        bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    )
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    key.verify(signature, b"")
    try:
        key.verify(signature, b"forged")
    except InvalidSignature:
        return "verified"
    raise RuntimeError("a forged message was taken for a signed one")


_FILE_OPTIONS = ("path", "config")
"""Options that name a file of the user's, without which a plugin cannot be made."""


_MAY_BE_ABSENT = ("haar", "mmdetection")
"""OpenCV 5 has no cascades any more, and MMDetection is installed by whoever wants it."""


def _plugins() -> Json:
    from core.analysis.options import installed, plugin_options
    from core.contract import Kind
    from core.errors import ModelError
    from core.registry import default_registry

    registry = default_registry()
    makers: tuple[tuple[Kind, Callable[..., object]], ...] = (
        ("detector", registry.detector),
        ("scorer", registry.scorer),
        ("speaker", registry.speaker),
    )
    states: Json = {}
    for kind, make in makers:
        for info in registry.plugins(kind):
            try:
                make(info.id, plugin_options(info, "cpu", {}))
                states[info.id] = "loaded"
            except ModelError as error:
                named = any(key in info.options for key in _FILE_OPTIONS)
                if not named and set(info.required_weights) <= set(installed(info)):
                    raise
                states[info.id] = error.user_text
    for id, failure in registry.absent.items():
        if id not in _MAY_BE_ABSENT:
            raise RuntimeError(f"{id}: {failure.reason}")
        states[id] = failure.reason
    if registry.failures:
        raise RuntimeError("; ".join(f"{f.folder.name}: {f.reason}" for f in registry.failures))
    return states


def _settings(folder: Path) -> str:
    from dataclasses import replace

    from core.settings import load_settings, save_settings

    with own_home(str(folder / "설정")):
        save_settings(replace(load_settings(), reviewer="검토자"))
        if load_settings().reviewer != "검토자":
            raise RuntimeError("settings did not come back")
    return "written and read"


@contextmanager
def own_home(folder: str) -> Iterator[None]:
    """Meanwhile the program keeps what is its own in this folder."""
    from core.settings import HOME_VARIABLE

    before = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ[HOME_VARIABLE]
        else:
            os.environ[HOME_VARIABLE] = before


def _main_job(folder: Path, test: SelfTest) -> Json:
    from pycocotools.coco import COCO

    from core.analysis.batch import analyse_files
    from core.analysis.params import AnalysisParams
    from core.analysis.run import Analyzer
    from core.exchange.coco import export_coco
    from core.registry import default_registry
    from core.store.project import Project

    analyzer = Analyzer(AnalysisParams(), default_registry())
    project_path, coco_path = folder / "데모.syncreview", folder / "데모.json"
    with Project.create(project_path) as project, project.stages() as stages:
        (outcome,) = analyse_files(
            [demo_clip()], project.document, stages, analyzer, lambda _: JobContext(test.alive)
        )
        if outcome.error is not None:
            raise outcome.error
        assert outcome.source is not None
        index = outcome.source.index
    with Project.open(project_path) as project:
        summary = export_coco(project.document, lambda _: index, coco_path)
        directions = [score.direction for score in project.document.scores.values()]
    with redirect_stdout(io.StringIO()):  # it chats on standard output, where the report goes
        coco = COCO(str(coco_path))
    if len(coco.imgs) != summary.images or len(coco.anns) != summary.annotations:
        raise RuntimeError("pycocotools counts other than what was written")
    if not coco.anns:
        raise RuntimeError("no face was found in the demo clip")
    return {"images": summary.images, "annotations": summary.annotations, "tracks": directions}
