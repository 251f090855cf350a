"""Options of plugins on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from core import cli
from core.cli_options import given_options, positive
from core.errors import PluginError
from core.registry import Registry, builtin_folder


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.discover(builtin_folder())


def test_options_take_the_type_of_the_manifest(registry: Registry) -> None:
    given = ["mtcnn.min_face=40", "mtcnn.min_score=0.5", "av_cca.vshift=9"]
    found = given_options(given, registry)
    assert found == {"mtcnn": {"min_face": 40, "min_score": 0.5}, "av_cca": {"vshift": 9}}
    assert isinstance(found["mtcnn"]["min_face"], int)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("mtcnn.min_face", "is no option"),
        ("min_face=4", "is no option"),
        ("nobody.size=4", "there is no plugin"),
        ("mtcnn.colour=4", "has no option"),
    ],
)
def test_what_is_no_option_is_told(text: str, reason: str, registry: Registry) -> None:
    with pytest.raises(PluginError, match=reason) as caught:
        given_options([text], registry)
    assert caught.value.hint


def test_a_value_of_another_type_is_told_when_it_is_used(registry: Registry) -> None:
    (given,) = given_options(["mtcnn.min_face=large"], registry).values()
    with pytest.raises(PluginError, match="takes a value of type int"):
        registry.info("detector", "mtcnn").values(given)


def test_numbers_from_one_on() -> None:
    assert positive("12") == 12
    for text in ("0", "-1", "x", "1.5"):
        with pytest.raises(argparse.ArgumentTypeError):
            positive(text)


@pytest.mark.parametrize("given", ["demo.syncreview", "폴더/영상 1.mp4", "./video"])
def test_a_file_alone_is_opened(given: str) -> None:
    args = cli.parse([given, "second.mp4"])
    assert args.command == "open"
    assert args.paths == [Path(given), Path("second.mp4")]


def test_a_mistyped_command_is_told_and_not_opened(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.parse(["analyse", "video.mp4"])
    assert caught.value.code == cli.USAGE
    assert "invalid choice: 'analyse'" in capsys.readouterr().err


def test_without_arguments_and_with_options_nothing_is_opened() -> None:
    assert cli.parse([]).command is None
    assert cli.parse(["--time-start"]).command is None
    assert cli.parse(["export", "a.syncreview", "--coco", "b.json"]).command == "export"
