"""The page of this room."""
