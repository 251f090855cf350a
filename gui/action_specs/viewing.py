"""What is seen: the picture, the timeline, themes."""

from __future__ import annotations

from gui.action_specs.spec import QT_TRANSLATE_NOOP, Spec, has_media, has_video

SPECS: tuple[Spec, ...] = (
    Spec("fit", QT_TRANSLATE_NOOP("actions", "&Fit picture"), ("Ctrl+0",), has_media, "fit"),
    Spec(
        "zoom_in",
        QT_TRANSLATE_NOOP("actions", "Zoom &in"),
        ("Ctrl++", "Ctrl+="),
        has_media,
        repeats=True,
    ),
    Spec(
        "zoom_out", QT_TRANSLATE_NOOP("actions", "Zoom &out"), ("Ctrl+-",), has_media, repeats=True
    ),
    Spec("actual_size", QT_TRANSLATE_NOOP("actions", "&Actual size (1:1)"), ("Ctrl+1",), has_media),
    Spec(
        "pixel_grid", QT_TRANSLATE_NOOP("actions", "Pixel &grid up close"), ("G",), checkable=True
    ),
    Spec("look", QT_TRANSLATE_NOOP("actions", "&Brightness and channels…"), ("Ctrl+B",), has_media),
    Spec(
        "face_panel", QT_TRANSLATE_NOOP("actions", "What the &scorer sees"), ("F",), checkable=True
    ),
    Spec(
        "full_screen",
        QT_TRANSLATE_NOOP("actions", "F&ull screen"),
        ("F11",),
        has_media,
        checkable=True,
    ),
    Spec(
        "copy_frame", QT_TRANSLATE_NOOP("actions", "&Copy the frame"), ("Ctrl+Shift+C",), has_media
    ),
    Spec(
        "save_frame",
        QT_TRANSLATE_NOOP("actions", "Save the &frame as PNG…"),
        ("Ctrl+Shift+P",),
        has_media,
    ),
    Spec(
        "whole",
        QT_TRANSLATE_NOOP("actions", "&Whole video in the timeline"),
        ("Ctrl+9",),
        has_video,
    ),
    Spec(
        "colour_confidence",
        QT_TRANSLATE_NOOP("actions", "Colour by frame &confidence"),
        checkable=True,
    ),
    Spec("colour_track", QT_TRANSLATE_NOOP("actions", "Colour by &track"), checkable=True),
    Spec("colour_label", QT_TRANSLATE_NOOP("actions", "Colour by &label"), checkable=True),
    Spec("colour_score", QT_TRANSLATE_NOOP("actions", "Colour by detector &score"), checkable=True),
    Spec("theme_auto", QT_TRANSLATE_NOOP("actions", "Theme of the s&ystem"), checkable=True),
    Spec("theme_dark", QT_TRANSLATE_NOOP("actions", "D&ark"), checkable=True),
    Spec("theme_light", QT_TRANSLATE_NOOP("actions", "&Light"), checkable=True),
)
