"""The bar over the cases: the tabs, the figures, what narrows the list, and whether it is a list or a board."""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.aftersales.rules import reasons
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Choice, IconButton, Tabs, Toolbar, small

CHANNEL, REASON = 128, 168  # px: a reason with its group is longer than the bar has room for


class CaseBar(Toolbar):
    """Its parts are wired by the page."""

    def __init__(self, tabs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.tabs = Tabs(tabs, _("Cases"))
        self.left.addWidget(self.tabs)
        self.figures = small(elide=True)  # where there is no room, the button beside it tells all
        self.more_figures = IconButton("chart", _("All figures of after-sales"))
        self.as_board = IconButton("columns", _("Show cases as a board"))
        self.as_list = IconButton("list", _("Show cases as a list"))
        self.channel = Choice(_("Channel"), [(None, _("All channels"))])
        named = [("", _("All reasons")), *((one.id, _(one.title)) for one in reasons().values())]
        self.reason = Choice(_("Reason"), named)
        self.days = Choice(_("Time"), [(30, _("Last 30 days")), (90, _("Last 90 days")), (365, _("Last 365 days"))])
        self.days.choose(90)
        self.days.hide()
        for choice, wide in ((self.channel, CHANNEL), (self.reason, REASON)):
            choice.setFixedWidth(theme().px(wide))
        for widget in (
            *(self.figures, self.more_figures, self.as_board, self.as_list),
            *(self.channel, self.reason, self.days),
        ):
            self.right.addWidget(widget)
        self.show_way(board=False, listed=True)

    def show_way(self, board: bool, listed: bool) -> None:
        """Offer the other way of showing cases; none on a tab that lists no cases."""
        self.as_board.setVisible(listed and not board)
        self.as_list.setVisible(listed and board)
