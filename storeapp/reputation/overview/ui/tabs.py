"""The tabs of Reputation, one of each room that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storeapp.kernel.text import N_
from storeapp.qtkit.tabs import TabPlan, TabViews
from storeapp.reputation.reviews.ui.wing_page import (
    LINKS,
    OVERVIEW,
    PRODUCTS,
    REVIEWS,
    STANDING,
    THEMES,
    TRUST,
    WingPage,
)

if TYPE_CHECKING:
    from storeapp.reputation.inbox.ui.tab import ReviewsView
    from storeapp.reputation.links.ui.tab import LinksView
    from storeapp.reputation.overview.ui.overview_tab import OverviewView
    from storeapp.reputation.overview.ui.products_tab import ProductsView
    from storeapp.reputation.standing.ui.tab import StandingView
    from storeapp.reputation.themes.ui.tab import ThemesView
    from storeapp.reputation.trust.ui.tab import TrustView

WING = "storeapp.reputation"

# The action "reputation.<key>" of the page leads to each.
PLANS = (
    TabPlan(OVERVIEW, N_("Overview"), f"{WING}.overview.ui.overview_tab", "OverviewView", asks=True),
    TabPlan(REVIEWS, N_("Reviews"), f"{WING}.inbox.ui.tab", "ReviewsView"),
    TabPlan(PRODUCTS, N_("Products"), f"{WING}.overview.ui.products_tab", "ProductsView", asks=True),
    TabPlan(THEMES, N_("Themes"), f"{WING}.themes.ui.tab", "ThemesView", asks=True),
    TabPlan(STANDING, N_("Standing"), f"{WING}.standing.ui.tab", "StandingView"),
    TabPlan(TRUST, N_("Trust"), f"{WING}.trust.ui.tab", "TrustView"),
    TabPlan(LINKS, N_("To confirm"), f"{WING}.links.ui.tab", "LinksView"),
)


class ReputationTabs(TabViews):
    """The views, each by its name; asking for one builds it."""

    def __init__(self, page: WingPage) -> None:
        super().__init__(page, PLANS)

    @property
    def overview(self) -> OverviewView:
        """Channels, ratings over time, themes and replies."""
        return cast("OverviewView", self.view(OVERVIEW))

    @property
    def reviews(self) -> ReviewsView:
        """The list of reviews and its inspector."""
        return cast("ReviewsView", self.view(REVIEWS))

    @property
    def products(self) -> ProductsView:
        """The ranking of products."""
        return cast("ProductsView", self.view(PRODUCTS))

    @property
    def themes(self) -> ThemesView:
        """What buyers praise and complain about."""
        return cast("ThemesView", self.view(THEMES))

    @property
    def standing(self) -> StandingView:
        """Each channel's place on its platform's ladders."""
        return cast("StandingView", self.view(STANDING))

    @property
    def trust(self) -> TrustView:
        """Why buyers trust the shop."""
        return cast("TrustView", self.view(TRUST))

    @property
    def links(self) -> LinksView:
        """What only the owner can confirm."""
        return cast("LinksView", self.view(LINKS))
