"""Weights files: the catalogue, and where the installed ones lie."""
