"""What is written of themes."""
