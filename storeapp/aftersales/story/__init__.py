"""The story of a case: what was said, paid, sent, noted and done, and in which order."""
