"""The window's part of reviews."""
