"""Settings and folders."""

from __future__ import annotations

import json
import logging
from dataclasses import fields, replace
from pathlib import Path

import pytest

from core import settings as module
from core.errors import AppError
from core.settings import (
    Settings,
    config_dir,
    data_dir,
    load_settings,
    save_settings,
    settings_path,
    weights_dir,
)
from tests.core.obstacles import full_disk, read_only

CHANGED = Settings(
    "yunet",
    "syncnet",
    "cuda",
    "reference",
    ("/a/말.mp4", "/b.syncreview"),
    "민지",
    "ko",
    "dark",
    64,
    volume=35,
    muted=True,
    scrub_sound=True,
    reverse_sound=False,
    correction="manual",
    manual_delay_ms=-120,
    tolerance="2 frames",
    offline=True,
    check_updates=True,
    update_address="https://example.org/update.json",
    key_preset="cvat",
    keys=(("draw", ("B", "Shift+B")), ("mute", ())),
    colour_by="track",
    folded_lanes=("lane_wave",),
    follow="centre",
    keep_preset="own",
    keep_confidence=5.5,
    keep_offset=2,
    objects="ssdlite",
    detect_every=5,
    user_plugins=True,
    plugin_options=(("mtcnn", (("min_face", 40), ("min_score", 0.5))),),
    speaker="none",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_every_setting_is_read_with_a_check() -> None:
    assert set(module._READERS) == {f.name for f in fields(Settings)}
    assert all(getattr(CHANGED, f.name) != f.default for f in fields(Settings))


def test_folders_lie_under_the_given_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (data_dir(), config_dir(), weights_dir()):
        assert folder.is_relative_to(home)
    assert not home.exists()
    monkeypatch.delenv("SYNCREVIEW_HOME")
    assert "SyncReview" in str(data_dir())
    assert "SyncReview" in str(config_dir())


def test_a_home_behind_a_link_gives_the_paths_that_projects_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.setenv("SYNCREVIEW_HOME", str(tmp_path / "link"))
    assert data_dir() == tmp_path / "real" / "data"


def test_without_a_file_the_defaults_hold() -> None:
    assert load_settings() == Settings()


def test_only_what_differs_is_written() -> None:
    save_settings(replace(Settings(), theme="dark"))
    assert json.loads(settings_path().read_text()) == {"theme": "dark"}
    save_settings(CHANGED)
    assert load_settings() == CHANGED
    save_settings(Settings())
    assert json.loads(settings_path().read_text()) == {}
    assert [p.name for p in settings_path().parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\udcff"])
def test_a_damaged_file_gives_defaults_and_a_warning(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_bytes(text.encode(errors="surrogateescape"))
    with caplog.at_level(logging.WARNING):
        assert load_settings() == Settings()
    assert "settings are not readable" in caplog.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("frame_cache_mb", "512"),
        ("frame_cache_mb", True),
        ("frame_cache_mb", 0),
        ("recent_files", "a"),
        ("recent_files", [1]),
        ("reviewer", None),
        ("device", ["cpu"]),
        ("tolerance", "a bit"),
        ("keys", ["W"]),
        ("keys", {"draw": "W"}),
        ("unheard_of", 1),
    ],
)
def test_a_value_that_is_not_allowed_costs_only_itself(
    name: str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(json.dumps({name: value, "detector": "yunet"}))
    with caplog.at_level(logging.WARNING):
        assert load_settings() == Settings(detector="yunet")
    assert name in caplog.text


def test_what_another_version_wrote_stays() -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(json.dumps({"of_a_later_version": {"a": [1]}, "theme": "light"}))
    save_settings(replace(load_settings(), theme="dark"))
    assert json.loads(settings_path().read_text()) == {
        "of_a_later_version": {"a": [1]},
        "theme": "dark",
    }


def test_a_mistake_of_the_program_is_not_written() -> None:
    with pytest.raises(ValueError, match="not one of"):
        save_settings(replace(Settings(), mode="best"))
    assert not settings_path().exists()


def test_a_failed_write_keeps_what_was_there(home: Path) -> None:
    save_settings(CHANGED)
    with full_disk(), pytest.raises(AppError, match="too large") as caught:
        save_settings(Settings())
    assert caught.value.path == str(settings_path())
    with read_only(config_dir()), pytest.raises(AppError, match="access is denied") as caught:
        save_settings(Settings())
    assert caught.value.hint
    assert load_settings() == CHANGED
    assert [p.name for p in config_dir().iterdir()] == ["settings.json"]


def test_options_of_plugins_are_kept_by_plugin() -> None:
    settings = replace(CHANGED, plugin_options=CHANGED.with_options("av_cca", {"vshift": 9}))
    assert settings.options_of("av_cca") == {"vshift": 9}
    assert settings.options_of("mtcnn") == {"min_face": 40, "min_score": 0.5}
    assert settings.options_of("other") == {}
    save_settings(settings)
    assert load_settings() == settings
    assert dict(settings.with_options("mtcnn", {})).keys() == {"av_cca"}


def test_recent_files_come_newest_first_each_once(tmp_path: Path) -> None:
    settings = Settings()
    for i in [*range(12), 5]:
        settings = replace(settings, recent_files=settings.with_recent(tmp_path / f"{i}.mp4"))
    names = [Path(p).stem for p in settings.recent_files]
    assert names == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]


def test_settings_of_a_former_version_are_kept(home: Path) -> None:
    """The file was written by 0.1 and is never made anew."""
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((Path(__file__).parent / "data" / "settings-0.1.json").read_bytes())
    since = {
        field.name: field.default
        for field in fields(Settings)
        if field.name not in json.loads(path.read_text(encoding="utf-8"))
    }
    expected = replace(CHANGED, **since)
    assert load_settings() == expected
    save_settings(replace(load_settings(), volume=1))
    assert load_settings() == replace(expected, volume=1)
