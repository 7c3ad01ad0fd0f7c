"""Changes: what in the ratings is more than chance."""
