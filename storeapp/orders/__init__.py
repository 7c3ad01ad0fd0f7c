"""What the shop sold."""
