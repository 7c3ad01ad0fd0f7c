"""What the owner can do on the page Reputation: each with its key, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.workbench.giving import give_action, give_rows
from storeapp.reputation.overview.ui.naming import Naming
from storeapp.reputation.overview.ui.tabs import PLANS, ReputationTabs
from storeapp.reputation.ratings.service import note_typed
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.ui.wing_page import REVIEWS, THEMES, TRUST, WingPage

ACTIONS = (
    ActionSpec("reputation.import", N_("Import reviews"), "import"),
    ActionSpec("reputation.overview", N_("Show the overview of ratings"), "chart"),
    ActionSpec("reputation.reviews", N_("Show all reviews"), "list"),
    ActionSpec("reputation.waiting", N_("Show reviews that wait for a reply"), "clock"),
    ActionSpec("reputation.products", N_("Show the ranking of products"), "tag"),
    ActionSpec("reputation.themes", N_("Show what buyers praise and complain about"), "message"),
    ActionSpec("reputation.theme", N_("Add a theme"), "plus"),
    ActionSpec("reputation.standing", N_("Show your standing on every channel"), "flag"),
    ActionSpec("reputation.trust", N_("Show why buyers trust you"), "shield-check"),
    ActionSpec("reputation.links", N_("Show reviews without an order"), "link"),
    ActionSpec("reputation.mention", N_("Add a post, an answer or an article"), "plus"),
    ActionSpec("reputation.rival", N_("Add a rival"), "target"),
    ActionSpec("reputation.find", N_("Find in these reviews"), "search", "Ctrl+F"),
    ActionSpec("reputation.reply", N_("Write the reply"), "reply", "E", scope="list"),
    ActionSpec("reputation.mark", N_("Mark as replied"), "check", "S", scope="list", waits=True),
    ActionSpec("reputation.unmark", N_("Mark as not replied"), "undo", scope="list", waits=True),
    ActionSpec("reputation.copy", N_("Copy reply"), "copy", scope="list", waits=True),
    ActionSpec("reputation.case", N_("Open the case of this review"), "lifebuoy", "C", scope="list", waits=True),
    ActionSpec("reputation.label", N_("Give this product a short name"), "tag", "F2", scope="list"),
    ActionSpec("reputation.about", N_("Say what these reviews are about…"), "tag", scope="list"),
    ActionSpec("reputation.photos", N_("Photos the buyer sent"), "image", scope="list"),
    ActionSpec("reputation.against", N_("Is this review against the rules?"), "flag", scope="list"),
    give_action("reputation"),
    ActionSpec("reputation.removals", N_("Show removal requests"), "list"),
    ActionSpec("reputation.save_view", N_("Save this view"), "plus"),
)


class FigureActions:
    """Notes what a channel itself shows of its rating."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self.desk, self.parent = desk, parent

    def ask(self, channel: int, name: str) -> None:
        """Ask for what a channel shows today."""
        self.desk.ask.text(
            self.parent,
            _("What does {channel} show today?").format(channel=name),
            _("A rating such as 4.8, a share such as 99.1%, or a score such as 463"),
            partial(self.note, channel),
            verb=_("Save it"),
        )

    def note(self, channel: int, typed: str) -> None:
        """Keep what was typed, with today's date."""
        self.desk.do(_("Noting a figure"), note_typed, channel, typed, said=_("Saved with today's date"))


def handlers(
    page: WingPage, tabs: ReputationTabs, naming: Naming, save_view: Callable[[], None]
) -> dict[str, Callable[[], Any]]:
    """By the id of the action. A tab that one of them needs may not be built yet: it is found when it is pressed."""

    def at(tab: str, then: Callable[[], Any]) -> Callable[[], None]:
        def go_and_do() -> None:
            page.go(tab)
            then()

        return go_and_do

    return {
        **{f"reputation.{plan.key}": partial(page.go, plan.key) for plan in PLANS},
        "reputation.import": partial(page.desk.navigate, OpenPage("import")),
        "reputation.waiting": partial(page.show_reviews, ReviewFilters(reply="waiting", sort="wait")),
        "reputation.mention": at(TRUST, lambda: tabs.trust.mentions.ask_mention(None)),
        "reputation.rival": at(TRUST, lambda: tabs.trust.rivals.ask_rival(None)),
        "reputation.theme": at(THEMES, lambda: tabs.themes.ask_new()),
        "reputation.find": at(REVIEWS, lambda: tabs.reviews.focus_search()),
        "reputation.reply": lambda: tabs.reviews.answer(),
        "reputation.mark": lambda: tabs.reviews.reply_actions.mark(),
        "reputation.unmark": lambda: tabs.reviews.reply_actions.unmark(),
        "reputation.copy": lambda: tabs.reviews.reply_actions.copy(),
        "reputation.case": lambda: tabs.reviews.reply_actions.open_case(),
        "reputation.label": naming.ask,
        "reputation.about": lambda: tabs.reviews.kinds.ask(),
        "reputation.photos": lambda: tabs.reviews.ask_photos(),
        "reputation.against": lambda: tabs.reviews.removal.ask(),
        "reputation.give": lambda: tabs.reviews.table.selected_rows(partial(give_rows, page.desk, "review")),
        "reputation.removals": lambda: tabs.reviews.removal.show_log(),
        "reputation.save_view": save_view,
    }
