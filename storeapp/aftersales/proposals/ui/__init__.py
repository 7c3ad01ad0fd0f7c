"""The window of proposed cases."""
