"""The window's part of themes."""
