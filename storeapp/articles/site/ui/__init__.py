"""The tab of the own site."""
