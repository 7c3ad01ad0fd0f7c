"""Verbs of the mail account: keeping it, and sending through it."""
