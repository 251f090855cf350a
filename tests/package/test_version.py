from __future__ import annotations

import re
import tomllib

import core
from tests.package.repo import ROOT, tracked_files


def test_the_version_is_written_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", core.__version__)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "core.__version__"}
    literal = re.compile(
        rf"^(__version__|VERSION|APP_VERSION)\b.*[\"']{re.escape(core.__version__)}", re.MULTILINE
    )
    places = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.suffix in {".py", ".toml", ".spec", ".nsi", ".sh"}
        and literal.search(path.read_text(encoding="utf-8"))
    ]
    assert places == ["core/__init__.py"]


def test_the_changelog_has_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{core.__version__}]" in changelog
