"""Today: what needs the owner now, in the order of its urgency, with the figures that say how the shop stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.targets import LookAtFiles, OpenPage, OpenReviews, OpenStanding
from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    Card,
    IconButton,
    KeyHints,
    Note,
    empty_state,
    scrolling,
)
from storeapp.today import queries
from storeapp.today.lines import (
    alert_lines,
    doubtful_lines,
    helper_lines,
    link_lines,
    promise_lines,
    review_lines,
    stale_lines,
)
from storeapp.today.queries import TodayFigures
from storeapp.today.rules import (
    ALERTS,
    ARTICLES,
    HELPERS,
    LINKS,
    PROMISES,
    REQUESTS,
    REVIEWS,
    STALE,
    TITLES,
    Group,
    Line,
    ends_of,
    greeting,
    grouped,
    snapshot,
    summary,
    urgent_first,
)
from storeapp.today.ui.actions import LineActions
from storeapp.today.ui.afterwards import Afterwards
from storeapp.today.ui.cards import DoneCard
from storeapp.today.ui.head import DayHead
from storeapp.today.ui.offers import Offers
from storeapp.today.ui.side import GAP, FigureColumn
from storeapp.today.ui.work_list import WorkList

SIDE, SIDE_NARROW = 344, 300
FIGURES = "figures"
UNSEEN_MS = 300  # after a change on another page, in which more changes may come
WIDE, BESIDE = 1100, 880  # page widths from which the figures have their full width, or a place beside the list


@dataclass
class _Shown:
    """What the readers have brought so far; `failed` names the groups that could not be read."""

    lines: dict[str, list[Line]]
    failed: set[str]
    snoozed: dict[str, str]
    done: tuple[int, list[str]]


class TodayPage(Page):
    """The page Ctrl+1 opens. Reads each group by itself, so that one that fails leaves the others standing."""

    ID = "today"
    TITLE = N_("Today")
    KIND = "overview"
    ICON = "sun"
    TOPICS = frozenset(
        [
            "channels",
            "customers",
            "helpers",
            "orders",
            "products",
            "reviews",
            "imports",
            "settings",
            "history",
            "alerts",
            "cases",
            "themes",
            "rules",
            "articles",
            "publications",
            "results",
            "requests",
        ]
    )
    ACTIONS = (
        ActionSpec("today.work", N_("Work through the list"), "arrow-right"),
        ActionSpec("today.reply", N_("Write the first waiting reply"), "reply", "E", scope="list"),
        ActionSpec("today.import", N_("Choose a file for data that is getting old"), "import", "I", scope="list"),
        ActionSpec("today.open", N_("See the records of a line"), "list", "O", scope="list", waits=True),
        ActionSpec("today.later", N_("Later today"), "clock", "L", scope="list", waits=True),
        ActionSpec("today.more", N_("Snooze a change, or mark it as done"), "more", "M", scope="list", waits=True),
        ActionSpec("today.done", N_("Mark a change as done"), "check", "D", scope="list", waits=True),
        ActionSpec("today.kept", N_("Mark a due promise as kept"), "check-circle", "P", scope="list", waits=True),
        ActionSpec("today.case", N_("Open a case for a bad review"), "lifebuoy", "C", scope="list", waits=True),
        ActionSpec("today.alerts", N_("Choose which alerts are shown"), "bell"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._shown = _Shown({}, set(), {}, (0, []))
        self._unseen = QTimer(self, singleShot=True, interval=UNSEEN_MS)
        self._unseen.timeout.connect(self._read_lines)
        self._groups: list[Group] = []
        self._bare = False  # whether nothing was imported yet
        self._build()
        desk.actions.register(self.ACTIONS, self.line_actions.handlers(), owner=self, lists=[self.list])

    def keyboard(self) -> QWidget | None:
        return self.list

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0] if self._groups else None

    def snapshot(self) -> dict[str, Any]:
        """What the next start may paint before the shop is open."""
        return snapshot(self.head.greeting.text(), self._groups)

    def mark_stale(self) -> None:
        super().mark_stale()
        if not self.isVisible():
            self._unseen.start()

    def refresh(self) -> None:
        self.afterwards.wait_for([*TITLES, FIGURES])
        self._read_lines()
        today = self.desk.clock.today()
        self.ask_db(
            lambda conn: queries.figures(conn, today), self._show_figures, f"today:{FIGURES}", self._figures_failed
        )

    @Slot()
    def _read_lines(self) -> None:
        """The list alone: out of sight it is read too, for the number beside Today's name must be that of now."""
        now, today = self.desk.clock.now(), self.desk.clock.today()
        names = self.desk.settings.show_names
        midnight = datetime.combine(today, datetime.min.time()).astimezone()
        asked = {
            REVIEWS: lambda conn: list(review_lines(queries.waiting(conn, today), now, today, names)),
            PROMISES: lambda conn: urgent_first(
                (
                    *promise_lines(queries.promises(conn, today), today, names),
                    *queries.aftersales_lines(conn, now, today),
                )
            ),
            REQUESTS: lambda conn: queries.request_lines(conn, now),
            ARTICLES: lambda conn: queries.article_lines(conn, today),
            ALERTS: lambda conn: list(alert_lines(queries.alerts(conn, today, now), today)),
            LINKS: lambda conn: [*doubtful_lines(queries.doubtful(conn)), *link_lines(queries.unlinked(conn, today))],
            HELPERS: lambda conn: list(helper_lines(queries.overdue_workbooks(conn, today), today)),
            STALE: lambda conn: list(stale_lines(queries.stale_files(conn, today), today)),
        }
        self.ask_db(
            lambda conn: (queries.snoozed(conn), queries.done_since(conn, midnight)), self._show_own, "today:own"
        )
        for name, work in asked.items():
            self.ask_db(work, partial(self._show_lines, name), f"today:{name}", partial(self._lines_failed, name))

    def _show_own(self, own: tuple[dict[str, str], tuple[int, list[str]]]) -> None:
        self._shown.snoozed, self._shown.done = own
        self._show()

    def _show_lines(self, name: str, lines: list[Line]) -> None:
        self._shown.lines[name] = lines
        self._shown.failed.discard(name)
        self._show()
        self.afterwards.came(name)

    @Slot()
    def _check_articles(self) -> None:
        """Hold what is due against the rules: they take longer to load than all of the list."""
        if self._shown.lines.get(ARTICLES):
            today, clock = self.desk.clock.today(), self.desk.clock
            show = partial(self._show_lines, ARTICLES)
            self.ask_db(lambda conn: queries.article_lines(conn, today, clock), show, "today:checked")

    def _lines_failed(self, name: str, error: Exception) -> None:
        self._shown.lines[name] = []
        self._shown.failed.add(name)
        self._show()
        self.afterwards.came(name)

    def _show_figures(self, found: TodayFigures) -> None:
        self.side.show_figures(found, self.desk.clock.today())
        self._bare = not found.channels
        self._show_nothing()
        self.afterwards.came(FIGURES)

    def _figures_failed(self, error: Exception) -> None:
        self.side.show_error()
        self.afterwards.came(FIGURES)

    def _show(self) -> None:
        if len(self._shown.lines) < len(TITLES):
            return
        now, today = self.desk.clock.now(), self.desk.clock.today()
        lines = [line for found in self._shown.lines.values() for line in found]
        had = bool(self._groups)
        self._groups = grouped(lines, self._shown.snoozed, now)
        waiting = sum(len(group.lines) for group in self._groups)
        done, titles = self._shown.done
        self.head.show_day(greeting(now.astimezone().hour), today, summary(self._groups))
        self.head.show_done(done, waiting)
        self.done.show_done(done, titles)
        self._show_nothing()
        self.list.show_groups(
            self._groups, [_failed_note(name, self.mark_stale) for name in sorted(self._shown.failed)]
        )
        self._fit()
        self.count_changed.emit(waiting, False)
        if had != bool(self._groups):
            self.primary_changed.emit()

    def _do(self, line: Line) -> None:
        if line.files:
            self.desk.ask.files(self, line.title, self._import)
        else:
            self.desk.navigate(line.target)

    def _import(self, files: list[Path]) -> None:
        if files:
            self.desk.navigate(LookAtFiles(tuple(files)))

    def _open_channel(self, channel: int) -> None:
        self.desk.navigate(OpenReviews(channels=(channel,)))

    def _open_month(self, month: str) -> None:
        first, last = ends_of(month)
        self.desk.navigate(OpenReviews(since=first, until=last))

    def _show_nothing(self) -> None:
        """Where nothing waits, say so; in a shop without any data lead to its first import instead."""
        empty = len(self._shown.lines) == len(TITLES) and not self._groups and not self._shown.failed
        self.empty.setVisible(empty and not self._bare)
        self.first.setVisible(empty and self._bare)
        self.needs.setVisible(not empty)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        columns = self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        columns.setContentsMargins(24, 16, 24, 16)
        columns.setSpacing(GAP)
        left = QVBoxLayout()
        left.setSpacing(0)
        self.head = DayHead()
        left.addWidget(self.head)
        left.addSpacing(12)
        self.offers = Offers()
        left.addWidget(self.offers)
        left.addWidget(self._needs())
        self.empty = Card()
        self.empty.add(
            empty_state(
                "check-circle", _("Nothing waits for you"), _("New reviews come with the next import"), done=True
            )
        )
        self.first = Card()
        bring = Button(_("Import my first file…"), icon="import")
        bring.clicked.connect(partial(self.desk.navigate, OpenPage("import")))
        words = _("Platforms let you download your orders and reviews. Drop those files anywhere in this window.")
        self.first.add(empty_state("import", _("Nothing is imported yet"), words, [bring]))
        for card in (self.empty, self.first):
            card.hide()
            left.addWidget(card)
        left.addSpacing(GAP)
        self.done = DoneCard()
        self.done.asked.connect(partial(self.desk.navigate, OpenPage("history")))
        self.done.hide()
        left.addWidget(self.done)
        left.addStretch(1)
        columns.addLayout(left, 1)
        self.side = FigureColumn()
        self.side.rating.opened.connect(self._open_month)
        self.side.channels.opened.connect(self._open_channel)
        self.side.levels.opened.connect(lambda number: self.desk.navigate(OpenStanding(number)))
        columns.addWidget(self.side, 0)
        self.afterwards = Afterwards(self, self.side.levels)
        self.afterwards.over.connect(self._check_articles)
        self.area = scrolling(inside, _("Today"))
        outer.addWidget(self.area)

    def _needs(self) -> QWidget:
        self.needs = Card(_("Needs you"), padded=False)
        hints = [("J K", _("move")), ("↵", _("do it")), ("L", _("later today"))]
        self.needs.add_to_head(KeyHints(hints))
        self.choose_alerts = IconButton("bell", _("Choose which alerts are shown"))
        self.needs.add_to_head(self.choose_alerts)
        self.needs.inside.setContentsMargins(0, 0, 0, 6)
        self.list = WorkList()
        self.list.done.connect(self._do)
        self.list.dropped.connect(self._import)
        self.list.moved.connect(self._see)
        self.line_actions = LineActions(self, self.list, self._do)
        self.list.more_asked.connect(self.line_actions.more)
        self.choose_alerts.clicked.connect(self.line_actions.choose_alerts)
        self.needs.add(self.list)
        self.needs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.needs.hide()
        return self.needs

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Figures beside the list, or under it where the text is too big for both."""
        look = theme()
        beside = self.width() >= look.px(BESIDE)
        self.columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        if beside:
            self.side.setFixedWidth(look.px(SIDE if self.width() >= look.px(WIDE) else SIDE_NARROW))
        else:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)

    def _see(self, row: QWidget) -> None:
        self.area.ensureWidgetVisible(row, 0, theme().px(32))


def _failed_note(name: str, again_asked: Callable[[], None]) -> QWidget:
    again = Button(_("Try again"), size="small")
    again.clicked.connect(again_asked)
    words = _("{group}: could not be read. Nothing was changed.").format(group=_(TITLES[name]))
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(16, 8, 16, 8)
    row.addWidget(Note(words, "bad", again))
    return holder
