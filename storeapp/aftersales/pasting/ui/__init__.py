"""The window of pasted conversations."""
