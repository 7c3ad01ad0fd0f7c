"""The window's part of ratings."""
