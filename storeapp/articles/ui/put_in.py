"""What of the shop is put into a text at the cursor: a product, or a picture of the library."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QTextCursor

from storeapp.articles.drafts import queries
from storeapp.articles.library.queries import item, items
from storeapp.articles.library.records import LibraryFilters, LibraryRow
from storeapp.articles.library.rules import item_address, with_card
from storeapp.articles.library.ui.taking import take_pictures
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Choice

if TYPE_CHECKING:
    from storeapp.articles.ui.writing import WritingView

CARD = "storeapp.articles.publishing.ui.card_form"  # brings the checks along: loaded when it is first asked for


def offer_products(view: WritingView) -> None:
    """Offer the products; the chosen one is put in as a link to it."""

    def show(known: Sequence[tuple[int, str]]) -> None:
        if not known:
            view.desk.notices.refuse(_("There is no product yet. Import orders or listings first."))
            return
        choice, names = Choice(_("Product"), list(known)), dict(known)

        def put() -> None:
            number = choice.value()
            view.editor.insert_words(f"[{_plain(names[number])}](product:{number})")

        FormSheet(_("Put in a product"), [(_("Product"), choice)], _("Put in"), put, "", view).open()

    view.page.ask_db(queries.product_choices, show, "articles:products")


def offer_pictures(view: WritingView) -> None:
    """Offer the pictures of the library; the chosen one is put in with what it shows. What forbids its use is said."""
    today = view.desk.clock.today()

    def show(known: Sequence[LibraryRow]) -> None:
        if not known:
            view.desk.notices.refuse(_("The library has no picture yet. Add one there first."))
            return
        rows = {row.id: row for row in known}
        choice = Choice(_("Picture"), [(row.id, row.name or row.alt) for row in known])

        def put() -> None:
            row = rows[choice.value()]
            view.editor.insert_words(f"![{_plain(row.alt or row.name)}]({item_address(row.id)})")
            if row.allowed:
                view.desk.notices.say(row.allowed)

        FormSheet(_("Put in a picture"), [(_("Picture"), choice)], _("Put in"), put, "", view).open()

    view.page.ask_db(lambda conn: items(conn, LibraryFilters(kind="picture"), today), show, "articles:pictures")


def take_and_put(view: WritingView, chosen: list[Any]) -> None:
    """Take pictures that were dropped or pasted into the library, and put them in where the cursor stands then."""
    found, place = view.found, QTextCursor(view.editor.textCursor())
    today = view.desk.clock.today()

    def show(rows: Sequence[LibraryRow]) -> None:
        if view.found is None or found is None or view.found.id != found.id:
            return  # another article is open by now; the pictures are in the library
        words = "\n\n".join(f"![{_plain(row.alt or row.name)}]({item_address(row.id)})" for row in rows)
        before = "\n\n" if place.block().text().strip() and not place.hasSelection() else ""
        place.insertText(before + words + "\n")
        view.editor.ensureCursorVisible()
        refused = [row.allowed for row in rows if row.allowed]
        if refused:
            view.desk.notices.say(refused[0])

    def taken(ids: tuple[int, ...]) -> None:
        def read(conn: Any) -> list[LibraryRow]:
            return [row for number in ids if (row := item(conn, number, today)) is not None]

        view.page.ask_db(read, show, "articles:taken")

    take_pictures(view.page, view, chosen, taken)


def offer_words(view: WritingView) -> None:
    """Offer the texts and videos of the library; a text is put in as it is, a video as a link."""
    today = view.desk.clock.today()

    def show(known: Sequence[LibraryRow]) -> None:
        if not known:
            view.desk.notices.refuse(_("The library has no text and no video yet. Add one there first."))
            return
        rows = {row.id: row for row in known}
        choice = Choice(_("Text or video"), [(row.id, row.name or row.words[:60] or row.url) for row in known])

        def put() -> None:
            row = rows[choice.value()]
            view.editor.insert_words(row.words if row.kind == "text" else f"[{_plain(row.name or row.url)}]({row.url})")
            if row.allowed:
                view.desk.notices.say(row.allowed)

        FormSheet(_("Put in a text or video"), [(_("Text or video"), choice)], _("Put in"), put, "", view).open()

    def read(conn: Any) -> list[LibraryRow]:
        return [row for kind in ("text", "video") for row in items(conn, LibraryFilters(kind=kind), today)]

    view.page.ask_db(read, show, "articles:words")


def close_with_card(view: WritingView) -> None:
    """Ask for a closing card, and put it at the end of the text, once."""
    found = view.found
    if found is None:
        return

    def put(words: str) -> None:
        view.editor.change_text(with_card(view.editor.text(), words))

    import_module(CARD).ask_card(view.page, found.id, view, put)


def make_card_for(tab: TabView) -> None:
    """Ask for a closing card from the tab of the library; it is put into texts from there."""
    import_module(CARD).ask_card(tab.page, None, tab, lambda _words: tab.refresh())


def _plain(words: str) -> str:
    return " ".join(words.split()).replace("[", "(").replace("]", ")")
