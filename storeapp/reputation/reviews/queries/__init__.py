"""What is read of reviews."""
