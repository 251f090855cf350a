"""Detectors and scorers: one folder each, with a manifest; see core.registry."""
