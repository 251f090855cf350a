"""Help, Check for updates: what is told of each answer; the daily check stays out of the way."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QToolButton

from core import __version__
from core.updates import publisher as module
from core.updates.publisher import Publisher
from core.updates.state import UpdateState, load_state, save_state
from gui.app import Run
from gui.dialogs.updates import UpdatesDialog
from gui.language import language
from gui.program import Program
from gui.updating import UpdateControl
from tests.core.updates.conftest import Signer, payload
from tests.core.weights.server import Server, serving
from tests.gui.seen import english_left
from tests.gui.test_access import nameless
from tests.gui.test_language import wrong


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def signer(server: Server, monkeypatch: pytest.MonkeyPatch) -> Signer:
    """Whom this program knows; the server is at the built-in address."""
    signer = Signer()
    known = Publisher(server.address + "/update.json", {signer.id: signer.public})
    for place in ("core.updates.check", "gui.dialogs.settings"):
        monkeypatch.setattr(f"{place}.publisher", lambda: known)
    server.content = signer.seal(payload())
    return signer


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was given."""
    found: list[str] = []

    def browser(url: QUrl) -> bool:
        found.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", browser)
    return found


@pytest.fixture
def show(program: Program, qtbot: Any) -> Callable[[], UpdatesDialog]:
    """`show()`: the dialog of Help, Check for updates, once the check has ended."""

    def make() -> UpdatesDialog:
        program.actions["updates"].trigger()
        dialog: UpdatesDialog = [
            d for d in program.window.children() if isinstance(d, UpdatesDialog)
        ][-1]
        qtbot.waitUntil(lambda: not program.app_control.updates.running)
        return dialog

    return make


def offer(program: Program) -> QToolButton:
    (button,) = [
        b for b in program.window.statusBar().findChildren(QToolButton)
        if b.property("role") == "offer"
    ]  # fmt: skip
    return button


@pytest.mark.usefixtures("signer")
def test_a_newer_version_is_told_and_its_page_opened(
    program: Program, show: Callable[[], UpdatesDialog], opened: list[str], qtbot: Any
) -> None:
    dialog = show()
    assert dialog.heading.text() == "SyncReview 90.1.0 is available"
    assert dialog.text.text() == f"Published on 2026-03-04. You have {__version__}."
    assert dialog.notes.toPlainText() == "Faster.\n고쳤습니다."
    assert dialog.notes.isReadOnly()
    assert nameless(dialog) == []
    assert opened == []
    qtbot.mouseClick(dialog.download, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.more, Qt.MouseButton.LeftButton)
    assert opened == ["https://example.org/download", "https://example.org/notes"]
    dialog.close()
    assert offer(program).isVisible()
    assert offer(program).text() == "SyncReview 90.1.0 is available"
    offer(program).click()
    assert any(isinstance(d, UpdatesDialog) and d.isVisible() for d in program.window.children())


def test_notes_are_text_and_no_page(
    server: Server, signer: Signer, show: Callable[[], UpdatesDialog]
) -> None:
    server.content = signer.seal(payload(notes="<b>bold</b><img src='http://a/'>", notes_url=""))
    dialog = show()
    assert dialog.notes.toPlainText() == "<b>bold</b><img src='http://a/'>"
    assert not dialog.more.isVisible()


def test_no_news_is_told_as_such(
    server: Server, signer: Signer, program: Program, show: Callable[[], UpdatesDialog]
) -> None:
    server.content = signer.seal(payload(version=__version__))
    dialog = show()
    assert dialog.heading.text() == "You have the newest version"
    assert not dialog.download.isVisible()
    assert not dialog.notes.isVisible()
    assert not offer(program).isVisible()


def test_what_is_wrong_is_told_in_the_dialog_and_can_be_tried_again(
    server: Server, signer: Signer, program: Program, show: Callable[[], UpdatesDialog], qtbot: Any
) -> None:
    server.content = Signer().seal(payload())
    dialog = show()
    assert "signed by nobody that this program knows" in dialog.heading.text()
    assert "Nothing was taken from it" in dialog.text.text()
    assert not dialog.download.isVisible()
    server.content = signer.seal(payload())
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not program.app_control.updates.running)
    assert dialog.download.isVisible()


def test_without_an_address_it_says_so(show: Callable[[], UpdatesDialog]) -> None:
    if module.publisher().address:
        pytest.skip("this version has one built in")
    dialog = show()
    assert dialog.heading.text() == "No address is set at which new versions are announced."
    assert "in the settings" in dialog.text.text()


@pytest.mark.usefixtures("signer")
def test_offline_nothing_is_asked(
    server: Server, program: Program, show: Callable[[], UpdatesDialog]
) -> None:
    program.preferences.change(offline=True)
    assert "set to be offline" in show().heading.text()
    assert server.asked == []


@pytest.mark.usefixtures("signer")
def test_one_s_own_address_is_asked(
    server: Server, program: Program, show: Callable[[], UpdatesDialog]
) -> None:
    program.preferences.change(update_address=server.address + "/own.json")
    show()
    assert [path for path, _headers in server.asked] == ["/own.json"]


