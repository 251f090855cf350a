"""Weights files: the catalogue, downloads, and what is done with the installed ones."""
