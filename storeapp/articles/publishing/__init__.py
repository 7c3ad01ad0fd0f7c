"""Bringing an article out: its words for each place, what the place takes, the formats, and what is kept of it."""
