"""The window's part of trust."""
