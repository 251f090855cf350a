"""What subcommands share: the choice of scorer, device and options of plugins."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.analysis.params import AnalysisParams
    from core.contract import Option
    from core.registry import Registry


def add_scoring(command: argparse.ArgumentParser) -> None:
    """Add the choices of `params_of` to a subcommand."""
    command.add_argument("--scorer", default="auto", metavar="ID", help="auto, syncnet or av_cca")
    command.add_argument(
        "--speaker", default="auto", metavar="ID", help="who speaks when: auto, none or lr_asd"
    )
    command.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="ID.KEY=VALUE",
        help="an option of a plugin, e.g. mtcnn.min_face=40; may be given again",
    )
    command.add_argument("--syncnet-weights", type=Path, metavar="FILE")
    command.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda", "mps"])
    command.add_argument(
        "--crop", default="face", choices=["face", "none"], help="none: the whole picture"
    )
    command.add_argument("--mode", default="robust", choices=["robust", "reference"])


def positive(text: str) -> int:
    """A whole number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def params_of(args: argparse.Namespace, registry: Registry, **more: Any) -> AnalysisParams:
    """The parameters that `analyze` and `rescore` both take.

    Raises:
        PluginError: an option of a plugin is not usable.
    """
    from core.analysis.params import AnalysisParams

    return AnalysisParams(
        options=given_options(args.option, registry),
        scorer=args.scorer,
        speaker=args.speaker,
        device=args.device,
        mode=args.mode,
        crop=args.crop,
        syncnet_weights=args.syncnet_weights,
        **more,
    )


def given_options(texts: Iterable[str], registry: Registry) -> dict[str, dict[str, object]]:
    """Options by plugin and key, each in the type that the plugin's manifest tells.

    Raises:
        PluginError: a text is no option, or the plugin has no such one.
    """
    from core.errors import PluginError

    found: dict[str, dict[str, object]] = {}
    for text in texts:
        place, equals, value = text.partition("=")
        plugin, dot, key = place.partition(".")
        if not equals or not dot:
            raise PluginError(f"{text!r} is no option", "Write ID.KEY=VALUE")
        info = registry.find(plugin)
        option = info.options.get(key)
        if option is None:
            raise PluginError(
                f"the plugin {plugin} has no option {key!r}",
                f"It knows: {', '.join(info.options) or 'none'}",
            )
        found.setdefault(plugin, {})[key] = _value(option, value)
    return found


def _value(option: Option, text: str) -> object:
    """The text as the option's type; what is none of it stays text, and is told when it is used."""
    try:
        if option.type == "int":
            return int(text)
        if option.type == "float":
            return float(text)
    except ValueError:
        return text
    if option.type == "bool":
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
            text.lower(), text
        )
    return text
