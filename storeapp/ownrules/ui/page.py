"""Rule book: every rule that texts are held against, with its source, its examples and what the owner changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import N_, _, plural
from storeapp.ownrules import queries, service, wording
from storeapp.ownrules.records import RuleBookState, RuleRow
from storeapp.ownrules.rules import HOUSE, JOBS, OwnCopy, rule_kinds
from storeapp.ownrules.ui.form import RuleForm
from storeapp.ownrules.ui.panel import RulePanel
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.table import Column
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, Choice, Hint, Ribbon, SearchField, Tabs, Toolbar, empty_state
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.page import ListPage
from storeapp.qtkit.workbench.whole import AllRows

TABS = (
    ("all", N_("Rules")),
    ("house", N_("House rules")),
    ("changed", N_("Changed")),
    ("ignored", N_("Ignored")),
    ("past", N_("Look again")),
)
UNSURE = "K"
MINE = "mine"


class RuleBookPage(ListPage):
    """The list of rules, and the one in hand beside it."""

    ID = "rulebook"
    TITLE = N_("Rule book")
    ICON = "book"
    TOPICS = frozenset({"messages", "replies", "requests", "channels"})
    PARTS = tuple(key for key, _title in TABS)
    ACTIONS = (
        ActionSpec("rulebook.new", N_("New house rule"), "plus", "Ctrl+N"),
        ActionSpec("rulebook.find", N_("Find a rule"), "search", "Ctrl+F"),
        ActionSpec("rulebook.switch", N_("Switch the rule on or off"), "power", "O", scope="list", waits=True),
        ActionSpec("rulebook.edit", N_("Edit my copy of the rule"), "pencil", "E", scope="list", waits=True),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.bench.beside.built.connect(self._serve)
        look = Button(_("Look now"), "quiet", size="small")
        look.clicked.connect(partial(self._show_tab, "past"))
        self.strip = Ribbon("", "warn", look)
        self.strip.hide()
        self.bench.list.add_strip(self.strip)

    @property
    def panel(self) -> RulePanel:
        """The pane of the rule."""
        found: RulePanel = self.bench.inspector
        return found

    def spec(self) -> ListSpec:
        self._state: RuleBookState | None = None
        self._tools = self._build_tools()
        return ListSpec(
            id="rulebook.rules",
            title=_("Rules"),
            columns=_columns(),
            source=AllRows(self._read, self._rows),
            sentences=Sentences(
                icon="shield-check",
                counted=self._counted,
                reading=_("Reading the rule book"),
                failed=_("The rule book could not be read"),
                nothing=self._nothing,
                none_chosen=_("No rule selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=RulePanel,
            read=self._read_rule,
            show=self._show_rule,
            hints=[("J K", _("move")), ("O", _("on or off")), ("E", _("edit my copy"))],
            width=400,
        )

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "rulebook.new": partial(self._edit, None),
            "rulebook.find": self.search.setFocus,
            "rulebook.switch": self._switch_current,
            "rulebook.edit": lambda: self._edit(self._current()),
        }

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self._tools

    def open_target(self, target: Any) -> None:
        part = getattr(target, "part", "")
        if part in self.PARTS:
            self._show_tab(part)
        else:
            super().open_target(target)

    def _show_tab(self, tab: str) -> None:
        self.tabs.choose(tab)
        self._narrow()

    def _build_tools(self) -> Toolbar:
        tools = Toolbar()
        self.tabs = Tabs([(key, _(title)) for key, title in TABS], _("Rules"))
        self.tabs.chosen.connect(self._narrow)
        tools.left.addWidget(self.tabs)
        self.search = SearchField(_("Rules, words, sources"))
        self.search.searched.connect(self._narrow)
        kinds = [("", _("All kinds")), *((one.id, _(one.title)) for one in rule_kinds()), (UNSURE, _("Not verified"))]
        self.kind = Choice(_("Kind"), kinds)
        self.job = Choice(_("For"), [("", _("All texts")), *((one, _(wording.JOBS[one])) for one in JOBS)])
        self.place = Choice(_("Places"), [("", _("All places")), (MINE, _("Your places"))])
        set_tip(self.place, _("Yours: where your channels are, where you have sent to, and the platforms you sell on"))
        for widget in (self.kind, self.job, self.place):
            widget.picked.connect(self._narrow)
        for part in (self.search, self.kind, self.job, self.place):
            tools.right.addWidget(part)
        return tools

    def _read(self, conn: Any) -> RuleBookState:
        today = self.desk.clock.today()
        return queries.rule_book(conn, today, queries.drafts(conn, today))

    def _read_rule(self, conn: Any, row: RuleRow) -> tuple[RuleRow, RuleBookState] | None:
        # The drafts as the list has them: holding them against the whole book takes a moment.
        spoken = self._state.spoken if self._state is not None else ()
        state = queries.rule_book(conn, self.desk.clock.today(), spoken)
        return next(((one, state) for one in state.rows if one.id == row.id), None)

    def _rows(self, state: RuleBookState) -> Sequence[RuleRow]:
        self._state = state
        for key, _title in TABS:
            self.tabs.set_count(key, sum(_in_tab(one, key) for one in state.rows))
        past = sum(one.past for one in state.rows)
        self.count_changed.emit(past, False)
        words = plural(
            "{count} rule is past its review date. Until you look again, it only warns.",
            "{count} rules are past their review date. Until you look again, they only warn.",
            past,
        )
        self.strip.label.setText(words)
        self.strip.setVisible(past > 0 and self.tabs.value() != "past")
        tab, kind, job = self.tabs.value(), self.kind.value(), self.job.value()
        sought = self.search.text().casefold().split()
        return [
            one
            for one in state.rows
            if _in_tab(one, tab)
            and (not kind or one.rule.kind == kind or (kind == UNSURE and one.rule.certainty == UNSURE))
            and (not job or job in one.rule.applies_to)
            and (self.place.value() != MINE or one.mine)
            and _has(one, sought)
        ]

    def _narrow(self, *_args: object) -> None:
        whole = self.bench.list.whole
        if self._state is not None and whole is not None:
            whole.set_rows(self._rows(self._state))

    def _counted(self, count: int) -> str:
        whole = len(self._state.rows) if self._state is not None else count
        words = plural("{{shown}} of {count} rule shown", "{{shown}} of {count} rules shown", whole)
        return words.format(shown=count)

    def _nothing(self) -> Hint:
        if self.tabs.value() == "house" and not self.search.text():
            words = _("Words you never want to send can be a rule of your own")
            return empty_state("shield-check", _("No house rule yet"), words)
        return empty_state("filter", _("No rule matches"), _("Other filters may find what you look for"))

    def _show_rule(self, panel: RulePanel, found: tuple[RuleRow, RuleBookState]) -> None:
        row, state = found
        rules = [one.rule for one in state.rows if one.on]
        panel.show_rule(row, rules, state.ignored, state.spoken, self.desk.clock.today())

    def _serve(self, panel: RulePanel) -> None:
        panel.switched.connect(self._switch)
        panel.looked.connect(self._look)
        panel.edit_asked.connect(self._edit)
        panel.default_asked.connect(self._default)
        panel.delete_asked.connect(self._delete)
        panel.copy_asked.connect(self._copy)
        panel.opened.connect(self.desk.navigate)

    def _current(self) -> RuleRow | None:
        row = self.table.current_row()
        return row if isinstance(row, RuleRow) else None

    def _switch_current(self) -> None:
        row = self._current()
        if row is not None:
            self._switch(row.id, not row.on)

    def _switch(self, rule: str, on: bool) -> None:
        said = _("The rule is on again") if on else _("The rule is off in this shop")
        self.desk.do(_("Switching a rule"), service.switch_rule, rule, on, said=said)

    def _look(self, rule: str) -> None:
        self.desk.do(_("Noting a look"), service.note_look, rule, said=_("Noted: looked at again today"))

    def _default(self, rule: str) -> None:
        self.desk.do(_("Going back to the default"), service.drop_copy, rule, said=_("The default rules are back"))

    def _delete(self, rule: str) -> None:
        self.desk.do(_("Removing a house rule"), service.delete_house_rule, rule, said=_("House rule removed"))

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.desk.notices.say(_("Copied with its source"))

    def _edit(self, row: RuleRow | None) -> None:
        form = RuleForm(row, self)
        form.kept.connect(partial(self._keep, form))
        form.open()

    def _keep(self, form: RuleForm, rule: str, own: OwnCopy) -> None:
        house = not rule or rule.startswith(HOUSE)
        verb = service.save_house_rule if house else service.keep_copy
        said = _("House rule saved") if house else _("Your copy of the rule is kept")

        def done(outcome: Outcome[Any]) -> None:
            form.accept()
            if house:
                self._show_tab("house")
                self.bench.go_to(outcome.value)

        self.desk.do(_("Saving a rule"), verb, rule, own, said=said, done=done, failed=form.refuse)


def _in_tab(row: RuleRow, tab: str) -> bool:
    told = {"house": row.house, "changed": row.copied or not row.on, "ignored": row.ignored > 0, "past": row.past}
    return told.get(tab, True)


def _has(row: RuleRow, sought: Sequence[str]) -> bool:
    """Whether every word sought stands somewhere in the rule, its place, its source or its examples."""
    if not sought:
        return True
    rule = row.rule
    said = (_(rule.title), _(rule.text) if rule.text else "", _(rule.instead) if rule.instead else "", rule.source)
    words = (rule.id, wording.where(rule), wording.kind_words(rule), *rule.values.get("phrases", ()))
    whole = " ".join((*said, *words, *(one.text for one in rule.examples))).casefold()
    return all(one in whole for one in sought)


def _kind(row: RuleRow) -> str:
    return wording.kind_words(row.rule)


def _columns() -> list[Column]:
    return [
        Column(
            "title",
            _("Rule"),
            width=320,
            stretch=True,
            sortable=False,
            text=lambda row: _(row.rule.title),
            tone=lambda row: "text" if row.on else "muted",
        ),
        Column("where", _("Where"), width=112, sortable=False, text=lambda row: wording.where(row.rule), tone="text-2"),
        Column(
            "kind", _("Kind"), width=76, sortable=False, text=lambda row: wording.kind_words(row.rule), tone="text-2"
        ),
        Column(
            "does",
            _("Does"),
            "state",
            92,
            sortable=False,
            text=lambda row: _(wording.DOES[row.does]) if row.on else _("Off"),
            value=lambda row: wording.DOES_STATES[row.does] if row.on else ("power", "muted"),
        ),
        Column(
            "sure",
            _("How sure"),
            width=112,
            sortable=False,
            text=lambda row: _(wording.SURE[row.rule.certainty]),
            tone=lambda row: wording.SURE_TONES[row.rule.certainty],
        ),
        Column(
            "ignored",
            _("Ignored"),
            "number",
            66,
            sortable=False,
            text=lambda row: f"{row.ignored:,}" if row.ignored else "",
            value=lambda row: row.ignored,
            hint=_("How often you sent a text although the rule stopped it"),
        ),
        Column(
            "spoken",
            _("Drafts"),
            "number",
            62,
            sortable=False,
            text=lambda row: f"{row.spoken:,}" if row.spoken else "",
            value=lambda row: row.spoken,
            hint=_("In how many texts that are not sent yet the rule speaks of the words"),
        ),
    ]
