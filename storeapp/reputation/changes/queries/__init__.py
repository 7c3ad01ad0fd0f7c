"""What is read of changes."""
