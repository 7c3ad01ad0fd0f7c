"""The window's part of history."""
