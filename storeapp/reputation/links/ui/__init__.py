"""The window's part of links."""
