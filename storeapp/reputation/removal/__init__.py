"""Removal: whether a review breaks its platform's rules, and the request that says so."""
