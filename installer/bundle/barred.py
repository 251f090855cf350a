"""Runs the program from source without what the frozen one leaves out.

    python -m installer.bundle.barred --self-test

In seconds this shows what a build takes minutes for: whether anything needs a module that
`contents.EXCLUDES` names. Its arguments are the program's own.
"""

from __future__ import annotations

import sys

from installer.bundle.contents import EXCLUDES


def bar() -> None:
    """From now on importing an excluded module fails, as in the frozen program."""
    for name in EXCLUDES:
        sys.modules[name] = None  # type: ignore[assignment]


if __name__ == "__main__":
    bar()
    import main

    sys.exit(main.main())
