"""The page that saves reports."""
