"""Markdown read and turned: pasted HTML into it, and it into what others read."""
