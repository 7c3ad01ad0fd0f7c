"""How the page Reputation makes the tabs it feeds itself, each when it is first chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from storeapp.kernel.targets import OpenReview, OpenStanding
from storeapp.reputation.overview.ui.overview_tab import OverviewView
from storeapp.reputation.overview.ui.products_tab import ProductsView
from storeapp.reputation.overview.ui.tabs import OVERVIEW, PRODUCTS, REVIEWS, STANDING, THEMES
from storeapp.reputation.reviews.records import Wanted

if TYPE_CHECKING:
    from storeapp.reputation.inbox.ui.tab import ReviewsView
    from storeapp.reputation.overview.ui.page import ReputationPage
    from storeapp.reputation.standing.ui.tab import StandingView


def make_overview(page: ReputationPage, parent: QWidget) -> OverviewView:
    """The cards of ratings; what is pressed in them leads to the reviews behind it."""
    view = OverviewView(page.desk, parent)
    view.reviews_asked.connect(page.show_reviews)
    view.products_asked.connect(partial(page.go, PRODUCTS))
    view.standing_asked.connect(lambda number: page.open_target(OpenStanding(number)))
    view.import_asked.connect(page.import_files)
    view.again_asked.connect(page.read_ratings)
    view.note_asked.connect(lambda number: page.verbs.note(number, page.channel_name(number)))
    view.review_asked.connect(lambda number: page.open_target(OpenReview(number)))
    view.theme_asked.connect(page.show_theme)
    view.themes_asked.connect(partial(page.go, THEMES))
    return view


def make_reviews(page: ReputationPage, parent: QWidget) -> ReviewsView:
    """The list of reviews and its inspector; with the reply desk these are most of the room's code."""
    view: ReviewsView = import_module("storeapp.reputation.inbox.ui.tab").ReviewsView(page, page.desk, parent)
    view.wanted_changed.connect(lambda wanted: page.bar.views.show_wanted(wanted))
    view.know_all(page.all_reviews)
    view.filters.know(page.channels)
    page.desk.actions.add_list(page, view.table)
    return view


def make_products(page: ReputationPage, parent: QWidget) -> ProductsView:
    """The ranking of products."""
    view = ProductsView(page.desk, parent)
    page.naming.serve(view.table)
    view.opened.connect(lambda number: page.show_reviews(Wanted(product=number)))
    view.import_asked.connect(page.import_files)
    view.again_asked.connect(page.read_ratings)
    return view


def make_standing(page: ReputationPage, parent: QWidget) -> StandingView:
    """Each channel's place on its platform's ladders."""
    view: StandingView = import_module("storeapp.reputation.standing.ui.tab").StandingView(page.desk, parent)
    view.verbs = import_module("storeapp.reputation.standing.ui.actions").StandingActions(page, view)
    view.import_asked.connect(page.import_files)
    view.again_asked.connect(page.read_ratings)
    return view


def wire_views(page: ReputationPage) -> None:
    """Let the saved views in the toolbar do what they say."""
    page.bar.views.chosen.connect(page.reviews.show_wanted)
    page.bar.views.removed.connect(page.verbs.remove_view)
    page.bar.views.save_asked.connect(page.verbs.save_view)


def ask_in_trust(page: ReputationPage, what: str) -> None:
    """Go to the tab Trust and open its dialog for a new "mention" or "rival"."""
    page.go("trust")
    view: Any = page.stack.view("trust")
    if what == "mention":
        view.mentions.ask_mention(None)
    else:
        view.rivals.ask_rival(None)


def ask_theme(page: ReputationPage) -> None:
    """Go to the tab Themes and ask for the name of a new one."""
    page.go(THEMES)
    view: Any = page.stack.view(THEMES)
    view.ask_new()


def find_in_reviews(page: ReputationPage) -> None:
    """Go to the list of reviews and put the cursor into its search."""
    page.go(REVIEWS)
    page.reviews.focus_search()


MAKERS: Mapping[str, Callable[[Any, QWidget], QWidget]] = {
    OVERVIEW: make_overview,
    REVIEWS: make_reviews,
    PRODUCTS: make_products,
    STANDING: make_standing,
}
