"""The project file: one SQLite database with the suffix `.syncreview`."""
