"""The window's part of replies."""
