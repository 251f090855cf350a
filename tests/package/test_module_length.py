from __future__ import annotations

from tests.package.repo import ROOT, tracked_files

PRODUCT_LINES = 400
TEST_LINES = 600


def test_no_module_is_too_long() -> None:
    too_long = []
    for path in tracked_files():
        if path.suffix != ".py":
            continue
        name = path.relative_to(ROOT)
        limit = TEST_LINES if name.parts[0] == "tests" else PRODUCT_LINES
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit:
            too_long.append(f"{name}: {lines} lines, at most {limit}; split it")
    assert not too_long, "\n".join(too_long)
