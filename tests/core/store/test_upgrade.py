"""Files of former versions: whatever a project of a released schema holds is there afterwards.

`data/schema-<n>.syncreview` was written by the program as it was with that schema, with what
`tests.core.store.test_project.fill` does. A file is never made anew; a new schema brings one more.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.model import edits
from core.model.document import Document
from core.model.values import Box
from core.store import schema
from core.store.project import Project
from tests.core.documents import pts_of, state
from tests.core.store.test_project import fill
from tests.core.store.walking import redo, undo

DATA = Path(__file__).parent / "data"
VERSIONS = range(1, schema.current_version() + 1)


def without_digests(doc: Document) -> tuple[object, ...]:
    """The state of a document but for what later versions know about detected boxes."""
    videos, analyses, tracks, *rest = state(doc)
    assert isinstance(tracks, dict)
    return videos, analyses, {id: replace(t, found="") for id, t in tracks.items()}, *rest


def test_each_schema_has_its_file() -> None:
    assert [path.stem for path in sorted(DATA.iterdir())] == [f"schema-{n}" for n in VERSIONS]
    for version in VERSIONS:
        with closing(sqlite3.connect(DATA / f"schema-{version}.syncreview")) as raw:
            assert schema.version_of(raw) == version


@pytest.mark.parametrize("version", VERSIONS[1:])
def test_everything_is_kept_and_can_be_undone(version: int, tmp_path: Path) -> None:
    path = tmp_path / "p.syncreview"
    shutil.copy(DATA / f"schema-{version}.syncreview", path)
    expected = Document()
    fill(expected)
    with Project.open(path) as project:
        assert without_digests(project.document) == without_digests(expected)
        assert [step.text for step in project.steps()] == ["Add video", "Analyse", "Move box"]
        project.document.apply(edits.set_box(project.document, 1, pts_of(7), Box(10, 20, 30, 40)))
    with Project.open(path) as project:
        for _ in range(4):
            assert undo(project)
        assert state(project.document) == state(Document())
        for _ in range(3):
            assert redo(project)
        assert without_digests(project.document) == without_digests(expected)
    with closing(sqlite3.connect(path)) as raw:
        assert schema.version_of(raw) == schema.current_version()
    old = path.with_name(f"{path.name}.v{version}.bak")
    assert old.exists() is (version < schema.current_version())
    if old.exists():
        with closing(sqlite3.connect(old)) as raw:
            assert schema.version_of(raw) == version
