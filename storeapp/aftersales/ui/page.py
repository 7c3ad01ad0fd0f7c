"""After-sales: cases by what is due first, and one of them beside the list with its story and its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from storeapp.aftersales import queries
from storeapp.aftersales.causes import wording
from storeapp.aftersales.causes.queries.metrics import HeadFigures, head_figures
from storeapp.aftersales.causes.ui.specs import ACTIONS as CAUSE_ACTIONS
from storeapp.aftersales.clocks.ui.specs import ACTIONS as CLOCK_ACTIONS
from storeapp.aftersales.linking.ui.actions import LinkActions
from storeapp.aftersales.messages.queries import CaseDesk, case_desk
from storeapp.aftersales.pasting.ui.actions import PasteActions
from storeapp.aftersales.proposals.queries import proposal_count
from storeapp.aftersales.proposals.ui.specs import ACTIONS as PROPOSAL_ACTIONS
from storeapp.aftersales.reasons.queries import ReasonBook, reason_book, why_cases_happen
from storeapp.aftersales.reasons.ui.sheet import ReasonsSheet
from storeapp.aftersales.reasons.ui.why import WhyBox
from storeapp.aftersales.records import CaseCounts, CaseFilters
from storeapp.aftersales.rules import Promised, reasons
from storeapp.aftersales.ui.actions import CaseActions
from storeapp.aftersales.ui.bar import CaseBar
from storeapp.aftersales.ui.case_list import HIGH, bands, buyer_of, columns
from storeapp.aftersales.ui.groups import counted, fold, nothing
from storeapp.aftersales.ui.panel import CasePanel
from storeapp.aftersales.ui.specs import CARD_ACTIONS, CASE_ACTIONS, PROMISE_ACTIONS
from storeapp.evidence.ui.actions import ProofActions
from storeapp.evidence.ui.pane import ProofPane
from storeapp.kernel.targets import (
    OpenArticle,
    OpenCaseOfCustomer,
    OpenCaseOfOrder,
    OpenCaseOfReview,
    OpenCustomer,
    OpenOrder,
    OpenPage,
    OpenReview,
    RecordPromise,
    Target,
)
from storeapp.kernel.text import N_, _, in_context
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Option
from storeapp.qtkit.workbench.asking import ListingSource
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.giving import give_rows
from storeapp.qtkit.workbench.page import ListPage

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIGURES = "storeapp.aftersales.causes.ui.figures_sheet"
KINDS_OF_DOORS: Mapping[type[Target], str] = {
    OpenCaseOfReview: "review",
    OpenCaseOfOrder: "order",
    OpenCaseOfCustomer: "customer",
}
BOARD = "board"
WAY = "aftersales.way"  # in the layout of this PC
CAUSES, PROMISES, PROPOSED = "causes", "promises", "proposed"
# Tabs that have no list of cases: the module and the view of each, and its actions.
APART = {
    PROPOSED: ("storeapp.aftersales.proposals.ui.tab", "ProposalsView", PROPOSAL_ACTIONS),
    PROMISES: ("storeapp.aftersales.ui.promises_tab", "PromisesView", PROMISE_ACTIONS),
    CAUSES: ("storeapp.aftersales.causes.ui.tab", "CausesView", CAUSE_ACTIONS),
}
# What stands in the place of the list on its own tabs.
VIEWS = {BOARD: ("storeapp.aftersales.ui.board", "BoardView", (*PROMISE_ACTIONS, *CARD_ACTIONS))}


class AftersalesPage(ListPage):
    """The list of cases, and the one in hand beside it."""

    ID = "aftersales"
    TITLE = N_("After-sales")
    ICON = "lifebuoy"
    TOPICS = frozenset(
        {"cases", "causes", "orders", "reviews", "customers", "channels", "settings", "rules", "evidence"}
        | {"articles", "publications"}
    )
    PARTS = ("open", "waiting", "closed", PROPOSED, PROMISES, CAUSES)
    LATER = (
        *(module for module, _view, _actions in (*APART.values(), *VIEWS.values())),
        "storeapp.aftersales.clocks.ui.form",
        FIGURES,
    )
    ACTIONS = CASE_ACTIONS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.case_actions = CaseActions(desk, self, self._chosen_cases)
        self.case_actions.opened.connect(self.bench.go_to)
        self.case_actions.recorded.connect(self.bench.go_to)
        self.case_actions.paste_asked.connect(self.paste)
        self.paste_actions = PasteActions(self)
        self.paste_actions.opened.connect(self.bench.go_to)
        self.paste_actions.opened.connect(self._show_bench)
        self.link_actions = LinkActions(self, lambda: self.panel.shown.detail if self.panel.shown else None)
        self.case_actions.menu_asked.connect(self.link_actions.offer)
        self.bench.beside.built.connect(self._serve)
        self.bench.filters_changed.connect(self._show_filters)
        self.bench.offer_actions()
        self.bench.table.band_pressed.connect(partial(fold, self.bench))
        self.why = WhyBox(self.bench.list)
        self.bench.list.add_below(self.why)
        self._bar = self._build_bar()
        self.why.reason_asked.connect(self.reason.choose)
        self.why.reason_asked.connect(lambda _reason: self.ask_list())
        self._views: dict[str, TabView] = {}
        self._on_board = bool(self._kept_way().get("board"))
        self._figures: HeadFigures | None = None
        for tab, (_module, _view, actions) in APART.items():
            if tab != PROMISES:  # whose keys are those of the list of cases
                desk.actions.register(actions, self._handlers_of(tab), owner=self)
        desk.actions.register(CLOCK_ACTIONS, {"clocks.change": self._change_clocks}, owner=self)
        if self._on_board:
            self._lay_out(BOARD)

    @property
    def causes(self) -> Any:
        """The tab of causes, built when it is first needed."""
        return self.apart(CAUSES)

    @property
    def proposed(self) -> Any:
        """The tab of proposed cases, built when it is first needed."""
        return self.apart(PROPOSED)

    @property
    def promises(self) -> Any:
        """The tab of promises, built when it is first needed."""
        return self.apart(PROMISES)

    def apart(self, tab: str) -> Any:
        """The view of a tab that has no list of cases, built when it is first needed."""
        if tab not in self._views:
            module, view, actions = (APART | VIEWS)[tab]
            made: Any = getattr(import_module(module), view)(self, self)
            self._views[tab] = made
            made.counted.connect(self.tabs.set_count)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(made)
            made.hide()
            keys = tuple(one.id for one in actions if one.scope == "list")
            if tab == BOARD:
                made.opened.connect(self.bench.go_to)
                made.opened.connect(self._show_bench)
            for table in [one.table for one in made.columns.values()] if tab == BOARD else [made.table]:
                self.desk.actions.add_list(self, table, only=keys)
            self.part_built.emit(made)
        return self._views[tab]

    @property
    def panel(self) -> CasePanel:
        """The pane of the case."""
        found: CasePanel = self.bench.inspector
        return found

    def spec(self) -> ListSpec:
        desk = self.desk
        return ListSpec(
            id="aftersales.cases",
            title=_("Cases"),
            columns=columns(desk.clock.today, partial(buyer_of, desk.settings)),
            source=ListingSource(queries.CaseListing(desk.clock), CaseFilters),
            sentences=Sentences(
                icon="lifebuoy",
                counted=lambda count: counted(self.bench.filters, count),
                reading=_("Reading the cases"),
                failed=_("The cases could not be read"),
                nothing=lambda: nothing(self.bench, self.case_actions.new_case),
                none_chosen=_("No case selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=lambda: CasePanel(reasons(), desk),
            read=self._read_case,
            show=self._show_case,
            enter=CasePanel.write,
            everywhere=lambda conn, case, wanted: queries.list_with(conn, case, wanted, desk.clock.today()),
            hints=[
                ("J K", _("move")),
                ("P", _("kept")),
                ("M", _("new day")),
                ("D", _("close")),
                ("Enter", _("write")),
            ],
            width=820,
            bands=bands(desk.clock.today),
            row_height=HIGH,
        )

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "aftersales.new": lambda: self.case_actions.new_case(),
            "aftersales.open": partial(self._choose, "open"),
            "aftersales.closed": partial(self._choose, "closed"),
            "aftersales.waiting": partial(self._choose, "waiting"),
            "aftersales.kept": lambda: self._with_promise("kept", "keep_first"),
            "aftersales.move": lambda: self._with_promise("move", "move_first"),
            "aftersales.broken": lambda: self._with_promise("broken", "break_first"),
            "aftersales.wait": lambda: self.case_actions.wait_for("buyer"),
            "aftersales.snooze": lambda: self.case_actions.snooze(),
            "aftersales.close": lambda: self.case_actions.close_selected(),
            "aftersales.note": lambda: self.panel.write_note(),
            "aftersales.record": lambda: self.case_actions.ask_entry("refund"),
            "aftersales.heard": lambda: self.case_actions.ask_entry("in"),
            "aftersales.paste": self.paste,
            "aftersales.paste_new": lambda: self.paste_actions.paste_new(),
            "aftersales.board": self.turn,
            "aftersales.reasons": lambda: ReasonsSheet(self).open(),
            "aftersales.figures": self.show_figures,
            "aftersales.merge": lambda: self.case_actions.merge_selected(),
            "aftersales.review": lambda: self.panel.open_review(),
            "aftersales.give": lambda: self._chosen_cases(partial(give_rows, self.desk, "case")),
        }

    def paste(self) -> None:
        """Ask for a conversation and keep it in the case that is shown."""
        case = self.bench.record
        if case is not None:
            self.paste_actions.paste(case)

    def show_figures(self) -> None:
        """All figures of the channel and time that the bar says."""
        sheet = import_module(FIGURES).FiguresSheet
        sheet(self, self.channel.value(), self.days.value()).open()

    def primary(self) -> ActionSpec | None:
        new_cause = next(one for one in CAUSE_ACTIONS if one.id == "causes.new")
        return new_cause if self.tabs.value() == CAUSES else self.ACTIONS[0]

    def build_part(self, part: str) -> None:
        if part in APART:
            self.apart(part)

    def keyboard(self) -> QWidget | None:
        front = self._front()
        table: QWidget | None = self.apart(front).table if front else super().keyboard()
        return table

    def turn(self) -> None:
        """Show the cases as a board, or as a list again."""
        self._on_board = not self._on_board
        self._kept_way()["board"] = self._on_board
        self._choose(self.tabs.value())
        keyboard = self.keyboard()
        if keyboard is not None:
            keyboard.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _kept_way(self) -> dict[str, Any]:
        """How this PC shows cases: as a board, or as a list."""
        kept: dict[str, Any] = self.desk.settings.layout.setdefault(WAY, {})
        return kept

    def _front(self) -> str:
        """The view that stands in the place of the list: of a tab, or the board; "" for none."""
        if self.tabs.value() in APART:
            return self.tabs.value()
        return BOARD if self._on_board else ""

    def toolbar(self) -> QWidget | None:
        return self._bar

    def close_page(self) -> None:
        if self.bench.beside.has_inspector:
            self.panel.commit()
        for view in self._views.values():
            view.close_tab()
        super().close_page()

    def open_target(self, target: Target) -> None:
        if not isinstance(target, OpenPage):
            self._show_bench()
        match target:
            case OpenCaseOfReview(id=number) | OpenCaseOfOrder(id=number) | OpenCaseOfCustomer(id=number):
                kind = KINDS_OF_DOORS[type(target)]
                self.ask_db(
                    lambda conn: queries.case_of(conn, kind, number), partial(self._found, kind, number), "cases:of"
                )
            case RecordPromise():
                self.case_actions.record(
                    target.review, Promised(target.kind, target.words, target.amount, target.due_on)
                )
            case OpenPage(part=state):
                self._choose(state)
            case _:
                super().open_target(target)

    def refresh(self) -> None:
        today = self.desk.clock.today()

        def read(conn: Connection) -> tuple[CaseCounts, Any, HeadFigures, int, ReasonBook]:
            names, book = queries.channel_names(conn), reason_book(conn)
            return queries.counts(conn, today), names, head_figures(conn, today), proposal_count(conn, today), book

        self.ask_db(read, self._show_head)
        self._ask_why()
        front = self._front()
        if front:
            self.apart(front).refresh()
        else:
            super().refresh()

    def _ask_why(self) -> None:
        today, channel = self.desk.clock.today(), self.channel.value()
        self.ask_db(lambda conn: why_cases_happen(conn, today, channel), self.why.show_reasons, "cases:why")

    def _build_bar(self) -> CaseBar:
        named = [
            ("open", in_context("case", "Open")),
            ("waiting", _("Waiting for buyer")),
            ("closed", _("Closed")),
            (PROPOSED, _("Proposed")),
            (PROMISES, _("Promises")),
            (CAUSES, _("Causes")),
        ]
        bar = CaseBar(named)
        self.tabs, self.figures, self.more_figures = bar.tabs, bar.figures, bar.more_figures
        self.channel, self.reason, self.days = bar.channel, bar.reason, bar.days
        bar.tabs.chosen.connect(self._choose)
        bar.more_figures.clicked.connect(self.show_figures)
        for choice in (bar.channel, bar.reason, bar.days):
            choice.picked.connect(lambda _value: self.ask_list())
        for button in (bar.as_board, bar.as_list):
            button.clicked.connect(self.turn)
        return bar

    def _serve(self, panel: CasePanel) -> None:
        panel.step_asked.connect(self.bench.step)
        panel.facts.clocks.change_asked.connect(self._change_clocks)
        panel.refused.connect(self.desk.notices.say)
        panel.facts.order_asked.connect(lambda number: self.desk.navigate(OpenOrder(number)))
        panel.facts.buyer_asked.connect(lambda number: self.desk.navigate(OpenCustomer(number)))
        panel.facts.review_asked.connect(lambda number: self.desk.navigate(OpenReview(number)))
        panel.facts.files_shown.connect(self._serve_files)
        panel.facts.guide_asked.connect(lambda number: self.desk.navigate(OpenArticle(number)))
        panel.facts.guide_given.connect(panel.composer.add)
        panel.facts.link_asked.connect(self.link_actions.look_for)
        panel.composer.left.connect(self.bench.table.setFocus)
        self.case_actions.serve(panel)

    def _serve_files(self, pane: ProofPane, case: int, under: list[int]) -> None:
        pane.watch(self.panel.scroller)
        ProofActions(self, pane, "case", case, under=under).look()

    def _found(self, kind: str, number: int, case: int | None) -> None:
        if case is not None:
            self.bench.go_to(case)
        else:
            self.case_actions.open_for(kind, number)

    def _read_case(self, conn: Any, case: int) -> CaseDesk | None:
        return case_desk(conn, case, self.desk.clock.now(), self.desk.settings.show_names)

    def _show_case(self, panel: CasePanel, found: CaseDesk) -> None:
        panel.show_case(found, self.desk.settings.show_names)

    def _chosen_cases(self, then: Callable[[list[int]], None]) -> None:
        """Hand on the cases that are selected in the list, else the one that is shown, or the card of the board."""
        if self._front() == BOARD:
            row = self.apart(BOARD).row()
            if row is not None:
                then([row.id])
        elif self.bench.table.selected_count() > 1:
            self.bench.table.selected_rows(lambda rows: then([row.id for row in rows]))
        elif self.bench.record is not None:
            then([self.bench.record])

    def _show_filters(self, filters: CaseFilters) -> None:
        self.tabs.choose(filters.state)
        self.channel.choose(filters.channel)
        self.reason.choose(filters.reason)

    def _say_figures(self) -> None:
        """What cases cost, above the causes; else how buyers are served."""
        if self._figures is None:
            return
        if self.tabs.value() == CAUSES:
            self.figures.setText(wording.cost_words(self._figures.costs, self.desk.clock.today()))
            self.figures.set_tip(wording.unpriced_words(self._figures.costs))
        else:
            self.figures.setText(wording.head_words(self._figures, room=False))
            self.figures.set_tip(wording.head_tip(self._figures))

    def _show_head(self, found: tuple[CaseCounts, Any, HeadFigures, int, ReasonBook]) -> None:
        counts, names, self._figures, proposed, book = found
        self.reason.set_options([Option("", _("All reasons")), *(Option(*one) for one in book.offered())])
        self.tabs.set_count(PROPOSED, proposed)
        self.tabs.set_count("open", counts.open)
        self.tabs.set_count("waiting", counts.waiting)
        self.tabs.set_count("closed", counts.closed)
        waiting = counts.over + counts.due_today
        self.count_changed.emit(waiting, counts.over > 0)
        self._say_figures()
        options = [Option(number, name, platform=platform) for number, platform, name in names]
        self.channel.set_options([Option(None, _("All channels")), *options])

    def _choose(self, state: str) -> None:
        self.tabs.choose(state)
        if state not in APART:
            self._lay_out(self._front())
            self.ask_list()
            return
        self._lay_out(state)
        self.apart(state).narrow(self.channel.value(), self.days.value())
        self.apart(state).refresh()
        self.apart(state).table.setFocus()

    def _show_bench(self) -> None:
        """The list of cases is shown, whatever was before."""
        self._on_board = False
        if self.tabs.value() in APART:
            self.tabs.choose(self.bench.filters.state)
        self._lay_out("")

    def _lay_out(self, tab: str) -> None:
        if tab:
            self.apart(tab)
        for name, view in self._views.items():
            view.setVisible(name == tab)
        self.bench.setVisible(not tab)
        self._bar.show_way(self._on_board, listed=tab in ("", BOARD))
        self.reason.setVisible(tab in ("", BOARD))
        self.days.setVisible(tab == CAUSES)
        self._say_figures()
        self.primary_changed.emit()

    def _with_promise(self, key: str, of_case: str) -> None:
        """Keep, move or break the promise the list stands on, or the first one of the case it stands on."""
        front = self._front()
        if front == PROMISES:
            self.promises.handlers()[key]()
        elif front == BOARD:
            board = self.apart(BOARD)
            {"kept": board.keep, "move": board.move_day, "broken": board.break_it}[key]()
        else:
            getattr(self.panel, of_case)()

    def _change_clocks(self) -> None:
        form: QDialog = import_module("storeapp.aftersales.clocks.ui.form").ClockForm(self)
        form.open()

    def _handlers_of(self, tab: str) -> Mapping[str, Callable[[], None]]:
        """Each action of a tab; it is built when one is first asked for."""
        show = f"{tab if tab == CAUSES else 'proposals'}.show"
        mine = {one.id: partial(self._run, tab, one.id) for one in APART[tab][2] if one.id != show}
        return mine | {show: partial(self._choose, tab)}

    def _run(self, tab: str, name: str) -> None:
        if self.tabs.value() != tab:
            self._choose(tab)  # what it does is seen there
        self.apart(tab).handlers()[name]()

    def ask_list(self) -> None:
        """List what the bar says."""
        if self.tabs.value() in APART:
            self.apart(self.tabs.value()).narrow(self.channel.value(), self.days.value())
            return
        state, filters = self.tabs.value(), self.bench.filters
        if self._front() == BOARD:
            self.apart(BOARD).show_filters(CaseFilters(state, self.channel.value(), self.reason.value()))
            return
        self._ask_why()
        folded = filters.folded if state == filters.state else ()
        self.bench.show_filters(CaseFilters(state, self.channel.value(), self.reason.value(), folded))
