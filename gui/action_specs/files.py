"""Files: what is opened, saved, exported."""

from __future__ import annotations

from gui.action_specs.spec import QT_TRANSLATE_NOOP, Spec, has_project

SPECS: tuple[Spec, ...] = (
    Spec(
        "open_video",
        QT_TRANSLATE_NOOP("actions", "&Open video…"),
        ("Ctrl+O",),
        icon="open",
        short=QT_TRANSLATE_NOOP("actions", "Open"),
    ),
    Spec("open_project", QT_TRANSLATE_NOOP("actions", "Open &project…"), ("Ctrl+Shift+O",)),
    Spec("open_demo", QT_TRANSLATE_NOOP("actions", "Open the &demo clip")),
    Spec(
        "save_as",
        QT_TRANSLATE_NOOP("actions", "&Save project as…"),
        ("Ctrl+Shift+S",),
        has_project,
    ),
    Spec(
        "export_coco",
        QT_TRANSLATE_NOOP("actions", "&Export COCO…"),
        ("Ctrl+E",),
        lambda s: s.video and not s.indexing,
        "export",
    ),
    Spec(
        "locate_file",
        QT_TRANSLATE_NOOP("actions", "Locate this &video…"),
        enabled=lambda s: s.missing and s.writable,
    ),
    Spec(
        "locate_folder",
        QT_TRANSLATE_NOOP("actions", "Locate &missing media…"),
        enabled=lambda s: s.project and s.writable,
    ),
    Spec("quit", QT_TRANSLATE_NOOP("actions", "&Quit"), ("Ctrl+Q",)),
)
