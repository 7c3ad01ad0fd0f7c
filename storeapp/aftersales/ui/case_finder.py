"""Standing on one case, wherever in the list it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storeapp.aftersales import queries
from storeapp.aftersales.records import CaseDetail
from storeapp.aftersales.ui.case_list import wanted_of

if TYPE_CHECKING:
    from storeapp.aftersales.ui.page import AftersalesPage


class CaseFinder:
    """Follows the case shown; one that was asked for by name is looked for without the filters too."""

    def __init__(self, page: AftersalesPage) -> None:
        self._page = page
        self._case: int | None = None  # the one to stand on
        self._sought: int | None = None  # asked for, and not found in the list yet
        self._place: int | None = None  # where it stands, once the list has been read again

    @property
    def seeking(self) -> bool:
        """Whether a case that was asked for is not stood on yet."""
        return self._sought is not None

    def seek(self, case: int | None) -> None:
        """Somebody asks for this case, whatever the list shows now; None: it is gone."""
        self._sought = case

    def show(self, detail: CaseDetail) -> None:
        """This case is shown: stand on it."""
        row = detail.row
        if self._sought == row.id and row.state != self._page.tabs.value():
            self._list_all(row.state)
        else:
            self.select(row.id)

    def select(self, case: int) -> None:
        """Stand on a case, where the list has it."""
        page = self._page
        current = page.table.current_row()
        self._case, self._place = case, None
        if current is not None and current.id == case:
            self._sought = None
            return
        wanted = wanted_of(page.model.query)
        page.ask_db(lambda conn: (case, queries.case_position(conn, wanted, case)), self._placed, "cases:place")

    def rows_came(self, *_args: object) -> None:
        """Rows were read: stand on the case if its place holds it now."""
        place, model = self._place, self._page.model
        if place is None:
            return
        row = model.row(place)
        if row is None or row.id == self._case or model.is_fresh(place):
            self._place = None
            self._page.table.go_to(place)

    def _placed(self, found: tuple[int, int | None]) -> None:
        case, place = found
        page = self._page
        if case != self._case:
            return
        if place is not None:
            self._sought, self._place = None, place
            self.rows_came()
        elif self._sought == case and (page.channel.value() is not None or page.reason.value()):
            self._list_all(str(page.tabs.value()))
        elif self._sought == case:
            self._sought = None  # no list has it

    def _list_all(self, state: str) -> None:
        """Show every case of a state; the case that was asked for is selected once they are counted."""
        page = self._page
        page.tabs.choose(state)
        page.channel.choose(None)
        page.reason.choose("")
        page.ask_list()
