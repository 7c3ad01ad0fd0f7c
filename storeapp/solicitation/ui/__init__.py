"""The page of review requests."""
