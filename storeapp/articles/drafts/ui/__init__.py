"""Where an article is written."""
