"""The program around the work: settings, keys, language, panels, help."""

from __future__ import annotations

from gui.action_specs.spec import QT_TRANSLATE_NOOP, Spec

SPECS: tuple[Spec, ...] = (
    Spec("settings", QT_TRANSLATE_NOOP("actions", "Se&ttings…"), ("Ctrl+,",)),
    Spec("edit_keys", QT_TRANSLATE_NOOP("actions", "Change the &keys…"), ("Ctrl+Shift+K",)),
    Spec("devices", QT_TRANSLATE_NOOP("actions", "&Devices…")),
    Spec("plugins", QT_TRANSLATE_NOOP("actions", "&Plugins…")),
    Spec("key_list", QT_TRANSLATE_NOOP("actions", "&List of keys"), ("F1",)),
    Spec("updates", QT_TRANSLATE_NOOP("actions", "Check for &updates…")),
    Spec("next_panel", QT_TRANSLATE_NOOP("actions", "Ne&xt panel"), ("F6",)),
    Spec("previous_panel", QT_TRANSLATE_NOOP("actions", "Pre&vious panel"), ("Shift+F6",)),
    Spec("language_auto", QT_TRANSLATE_NOOP("actions", "Language of the &system"), checkable=True),
    # A language is found by its own name whatever the window speaks.
    Spec("language_en", "&English", checkable=True),
    Spec("language_ko", "&한국어", checkable=True),
)
