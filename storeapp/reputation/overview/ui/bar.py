"""The toolbar of Reputation: tabs at the left; saved views, or channel, product and period, at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from storeapp.kernel.text import N_, _
from storeapp.kernel.titles import short_name
from storeapp.qtkit.bars import Tabs, Toolbar
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.fields import Choice, Option
from storeapp.qtkit.theme import theme
from storeapp.qtkit.workbench.views import ViewsBar
from storeapp.reputation.overview.ui.products_tab import Ranked
from storeapp.reputation.overview.ui.tabs import PLANS
from storeapp.reputation.ratings.records import Asked, ChannelName
from storeapp.reputation.reviews.ui.wing_page import REVIEWS

PERIODS: tuple[tuple[int | None, str], ...] = (
    (3, N_("Last 3 months")),
    (12, N_("Last 12 months")),
    (24, N_("Last 24 months")),
    (None, N_("All time")),
)
PRODUCTS_OFFERED = 30


class ReputationBar(Toolbar):
    """`changed` carries the new Asked when the owner narrows what is shown; `views_built` comes once."""

    changed = Signal(object)
    views_built = Signal()

    def __init__(self, desk: Desk, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, page
        self.asked = Asked()
        self._views: ViewsBar | None = None
        self.tabs = Tabs([(one.key, _(one.title)) for one in PLANS], _("Reputation"), self)
        self.left.addWidget(self.tabs)
        self.channel = Choice(_("Channel"), [(None, _("All channels"))], parent=self)
        self.product = Choice(_("Product"), [(None, _("All products"))], parent=self)
        self.period = Choice(_("Period"), [(months, _(text)) for months, text in PERIODS], icon="calendar", parent=self)
        self.period.choose(self.asked.months)
        for choice, least in ((self.channel, 114), (self.product, 110)):
            choice.setMinimumWidth(theme().px(least))  # so that a narrow window holds them in one line with the tabs
        self.choices = (self.channel, self.product, self.period)
        for choice in self.choices:
            self.right.addWidget(choice)
        self.channel.picked.connect(self._pick_channel)
        self.product.picked.connect(self._pick_product)
        self.period.picked.connect(self._pick_period)

    @property
    def views(self) -> ViewsBar:
        """The saved views, built when the list of reviews is first seen."""
        if self._views is None:
            self._views = ViewsBar(self._desk, self._page, self)
            self.right.addWidget(self._views)
            self.views_built.emit()
        return self._views

    def show_tab(self, tab: str) -> None:
        """Show what belongs to a tab."""
        self.tabs.choose(tab)
        asks = next(one.asks for one in PLANS if one.key == tab)
        for choice in self.choices:
            choice.setVisible(asks)
        if tab == REVIEWS or self._views is not None:
            self.views.setVisible(tab == REVIEWS)
        self.fill_right(tab == REVIEWS)

    def show_channels(self, channels: Sequence[ChannelName]) -> None:
        """The channels to choose from."""
        options = [Option(one.id, one.name, platform=one.platform) for one in channels]
        self.channel.set_options([Option(None, _("All channels")), *options])
        self.channel.choose(self.asked.channels[0] if self.asked.channels else None)

    def show_products(self, rows: Sequence[Ranked]) -> None:
        """The products to choose from: those most spoken of."""
        if self.asked.product is None:
            offered = sorted(rows, key=lambda row: -row.reviews)[:PRODUCTS_OFFERED]
            self.product.set_options(
                [(None, _("All products")), *((row.id, short_name(row.title, row.label)) for row in offered)]
            )

    def _pick_channel(self, channel: int | None) -> None:
        self._tell(replace(self.asked, channels=() if channel is None else (channel,)))

    def _pick_product(self, product: int | None) -> None:
        self._tell(replace(self.asked, product=product))

    def _pick_period(self, months: int | None) -> None:
        self._tell(replace(self.asked, months=months))

    def _tell(self, asked: Asked) -> None:
        self.asked = asked
        self.changed.emit(asked)
