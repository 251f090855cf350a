"""The review itself: frozen values, reversible edits and the document that they change."""
