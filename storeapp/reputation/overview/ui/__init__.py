"""The window's part of overview."""
