"""The page of after-sales."""
