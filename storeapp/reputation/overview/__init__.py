"""Overview: the page Reputation, its cards and its tabs."""
