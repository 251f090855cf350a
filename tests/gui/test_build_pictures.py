"""The committed pictures of builds show what the application's SVG shows."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QImageReader

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "installer" / "pictures" / "make.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pictures", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _pictures(ico: Path) -> dict[int, QImage]:
    reader = QImageReader(str(ico))
    found = {}
    for number in range(reader.imageCount()):
        assert reader.jumpToImage(number)
        image = reader.read()
        found[image.width()] = image
    return found


def _values(image: QImage) -> np.ndarray:
    """(height, width, 4) premultiplied, so that what is transparent has no colour."""
    flat = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    shape = flat.height(), flat.width(), 4
    return np.frombuffer(bytes(flat.constBits()), np.uint8).reshape(shape).astype(int)


def test_the_icon_has_every_size_and_is_the_svg(script: ModuleType) -> None:
    pictures = _pictures(script.ICO)
    assert tuple(sorted(pictures)) == script.SIZES
    for size, picture in pictures.items():
        assert picture.height() == size
        difference = np.abs(_values(picture) - _values(script.drawn(script.SVG, size)))
        # Another version of Qt may smooth edges a little differently.
        assert difference.mean() < 2, f"{size}: run installer/pictures/make.py"
        assert (_values(picture)[0, 0] == 0).all()


def test_icon_and_splash_of_other_systems_are_the_svg(script: ModuleType) -> None:
    icon = QImage(str(script.HERE / "icon.png"))
    assert icon.width() == icon.height() == script.PNG_SIZE
    drawn = _values(script.drawn(script.SVG, script.PNG_SIZE))
    assert np.abs(_values(icon) - drawn).mean() < 2
    splash = QImage(str(script.HERE / "splash.png"))
    shown = _values(splash)[64 : 64 + 112, 24 : 24 + 112, :3]
    whole = _values(script.drawn(script.SVG, 112))
    opaque = whole[..., 3] == 255
    assert np.abs(shown[opaque] - whole[opaque][:, :3]).mean() < 2


def test_it_is_made_as_it_is_committed(script: ModuleType, tmp_path: Path) -> None:
    ico = tmp_path / "made.ico"
    ico.write_bytes(script.icon(script.SVG, (16, 256)))
    assert sorted(_pictures(ico)) == [16, 256]


def test_the_installers_pages_show_the_icon_too(script: ModuleType, tmp_path: Path) -> None:
    shown = QImage(str(script.WIZARD))
    assert (shown.width(), shown.height()) == script.WIZARD_SIZE
    made = tmp_path / "made.bmp"
    made.write_bytes(script.wizard(script.SVG))
    assert np.abs(_values(shown) - _values(QImage(str(made)))).mean() < 2
    assert shown.pixelColor(0, 0) == shown.pixelColor(120, 470) == QColor(script.WIZARD_COLOUR)
    colours = {tuple(colour) for colour in _values(shown).reshape(-1, 4)[:, :3].tolist()}
    icon = _values(script.drawn(script.SVG, 256)).reshape(-1, 4)[:, :3].tolist()
    assert len(colours & {tuple(colour) for colour in icon}) > 3


@pytest.mark.qt_warns("Cannot read file")
def test_a_broken_svg_is_named(script: ModuleType, tmp_path: Path) -> None:
    broken = tmp_path / "broken.svg"
    broken.write_text("<svg")
    with pytest.raises(ValueError, match=r"broken\.svg"):
        script.icon(broken)
