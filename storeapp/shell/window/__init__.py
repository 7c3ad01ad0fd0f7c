"""The window: what is around the pages."""
