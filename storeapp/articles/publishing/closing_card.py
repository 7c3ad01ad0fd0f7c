"""The card that closes an article: one sentence that tells the shop apart, its name, and the code of its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storeapp.articles.checks.queries import checker, own_addresses
from storeapp.articles.checks.records import Checking
from storeapp.articles.checks.rules import ArticleChecker
from storeapp.articles.library.rules import LibraryFields
from storeapp.articles.positioning.queries import selling_points
from storeapp.articles.positioning.rules import USABLE
from storeapp.articles.publishing.queries import OWN_SHOPS
from storeapp.evidence.preparing import CardWords, Prepared, card
from storeapp.kernel.errors import UserError
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.messages.queries import owner_rules
from storeapp.rulebook.articles.sameness import TextsSeen
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from storeapp.kernel.clock import Clock
    from storeapp.kernel.progress import Progress
    from storeapp.store.db import Database

LONGEST, LONGEST_NAME, LONGEST_ADDRESS = 140, 60, 300  # characters
ACCENT = "#0f766e"


@dataclass(frozen=True, slots=True)
class CardFields:
    """What the owner wants on the card."""

    sentence: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CardOffer:
    """What a card may begin with: the shop's name and address, and selling points that pass enough of their rules."""

    name: str
    address: str
    sentences: tuple[str, ...]


def card_offer(conn: Connection, today: date) -> CardOffer:
    """What is known for a card; "" and none where nothing is."""
    rows = ask(conn, "SELECT name, url, platform FROM channels ORDER BY id").all()
    own = next((row.url for row in rows if row.platform in OWN_SHOPS and row.url), "")
    address = own or next((row.url for row in rows if row.url), "")
    name = str(shop_setting(conn, "shop_name", "") or "") or next((row.name for row in rows), "")
    points = [one.fields.words for one in selling_points(conn, today) if one.ticks >= USABLE and not one.moved]
    return CardOffer(name, address, tuple(points))


def checked_card(fields: CardFields) -> CardFields:
    """The fields in one spelling; UserError says what is missing or too long."""
    sentence, name, address = (" ".join(one.split()) for one in (fields.sentence, fields.name, fields.address))
    if not sentence:
        raise UserError(_("Say in one sentence what tells your shop apart."))
    if not name:
        raise UserError(_("Say which name to print on the card."))
    if not address.casefold().startswith(("https://", "http://")):
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    for words, most in ((sentence, LONGEST), (name, LONGEST_NAME), (address, LONGEST_ADDRESS)):
        if len(words) > most:
            message = _("“{words}…” is too long for a card. Use at most {count} characters.")
            raise UserError(message.format(words=words[:30], count=most))
    return CardFields(sentence, name, address)


def refuse_stopped(conn: Connection, article_id: int | None, sentence: str, clock: Clock) -> None:
    """UserError where a rule stops the sentence in this article, None for anywhere at all: the checks of a text don't
    see into its pictures.
    """
    checks = checker(conn, article_id, clock) if article_id is not None else None
    if checks is None:
        known = Checking(addresses=own_addresses(conn))
        checks = ArticleChecker(known, owner_rules(conn), clock.today(), TextsSeen(()))
    usual = {(one.rule, one.code) for one in checks.check("").blockers}
    for one in checks.check(sentence).blockers:
        if (one.rule, one.code) not in usual:
            raise UserError(_("A rule stops this sentence: {why}").format(why=one.sentence))


def make_card(db: Database, article_id: int | None, fields: CardFields, clock: Clock, progress: Progress) -> Prepared:
    """Draw the card; the library hasn't it yet. UserError where a rule stops its sentence, or it can't be drawn."""
    plain = checked_card(fields)
    with db.read() as conn:
        refuse_stopped(conn, article_id, plain.sentence, clock)
    words = CardWords(plain.sentence, plain.name, shown_address(plain.address), code_rows(plain.address), ACCENT)
    return card(db.place.folder, words, "closing-card.png", progress)


def card_item(fields: CardFields) -> LibraryFields:
    """What the library says of a card. Its words tell that it is made of words, and never cut."""
    plain = checked_card(fields)
    alt = _("{sentence} {name}: scan the code or go to {address}")
    return LibraryFields(
        name=_("Closing card: {sentence}").format(sentence=plain.sentence)[:120],
        alt=alt.format(sentence=plain.sentence, name=plain.name, address=plain.address)[:500],
        words=f"{plain.sentence}\n{plain.name}\n{plain.address}",
    )


def shown_address(address: str) -> str:
    """An address as people read it."""
    bare = address.partition("://")[2].partition("?")[0].partition("#")[0]
    return bare.removeprefix("www.").rstrip("/")


def code_rows(address: str) -> tuple[str, ...]:
    """The QR code of an address as rows of 0 and 1, without the light around it."""
    import segno  # only when a card is drawn

    made = segno.make_qr(address, error="m", boost_error=True)
    return tuple("".join("1" if module else "0" for module in row) for row in made.matrix)
