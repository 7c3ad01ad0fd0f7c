"""The window's part of inbox."""
