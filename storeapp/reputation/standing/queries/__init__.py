"""What is read of standing."""
