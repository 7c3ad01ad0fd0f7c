"""What the shop says of itself: who it is, for whom, what its texts are for, and what speaks for it."""
