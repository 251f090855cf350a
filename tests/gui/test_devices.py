"""What the networks run on is measured, told and copied; what Auto means is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox

from core.analysis import device_report
from core.analysis.device_report import DeviceReport, device_reports
from core.jobs import JobContext
from core.sync.precision import half_of
from gui.program import Program
from tests.gui.test_access import nameless


def test_the_cpu_is_measured_by_a_product_that_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_report, "_SECONDS", 0.02)
    reports = {report.id: report for report in device_reports(JobContext())}
    cpu = reports["cpu"]
    assert any(report.chosen for report in reports.values())
    assert cpu.problem == ""
    assert cpu.products[0].tflops > 0
    assert cpu.products[0].deviation < 1e-4
    halves = [] if half_of("cpu") == "fp32" else [half_of("cpu")]
    assert [product.precision for product in cpu.products] == ["fp32", *halves]
    for product in cpu.products[1:]:
        assert 1e-4 < product.deviation < 2e-2
    assert dict(cpu.facts)["Threads"].isdigit()


def test_a_device_that_fails_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_id: str, _precision: str, _ctx: JobContext) -> None:
        raise RuntimeError("no kernel image is available\nmore")

    monkeypatch.setattr(device_report, "_product", fails)
    (report, *_rest) = device_reports(JobContext())
    assert report.problem == "no kernel image is available"
    assert report.products == ()


def test_the_dialog_measures_and_copies(
    program: Program, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_report, "_SECONDS", 0.02)
    program.actions["devices"].trigger()
    (dialog,) = [d for d in program.window.children() if type(d).__name__ == "DevicesDialog"]
    qtbot.waitUntil(lambda: "CPU" in dialog.text.text(), timeout=60000)
    assert "tera operations a second" in dialog.text.text()
    assert nameless(dialog) == []
    dialog._copy()
    assert QGuiApplication.clipboard().text() == dialog.text.text()
    dialog.close()
    # torch is there now: what Auto means can be told.
    program.choices.tell_device()
    assert program.choices.device.itemText(0).startswith("Auto: ")


def test_measuring_does_not_wait_for_a_download(
    program: Program, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = DeviceReport("cpu", "A processor")
    monkeypatch.setattr("gui.dialogs.devices.device_reports", lambda _ctx: [report])
    released = threading.Event()
    program.fetching.submit("a slow download", lambda _ctx: released.wait(60))
    try:
        dialog = program.app_control.show_devices()
        qtbot.waitUntil(lambda: "A processor" in dialog.text.text(), timeout=15000)
        assert program.fetching.busy
    finally:
        released.set()
    qtbot.waitUntil(lambda: not program.fetching.busy, timeout=15000)
    dialog.close()


def test_what_auto_means_is_not_cut_off(
    make_program: Callable[..., Program], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.choices._auto_device", lambda: "Auto")
    program = make_program()
    device = program.choices.device
    qtbot.waitExposed(program.window)
    qtbot.wait(200)
    monkeypatch.setattr("gui.choices._auto_device", lambda: "Auto: CUDA")
    program.choices.tell_device()

    def room() -> int:
        option = QStyleOptionComboBox()
        device.initStyleOption(option)
        return (
            device.style()
            .subControlRect(
                QStyle.ComplexControl.CC_ComboBox,
                option,
                QStyle.SubControl.SC_ComboBoxEditField,
                device,
            )
            .width()
        )

    qtbot.waitUntil(lambda: room() >= device.fontMetrics().horizontalAdvance("Auto: CUDA"))
