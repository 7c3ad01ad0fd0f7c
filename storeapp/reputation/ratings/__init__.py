"""Ratings: counts by month and star, means with their likely range, what channels themselves show."""
