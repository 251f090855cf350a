"""The Windows installer under Wine. `make installer` and .ci/run call it; it skips nothing."""
