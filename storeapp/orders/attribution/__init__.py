"""Which order came from where, and how that is known."""
