"""Standing on one record, wherever in the list it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storeapp.kernel.filters import cleared

if TYPE_CHECKING:
    from storeapp.qtkit.workbench.bench import Workbench

TRIES = 3  # times a record is looked for while the shop is written to


class Finder:
    """Looks for the place of a record beside the window, and moves there once the list shows it."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._goal: Any = None
        self.wide = False  # whether somebody asked for it, so that other filters may be shown for it
        self._from = -1  # the row the list stood on: who moves on meanwhile is not fetched back
        self._place: int | None = None
        self._again = False  # to be looked for once more when the list is counted
        self._tries = 0

    @property
    def seeking(self) -> bool:
        """Whether a record is not stood on yet: until then the list moves by itself, not by the owner."""
        return self._goal is not None

    def seek(self, key: Any, wide: bool = True) -> None:
        """Go to this record; `wide`: if the filters leave it out, show the list that holds it."""
        self._goal, self.wide, self._place, self._again, self._tries = key, wide, None, False, 0
        self._from = self._bench.table.currentIndex().row()
        self._look()

    def forget(self) -> None:
        """Another list is shown, or the record is gone."""
        self._goal = self._place = None
        self._again = False

    def counted(self) -> None:
        """The list was counted anew."""
        if self._again:
            self._again = False
            self._look()
        else:
            self.rows_came()

    def rows_came(self) -> None:
        """Rows were read: stand on the record if its place holds it now."""
        bench, place = self._bench, self._place
        if self._goal is None or place is None:
            return
        model = bench.model
        if not self.wide and bench.table.currentIndex().row() != self._from:
            self.forget()
            bench.not_listed(self.wide)
            return
        row = model.row(place) if place < model.total() else None
        if row is not None and bench.spec.key(row) == self._goal:
            self.forget()
            bench.table.go_to(place)
        elif model.is_fresh(place) or (model.sure and place >= model.total()):
            self._look_again()

    def _look(self) -> None:
        bench, goal, wide = self._bench, self._goal, self.wide
        if goal is None:
            return
        spec, held = bench.spec, bench.filters
        if bench.list.whole is not None and not bench.model.sure:
            self._again = True  # its rows are still being read
            return
        if (number := bench.list.number_of(goal)) >= 0 or bench.list.whole is not None:
            self._found((goal, goal, held, number if number >= 0 else None))
            return

        def look(conn: Any) -> tuple[Any, Any, Any, int | None]:
            filters, place = held, bench.list.place(conn, held, goal)
            if place is None and wide:
                filters = spec.everywhere(conn, goal, held) if spec.everywhere else cleared(held, spec.outside)
                place = None if filters == held else bench.list.place(conn, filters, goal)
            return goal, goal if place is None else bench.list.key_at(conn, filters, place), filters, place

        bench.page.ask_db(look, self._found, f"{spec.id}:place")

    def _found(self, found: tuple[Any, Any, Any, int | None]) -> None:
        goal, key, filters, place = found
        bench = self._bench
        if goal != self._goal:
            return
        if place is None:
            self.forget()
            bench.not_listed(self.wide)
            return
        if key != goal:
            self._goal = key
            bench.choose(key)
        if filters != bench.filters:
            bench.model.set_query(bench.list.query_of(filters))
        self._place = place
        self.rows_came()

    def _look_again(self) -> None:
        """The list shows another record there: it is older than what was looked up, or the shop changed since."""
        self._tries += 1
        self._place = None
        if self._tries < TRIES:
            self._again = True
            self._bench.model.refresh()
        else:
            self.forget()
            self._bench.not_listed(self.wide)
