"""The tab Places: the channels, the own site and places outside, what each takes and from where that is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.articles.publishing.limits import limit_lines
from storeapp.articles.publishing.place_list import (
    PlaceRow,
    add_place,
    change_place,
    place_rows,
    use_place,
    usual_currency,
)
from storeapp.articles.publishing.queries import known_limit
from storeapp.articles.publishing.service import set_limits
from storeapp.articles.publishing.ui.place_forms import LimitsForm, PlaceForm
from storeapp.kernel.money import Money
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Button, Hint, Inspector, Label, Rule, Tag, Toolbar, body, empty_state, section, small
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.whole import AllRows

if TYPE_CHECKING:
    from sqlalchemy import Connection

PLACES = "places"


class PlacePane(Inspector):
    """One place: what was written down of it, and what it takes of an article."""

    changed_asked = Signal()
    limits_asked = Signal()
    known_asked = Signal()
    used_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__(_("Place"))
        self.row: PlaceRow | None = None
        self.name, self.state, self.what = section("", wrap=True), Tag(""), small("", wrap=True)
        for part in (self.name, self.state, self.what):
            self.head.addWidget(part)
        self.told = body("", wrap=True)
        self.takes_name = Label(_("What it takes of an article"), "small-strong")
        self.takes = body("", wrap=True)
        self.line = Rule("border")
        for widget in (self.told, self.line, self.takes_name, self.takes):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.change = Button(_("Change"), "primary", "pencil")
        self.limits, self.known = Button(_("Own numbers")), Button(_("Back to the known"), "quiet")
        self.stop, self.again = Button(_("Use no more"), "quiet"), Button(_("Use again"), "quiet")
        self.change.clicked.connect(self.changed_asked)
        self.limits.clicked.connect(self.limits_asked)
        self.known.clicked.connect(self.known_asked)
        self.stop.clicked.connect(lambda: self.used_asked.emit(False))
        self.again.clicked.connect(lambda: self.used_asked.emit(True))
        for button in (self.change, self.limits, self.known, self.stop, self.again):
            self.add_to_footer(button)
        self.footer.addStretch(1)

    def show_place(self, row: PlaceRow) -> None:
        """Show this place."""
        self.row = row
        self.name.setText(row.name)
        self.state.set(_("Not used any more"), "plain")
        self.state.setVisible(not row.open)
        out = plural("{count} article came out there", "{count} articles came out there", row.out)
        self.what.setText(_(", ").join((row.kind_words, out)))
        lines = _outlet_lines(row)
        self.told.setText("\n".join(lines))
        for widget in (self.told, self.line):
            widget.setVisible(bool(lines))
        self.takes.setText("\n".join(limit_lines(row.limit)))
        outside = row.outlet is not None
        self.change.setVisible(outside)
        self.stop.setVisible(outside and row.open)
        self.again.setVisible(outside and not row.open)
        self.known.setVisible(bool(row.limit.own))


def _outlet_lines(row: PlaceRow) -> list[str]:
    """What the owner wrote down of a place outside the shop, without what isn't said."""
    one = row.outlet
    if one is None:
        return []
    cost = str(Money(one.cost_minor, one.cost_currency)) if one.cost_minor is not None else ""
    named = [
        (_("Web address"), one.url), (_("Who reads there"), one.audience), (_("What they ask of a text"), one.terms),
        (_("Whom to write to"), one.contact), (_("Cost of one piece"), cost),
        (_("Their rules for shops"), one.house_rules), (_("Note"), one.note),
    ]  # fmt: skip
    lines = [_("{name}: {words}").format(name=name, words=words) for name, words in named if words]
    return lines or [_("Nothing is written down of this place yet.")]


