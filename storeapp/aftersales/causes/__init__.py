"""What cases cost, what causes them, and how well buyers are served."""
