"""What to write about: typed, pasted, or offered from what buyers ask, complain of, praise and buy."""
