"""The catalogue that comes with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.analysis.options import not_installed, plugin_options
from core.contract import PluginInfo
from core.errors import ModelError
from core.jobs import JobContext
from core.registry import default_registry
from core.weights.catalogue import TORCHVISION, WeightsEntry, catalogue
from core.weights.installed import import_weights, verify

KNOWN = list(catalogue().values())


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: entry.id)
def test_every_entry_says_what_a_person_must_know(entry: WeightsEntry) -> None:
    assert re.fullmatch(r"[0-9a-f]{8}|[0-9a-f]{64}", entry.sha256)
    assert entry.size > 100_000
    assert entry.licence
    assert entry.citation
    assert entry.used_by
    assert Path(entry.file).name == entry.file
    assert entry.near(entry.size)
    assert not entry.near(entry.size * 2)


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: entry.id)
def test_every_entry_has_an_encrypted_address_of_its_file(entry: WeightsEntry) -> None:
    address = entry.address()
    assert address.startswith("https://")
    # torchvision names its files with the first eight digits of their hash.
    assert address.endswith("/" + entry.file)
    if entry.url.startswith(TORCHVISION):
        assert f"-{entry.sha256}." in address


def test_files_have_names_of_their_own() -> None:
    assert len({entry.file for entry in KNOWN}) == len(KNOWN) >= 12


@pytest.mark.parametrize("name", ["SSD300_VGG16_Weights.NO_SUCH", "NoSuch_Weights.COCO_V1", "x"])
def test_weights_that_torchvision_does_not_know_are_told(name: str) -> None:
    entry = WeightsEntry("x", "x.pth", f"{TORCHVISION}:{name}", 1, "0" * 8, "", "", ())
    with pytest.raises(ModelError, match=r"does not know where x.pth is"):
        entry.address()


def test_the_message_of_an_analysis_names_file_address_and_folder(weights_folder: Path) -> None:
    info = PluginInfo("x", "X", "detector", "1", Path(), weights=("ssd300",))
    error = not_installed(info, "ssd300")
    assert error.user_text.endswith("ssd300_vgg16_coco-b556d3b4.pth")
    assert catalogue()["ssd300"].address() in error.hint
    assert str(weights_folder) in error.hint


def test_the_plugins_that_use_weights_are_known() -> None:
    registry = default_registry()
    assert [info.id for info in registry.users("syncnet_v2")] == ["syncnet"]
    assert registry.users("nothing") == []


@pytest.mark.shared
def test_real_files_are_recognised_and_the_next_analysis_sees_them(shared_dir: Path) -> None:
    info = PluginInfo("x", "X", "detector", "1", Path(), weights=("yunet",),
                      required_weights=("yunet",))  # fmt: skip
    with pytest.raises(ModelError, match="not installed"):
        plugin_options(info, "cpu", {})
    done = import_weights([shared_dir / "weights"], JobContext())
    assert {entry.id for entry, _ in done.taken} >= {"yunet", "retinaface_mobilenet025", "lr_asd"}
    assert plugin_options(info, "cpu", {}).weights["yunet"].name == "yunet_n_640_640.onnx"
    states = {check.entry.id: check.state for check in verify(JobContext()).checks}
    assert states["yunet"] == states["lr_asd"] == "fine"
    assert states["syncnet_v2"] == "missing"
