"""Where the picture lies: fit, actual size, zoom, pan, on screens and pixels of any shape."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QSizeF

from core.model.values import Box
from gui.player.camera import KEPT, Camera


def camera(
    picture: tuple[int, int] = (1920, 1080),
    room: tuple[int, int] = (800, 500),
    aspect: float = 1.0,
    ratio: float = 1.0,
) -> Camera:
    made = Camera()
    made.picture, made.aspect = QSizeF(*picture), aspect
    made.room, made.ratio = QSizeF(*room), ratio
    return made


RATIOS = [1.0, 1.25, 1.5, 2.0]


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("aspect", [1.0, 16 / 11, 8 / 9])
@pytest.mark.parametrize("room", [(800, 500), (333, 777), (1501, 203)])
def test_a_fitted_picture_takes_whole_device_pixels(
    ratio: float, aspect: float, room: tuple[int, int]
) -> None:
    it = camera((720, 576), room, aspect, ratio)
    it.corner = QPointF(211.4, 37.8)
    place = it.placement
    size = place.size(it.picture) * ratio
    start = (place.origin + it.corner) * ratio
    for value in (size.width(), size.height(), start.x(), start.y()):
        assert value == pytest.approx(round(value), abs=1e-6)
    assert size.width() / size.height() == pytest.approx(720 * aspect / 576, rel=0.01)
    assert place.origin.x() >= 7
    assert place.origin.y() >= 7
    # As large as the room allows: it touches the margin on one side.
    assert min(place.origin.x(), place.origin.y()) <= 9


@pytest.mark.parametrize("aspect", [1.0, 16 / 11, 8 / 9])
def test_boxes_stay_in_stored_pixels(aspect: float) -> None:
    it = camera((720, 576), aspect=aspect)
    rect = it.placement.rect(Box(0, 0, 720, 576))
    assert rect.width() / rect.height() == pytest.approx(720 * aspect / 576, rel=0.005)
    corner = it.placement.to_view(QPointF(100, 200))
    back = it.placement.to_source(corner)
    assert (back.x(), back.y()) == pytest.approx((100, 200))


@pytest.mark.parametrize("ratio", RATIOS)
def test_actual_size_is_one_device_pixel_per_pixel(ratio: float) -> None:
    it = camera(ratio=ratio)
    it.show_actual()
    assert it.placement.scale * ratio == pytest.approx(1)
    assert it.placement.across * ratio == pytest.approx(1)
    assert it.wanted_size() is None
    start = it.placement.origin * ratio
    assert start.x() == pytest.approx(round(start.x()), abs=1e-6)


def test_actual_size_of_oblong_pixels_loses_none() -> None:
    wide = camera((720, 576), aspect=16 / 11)
    wide.show_actual()
    assert wide.placement.scale == pytest.approx(1)
    assert wide.placement.across == pytest.approx(16 / 11)
    tall = camera((720, 480), aspect=8 / 9)
    tall.show_actual()
    assert tall.placement.across == pytest.approx(1)
    assert tall.placement.scale == pytest.approx(9 / 8)


def test_actual_size_keeps_the_middle_of_a_zoomed_view() -> None:
    it = camera()
    it.zoom(8, QPointF(700, 400))
    middle = it.placement.to_source(QPointF(400, 250))
    it.show_actual()
    after = it.placement.to_source(QPointF(400, 250))
    assert (after.x(), after.y()) == pytest.approx((middle.x(), middle.y()), abs=1)


def test_zooming_keeps_what_is_under_the_cursor_and_ends_at_the_fit() -> None:
    it = camera()
    spot = QPointF(300, 200)
    under = it.placement.to_source(spot)
    for _ in range(5):
        it.zoom(1.3, spot)
        now = it.placement.to_source(spot)
        assert (now.x(), now.y()) == pytest.approx((under.x(), under.y()))
    assert not it.is_fitted
    for _ in range(20):
        it.zoom(0.7, spot)
    assert it.is_fitted


def test_a_small_picture_can_be_smaller_than_the_fit_and_comes_back() -> None:
    it = camera((192, 112))
    fitted = it.placement.scale
    assert fitted > 2
    it.show_actual()
    assert it.placement.scale == 1
    it.zoom(0.5)
    assert it.placement.scale == 1
    it.zoom(1.5)
    assert it.placement.scale == pytest.approx(1.5)
    it.zoom(4)
    assert it.placement.scale == pytest.approx(6)
    it.zoom(0.1)
    assert it.is_fitted


@pytest.mark.parametrize("by", [(9, 0), (-9, 0), (0, 9), (0, -9)])
def test_the_picture_cannot_be_lost(by: tuple[float, float]) -> None:
    it = camera()
    it.zoom(3)
    for _ in range(30):
        it.pan(*by)
    rect = it.placement.rect(Box(0, 0, 1920, 1080))
    assert rect.right() >= KEPT - 1e-6
    assert rect.bottom() >= KEPT - 1e-6
    assert rect.left() <= 800 - KEPT + 1e-6
    assert rect.top() <= 500 - KEPT + 1e-6
    assert not it.visible().isEmpty()


def test_panning_right_shows_what_lies_right() -> None:
    it = camera()
    it.zoom(6)
    before = it.visible()
    it.pan(0.1, 0.0)
    assert it.visible().left() > before.left()
    assert it.visible().top() == before.top()


def test_a_resized_view_keeps_its_middle() -> None:
    it = camera()
    it.zoom(6, QPointF(100, 400))
    before = it.placement.to_source(QPointF(400, 250))
    it.resize(QSizeF(1000, 300))
    after = it.placement.to_source(QPointF(500, 150))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_a_fitted_view_stays_fitted_when_resized() -> None:
    it = camera()
    it.resize(QSizeF(1000, 300))
    assert it.is_fitted
    assert it.placement.size(it.picture).height() == pytest.approx(284, abs=1)


@pytest.mark.parametrize("ratio", RATIOS)
def test_the_wanted_size_is_that_on_the_screen_and_never_above_the_stored_one(
    ratio: float,
) -> None:
    it = camera(ratio=ratio)
    wanted = it.wanted_size()
    shown = it.placement.size(it.picture) * ratio
    assert wanted == (round(shown.width()), round(shown.height()))
    it.zoom(50)
    assert it.wanted_size() is None
    assert camera((192, 112), ratio=ratio).wanted_size() is None


def test_only_the_stretched_side_of_oblong_pixels_is_clipped() -> None:
    it = camera((720, 576), (1200, 560), aspect=16 / 11)
    assert it.wanted_size() == (720, 544)


def test_what_is_visible_are_whole_pixels_of_the_picture() -> None:
    it = camera()
    assert it.visible().getRect() == (0, 0, 1920, 1080)
    it.zoom(30, QPointF(400, 250))
    part = it.visible()
    assert part.width() < 80
    place = it.placement
    assert place.to_view(part.topLeft()).x() <= 0
    assert place.to_view(part.bottomRight()).y() >= 500


def test_without_a_picture_nothing_moves() -> None:
    it = camera((0, 0))
    it.zoom(2)
    it.show_actual()
    assert it.is_fitted
    assert it.wanted_size() is None
    assert it.visible().isEmpty()


def test_a_wheel_turned_sideways_leaves_the_fit_as_it_is() -> None:
    it = camera()
    it.zoom(1.0, QPointF(100, 100))
    assert it.is_fitted