@pytest.mark.usefixtures("signer")
def test_a_closed_dialog_gives_the_check_up(server: Server, program: Program, qtbot: Any) -> None:
    server.silent = True
    dialog = program.app_control.show_updates()
    qtbot.waitUntil(lambda: bool(server.asked))
    assert dialog.waiting.isVisible()
    assert not dialog.again.isEnabled()
    dialog.close()
    assert not program.app_control.updates.running


@pytest.mark.usefixtures("signer")
def test_nothing_is_left_untranslated(
    show: Callable[[], UpdatesDialog], program: Program, qtbot: Any
) -> None:
    def left() -> list[str]:
        # Addresses are what the publisher gives.
        return [text for text in wrong(dialog, english_left) if "https://example" not in text]

    try:
        program.preferences.change(language="ko")
        dialog = show()
        assert "나왔습니다" in dialog.heading.text()
        assert left() == []
        program.preferences.change(offline=True)
        program.app_control.updates.check()
        qtbot.waitUntil(lambda: not program.app_control.updates.running)
        assert "오프라인" in dialog.heading.text()
        assert left() == []
    finally:
        language().choose("en")


# --- by itself -------------------------------------------------------------------------------


@pytest.fixture
def daily(program: Program, monkeypatch: pytest.MonkeyPatch) -> UpdateControl:
    """Begun, as in a window that is used: the first look comes at once."""
    monkeypatch.setattr(UpdateControl, "START_MS", 1)
    monkeypatch.setattr(UpdateControl, "AGAIN_MS", 20)
    return program.app_control.updates


@pytest.mark.usefixtures("signer")
def test_by_itself_it_asks_nobody_unless_it_is_turned_on(
    server: Server, program: Program, daily: UpdateControl, qtbot: Any
) -> None:
    daily.begin()
    qtbot.wait(200)
    assert server.asked == []
    program.preferences.change(check_updates=True, offline=True)
    qtbot.wait(200)
    assert server.asked == []


@pytest.mark.usefixtures("signer")
def test_turned_on_it_asks_once_a_day_and_offers_what_it_found(
    server: Server, program: Program, daily: UpdateControl, qtbot: Any
) -> None:
    program.preferences.change(check_updates=True)
    daily.begin()
    qtbot.waitUntil(lambda: offer(program).isVisible())
    qtbot.wait(300)
    assert len(server.asked) == 1
    assert not program.window.findChildren(UpdatesDialog)
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=25)
    save_state(UpdateState(yesterday, load_state().serials))
    qtbot.waitUntil(lambda: len(server.asked) == 2)


@pytest.mark.usefixtures("signer")
def test_by_itself_it_is_silent_about_what_fails(
    server: Server, program: Program, daily: UpdateControl, errors: list[BaseException],
    qtbot: Any, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    server.statuses = [500]
    program.preferences.change(check_updates=True)
    daily.begin()
    qtbot.waitUntil(lambda: "the server has trouble (500)" in caplog.text)
    assert errors == []
    assert daily.error is None
    assert not offer(program).isVisible()


@pytest.mark.usefixtures("signer")
def test_who_asks_while_it_looks_by_itself_gets_an_answer(
    server: Server, program: Program, daily: UpdateControl, qtbot: Any
) -> None:
    server.silent = True
    program.preferences.change(check_updates=True)
    daily.begin()
    qtbot.waitUntil(lambda: bool(server.asked))
    dialog = program.app_control.show_updates()
    server.silent = False
    qtbot.waitUntil(lambda: dialog.download.isVisible())


@pytest.mark.usefixtures("signer")
def test_a_window_that_was_closed_looks_no_more(
    server: Server, program: Program, daily: UpdateControl, qtbot: Any
) -> None:
    program.preferences.change(check_updates=True)
    daily.begin()
    program.close()
    qtbot.wait(100)
    assert server.asked == []


def test_only_a_window_that_is_used_looks_by_itself(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: Any
) -> None:
    begun: list[UpdateControl] = []
    monkeypatch.setattr(UpdateControl, "begin", lambda self: begun.append(self))
    for screenshot, times in ((None, 1), (tmp_path / "picture.png", 0)):
        begun.clear()
        run = Run(qapp, [], screenshot, None)
        run.leave = lambda _code: None
        run.show()
        ready: list[bool] = []
        qtbot.waitUntil(lambda run=run: run.program is not None)
        # Queued behind what is done once the window is ready.
        QTimer.singleShot(0, lambda ready=ready: ready.append(True))
        qtbot.waitUntil(lambda ready=ready: bool(ready))
        assert len(begun) == times
        run.window.close()
        run.close(0)


@pytest.mark.usefixtures("signer")
def test_the_dialog_turns_it_on(program: Program, show: Callable[[], UpdatesDialog]) -> None:
    dialog = show()
    assert not dialog.daily.isChecked()
    dialog.daily.click()
    assert program.preferences.settings.check_updates
