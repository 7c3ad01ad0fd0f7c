"""The tab Positioning: who the shop is, for whom, what its texts are for, and selling points under four rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.drafts.places import PlaceName, named_place, place_names
from storeapp.articles.kinds import article_goals
from storeapp.articles.positioning import service
from storeapp.articles.positioning.queries import FIGURES, aims, position_page
from storeapp.articles.positioning.records import AudienceRow, PositionPage, SellingPointRow
from storeapp.articles.positioning.rules import ENTRIES, RULES, USABLE, AudienceFields, PointFields, words_in
from storeapp.articles.results.point_orders import DAYS, AudienceOrders, PointOrders, audience_words, point_orders
from storeapp.articles.results.rules import so_many
from storeapp.articles.ui.mix_strip import AimBar
from storeapp.articles.ui.point_chart import PointsForWhom
from storeapp.articles.ui.point_forms import aims_sheet, audience_sheet, entry_sheet, point_sheet, proof_sheet
from storeapp.articles.ui.point_pane import TONES, VERDICT_KINDS, PointPane
from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import OpenArticle
from storeapp.kernel.text import _, plural
from storeapp.qtkit import icons
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    Hint,
    Link,
    Rule,
    Toolbar,
    body,
    empty_state,
    message,
    scrolling,
    section,
    small,
)
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.whole import AllRows

if TYPE_CHECKING:
    from sqlalchemy import Connection

WIDE = 290
TICKS_WIDE = (60, 88, 84, 92)  # px of the columns of the four rules
LOW = 760  # of the window, below which the points need the room of what is under them
PositionFacts = tuple[PositionPage, dict[str, PlaceName], dict[str, int], PointOrders]


class ShopSide(Filled):
    """The left side: the page's own fields, the readers, and what texts are for."""

    entry_asked = Signal(str)
    audience_asked = Signal(object)  # the AudienceRow, None for new readers
    aims_asked = Signal()

    def __init__(self) -> None:
        super().__init__("surface", "r")
        self.setFixedWidth(theme().px(WIDE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        self.inner, self.column = self._empty()
        self.area = scrolling(self.inner, _("Who we are"))
        whole.addWidget(self.area)

    def show_page(self, page: PositionPage, places: dict[str, PlaceName], orders: Mapping[str, AudienceOrders]) -> None:
        """Show the page as it stands, with what is known of the orders of readers by their names."""
        # Lines of text that are added to what scrolls already are not measured anew by Qt: it is made anew instead.
        self.inner, self.column = self._empty()
        for entry in page.entries:
            self._head(_(ENTRIES[entry.key]), _("Edit"), partial(self.entry_asked.emit, entry.key))
            self.column.addWidget(message(entry.words) if entry.words else small(_("Not written yet")))
            if entry.words:
                count = words_in(entry.words)
                self.column.addWidget(small(plural("{count} word", "{count} words", count)))
        self.column.addWidget(Rule("border"))
        self._head(_("For whom"), _("Add readers"), partial(self.audience_asked.emit, None))
        for row in page.audiences:
            self._audience(row, places, orders.get(row.fields.name))
        if not page.audiences:
            self.column.addWidget(small(_("Nobody named yet"), wrap=True))
        self.column.addWidget(Rule("border"))
        self._head(_("What our texts are for"), _("Aims"), self.aims_asked.emit)
        for goal in page.goals:
            line = QWidget()
            box = QHBoxLayout(line)
            box.setContentsMargins(0, 0, 0, 0)
            box.addWidget(body(_(article_goals()[goal.goal].title)), 2)
            bar = AimBar()
            bar.show_share(goal.share, goal.aim)
            box.addWidget(bar, 2)
            words = _("{share} aim {aim}").format(share=f"{goal.share:.0%}", aim=f"{goal.aim:.0%}")
            box.addWidget(small(words))
            self.column.addWidget(line)
        self.column.addStretch(1)
        place, old = self.area.verticalScrollBar().value(), self.area.takeWidget()
        self.area.setWidget(self.inner)
        self.inner.setAutoFillBackground(False)
        self.area.verticalScrollBar().setValue(place)
        old.deleteLater()

    def _empty(self) -> tuple[QWidget, QVBoxLayout]:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 14, 16, 14)
        column.setSpacing(6)
        return inner, column

    def _head(self, title: str, verb: str, act: Any) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(section(title))
        row.addStretch(1)
        link = Link(verb)
        link.setAccessibleName(_("{verb}: {name}").format(verb=verb, name=title))
        link.clicked.connect(lambda: act())
        row.addWidget(link)
        self.column.addWidget(line)

    def _audience(self, row: AudienceRow, places: dict[str, PlaceName], orders: AudienceOrders | None) -> None:
        fields = row.fields
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 4, 0, 0)
        name = Link(fields.name, small=False)
        name.clicked.connect(lambda: self.audience_asked.emit(row))
        box.addWidget(name)
        box.addStretch(1)
        box.addWidget(small(plural("{count} article", "{count} articles", row.articles)))
        self.column.addWidget(line)
        if orders is not None:
            if orders.share is not None:
                bar = AimBar()
                bar.show_share(orders.share, None)
                self.column.addWidget(bar)
            self.column.addWidget(small(audience_words(orders), wrap=True))
        said = [fields.age and _("Age {age}").format(age=fields.age), fields.habits, fields.taste, fields.price_sense]
        said = [one for one in (*said, fields.wants) if one]
        self.column.addWidget(small(". ".join(said), "text-2", wrap=True))
        if fields.places:
            names = _(", ").join(named_place(places, key).name for key in fields.places)
            self.column.addWidget(small(_("Reads: {places}").format(places=names), wrap=True))


