"""Guards over the repository itself."""
