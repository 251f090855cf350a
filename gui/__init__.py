"""The window. Imports core, never a plugin."""
