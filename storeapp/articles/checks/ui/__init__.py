"""The checks beside an article that is being written."""
