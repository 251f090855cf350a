"""Korean and English, chosen at run time: no text stays behind, no text was forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from core.errors import MediaError
from core.exchange.coco import ExportSummary, LeftOut
from core.model import verdict_edits
from core.model.values import VerdictValue
from core.model.verdict_edits import Decision
from gui.core_texts import core_text, messages, pattern_of
from gui.dialogs.export_coco import ExportCocoDialog, show_summary
from gui.dialogs.go_to import GoToDialog
from gui.errors import ErrorReporter, describe
from gui.language import Language, language, without_mnemonic
from gui.program import Program
from tests.gui.helpers import analyse_by_hand, open_file
from tests.gui.seen import english_left, korean_left, texts_of


@pytest.fixture(autouse=True)
def english_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    language().choose("en")


@pytest.fixture
def reviewed(program: Program, demo_clip: Path, qtbot: Any) -> Program:
    """The demo clip with tracks, scores and a verdict, everything shown that can be."""
    open_file(program, demo_clip, qtbot)
    analyse_by_hand(program)
    document = program.session.document
    track = program.session.tracks[0].id
    program.session.do(
        verdict_edits.set_verdict(
            document, track, VerdictValue.OUT_OF_SYNC, Decision("민지", "2026-01-01T00:00:00")
        )
    )
    program.session.select(track)
    program.viewing.look_panel.open()
    program.actions["face_panel"].setChecked(True)
    qtbot.waitUntil(lambda: program.review.findings.ready, timeout=15000)
    qtbot.waitUntil(lambda: not program.plotting.busy, timeout=15000)
    panel = program.viewing.face_panel
    qtbot.waitUntil(lambda: panel.picture is not None and not program.filing.busy, timeout=15000)
    return program


def choose(program: Program, code: str, qtbot: Any) -> None:
    """As the menu does."""
    program.actions[f"language_{code}"].trigger()
    assert language().code == code
    # Qt's own widgets follow with an event; models that were read anew are asked by their views.
    QApplication.processEvents()
    panel = program.viewing.face_panel
    qtbot.waitUntil(lambda: not program.plotting.busy, timeout=15000)
    if panel.isVisible():
        # Asked for anew, it comes from its decoder.
        qtbot.waitUntil(lambda: bool(panel.caption.text()), timeout=15000)


def wrong(root: QWidget, is_wrong: Callable[[str], bool]) -> list[str]:
    return sorted({f"{where}: {text!r}" for where, text in texts_of(root) if is_wrong(text)})


def test_the_empty_window_is_korean_when_it_is_chosen(program: Program, qtbot: Any) -> None:
    choose(program, "ko", qtbot)
    assert "\n".join(wrong(program.window, english_left)) == ""


def test_everything_follows_the_language_at_run_time_and_back(
    reviewed: Program, qtbot: Any
) -> None:
    before = sorted(set(texts_of(reviewed.window)))
    assert [text for _where, text in before if korean_left(text)] == []
    choose(reviewed, "ko", qtbot)
    assert "\n".join(wrong(reviewed.window, english_left)) == ""
    assert "영상" in reviewed.window.docks["videos"].windowTitle()
    choose(reviewed, "en", qtbot)
    assert "\n".join(wrong(reviewed.window, korean_left)) == ""
    assert set(texts_of(reviewed.window)) ^ set(before) == set()


def test_a_window_that_begins_in_korean_says_the_same_as_one_that_was_switched(
    make_program: Callable[..., Program], qtbot: Any
) -> None:
    first = make_program()
    choose(first, "ko", qtbot)
    switched = sorted(set(texts_of(first.window)))
    first.window.close()
    second = make_program()
    assert language().code == "ko"
    assert sorted(set(texts_of(second.window))) == switched


def dialogs(program: Program) -> dict[str, Callable[[], QDialog]]:
    reporter = ErrorReporter(program.window)

    def error() -> QDialog:
        reporter.report(MediaError("is not a readable video", "Check the permissions", "/a/b.mp4"))
        (box,) = reporter.open_dialogs
        return box

    summary = ExportSummary(
        Path("/a/b.json"), 1, 2, 1, 1, ("face",),
        (LeftOut("boxes of no size in the picture", 3),),
        ("2 tracks were changed after their sync was measured",),
    )  # fmt: skip
    return {
        "settings": program.app_control.show_settings,
        "keys": program.app_control.edit_keys,
        "key list": program.app_control.show_key_list,
        "about": program.app_control.show_about,
        "export": lambda: ExportCocoDialog(Path("/a/b.json"), [1, 2], 1, program.window),
        "exported": lambda: show_summary(program.window, summary),
        "go to": lambda: GoToDialog(program.session, program.window),
        "error": error,
    }


@pytest.mark.parametrize(
    "name",
    ["settings", "keys", "key list", "about", "export", "exported", "go to", "error"],
)
def test_no_dialog_is_left_untranslated(
    name: str, program: Program, demo_clip: Path, qtbot: Any
) -> None:
    open_file(program, demo_clip, qtbot)
    choose(program, "ko", qtbot)
    dialog = dialogs(program)[name]()
    dialog.show()
    qtbot.waitExposed(dialog)
    assert "\n".join(wrong(dialog, english_left)) == ""
    dialog.close()


def test_the_open_list_of_keys_follows_the_language(program: Program, qtbot: Any) -> None:
    keys = program.app_control.show_key_list()
    choose(program, "ko", qtbot)
    assert "\n".join(wrong(keys, english_left)) == ""
    keys.close()


def test_the_system_decides_where_nothing_is_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Language(qapp)
    one.setObjectName("another")
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("ko_KR"))
    one.choose("auto")
    assert one.code == "ko"
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("de_DE"))
    one.choose("auto")
    assert one.code == "en"
    one.deleteLater()


def test_a_translation_that_is_not_there_is_told_and_the_window_says_it_is_english(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    one = Language(qapp)
    one.setObjectName("another")
    monkeypatch.setattr("gui.language._FOLDER", tmp_path)
    one.choose("ko")
    assert one.code == "en"
    assert [(r.levelname, str(tmp_path) in r.getMessage()) for r in caplog.records] == [
        ("ERROR", True)
    ]
    one.deleteLater()


_OWN_WORDS = re.compile(r"(?:^|\})[^{]*[A-Za-z]{2}")
"""Outside of gaps."""

# --- what the core says ------------------------------------------------------------------------


def filled(template: str) -> str:
    """A text as the core would make it from a template."""
    number = iter(range(11, 99))
    while "{" in template:
        head, _, rest = template.partition("{")
        template = f"{head}{next(number)}{rest.partition('}')[2]}"
    return template


def test_what_the_core_says_is_known_by_its_template() -> None:
    language().choose("ko")
    assert len(messages()) > 100
    for template in messages():
        text = filled(template)
        said = core_text(text)
        # Names alone say the same in every language.
        named = not english_left(text) or not _OWN_WORDS.search(template)
        assert korean_left(said) or named, said
        # Every figure of it is still there.
        for value in (str(number) for number in range(11, 99)):
            assert text.count(value) <= said.count(value), said


def test_a_reason_within_a_reason_is_translated_too() -> None:
    language().choose("ko")
    said = core_text("the settings cannot be saved: the disk is full")
    assert said == "설정을 저장할 수 없습니다: 디스크가 가득 찼습니다"
    assert core_text("Something nobody ever wrote") == "Something nobody ever wrote"
    assert core_text("") == ""
    language().choose("en")
    assert core_text("the disk is full") == "the disk is full"


def test_a_template_recognises_only_its_own_texts() -> None:
    pattern = pattern_of("the file cannot be read ({strerror})")
    assert pattern.fullmatch("the file cannot be read (No such device)")
    assert not pattern.fullmatch("the file cannot be read")


def test_an_error_is_told_in_korean_with_the_name_of_its_file() -> None:
    language().choose("ko")
    text, hint, _details = describe(
        MediaError("is not a readable video", "Check the permissions", "/영상/가.mp4")
    )
    assert text == "가.mp4: 읽을 수 있는 영상이 아닙니다."
    assert hint == "권한을 확인하세요.\n\n/영상/가.mp4"


def test_the_delay_is_read_back_from_korean_words(reviewed: Program, qtbot: Any) -> None:
    choose(reviewed, "ko", qtbot)
    spin = reviewed.window.transport.correction.spin
    for ms in (-40, 0, 40):
        assert spin.valueFromText(spin.textFromValue(ms)) == ms


def test_marks_for_the_keys_of_menus_are_taken_off() -> None:
    assert without_mnemonic("&Open video…") == "Open video"
    assert without_mnemonic("영상 열기(&O)…") == "영상 열기"
    assert without_mnemonic("Reset a&ll") == "Reset all"
