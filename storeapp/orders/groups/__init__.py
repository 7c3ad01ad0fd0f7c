"""Buyers as groups, by the time between their orders."""
