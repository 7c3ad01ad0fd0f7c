"""The card of rivals: the shop and up to five others on one platform, as a table and over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from storeapp.kernel.days import month_and_year, short_day
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.qtkit.charts.line import LineChart, Series
from storeapp.qtkit.icons import icon
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Card, Choice, Option, States, empty_state, small
from storeapp.reputation.trust.queries import OwnFigures, RivalRow, Rivalry
from storeapp.reputation.trust.rivals import MOST, age_words, read_rows, stale, too_many
from storeapp.reputation.trust.service import add_rival, change_rival, drop_rival_snapshots, note_rival, remove_rival
from storeapp.reputation.trust.ui.mention_form import PasteForm, RivalForm

TONES = ("chart-complain", "channel-ebay", "channel-taobao", "chart-line-2", "channel-amazon")
DASHES = ("dash", "dot", "solid")
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the table: the shop itself (`rival` None) or a rival."""

    id: int
    platform: str
    name: str
    rating: float | None
    ratings: int | None
    positive: float | None
    sales: int | None
    as_of: str  # ISO day, "" where the figure is of now
    rival: RivalRow | None
    tip: str = ""


class RivalsCard(Card):
    """The shop beside its rivals; figures are typed or pasted, never fetched."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        words = _("up to {count} shops, as you noted them").format(count=MOST)
        super().__init__(_("Rivals"), words, padded=False, parent=parent)
        self.page, self.desk = page, page.desk
        self.found: Rivalry | None = None
        self._chosen_before = False
        self.platform = Choice(_("Platform"), [], parent=self)
        self.platform.picked.connect(self._show)
        self.note = Button(_("Note figures"), icon="pencil", size="mini", parent=self)
        self.note.clicked.connect(self.note_current)
        self.more = Button(_("Add a rival"), icon="plus", size="mini", parent=self)
        self.more.clicked.connect(partial(self.ask_rival, None))
        for widget in (self.platform, self.note, self.more):
            self.add_to_head(widget)
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 15, 0)
        row.setSpacing(16)
        self.table = TableView(_("Rivals"), "reputation.rivals", self.desk.settings)
        self.model = RowsModel(columns(self._today))
        self.table.show_model(self.model)
        self.table.opened.connect(self._opened)
        self.table.menu_asked.connect(self._menu)
        self.table.copied.connect(self._copied)
        self.chart = LineChart(_("Ratings of the shop and its rivals over time"), inside)
        self.chart.setMinimumHeight(theme().px(200))
        row.addWidget(self.table, 5)
        row.addWidget(self.chart, 3)
        self.states = States(inside)
        self.add(self.states)
        self.age = small("", wrap=True)
        self.age.setContentsMargins(15, 4, 15, 4)
        self.add(self.age)
        self.inside.setContentsMargins(1, 0, 1, 4)

    def show_rivalry(self, found: Rivalry) -> None:
        """Show what is known."""
        self.found = found
        used = {one.platform for one in found.rivals} | {one.platform for one in found.own}
        self.platform.set_options([Option(key, words, platform=key) for key, words in found.platforms if key in used])
        if found.rivals and not self._chosen_before:
            self._chosen_before = True
            self.platform.choose(found.rivals[0].platform)
        self.platform.setVisible(len(used) > 1 and bool(found.rivals))
        self.note.setVisible(bool(found.rivals))
        self.more.setVisible(bool(found.rivals))
        self._show()

    def rows(self) -> list[Compared]:
        """The lines of the platform chosen: the shop first, then its rivals, best rating first."""
        found, platform = self.found, self.platform.value()
        if found is None:
            return []
        own = [_own_row(one) for one in found.own if one.platform == platform]
        others = [_rival_row(one) for one in found.rivals if one.platform == platform]
        return [*own, *sorted(others, key=lambda one: -(one.rating or 0.0))]

    def ask_rival(self, row: RivalRow | None) -> RivalForm | None:
        """Open the dialog for a rival, None for a new one; a sixth one is refused at once."""
        if self.found is None:
            return None
        if row is None and len(self.found.rivals) >= MOST:
            self.desk.notices.refuse(too_many())
            return None
        form = RivalForm(row, self.found.platforms, partial(self._save, row), self)
        form.open()
        return form

    def note_current(self) -> PasteForm | None:
        """Ask for the figures of the rival that is chosen in the table, else of the one noted longest ago."""
        current = self.table.current_row()
        if current is not None and current.rival is not None:
            return self.ask_figures(current.rival)
        listed = [one.rival for one in self.rows() if one.rival is not None]
        oldest = min(listed, key=lambda one: one.latest.taken_on if one.latest is not None else "", default=None)
        return self.ask_figures(oldest) if oldest is not None else None

    def ask_figures(self, rival: RivalRow) -> PasteForm:
        """Open the dialog that takes typed or pasted figures."""
        hint = _(
            "What the page shows today, such as 4.8 (1,234), or rows from a sheet: day, rating, ratings, "
            "sales. Figures saved for the same day are replaced."
        )
        title = _("What does {name} show?").format(name=rival.name)
        form = PasteForm(title, hint, _("Note the figures"), partial(self._take, rival), self)
        form.open()
        return form

    def menu(self, row: Compared | None) -> QMenu:
        """What can be done with a line."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if row is not None and row.rival is not None:
            rival = row.rival
            menu.addAction(icon("pencil"), _("Note figures")).triggered.connect(partial(self.ask_figures, rival))
            if rival.url:
                menu.addAction(icon("external"), _("Open its page in the browser")).triggered.connect(
                    partial(self._open, rival.url)
                )
            menu.addAction(icon("sliders"), _("Change")).triggered.connect(partial(self.ask_rival, rival))
            latest = rival.latest
            if latest is not None:
                drop = menu.addAction(icon("undo"), _("Remove its latest figures"))
                drop.triggered.connect(partial(self._drop, latest.id))
            menu.addAction(icon("copy"), _("Copy")).triggered.connect(self.table.copy)
            menu.addSeparator()
            menu.addAction(icon("trash"), _("Remove this rival")).triggered.connect(partial(self.ask_remove, rival))
        else:
            menu.addAction(icon("plus"), _("Add a rival")).triggered.connect(partial(self.ask_rival, None))
        return menu

    def ask_remove(self, rival: RivalRow) -> None:
        """Ask before a rival goes with its figures."""
        words = plural(
            "{count} day of figures goes with it. Undo brings everything back.",
            "{count} days of figures go with it. Undo brings everything back.",
            len(rival.snapshots),
        )
        question = _("Remove {name} from the rivals?").format(name=rival.name)
        self.desk.ask.confirm(self, question, words, _("Remove the rival"), partial(self._remove, rival.id), True)

    def _today(self) -> date:
        return self.desk.clock.today()

    def _show(self, _platform: object = None) -> None:
        found = self.found
        if found is None:
            return
        if not found.rivals:
            button = Button(_("Add a rival"), icon="plus")
            button.clicked.connect(partial(self.ask_rival, None))
            words = (
                _("No rival yet"),
                _("Name three to five shops your buyers also look at, and note what their pages show"),
            )
            self.states.show_hint(empty_state("target", *words, [button]))
            self.age.hide()
            return
        rows = self.rows()
        self.model.set_rows(rows)
        self.table.setMinimumHeight(theme().px(28) + theme().px(32) * max(2, len(rows)) + 2)
        self._show_chart(rows)
        old = [one.name for one in rows if one.rival is not None and one.as_of and stale(one.as_of, self._today())]
        missing = [one.name for one in rows if one.rival is not None and not one.as_of]
        told = [_("Nothing is loaded from the internet: each figure is from the day beside it.")]
        if old:
            told.append(_("Older than six weeks: {names}.").format(names=_(", ").join(old)))
        if missing:
            told.append(_("No figure yet: {names}.").format(names=_(", ").join(missing)))
        self.age.setText(" ".join(told))
        self.age.show()
        self.states.show_content()

    def _show_chart(self, rows: Sequence[Compared]) -> None:
        own = [one for one in (self.found.own if self.found else ()) if one.platform == self.platform.value()]
        known = {day[:7] for one in rows if one.rival for day in (s.taken_on for s in one.rival.snapshots)}
        months = sorted(known | {month for one in own for month, _rating in one.by_month})[-MONTHS_SHOWN:]
        lines = []
        for one in own:
            rating = dict(one.by_month)
            lines.append(Series(one.name, [rating.get(month) for month in months], "accent", main=True))
        rivals = [one.rival for one in rows if one.rival is not None]
        for number, rival in enumerate(rivals):
            shown = {s.taken_on[:7]: s.figures.rating for s in rival.snapshots if s.figures.rating is not None}
            values = [shown.get(month) for month in months]
            if any(value is not None for value in values):
                tone, dash = TONES[number % len(TONES)], DASHES[number % len(DASHES)]
                lines.append(Series(rival.name, values, tone, dash, dots=True))
        self.chart.show_lines([month_and_year(month) for month in months], lines)
        self.chart.setVisible(bool(lines and months))

    def _opened(self, row: Compared) -> None:
        if row.rival is not None:
            self.ask_figures(row.rival)

    def _menu(self, row: Compared | None, place: QPoint) -> None:
        self.menu(row).popup(place)

    def _open(self, url: str) -> None:
        if not QDesktopServices.openUrl(QUrl(url)):
            self.desk.notices.problem(_("The browser could not be opened. The link can be copied from the list."))

    def _copied(self, rows: int) -> None:
        self.desk.notices.say(plural("{count} row copied", "{count} rows copied", rows))

    def _save(self, row: RivalRow | None, platform: str, name: str, url: str, note: str) -> None:
        do = self.desk.do
        if row is None:
            added = partial(self._added, platform)
            do(_("Adding a rival"), add_rival, platform, name, url, note, said=_("Rival added"), done=added)
        else:
            shown = Shown({"name": row.name, "url": row.url, "note": row.note})
            do(_("Changing a rival"), change_rival, row.id, name, url, note, shown, said=_("Rival changed"))

    def _added(self, platform: str, _outcome: Outcome[int]) -> None:
        self.platform.choose(platform)
        self._show()

    def _take(self, rival: RivalRow, text: str) -> None:
        rows = read_rows(text, self._today())
        days = plural("{count} day", "{count} days", len(rows))
        words = _("Noted for {name}: {days}").format(name=rival.name, days=days)
        self.desk.do(_("Noting figures"), note_rival, rival.id, rows, said=words)

    def _drop(self, snapshot: int) -> None:
        said = _("Latest figures removed")
        self.desk.do(_("Removing figures"), drop_rival_snapshots, [snapshot], said=said)

    def _remove(self, rival: int) -> None:
        self.desk.do(_("Removing a rival"), remove_rival, rival, said=_("Rival removed"))


