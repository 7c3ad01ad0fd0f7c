"""What is written of links."""
