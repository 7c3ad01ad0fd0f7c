"""The window's part of clocks."""
