"""The tab Causes: what cases cost and why, ranked, with the cause in hand beside the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from storeapp.aftersales.causes.queries.buyers import patterns_of_buyers
from storeapp.aftersales.causes.queries.causes import CauseLine, CauseList, cause_list
from storeapp.aftersales.causes.queries.choices import currencies_in_use, products_with_cases
from storeapp.aftersales.causes.queries.costs import Period, last_days
from storeapp.aftersales.causes.queries.effects import CauseDetail, FixLine, cause_detail, fixes
from storeapp.aftersales.causes.queries.patterns import (
    ProductPattern,
    patterns_of_countries,
    patterns_of_products,
)
from storeapp.aftersales.causes.queries.questions import recurring_questions
from storeapp.aftersales.causes.ui import cause_list as lines
from storeapp.aftersales.causes.ui.actions import CauseActions
from storeapp.aftersales.causes.ui.loose_pane import Loose, LoosePane
from storeapp.aftersales.causes.ui.pane import CausePane
from storeapp.aftersales.reasons.queries import ReasonBook, reason_book
from storeapp.kernel.targets import OpenCase, OpenCustomer, OpenReview
from storeapp.kernel.text import _, plural
from storeapp.qtkit.charts.pareto import ParetoBar, ParetoChart
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.page import Page
from storeapp.qtkit.panels import NARROW
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Hint, Label, empty_state, section, small
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.whole import AllRows

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAYS = 90
KEY = "causes"
WIDTH = 846  # of the cause beside the list


class CauseBeside(QStackedWidget):
    """The cause in hand, or what is known of the cases without one."""

    def __init__(self) -> None:
        super().__init__()
        self.pane, self.loose = CausePane(), LoosePane()
        self.addWidget(self.pane)
        self.addWidget(self.loose)

    def to_top(self) -> None:
        """Another record is shown."""
        self.pane.to_top()
        self.loose.to_top()


class CausesView(TabView):
    """The list with its Pareto chart to the left, the cause to the right."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._channel: int | None = None
        self._days = DAYS
        self._bars = 0
        self._fixes: list[FixLine] = []
        self.verbs = CauseActions(page)
        self.bench = Workbench(page, self._spec(), self)
        self.table = self.bench.table
        self.table.head.hide()
        self.table.set_row_height(lines.HIGH)
        self._build_around()
        self.verbs.added.connect(self.bench.go_to)
        self.bench.beside.built.connect(self._serve)
        self.bench.list.counted.connect(self._counted)
        self.bench.chosen.connect(self.chart.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bench)

    @property
    def detail(self) -> CauseDetail | None:
        """The cause in hand, None without one."""
        beside = self.bench.beside
        if not beside.has_inspector or not self.bench.record:
            return None
        held: CauseDetail | None = beside.inspector.pane.detail
        return held if held is not None and held.facts.id == self.bench.record else None

    def refresh(self) -> None:
        self.bench.refresh()
        today = self.desk.clock.today()
        self.page.ask_db(lambda conn: fixes(conn, today), self._show_fixes, "causes:fixes")
        self.page.ask_db(
            lambda conn: (products_with_cases(conn), currencies_in_use(conn), reason_book(conn)),
            self._know,
            "causes:choices",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a window where the cause lies under the list, the list needs the chart's room."""
        self.below.setVisible(self._bars > 0 and self.window().width() >= theme().px(NARROW))

    def narrow(self, channel: int | None, days: int = DAYS) -> None:
        """Tell the costs of one channel or of all, of so many days."""
        if (channel, days) != (self._channel, self._days):
            self._channel, self._days = channel, days
            self.refresh()

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What the actions of causes do."""
        return {
            "causes.new": self.new_cause,
            "causes.costs": self.verbs.costs,
            "causes.link": self.link_next,
            "causes.decline": self.decline_next,
            "causes.fix": self.record_fix,
            "causes.watch": lambda: self._with(self.verbs.watch),
            "causes.asked": lambda: self._with(lambda detail: self.verbs.ask_state(detail, "asked")),
            "causes.cannot": lambda: self._with(lambda detail: self.verbs.ask_state(detail, "cannot")),
            "causes.remove": lambda: self._with(self.verbs.ask_remove),
        }

    def new_cause(self) -> None:
        """Ask for a cause and add it."""
        self.verbs.new()

    def link_next(self) -> None:
        """Link what is offered first, or ask for a case where nothing is."""
        detail = self.detail
        if detail is None:
            self.desk.notices.say(_("Choose a cause first"))
        elif detail.offered:
            first = detail.offered[0]
            self.verbs.link(detail.facts.id, first.kind, first.id)
        else:
            self.verbs.link_case(detail.facts.id)

    def decline_next(self) -> None:
        """Decline what is offered first."""
        detail = self.detail
        if detail is None or not detail.offered:
            self.desk.notices.say(_("Nothing is offered here"))
            return
        first = detail.offered[0]
        self.verbs.decline(detail.facts.id, first.kind, first.id)

    def record_fix(self) -> None:
        """Ask what was changed."""
        detail = self.detail
        if detail is None:
            self.desk.notices.say(_("Choose a cause first"))
        else:
            self.verbs.fix(detail)

    def _spec(self) -> ListSpec:
        return ListSpec(
            id="aftersales.causes",
            title=_("Causes"),
            columns=lines.columns(self.desk.clock.today),
            source=AllRows(self._read_list, lambda found: found.lines),
            sentences=Sentences(
                icon="coin",
                counted=lambda count: plural("{count} line", "{count} lines", count),
                reading=_("Adding up what cases cost"),
                failed=_("The costs could not be read"),
                nothing=self._nothing,
                none_chosen=_("No cause selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=CauseBeside,
            read=self._read_cause,
            show=self._show,
            hints=[("J K", _("move")), ("L", _("link")), ("F", _("record a fix"))],
            width=WIDTH,
        )

    def _build_around(self) -> None:
        head = Filled("raised", "b")
        row = _row(head)
        self.period, self.total = Label("", "small-strong"), small("", "muted")
        row.addWidget(self.period)
        row.addStretch(1)
        row.addWidget(self.total)
        head.setFixedHeight(theme().px(28))
        self.bench.list.add_strip(head)
        below = Filled("surface", "t")
        column = QVBoxLayout(below)
        column.setContentsMargins(24, 10, 16, 8)
        column.setSpacing(4)
        line = _row(None)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(section(_("Where the money goes")))
        line.addStretch(1)
        line.addWidget(small(_("share of cost, running")))
        column.addLayout(line)
        self.chart = ParetoChart(_("Where the money goes"))
        self.chart.setFixedHeight(theme().px(160))
        self.chart.clicked.connect(self.bench.go_to)
        column.addWidget(self.chart)
        self.unpriced = small("", wrap=True)
        column.addWidget(self.unpriced)
        self.below = below
        self.bench.list.add_below(below)

    def _serve(self, beside: CauseBeside) -> None:
        pane, side = beside.pane, beside.pane.side
        pane.primary_asked.connect(lambda: self._with(self.verbs.go_on))
        pane.back_asked.connect(lambda: self._with(self.verbs.came_back))
        pane.watch_asked.connect(lambda: self._with(self.verbs.watch))
        pane.state_asked.connect(lambda state: self._with(lambda detail: self.verbs.ask_state(detail, state)))
        pane.remove_asked.connect(lambda: self._with(self.verbs.ask_remove))
        pane.note_asked.connect(lambda: self._with(self.verbs.note))
        pane.note_dropped.connect(self.verbs.drop_note)
        pane.edit_asked.connect(lambda: self._with(self.verbs.change))
        pane.fixes.clicked.connect(self.bench.go_to)
        side.edit_asked.connect(self.record_fix)
        side.opened.connect(self._open)
        side.linked.connect(lambda kind, record: self.verbs.link(self.bench.record, kind, record))
        side.declined.connect(lambda kind, record: self.verbs.decline(self.bench.record, kind, record))
        side.unlinked.connect(lambda kind, record: self.verbs.unlink(self.bench.record, kind, record))
        beside.loose.made.connect(self._make_cause)
        beside.loose.case_opened.connect(lambda number: self.desk.navigate(OpenCase(number)))
        beside.loose.buyer_opened.connect(lambda number: self.desk.navigate(OpenCustomer(number)))

    def _with(self, act: Callable[[CauseDetail], object]) -> None:
        detail = self.detail
        if detail is None:
            self.desk.notices.say(_("Choose a cause first"))
        else:
            act(detail)

    def _open(self, kind: str, record: int) -> None:
        self.desk.navigate(OpenCase(record) if kind == "case" else OpenReview(record))

    def _make_cause(self, pattern: ProductPattern) -> None:
        self.verbs.of_pattern(pattern, pattern.title)

    def _know(self, found: tuple[list[tuple[int, str]], list[str], ReasonBook]) -> None:
        self.verbs.know(*found)

    def _read_list(self, conn: Connection) -> CauseList:
        return cause_list(conn, self._wanted())

    def _wanted(self) -> Period:
        return last_days(self._days, self.desk.clock.today(), self._channel)

    def _read_cause(self, conn: Connection, row: CauseLine) -> CauseDetail | Loose | None:
        today = self.desk.clock.today()
        if not row.id:
            return Loose(
                patterns_of_products(conn, today),
                patterns_of_buyers(conn, today),
                patterns_of_countries(conn, today),
                recurring_questions(conn, today),
            )
        return cause_detail(conn, row.id, today)

    def _show(self, beside: CauseBeside, found: Any) -> None:
        if isinstance(found, Loose):
            beside.loose.show_loose(found, self.desk.settings.show_names)
            beside.setCurrentWidget(beside.loose)
            return
        today: date = self.desk.clock.today()
        beside.pane.show_cause(found, today)
        beside.pane.show_fixes(self._fixes)
        answer: CauseList | None = self.bench.answer
        following = answer.next_worth if answer is not None else None
        days = plural("{count} day", "{count} days", self._days)
        beside.pane.side.show_next(following, lines.costs_words(following) if following else "", days)
        beside.setCurrentWidget(beside.pane)

    def _show_fixes(self, found: list[FixLine]) -> None:
        """Those of all causes, read once and not with each cause that is looked at."""
        self._fixes = found
        if self.bench.beside.has_inspector:
            self.bench.beside.inspector.pane.show_fixes(found)

    def _counted(self, _count: int) -> None:
        found: CauseList | None = self.bench.answer
        if found is None:
            return
        self.counted.emit(KEY, sum(1 for one in found.lines if one.id))
        days = plural("By cost, {count} day", "By cost, {count} days", self._days)
        self.period.setText(days)
        total = lines.total_words(found.total, found.others)
        self.total.setText(_("{amount}, running share").format(amount=total) if total else "")
        bars = [
            ParetoBar(lines.title(one), str(one.share.line.money), one.share.share, one.share.running, one.id)
            for one in found.lines
            if one.share is not None and one.share.line.money.minor > 0
        ]
        self.chart.show_bars(bars)
        self._bars = len(bars)
        self._fit()
        words = ""
        if found.others:
            words = _("Shown in {currency}. Other currencies stay apart until you give a rate.")
            words = words.format(currency=found.currency)
        self.unpriced.setText(words)
        self.unpriced.setVisible(bool(words))

    def _nothing(self) -> Hint:
        button = Button(_("New cause"), icon="plus")
        button.clicked.connect(lambda: self.verbs.new())
        words = _("Refunds, replacements and postage that you record in cases are added up here")
        return empty_state("coin", _("No costs and no causes yet"), words, [button])


def _row(parent: QWidget | None) -> QHBoxLayout:
    made = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    made.setContentsMargins(24, 0, 16, 0)
    made.setSpacing(8)
    return made
