"""The pane, the checks and the form of templates that every room shows."""
