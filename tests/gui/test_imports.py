from __future__ import annotations

from tests.package.repo import HEAVY, loaded_by, product_modules


def test_the_window_loads_without_torch() -> None:
    # The window must be there before torch is: that takes seconds.
    names = product_modules("gui")
    assert "gui.undo" in names
    assert loaded_by(names, HEAVY) == []
