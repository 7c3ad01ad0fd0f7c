"""The window that assembles the pages."""
