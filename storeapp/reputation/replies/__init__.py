"""Replies: templates, the checks of a draft, and what was answered how fast."""
