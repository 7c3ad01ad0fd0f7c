"""The window's part of removal."""
