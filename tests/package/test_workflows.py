"""The workflows of the build service: pinned, and calling what there is."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.package.repo import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def _steps(workflow: Path) -> str:
    lines = workflow.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def test_there_are_workflows_for_all_systems() -> None:
    text = "".join(_steps(workflow) for workflow in WORKFLOWS)
    assert set(re.findall(r"runs-on: (\w+)-", text)) == {"ubuntu", "windows", "macos"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_commits_with_their_release(workflow: Path) -> None:
    used = re.findall(r"uses: (.*)", _steps(workflow))
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_an_action_has_one_pin_everywhere() -> None:
    text = "".join(_steps(workflow) for workflow in WORKFLOWS)
    pins = set(re.findall(r"uses: ([\w-]+/[\w-]+)@(\w+)", text))
    assert len(pins) == len({action for action, _ in pins})


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_what_they_call_exists(workflow: Path) -> None:
    text = _steps(workflow)
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", text)) <= targets
    for module in re.findall(r"python -m (installer[\w.]*)", text):
        assert find_spec(module) is not None, module
    for path in re.findall(r"-r (\S+\.txt)|\b(app\.spec|main\.py)\b|(\.ci/\w+)", text):
        assert (ROOT / "".join(path)).is_file(), path
    for folder in re.findall(r"pytest (tests/\w+)", text):
        assert list((ROOT / folder).glob("test_*.py")), folder


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_secrets_are_in_the_environment_only(workflow: Path) -> None:
    for line in _steps(workflow).splitlines():
        if "secrets." in line:
            assert re.fullmatch(r"\s+[A-Z_]+: \$\{\{ secrets\.\w+( != '')? \}\}", line), line
    assert re.search(r"^permissions:\n  contents: read\n", _steps(workflow), re.MULTILINE)
