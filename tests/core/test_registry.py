"""Plugins: manifests are checked before anything is imported, failures stay where they are."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.api import PluginOptions
from core.errors import ModelError, PluginError
from core.registry import Registry, builtin_folder, default_registry, read_manifest
from core.settings import Settings, plugins_dir, save_settings

MANIFEST = """
id = "{id}"
name = "A detector"
kind = "detector"
version = "1.0"
api = 1

[weights.some_net]
required = true

[options.size]
type = "int"
default = 20
minimum = 10
maximum = 30

[options.way]
type = "str"
default = "fast"
choices = ["fast", "good"]
"""
WORKS = """
from core.api import Detections

class Nothing:
    labels = ("face",)
    def __init__(self, size):
        self.size = size
    def detect(self, pictures):
        return []

def create(options):
    return Nothing(options.values["size"])
"""


def plugin(folder: Path, id: str, code: str = WORKS, manifest: str = MANIFEST) -> Path:
    target = folder / id
    target.mkdir(parents=True)
    (target / "manifest.toml").write_text(manifest.format(id=id), encoding="utf-8")
    (target / "__init__.py").write_text(code, encoding="utf-8")
    return target


@pytest.mark.parametrize("option", ['minimum = "low"', "choices = 5"])
def test_an_option_of_wrong_types_fails_the_plugin_alone(tmp_path: Path, option: str) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    text = 'id = "odd"\nname = "Odd"\nkind = "scorer"\nversion = "1"\napi = 1\n'
    text += f'[options.a]\ntype = "int"\ndefault = 1\n{option}\n'
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    found = Registry.discover(tmp_path)
    assert [failure.folder for failure in found.failures] == [folder]


def test_a_plugin_of_a_user_folder_works(tmp_path: Path) -> None:
    plugin(tmp_path, "mine_works")
    registry = Registry.discover(tmp_path)
    assert registry.failures == []
    info = registry.info("detector", "mine_works")
    assert info.required_weights == ("some_net",)
    assert not any("mine_works" in name for name in sys.modules)
    made = registry.detector("mine_works", PluginOptions(values=info.values({"size": 12})))
    assert made.size == 12  # type: ignore[attr-defined]
    assert made.labels == ("face",)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("api = 1", "api = 2"), "made for API 2"),
        (("api = 1", ""), "lacks 'api'"),
        (('kind = "detector"', 'kind = "toaster"'), "'toaster' is none of"),
        (('id = "{id}"', 'id = "other"'), "not the folder's name"),
        (("default = 20", "default = 99"), "lies between 10 and 30"),
        (("default = 20", 'default = "x"'), "type int"),
        (('default = "fast"', 'default = "bad"'), "is one of fast, good"),
        (("default = 20", ""), "has no default"),
        (('type = "int"', 'type = "colour"'), "type is one of"),
        (("[options.size]", "[options.size"), "not valid TOML"),
        (("[options.size]", "[[options]]"), "table of tables"),
        (("[weights.some_net]", "[weights]"), "table of tables"),
    ],
)
def test_a_wrong_manifest_is_told_and_nothing_of_it_is_imported(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    code = "raise SystemExit('imported')"
    plugin(tmp_path, "wrong", code, MANIFEST.replace(*change, 1))
    plugin(tmp_path, "right")
    registry = Registry.discover(tmp_path)
    assert [i.id for i in registry.plugins("detector")] == ["right"]
    assert len(registry.failures) == 1
    assert reason in registry.failures[0].reason


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import a_module_that_is_not_there", "ModuleNotFoundError"),
        ("def create(options):\n    return 1 / 0", "ZeroDivisionError"),
        ("def create(options):\n    return object()", "did not return a Detector"),
        ("", "AttributeError"),
    ],
)
def test_a_plugin_that_fails_is_set_aside(tmp_path: Path, code: str, reason: str) -> None:
    plugin(tmp_path, "breaks", code)
    plugin(tmp_path, "right")
    registry = Registry.discover(tmp_path)
    with pytest.raises(PluginError, match=reason):
        registry.detector("breaks", PluginOptions())
    assert [i.id for i in registry.plugins("detector")] == ["right"]
    assert reason in registry.failures[0].reason


def test_what_a_plugin_says_to_the_user_comes_through(tmp_path: Path) -> None:
    code = (
        "from core.api import ModelError\n"
        "def create(options):\n    raise ModelError('weights are missing', 'Install them')\n"
    )
    plugin(tmp_path, "asks", code)
    registry = Registry.discover(tmp_path)
    with pytest.raises(ModelError, match="weights are missing"):
        registry.detector("asks", PluginOptions())
    assert registry.failures == []


def test_the_first_of_two_with_one_id_stays(tmp_path: Path) -> None:
    first = plugin(tmp_path / "one", "twin")
    plugin(tmp_path / "two", "twin")
    registry = Registry.discover(tmp_path / "one", tmp_path / "two")
    assert registry.info("detector", "twin").folder == first
    assert "already a plugin" in registry.failures[0].reason


def test_an_unknown_id_names_the_known_ones(tmp_path: Path) -> None:
    plugin(tmp_path, "known")
    with pytest.raises(PluginError) as caught:
        Registry.discover(tmp_path).info("detector", "unknown")
    assert "known" in caught.value.hint


@pytest.mark.parametrize("lack", ["no_such_module", "no_such.inner", "core/no_such_file.xml"])
def test_a_plugin_that_needs_what_is_not_installed_is_absent(tmp_path: Path, lack: str) -> None:
    manifest = MANIFEST.replace("api = 1", f'api = 1\nrequires = ["numpy", "{lack}"]')
    plugin(tmp_path, "wants", manifest=manifest)
    plugin(tmp_path, "right", manifest=manifest.replace(lack, "core/registry.py"))
    registry = Registry.discover(tmp_path)
    assert registry.failures == []
    assert [i.id for i in registry.plugins("detector")] == ["right"]
    assert list(registry.absent) == ["wants"]
    assert registry.absent["wants"].reason == f"it needs what is not installed: {lack}"
    with pytest.raises(PluginError, match=f"'wants' cannot be used: it needs .*{lack}"):
        registry.info("detector", "wants")


@pytest.mark.parametrize("values", [{"size": 31}, {"size": True}, {"size": 1.5}, {"no": 1}])
def test_options_are_checked(tmp_path: Path, values: dict[str, object]) -> None:
    info = read_manifest(plugin(tmp_path, "mine"))
    assert info.values() == {"size": 20, "way": "fast"}
    with pytest.raises(PluginError):
        info.values(values)


def test_the_built_in_plugins_are_all_there() -> None:
    registry = Registry.discover(builtin_folder())
    # One is there only where its package is, which is none of ours.
    assert {f.folder.name for f in registry.failures} <= {"mmdetection"}
    assert registry.failures == []
    detectors = {i.id: i.finds for i in registry.plugins("detector")}
    assert detectors["mtcnn"] == "faces"
    objects = {"ssd300", "ssdlite", "retinanet", "fcos", "faster_rcnn", "mask_rcnn"}
    objects |= {"keypoint_rcnn", "onnx_yolo"}
    assert {id for id, finds in detectors.items() if finds == "objects"} >= objects
    assert {i.id for i in registry.plugins("scorer")} >= {"syncnet", "av_cca"}


# --- what it needs, finds and computes on ------------------------------------------------------


def test_a_plugin_that_needs_what_is_not_installed_is_absent_and_no_failure(tmp_path: Path) -> None:
    more = 'requires = ["json", "no_such_module_of_ours"]\n'
    plugin(tmp_path, "needs", manifest=more + MANIFEST)
    registry = Registry.discover(tmp_path)
    assert registry.failures == []
    assert registry.plugins("detector") == []
    assert "not installed: no_such_module_of_ours" in registry.absent["needs"].reason
    with pytest.raises(PluginError, match="no_such_module_of_ours"):
        registry.info("detector", "needs")


def test_what_it_finds_and_computes_on_is_told(tmp_path: Path) -> None:
    more = 'finds = "objects"\ndevices = ["cuda", "cpu"]\nthreads = "any"\nrequires = ["json"]\n'
    info = read_manifest(plugin(tmp_path, "told", manifest=more + MANIFEST))
    assert (info.finds, info.threads, info.requires) == ("objects", "any", ("json",))
    assert [info.device(device) for device in ("cuda", "mps", "cpu")] == ["cuda", "cpu", "cpu"]
    plain = read_manifest(plugin(tmp_path, "plain"))
    assert (plain.finds, plain.devices, plain.threads) == ("faces", ("cpu", "cuda", "mps"), "one")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('finds = "cats"', "finds is one of faces, objects"),
        ('threads = "two"', "threads is one of one, any"),
        ('devices = ["tpu"]', "devices is a list out of"),
        ("devices = []", "devices is a list out of"),
        ('devices = "cpu"', "devices is a list out of"),
        ("requires = [1]", "requires is a list of names"),
    ],
)
def test_wrong_words_of_a_manifest_are_told(tmp_path: Path, line: str, reason: str) -> None:
    plugin(tmp_path, "odd", manifest=line + "\n" + MANIFEST)
    (failure,) = Registry.discover(tmp_path).failures
    assert reason in failure.reason


def test_plugins_of_a_user_need_consent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path))
    plugin(plugins_dir(), "mine")
    plugin(plugins_dir(), "old", manifest=MANIFEST.replace("api = 1", "api = 99"))
    plugin(plugins_dir(), "broken", code="raise OSError('no')")

    def ids() -> set[str]:
        default_registry.cache_clear()
        return {info.id for info in default_registry().plugins("detector")}

    try:
        assert ids().isdisjoint({"mine", "broken"})
        assert default_registry().failures == []
        save_settings(replace(Settings(), user_plugins=True))
        assert ids() >= {"mine", "broken", "mtcnn"}
        registry = default_registry()
        assert registry.detector("mine", PluginOptions(values={"size": 20})).labels == ("face",)
        with pytest.raises(PluginError, match="no"):
            registry.detector("broken", PluginOptions())
        assert {f.folder.name for f in registry.failures} == {"old", "broken"}
        assert any("made for API 99" in f.reason for f in registry.failures)
        # The others go on.
        assert {i.id for i in registry.plugins("detector")} >= {"mine", "mtcnn"}
    finally:
        default_registry.cache_clear()
