"""What of the shop is put into a text at the cursor: a product, or a picture of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storeapp.articles.drafts import queries
from storeapp.articles.library.queries import items
from storeapp.articles.library.records import LibraryFilters, LibraryRow
from storeapp.articles.library.rules import item_address
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.widgets import Choice

if TYPE_CHECKING:
    from storeapp.articles.ui.writing import WritingView


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


def _plain(words: str) -> str:
    return " ".join(words.split()).replace("[", "(").replace("]", ")")
