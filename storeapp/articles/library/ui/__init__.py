"""The tab of the library, and how a picture comes from there into a text."""
