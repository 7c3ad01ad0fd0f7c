"""The pane of attached files that every room shows."""
