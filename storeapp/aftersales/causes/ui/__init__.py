"""The window's part of causes."""
