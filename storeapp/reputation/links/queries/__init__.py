"""What is read of links."""