def _own_row(one: OwnFigures) -> Compared:
    tip = ""
    if one.likely is not None:
        tip = _("likely {low}–{high}").format(low=f"{one.likely.low:.2f}", high=f"{one.likely.high:.2f}")
    if one.shown is not None:
        shown = _("the platform showed {value}").format(value=f"{one.shown:g}")
        tip = _("{first}, {second}").format(first=tip, second=shown) if tip else shown
    name = _("{name} (you)").format(name=one.name)
    return Compared(0, one.platform, name, one.rating, one.ratings, None, one.orders, "", None, tip)


def _rival_row(one: RivalRow) -> Compared:
    latest = one.latest
    if latest is None:
        return Compared(one.id, one.platform, one.name, None, None, None, None, "", one, one.note)
    shown = latest.figures
    figures = (shown.rating, shown.ratings, shown.positive_percent, shown.sales)
    return Compared(one.id, one.platform, one.name, *figures, latest.taken_on, one, one.note)


def columns(today: Callable[[], date]) -> list[Column]:
    """The columns of the table; `today` gives the present day."""

    def age(row: Compared) -> str:
        if row.rival is None:
            return _("now")
        return age_words(row.as_of, today()) if row.as_of else _("no figure yet")

    def old(row: Compared) -> str:
        return "warning" if row.as_of and stale(row.as_of, today()) else "text-2"

    def day(row: Compared) -> str:
        return short_day(date.fromisoformat(row.as_of), today()) if row.as_of else ""

    return [
        Column("tile", _("Platform"), "channel", 36, sortable=False, head="", value=lambda row: (row.platform, "")),
        Column(
            "name",
            _("Shop"),
            width=150,
            stretch=True,
            sortable=False,
            font=_strong,
            text=lambda row: row.name,
            tip=_tip,
        ),
        Column(
            "rating",
            _("Rating"),
            "number",
            60,
            sortable=False,
            text=lambda row: "–" if row.rating is None else f"{row.rating:.2f}".rstrip("0").rstrip("."),
            value=lambda row: row.rating,
            font="strong",
        ),
        Column("ratings", _("Ratings"), "number", 68, sortable=False, text=lambda row: _whole(row.ratings)),
        Column(
            "positive",
            _("Positive"),
            "number",
            68,
            sortable=False,
            text=lambda row: "–" if row.positive is None else f"{row.positive:g}%",
        ),
        Column("sales", _("Sales"), "number", 68, sortable=False, text=lambda row: _whole(row.sales)),
        Column("age", _("As of"), width=96, sortable=False, text=age, tone=old, tip=day),
    ]


def _whole(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def _strong(row: Compared) -> str:
    return "strong" if row.rival is None else "medium"


def _tip(row: Compared) -> str:
    return row.tip or row.name
