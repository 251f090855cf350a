"""Tests. A package, so that `tests/core` can never stand in for `core`."""
