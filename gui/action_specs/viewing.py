"""What is seen: the picture, the timeline, themes."""

from __future__ import annotations

from gui.action_specs.spec import (
    QT_TRANSLATE_NOOP,
    Spec,
    has_marks,
    has_media,
    has_track,
    has_video,
)

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
    Spec("zoom_marks", QT_TRANSLATE_NOOP("actions", "Zoom to the &marks"), ("Ctrl+8",), has_marks),
    Spec(
        "zoom_track",
        QT_TRANSLATE_NOOP("actions", "Zoom to the &selected track"),
        ("Ctrl+7",),
        has_track,
    ),
    Spec(
        "timeline_in",
        QT_TRANSLATE_NOOP("actions", "Zoom into the timeline"),
        ("=", "+"),
        has_video,
        repeats=True,
    ),
    Spec(
        "timeline_out",
        QT_TRANSLATE_NOOP("actions", "Zoom out of the timeline"),
        ("-",),
        has_video,
        repeats=True,
    ),
    Spec(
        "timeline_left",
        QT_TRANSLATE_NOOP("actions", "Move the timeline left"),
        ("Alt+Left",),
        has_video,
        repeats=True,
    ),
    Spec(
        "timeline_right",
        QT_TRANSLATE_NOOP("actions", "Move the timeline right"),
        ("Alt+Right",),
        has_video,
        repeats=True,
    ),
    Spec("follow", QT_TRANSLATE_NOOP("actions", "Next way to &follow"), ("Ctrl+Shift+F",)),
    Spec("follow_page", QT_TRANSLATE_NOOP("actions", "&Page by page"), checkable=True),
    Spec("follow_centre", QT_TRANSLATE_NOOP("actions", "Playhead in the &middle"), checkable=True),
    Spec("follow_off", QT_TRANSLATE_NOOP("actions", "&Do not follow"), checkable=True),
    Spec("lane_shots", QT_TRANSLATE_NOOP("actions", "&Shots"), checkable=True),
    Spec("lane_wave", QT_TRANSLATE_NOOP("actions", "So&und"), checkable=True),
    Spec("lane_spectrum", QT_TRANSLATE_NOOP("actions", "S&pectrogram"), checkable=True),
    Spec("lane_heat", QT_TRANSLATE_NOOP("actions", "Sync &map"), checkable=True),
    Spec("lane_confidence", QT_TRANSLATE_NOOP("actions", "&Confidence"), checkable=True),
    Spec("lane_speaking", QT_TRANSLATE_NOOP("actions", "Speakin&g"), checkable=True),
    Spec("lane_speakers", QT_TRANSLATE_NOOP("actions", "&Who speaks"), checkable=True),
    Spec("lane_tracks", QT_TRANSLATE_NOOP("actions", "&Tracks"), checkable=True),
    Spec("theme_auto", QT_TRANSLATE_NOOP("actions", "Theme of the s&ystem"), checkable=True),
    Spec("theme_dark", QT_TRANSLATE_NOOP("actions", "D&ark"), checkable=True),
    Spec("theme_light", QT_TRANSLATE_NOOP("actions", "&Light"), checkable=True),
)
