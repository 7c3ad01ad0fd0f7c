"""Inbox: the list of reviews with one of them beside it, and what is done with it."""
