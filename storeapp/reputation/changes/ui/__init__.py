"""The window's part of changes: what the owner does with an alert, wherever it is shown."""
