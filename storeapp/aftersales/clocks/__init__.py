"""The two clocks of a case: the platform's, and the shop's own in working hours."""
