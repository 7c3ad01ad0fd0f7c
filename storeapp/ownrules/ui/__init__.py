"""The page Rule book."""