class PlacesView(TabView):
    """The list of places with one beside it."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._currency = ""
        self._names: dict[str, str] = {}
        self.new = Button(_("Add a place"), icon="plus", size="small")
        self.new.clicked.connect(self.ask_place)
        bar = Toolbar()
        bar.left.addWidget(small(_("A row’s numbers are dated and sourced; your own go first.")))
        bar.right.addWidget(self.new)
        self.bench = Workbench(page, self._spec(), self)
        self.table = self.bench.table
        self.bench.beside.built.connect(self._serve)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.bench, 1)

    def refresh(self) -> None:
        self.bench.refresh()

    def ask_place(self) -> None:
        """Ask for a place outside the shop."""

        def take(fields: Any) -> None:
            self.desk.do(_("Adding a place"), add_place, fields, said=_("Place added"))

        PlaceForm(None, self._names, self._currency, take, self).open()

    def change(self) -> None:
        """Ask anew what is known of the place in hand; its numbers where it is the shop's own."""
        row = self._row()
        if row is None:
            return
        if row.outlet is None:
            self.ask_limits()
            return
        key = row.key

        def take(fields: Any) -> None:
            self.desk.do(_("Changing a place"), change_place, key, fields, said=_("Kept"))

        PlaceForm(row, self._names, self._currency, take, self).open()

    def ask_limits(self) -> None:
        """Ask for the owner's own numbers of the place in hand."""
        row = self._row()
        if row is None:
            return
        place = row

        def take(said: dict[str, int | None]) -> None:
            self.desk.do(_("Keeping own numbers"), set_limits, place.key, said, said=_("Kept"))

        self.page.ask_db(
            lambda conn: known_limit(conn, place.key),
            lambda known: LimitsForm(place, known, take, self).open(),
            "places:limits",
        )

    def forget_limits(self) -> None:
        """Go by the known numbers of the place in hand again."""
        row = self._row()
        if row is not None:
            said = _("Back to what is known of this place")
            self.desk.do(_("Taking own numbers back"), set_limits, row.key, {}, said=said)

    def use(self, used: bool) -> None:
        """Use the place in hand no more, or again."""
        row = self._row()
        if row is not None:
            said = _("Used again") if used else _("Not used any more; what came out there stays")
            self.desk.do(_("Changing a place"), use_place, row.key, used, said=said)

    def _row(self) -> PlaceRow | None:
        row: PlaceRow | None = self.table.current_row()
        return row

    def _serve(self, pane: PlacePane) -> None:
        pane.changed_asked.connect(self.change)
        pane.limits_asked.connect(self.ask_limits)
        pane.known_asked.connect(self.forget_limits)
        pane.used_asked.connect(self.use)

    def _rows(self, found: tuple[list[PlaceRow], str]) -> Sequence[PlaceRow]:
        rows, self._currency = found
        self._names = {one.key: one.name for one in rows}
        self.counted.emit(PLACES, sum(one.open for one in rows))
        return rows

    def _spec(self) -> ListSpec:
        return ListSpec(
            id="articles.places",
            title=_("Places for articles"),
            columns=_columns(),
            source=AllRows(_read, self._rows),
            sentences=Sentences(
                icon="store",
                counted=lambda count: plural("{count} place", "{count} places", count),
                reading=_("Reading the places"),
                failed=_("The places could not be read"),
                nothing=self._nothing,
                none_chosen=_("No place selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=PlacePane,
            key=lambda row: row.key,
            show=lambda pane, row: pane.show_place(row),
            enter=lambda _pane: self.change(),
            hints=[("J K", _("move")), ("Enter", _("change"))],
            width=400,
        )

    def _nothing(self) -> Hint:
        return empty_state("store", _("No place yet"), _("Add the forums, newsletters and partners you write for."))


def _read(conn: Connection) -> tuple[list[PlaceRow], str]:
    return place_rows(conn), usual_currency(conn)


def _columns() -> list[Column]:
    def most(key: str) -> Any:
        def words(row: PlaceRow) -> str:
            value = getattr(row.limit, key)
            return "–" if value is None else f"{value:,}"

        return words

    def name(row: PlaceRow) -> str:
        return row.name if row.open else _("{name}, not used any more").format(name=row.name)

    def known(row: PlaceRow) -> str:
        if row.limit.own:
            return _("Your own")
        return row.limit.title if row.limit.id else _("Not known")

    def limit(key: str, title: str, width: int) -> Column:
        return Column(key, title, "number", width, text=most(key), value=lambda row: getattr(row.limit, key) or 0)

    return [
        Column("name", _("Place"), width=190, text=name, stretch=True, font=lambda _row: "medium", tip=name),
        Column("kind", _("What it is"), width=150, text=lambda row: row.kind_words),
        Column("out", _("Came out"), "number", 84, text=lambda row: f"{row.out:,}", value=lambda row: row.out),
        limit("name_most", _("Title"), 70),
        limit("text_most", _("Text"), 80),
        limit("pictures_most", _("Pictures"), 80),
        Column("known", _("Numbers"), width=140, text=known),
    ]  # fmt: skip
