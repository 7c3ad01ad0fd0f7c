"""The page of customers and orders."""
