"""Options of plugins on the command line."""

from __future__ import annotations

import argparse

import pytest

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
