"""What goes into the frozen program; `app.spec` is its only reader, and installer/package.py."""
