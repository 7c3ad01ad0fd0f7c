"""Ctrl+K: finds records and runs commands."""
