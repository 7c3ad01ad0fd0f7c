"""Asks what stands on the card that closes an article, draws it, and takes it into the library."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from storeapp.articles.library.rules import item_address
from storeapp.articles.library.ui.taking import take_prepared
from storeapp.articles.publishing.closing_card import (
    LONGEST,
    CardFields,
    CardOffer,
    card_item,
    card_offer,
    checked_card,
    make_card,
)
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.page import Page
from storeapp.qtkit.widgets import Choice, TextLine


class CardForm(FormSheet):
    """`then` takes what was checked."""

    def __init__(self, offer: CardOffer, then: Callable[[CardFields], None], over: QWidget) -> None:
        self.sentence = TextLine(_("One sentence that tells you apart"), next(iter(offer.sentences), ""), "")
        self.sentence.setMaxLength(LONGEST)
        self.name, self.address = TextLine(_("Name"), offer.name), TextLine(_("Web address"), offer.address, "https://")
        fields: list[tuple[str, QWidget]] = [(_("One sentence that tells you apart"), self.sentence)]
        if offer.sentences:
            points = Choice(_("From your selling points"), [(one, one) for one in offer.sentences], small=False)
            points.picked.connect(self.sentence.setText)
            fields.append((_("From your selling points"), points))
        fields += [(_("Name"), self.name), (_("Web address"), self.address)]
        hint = _("Phones read the code and open the address. The card closes the text, and is kept in the library.")
        super().__init__(_("A closing card"), fields, _("Make the card"), lambda: then(self.said()), hint, over)

    def said(self) -> CardFields:
        """What was typed; UserError where something is missing."""
        return checked_card(CardFields(self.sentence.text(), self.name.text(), self.address.text()))


def ask_card(page: Page, article_id: int | None, over: QWidget, then: Callable[[str], None]) -> None:
    """Ask for a card of an article, None for any; `then` gets the Markdown that shows it."""
    desk = page.desk

    def take(fields: CardFields) -> None:
        item = card_item(fields)

        def taken(ids: tuple[int, ...]) -> None:
            alt = item.alt.replace("[", "(").replace("]", ")")
            then(f"![{alt}]({item_address(ids[0])})")

        work = partial(make_card, desk.db, article_id, fields, desk.clock)
        desk.jobs.files(_("Drawing the card"), work, partial(take_prepared, page, item, taken))

    today = desk.clock.today()
    page.ask_db(lambda conn: card_offer(conn, today), lambda offer: CardForm(offer, take, over).open(), "card:offer")
