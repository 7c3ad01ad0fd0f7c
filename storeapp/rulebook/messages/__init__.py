"""The rules of what a shop writes: replies, review requests, articles, offers, as dated rows and their checks."""