class PositioningView(TabView):
    """The page in three parts."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._found: PositionPage | None = None
        self._places: dict[str, PlaceName] = {}
        self._aims: dict[str, int] = {}
        self.shop, self.whom = ShopSide(), PointsForWhom()
        self._orders: PointOrders | None = None
        self.bench = Workbench(page, self._spec(), self)
        self.table = self.bench.table
        self.bench.beside.built.connect(self._serve)
        self.told = small("")
        self.new = Button(_("New selling point"), icon="plus", size="small")
        self.new.clicked.connect(self.ask_point)
        bar = Toolbar()
        bar.left.addWidget(self.told)
        bar.right.addWidget(self.new)
        self.shop.entry_asked.connect(self.ask_entry)
        self.shop.audience_asked.connect(self.ask_audience)
        self.shop.aims_asked.connect(self.ask_aims)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.shop)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.bench, 1)
        middle.addWidget(self.whom)
        row.addLayout(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(row, 1)

    def refresh(self) -> None:
        self.bench.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.whom.set_room(self.window().height() >= theme().px(LOW))

    def ask_entry(self, key: str) -> None:
        """Ask for a field of the page."""
        if self._found is None:
            return
        words = next(one.words for one in self._found.entries if one.key == key)

        def take(text: str) -> None:
            self.desk.do(_("Keeping the page"), service.write_entry, key, text, said=_("Kept"))

        entry_sheet(_(ENTRIES[key]), words, take, self).open()

    def ask_audience(self, row: AudienceRow | None) -> None:
        """Ask who readers are."""

        def take(fields: AudienceFields) -> None:
            if row is None:
                self.desk.do(_("Adding readers"), service.add_audience, fields, said=_("Readers added"))
            else:
                self.desk.do(_("Changing readers"), service.change_audience, row.id, fields, said=_("Kept"))

        fields = row.fields if row is not None else AudienceFields("")
        sheet = audience_sheet(fields, list(self._places.values()), take, self)
        if row is not None:
            sheet.offer(_("Remove"), partial(self._remove_audience, row.id))
        sheet.open()

    def _remove_audience(self, number: int) -> None:
        said = _("Readers removed; articles keep their name")
        self.desk.do(_("Removing readers"), service.remove_audience, number, said=said)

    def ask_aims(self) -> None:
        """Ask what texts are to be for."""

        def take(said: dict[str, int]) -> None:
            self.desk.do(_("Keeping the aims"), service.set_aims, said, said=_("Kept"))

        aims_sheet(self._aims, take, self).open()

    def ask_point(self) -> None:
        """Ask for a new selling point."""

        def take(fields: PointFields) -> None:
            self.desk.do(_("Adding a selling point"), service.add_point, fields, said=_("Selling point added"))

        point_sheet(PointFields(""), take, self).open()

    def change_point(self) -> None:
        """Ask for the point in hand anew."""
        row = self._row()
        if row is None:
            return
        number = row.id

        def take(fields: PointFields) -> None:
            self.desk.do(_("Changing a selling point"), service.change_point, number, fields, said=_("Kept"))

        point_sheet(row.fields, take, self).open()

    def link_proof(self) -> None:
        """Ask what proves the point in hand."""
        row = self._row()
        if row is None:
            return
        number = row.id

        def take(kind: str, text: str, note: str) -> None:
            title = _("Linking evidence")
            if kind in FIGURES:
                self.desk.do(title, service.prove_point, number, "figure", None, kind, note, said=_("Evidence linked"))
            elif kind == "link":
                self.desk.do(title, service.prove_point, number, "link", None, text, note, said=_("Evidence linked"))
            elif text.strip().isdigit():
                record = int(text.strip())
                self.desk.do(title, service.prove_point, number, kind, record, "", note, said=_("Evidence linked"))
            else:
                raise UserError(_("Type its number, such as 12."))

        proof_sheet(take, self).open()

    def retire(self) -> None:
        """Use the point in hand no more."""
        row = self._row()
        if row is not None:
            self.desk.do(_("Retiring a selling point"), service.retire_point, row.id, said=_("Not used any more"))

    def _look_again(self, proof: int) -> None:
        self.desk.do(_("Looking at a figure again"), service.look_again, proof, said=_("The figure is as it is today"))

    def _unlink(self, proof: int) -> None:
        self.desk.do(_("Unlinking evidence"), service.unlink_proof, proof, said=_("Evidence unlinked"))

    def _row(self) -> SellingPointRow | None:
        row: SellingPointRow | None = self.table.current_row()
        return row

    def _read(self, conn: Connection) -> PositionFacts:
        today = self.desk.clock.today()
        page = position_page(conn, today)
        return page, place_names(conn), aims(conn), point_orders(conn, page, today)

    def _rows(self, found: PositionFacts) -> Sequence[SellingPointRow]:
        self._found, self._places, self._aims, self._orders = found
        self.shop.show_page(self._found, self._places, {one.name: one for one in self._orders.audiences})
        self.whom.show_orders(self._found, self._orders)
        points = self._found.points
        passed = sum(one.ticks == len(RULES) for one in points)
        words = _("{points}, {passed} pass all four rules").format(
            points=plural("{count} selling point", "{count} selling points", len(points)), passed=passed
        )
        moved = sum(one.moved for one in points)
        if moved:
            told = plural("{count} leans on a fact that has changed", "{count} lean on facts that have changed", moved)
            words = _(", ").join((words, told))
        self.told.setText(words)
        return points

    def _serve(self, pane: PointPane) -> None:
        pane.changed_asked.connect(self.change_point)
        pane.proof_asked.connect(self.link_proof)
        pane.retired.connect(self.retire)
        pane.looked.connect(self._look_again)
        pane.unlinked.connect(self._unlink)
        pane.opened.connect(lambda number: self.desk.navigate(OpenArticle(number)))

    def _spec(self) -> ListSpec:
        return ListSpec(
            id="articles.points",
            title=_("Selling points"),
            columns=[*_columns(), self._orders_column()],
            source=AllRows(self._read, self._rows),
            sentences=Sentences(
                icon="shield-check",
                counted=lambda _count: _("Drafts use points with {count} ticks or more").format(count=USABLE),
                reading=_("Reading the page"),
                failed=_("The page could not be read"),
                nothing=self._nothing,
                none_chosen=_("No selling point selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=PointPane,
            show=lambda pane, row: pane.show_point(row),
            enter=lambda pane: pane.change.click(),
            hints=[("J K", _("move")), ("Enter", _("change"))],
            width=340,
        )

    def _orders_column(self) -> Column:
        def orders(row: SellingPointRow) -> float | None:
            return self._orders.by_point.get(row.id) if self._orders is not None else None

        def words(row: SellingPointRow) -> str:
            found = orders(row)
            return "–" if found is None else so_many(found)

        tip = _("Orders by articles that use it and came out in the last {count} days; “–”: none uses it")
        return Column("orders", _("Orders"), "number", 72, text=words, value=lambda row: orders(row) or 0.0,
                      tip=lambda _row: tip.format(count=DAYS))  # fmt: skip

    def _nothing(self) -> Hint:
        add = Button(_("New selling point"), icon="plus")
        add.clicked.connect(self.ask_point)
        words = _("What speaks for you, with the fact behind it. Four rules are checked as you write.")
        return empty_state("shield-check", _("No selling point yet"), words, [add])


def _columns() -> list[Column]:
    def tick(place: int) -> Column:
        key, name = list(RULES.items())[place]

        def text(row: SellingPointRow) -> str:
            return _(VERDICT_KINDS[row.verdicts[place].state][0])

        def paint(painter: QPainter, area: QRectF, row: SellingPointRow) -> None:
            state = row.verdicts[place].state
            side = theme().px(16)
            top = area.center().y() - side / 2
            icons.paint(painter, VERDICT_KINDS[state][2], area.left(), top, side, theme().color(TONES[state]))

        return Column(key, _(name), "custom", TICKS_WIDE[place], text=text, paint=paint, sortable=False,
                      tip=lambda row: row.verdicts[place].words)  # fmt: skip

    words = Column(
        "words", _("Selling point"), width=200, text=lambda row: row.fields.words, stretch=True,
        font=lambda _row: "medium", tip=lambda row: row.fields.words,
    )  # fmt: skip
    return [words, *(tick(place) for place in range(len(RULES)))]
