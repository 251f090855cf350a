"""Downloads a file until it is killed: `python -m tests.core.weights.killed ADDRESS`."""

from __future__ import annotations

import sys

from core.jobs import JobContext
from core.weights.download import fetch
from tests.core.weights.server import CONTENT, entry_for

if __name__ == "__main__":
    fetch(entry_for(CONTENT, sys.argv[1]), JobContext(), offline=False)
