"""The tab Standing: each channel's place on its platform's ladders, and what a target would take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from storeapp.kernel import text
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.page import Page
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, States, empty_state, error_state, scrolling, small
from storeapp.reputation.standing.queries.ladders import standings
from storeapp.reputation.standing.records import ChannelLadders, LevelHistory
from storeapp.reputation.standing.ui.actions import StandingActions
from storeapp.reputation.standing.ui.ladder_card import LadderCard
from storeapp.reputation.standing.ui.what_it_takes import WhatItTakes

GAP, BESIDE, CARD = 16, 860, 312


class StandingView(TabView):
    """Cards one below the other, and the card of targets beside them or, in a narrow window, above."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self.standing_actions = StandingActions(page, self, self.found)
        self.standing_actions.history_read.connect(self.show_history)
        self._found: Sequence[ChannelLadders] | None = None
        self._shown: tuple[str, date, list[ChannelLadders]] | None = None
        self.cards: list[LadderCard] = []
        self._wanted = 0
        self._building = Gradually(self)
        inside = QWidget()
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self.row.setContentsMargins(24, 16, 24, 12)
        self.row.setSpacing(GAP)
        self.column = QVBoxLayout()
        self.column.setSpacing(GAP)
        self.takes = WhatItTakes()
        self.takes.hide()
        self.row.addLayout(self.column, 1)
        self.row.addWidget(self.takes, 0, Qt.AlignmentFlag.AlignTop)
        self.states = States(scrolling(inside, _("Standing")))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states)
        self.states.show_loading(_("Reading your standing"))

    def refresh(self) -> None:
        today = self.desk.clock.today()
        self.page.ask_db(lambda conn: standings(conn, today), self.show_standings, "reputation:standing", self._failed)

    def show_standings(self, found: Sequence[ChannelLadders]) -> None:
        """The channels, those with most to tell first; cards stay as they are while nothing changed."""
        shown = (text.language(), self.desk.clock.today(), list(found))
        if self.cards and shown == self._shown:
            self._see_wanted()
            self._wanted = 0
            return
        self._found, self._shown = found, shown
        if not found:
            button = Button(_("Import reviews"), "primary", "import")
            button.clicked.connect(self._import)
            words = _("No channel yet"), _("Import a channel's orders or reviews to see your standing there")
            self.states.show_hint(empty_state("flag", *words, [button]))
            return
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ordered = sorted(found, key=lambda one: -len(one.aims))
        self.cards = []
        self._building.begin(self._built(ordered))

    def _built(self, ordered: Sequence[ChannelLadders]) -> Iterator[None]:
        """Card after card; what is above is seen before what is below is there."""
        self.takes.show_aims(ordered)
        yield
        for one in ordered:
            card = LadderCard(one, self.desk.clock.today())
            card.type_asked.connect(self.standing_actions.ask_figure)
            card.import_asked.connect(self._import)
            card.region_asked.connect(self.standing_actions.place)
            card.rules_asked.connect(self.standing_actions.show_rules)
            card.history_asked.connect(self.standing_actions.read_history)
            card.plan_asked.connect(self.standing_actions.plan)
            self.cards.append(card)
            self.column.addWidget(card)
            self.states.show_content()
            yield
        advice = _("Rules change: before you act on a limit, check it in the platform's own dashboard.")
        self.column.addWidget(small(advice, wrap=True))
        self.column.addStretch(1)
        self._see_wanted()
        self._wanted = 0

    def found(self, channel: int) -> ChannelLadders | None:
        """What is shown of a channel."""
        return next((one for one in self._found or () if one.channel.id == channel), None)

    def show_history(self, channel: int, found: LevelHistory) -> None:
        """The past of one ladder, on its channel's card."""
        for card in self.cards:
            if card.channel.id == channel:
                card.show_history(found)

    def go_to(self, channel: int) -> None:
        """Bring a channel's card into view, as soon as the cards are there, and aim at its figure."""
        self._wanted = channel
        self._see_wanted()

    def _see_wanted(self) -> None:
        card = next((one for one in self.cards if one.channel.id == self._wanted), None)
        if card is None:
            return
        self.takes.choose_channel(card.channel.id)
        area = self.states.findChild(QScrollArea)
        QTimer.singleShot(0, card, lambda: area.verticalScrollBar().setValue(card.y()) if area is not None else None)

    def _import(self) -> None:
        self.desk.navigate(OpenPage("import"))

    def _failed(self, _error: Exception) -> None:
        if self._found is not None:
            return  # the old numbers stay
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self.refresh)
        self.states.show_hint(error_state(_("The standing could not be read"), _("Nothing was changed."), [again]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme().px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop
        self.row.setDirection(way)
        wide = theme().px(CARD) if beside else 16_777_215
        self.takes.setMaximumWidth(wide)
        self.takes.setMinimumWidth(wide if beside else 0)
        self.row.setAlignment(self.takes, Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))
