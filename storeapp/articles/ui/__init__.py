"""The page of articles."""
