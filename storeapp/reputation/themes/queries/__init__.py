"""What is read of themes."""
