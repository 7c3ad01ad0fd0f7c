"""The window's part of standing."""
