"""Promises as things of their own: made, moved, kept or broken."""
