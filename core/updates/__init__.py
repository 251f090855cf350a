"""Whether there is a newer version: asked when a person wants it, believed when it is signed."""
