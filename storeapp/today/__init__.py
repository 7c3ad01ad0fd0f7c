"""What needs the owner now."""
