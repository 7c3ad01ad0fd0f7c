"""The tab Calendar: the plan as month, week or list, what waits for a day beside it, what sold under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from storeapp.articles.calendar import service
from storeapp.articles.calendar.queries import plan_settings, plan_view
from storeapp.articles.calendar.records import BacklogCard, PlanSettings, PlanView
from storeapp.articles.calendar.rules import STATES, PlannedPiece, month_weeks, week_of
from storeapp.articles.drafts.places import SITE
from storeapp.articles.ideas.service import add_idea
from storeapp.articles.kinds import MIX
from storeapp.articles.results.queries import results
from storeapp.articles.results.records import ResultsView
from storeapp.articles.ui.backlog_side import BacklogSide
from storeapp.articles.ui.idea_forms import idea_sheet
from storeapp.articles.ui.mix_strip import MixStrip
from storeapp.articles.ui.piece_painting import MIX_KINDS
from storeapp.articles.ui.plan_forms import limit_sheet, mix_sheet, out_sheet, plan_sheet
from storeapp.articles.ui.plan_grid import PlanGrid
from storeapp.articles.ui.sold_band import DAYS, SoldBand
from storeapp.kernel import text as speech
from storeapp.kernel.days import month_and_year, short_day, spoken_day
from storeapp.kernel.targets import OpenArticle, OpenPage
from storeapp.kernel.text import _
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, TableView
from storeapp.qtkit.table.model import RowsModel
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, IconButton, KeyHints, Label, Option, Segment, Toolbar

LOW = 760  # of the window, below which what sold has no room
LISTED = 60  # days ahead that the list shows


class CalendarView(TabView):
    """The plan. `table` takes the keys."""

    piece_moved = Signal()

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._day = self.desk.clock.today()
        self._place = ""
        self._view: PlanView | None = None
        self._settings: PlanSettings | None = None
        self.grid, self.backlog = PlanGrid(), BacklogSide()
        self.mix, self.sold = MixStrip(), SoldBand()
        self.list = TableView(_("Plan of articles"), "articles.plan", self.desk.settings, first_pad=24)
        self.model = RowsModel(_columns(self.desk.clock.today()), parent=self)
        self.list.show_model(self.model)
        self.shown = QStackedWidget()
        self.shown.addWidget(self.grid)
        self.shown.addWidget(self.list)
        self._lay_out()
        self._connect()
        self._show_days()

    @property
    def table(self) -> QWidget:
        """What takes the keys: the days, or the list."""
        return self.list if self.modes.value() == "list" else self.grid

    def refresh(self) -> None:
        first, last = self.span()
        today, place = self.desk.clock.today(), self._place

        def read(conn: Any) -> tuple[PlanView, PlanSettings]:
            return plan_view(conn, first, last, today, place), plan_settings(conn)

        self.page.ask_db(read, self._show, "plan:view")
        self.page.ask_db(lambda conn: results(conn, today, DAYS), self._show_sold, "plan:sold")

    def span(self) -> tuple[date, date]:
        """The first and last day that are shown."""
        if self.modes.value() == "list":
            today = self.desk.clock.today()
            return today - timedelta(days=today.weekday()), today + timedelta(days=LISTED)
        weeks = self._weeks()
        return weeks[0][0], weeks[-1][-1]

    def show_day(self, day: date) -> None:
        """Show the month or week of a day, with it in hand."""
        self._day = day
        self._show_days()
        self.refresh()

    def turn(self, by: int) -> None:
        """Show the next month or week, or the one before."""
        if self.modes.value() == "week":
            self.show_day(self._day + timedelta(days=7 * by))
        else:
            month = self._day.year * 12 + self._day.month - 1 + by
            self.show_day(date(month // 12, month % 12 + 1, 1))

    def move_piece(self, piece_id: int, day: str) -> None:
        """Move a piece to a day."""

        def done(_outcome: Any) -> None:
            self.grid.follow(piece_id, date.fromisoformat(day))
            self.piece_moved.emit()

        said = self._said(
            date.fromisoformat(day), _("Moved to {day}"), _("Moved to {day}, which is over: it is due now")
        )
        self.desk.do(_("Moving an article"), service.move_piece, piece_id, day, said=said, done=done)

    def take_off(self, piece_id: int) -> None:
        """Take a piece off the plan."""
        said = _("Back among those that wait for a day")
        self.desk.do(_("Taking an article off the plan"), service.take_off, piece_id, said=said)

    def ask_out(self, piece_id: int) -> None:
        """Ask under which address a piece came out."""
        piece = self._piece()
        if piece is None or piece.id != piece_id:
            return

        def take(address: str) -> None:
            said = _("Published. Look at it again tomorrow")
            self.desk.do(_("Publishing an article"), service.came_out, piece_id, address, said=said)

        out_sheet(piece.title, piece.place_name, take, self).open()

    def put(self, card: BacklogCard, place: str, day: str, at: str = "") -> None:
        """Put what waits on a day."""
        over = _("Planned for {day}, which is over: it is due now")
        said = self._said(date.fromisoformat(day), _("Planned for {day}"), over)
        title = _("Planning an article")
        if card.what == "idea":
            self.desk.do(title, service.plan_idea, card.id, place, day, at, speech.language(), said=said)
        else:
            self.desk.do(title, service.plan_article, card.id, place, day, at, said=said)

    def _said(self, day: date, planned: str, over: str) -> str:
        today = self.desk.clock.today()
        return (over if day < today else planned).format(day=spoken_day(day, today))

    def ask_when(self, card: BacklogCard, day: date | None = None) -> None:
        """Ask where and when something that waits is to come out."""
        if self._view is None:
            return
        place = card.places[0] if card.places else self._place or self._usual_place()

        def take(where: str, when: str, at: str) -> None:
            self.put(card, where, when, at)

        plan_sheet(card.title, self._view.places, place, day or self.grid.day, "", take, self).open()

    def ask_again(self) -> None:
        """Ask where and when the piece in hand is to come out."""
        piece = self._piece()
        if piece is None or self._view is None or piece.published:
            return

        def take(where: str, when: str, at: str) -> None:
            self.desk.do(_("Moving an article"), service.plan_again, piece.id, where, when, at, said=_("Moved"))

        day = date.fromisoformat(piece.day)
        plan_sheet(piece.title, self._view.places, piece.place, day, piece.time, take, self).open()

    def ask_idea(self) -> None:
        """Ask for an idea."""

        def take(words: str, kind: str) -> None:
            self.desk.do(_("Noting an idea"), add_idea, words, kind, said=_("Idea noted"))

        idea_sheet("", "", take, self).open()

    def ask_mix(self) -> None:
        """Ask which mix is aimed at."""
        if self._settings is not None:
            mix_sheet(
                self._settings.rule,
                lambda rule, aims: self._do(_("Choosing a mix"), service.choose_mix, rule, aims),
                self,
            ).open()

    def ask_limits(self) -> None:
        """Ask how often places are written to."""
        if self._settings is not None and self._view is not None:
            limit_sheet(
                self._view.places,
                self._settings.limits,
                lambda *said: self._do(_("Keeping a limit"), service.limit_place, *said),
                self,
            ).open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list knows the keys of the days too."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            piece, key = self._piece(), event.key()
            if piece is not None and not piece.published and not event.modifiers():
                if key == Qt.Key.Key_E:
                    self.ask_again()
                    return True
                if key in (Qt.Key.Key_P, Qt.Key.Key_Delete):
                    (self.ask_out if key == Qt.Key.Key_P else self.take_off)(piece.id)
                    return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sold.setVisible(self.window().height() >= theme().px(LOW))

    def _lay_out(self) -> None:
        bar = Toolbar()
        self.modes = Segment([("month", _("Month")), ("week", _("Week")), ("list", _("List"))], _("Show as"))
        self.back, self.forth = IconButton("chevron-left", _("Earlier")), IconButton("chevron-right", _("Later"))
        self.name = Label("", "strong")
        self.now = Button(_("Today"), size="small")
        self.often = Button(_("How often"), "quiet", "bell", size="small")
        self.places = Choice(_("Place"), [("", _("All places"))])
        for widget in (self.modes, self.back, self.name, self.forth, self.now):
            bar.left.addWidget(widget)
        for right in (self.often, self.places):
            bar.right.addWidget(right)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.shown, 1)
        middle.addWidget(self.backlog)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.mix)
        column.addLayout(middle, 1)
        column.addWidget(self._foot())
        column.addWidget(self.sold)

    def _foot(self) -> QWidget:
        foot = Filled("raised", "t")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 4, 16, 4)
        hints = [("← →", _("another day")), ("Alt ← →", _("move it")), ("Enter", _("open")), ("P", _("published"))]
        row.addWidget(KeyHints([*hints, ("E", _("another place")), ("Del", _("take it off"))]))
        row.addStretch(1)
        return foot

    def _connect(self) -> None:
        self.modes.chosen.connect(lambda _mode: self._change_mode())
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forth.clicked.connect(lambda: self.turn(1))
        self.now.clicked.connect(lambda: self.show_day(self.desk.clock.today()))
        self.often.clicked.connect(self.ask_limits)
        self.places.picked.connect(self._choose_place)
        self.grid.left.connect(self.show_day)
        self.grid.opened.connect(self._open)
        self.grid.moved.connect(self.move_piece)
        self.grid.removed.connect(self.take_off)
        self.grid.out.connect(self.ask_out)
        self.grid.again.connect(self.ask_again)
        self.list.installEventFilter(self)
        self.grid.planned.connect(self._plan_first)
        self.list.opened.connect(lambda row: self._open(row.article_id))
        self.backlog.idea_asked.connect(self.ask_idea)
        self.backlog.chosen.connect(self.ask_when)
        self.backlog.dragged.connect(lambda place: self.grid.point_at(self._day_under(place)))
        self.backlog.dropped.connect(self._dropped)
        self.mix.rule_asked.connect(self.ask_mix)
        self.mix.shown.connect(self._show_piece)
        self.sold.opened.connect(self._open)
        self.sold.all_asked.connect(lambda: self.desk.navigate(OpenPage("articles", "results")))

    def _do(self, title: str, verb: Callable[..., Any], *args: Any) -> None:
        self.desk.do(title, verb, *args, said=_("Kept"))

    def _weeks(self) -> Sequence[Sequence[date]]:
        if self.modes.value() == "week":
            return [week_of(self._day)]
        return month_weeks(self._day.strftime("%Y-%m"))

    def _show_days(self) -> None:
        today, listed = self.desk.clock.today(), self.modes.value() == "list"
        month = "" if self.modes.value() == "week" else self._day.strftime("%Y-%m")
        self.grid.show_days(self._weeks(), month, self._day, today)
        if self.modes.value() == "week":
            week = week_of(self._day)
            self.name.setText(
                _("{first} to {last}").format(first=short_day(week[0], today), last=short_day(week[6], today))
            )
        else:
            self.name.setText(month_and_year(self._day.strftime("%Y-%m")))
        for widget in (self.back, self.name, self.forth, self.now):
            widget.setVisible(not listed)
        self.shown.setCurrentWidget(self.list if listed else self.grid)

    def _change_mode(self) -> None:
        self._day = self.grid.day
        self._show_days()
        self.refresh()

    def _choose_place(self, key: str) -> None:
        self._place = key
        self.refresh()

    def _show(self, found: tuple[PlanView, PlanSettings]) -> None:
        """Show the plan, then ask which of its finished pieces a rule stops: that takes a moment the first time."""
        self._fill(found)
        if any(one.state == "ready" for one in found[0].pieces):
            first, last = self.span()
            today, place, clock = self.desk.clock.today(), self._place, self.desk.clock

            def read(conn: Any) -> tuple[PlanView, PlanSettings]:
                return plan_view(conn, first, last, today, place, clock), plan_settings(conn)

            self.page.ask_db(read, self._fill, "plan:checked")

    def _fill(self, found: tuple[PlanView, PlanSettings]) -> None:
        self._view, self._settings = found
        view = self._view
        named = [Option(one.key, one.name, one.platform) for one in view.places if one.open]
        self.places.set_options([Option("", _("All places")), *named])
        told = frozenset(number for one in view.warnings for number in one.pieces)
        self.grid.show_pieces(view.pieces, told)
        self.model.set_rows(list(view.pieces))
        self.mix.show_mix(view.mix, view.rule)
        self.mix.show_warnings(view.warnings)
        self.backlog.show_cards(view.backlog, view.backlog_total, view.places)

    def _show_sold(self, found: ResultsView) -> None:
        self.sold.show_results(found, self.desk.clock.today())

    def _piece(self) -> PlannedPiece | None:
        row: PlannedPiece | None = self.list.current_row() if self.modes.value() == "list" else self.grid.piece()
        return row

    def _show_piece(self, piece_id: int) -> None:
        self.grid.choose(piece_id)
        self.table.setFocus()

    def _plan_first(self, day: str) -> None:
        """Put the first of those that wait on a day; ask for an idea where nothing waits."""
        if self._view is not None and self._view.backlog:
            self.ask_when(self._view.backlog[0], date.fromisoformat(day))
        else:
            self.ask_idea()

    def _open(self, article_id: int) -> None:
        self.desk.navigate(OpenArticle(article_id))

    def _day_under(self, place: QPoint) -> date | None:
        if self.modes.value() == "list":
            return None
        return self.grid.day_at(self.grid.mapFromGlobal(place))

    def _dropped(self, card: BacklogCard, place: QPoint) -> None:
        self.grid.point_at(None)
        day = self._day_under(place)
        if day is not None:
            where = card.places[0] if card.places else self._place or self._usual_place()
            self.put(card, where, day.isoformat())

    def _usual_place(self) -> str:
        """Where a piece comes out unless something else is said: the shop's first channel, else its own site."""
        known = self._view.places if self._view is not None else ()
        return next((one.key for one in known if one.kind == "channel"), SITE)


def _columns(today: date) -> list[Column]:
    def day(row: PlannedPiece) -> str:
        return short_day(date.fromisoformat(row.day), today)

    return [
        Column("day", _("Day"), "date", 90, text=day, value=lambda row: row.day),
        Column("time", _("Time"), width=70, text=lambda row: row.time),
        Column("title", _("Article"), width=280, text=lambda row: row.title, stretch=True),
        Column("place", _("Place"), width=140, text=lambda row: row.place_name),
        Column("mix", _("Mix"), "tags", 110, text=lambda row: _(MIX[row.mix]),
               value=lambda row: [(_(MIX[row.mix]), MIX_KINDS[row.mix])]),
        Column("state", _("State"), width=110, text=lambda row: _(STATES[row.state][0])),
    ]  # fmt: skip
