"""The tabs of Reputation by name, and what they may ask of the page they stand on."""

from __future__ import annotations

from storeapp.qtkit.page import Page
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.reviews.records import ReviewFilters

OVERVIEW, REVIEWS, PRODUCTS, THEMES, STANDING = "overview", "reviews", "products", "themes", "standing"
TRUST, LINKS = "trust", "links"


class WingPage(Page):
    """The page above the rooms of the wing, as these see it."""

    @property
    def asked(self) -> Asked:
        """The channel, product and period chosen in the toolbar; a change lets the tab in front refresh."""
        raise NotImplementedError

    def show_reviews(self, wanted: ReviewFilters) -> None:
        """Show the reviews that pass these filters."""
        raise NotImplementedError

    def go(self, tab: str) -> None:
        """Bring a tab to the front, and the keys to its list."""
        raise NotImplementedError
