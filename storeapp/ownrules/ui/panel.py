"""The pane of one rule: what it says, where it comes from, a sentence tried against it, and where it was ignored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import spoken_day
from storeapp.kernel.targets import Target
from storeapp.kernel.text import _, plural
from storeapp.ownrules import wording
from storeapp.ownrules.records import IgnoredStop, RuleRow, SpokenDraft
from storeapp.ownrules.rules import MessageRule, check, comes_out, facts_to_try
from storeapp.qtkit.widgets import (
    Area,
    Button,
    Inspector,
    Label,
    Link,
    Note,
    Rule,
    Tag,
    TickBox,
    section,
    small,
)

MOST_SHOWN = 5


class RulePanel(Inspector):
    """Shows a RuleRow; tells what the owner wants."""

    switched = Signal(str, bool)
    looked = Signal(str)
    edit_asked = Signal(object)
    default_asked = Signal(str)
    delete_asked = Signal(str)
    copy_asked = Signal(str)
    opened = Signal(object)  # a Target

    def __init__(self) -> None:
        super().__init__(_("Rule"))
        self.row: RuleRow | None = None
        self._rules: tuple[MessageRule, ...] = ()
        self._today = date.min
        top = QHBoxLayout()
        self.number = small()
        self.tag = Tag("", "plain")
        top.addWidget(self.number, 1)
        top.addWidget(self.tag)
        self.head.addLayout(top)
        self.title = section("", wrap=True)
        self.head.addWidget(self.title)
        self.on = TickBox(_("This rule is on"))
        self.on.clicked.connect(self._switch)
        self.column.addWidget(self.on)
        self.text = Label("", "body", wrap=True)
        self.column.addWidget(self.text)
        self.instead = Note("", "good")
        self.column.addWidget(self.instead)
        self.past = Note("", "warn", icon="clock")
        self.column.addWidget(self.past)
        self.column.addWidget(self._source())
        self.column.addWidget(self._try())
        self.ignored = QWidget()
        QVBoxLayout(self.ignored).setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.ignored)
        words = _("Advice with its source, not legal counsel. Updates never overwrite your own copy.")
        self.column.addWidget(small(words, wrap=True))
        self.column.addStretch(1)
        self._build_footer()

    def show_rule(
        self,
        row: RuleRow,
        rules: Sequence[MessageRule],
        ignored: Sequence[IgnoredStop],
        spoken: Sequence[SpokenDraft],
        today: date,
    ) -> None:
        """Show a rule of the book as it is today; `ignored`: stops of any rule, `spoken`: drafts."""
        rule, same = row.rule, self.row is not None and self.row.id == row.id
        self.row, self._rules, self._today = row, tuple(rules), today
        self.number.setText(_("Rule {id}").format(id=rule.id))
        self.tag.set(_(wording.DOES[row.does]), wording.DOES_KINDS[row.does])
        self.title.setText(_(rule.title))
        self.on.setChecked(row.on)
        self.text.setText(_(rule.text) if rule.text else "")
        self.text.setVisible(bool(rule.text))
        self.instead.set(_("Allowed instead: {way}").format(way=_(rule.instead)) if rule.instead else "", "good")
        self.instead.setVisible(bool(rule.instead))
        self.past.set(_("Past its review date: until somebody looks again it only warns."), "warn")
        self.past.setVisible(row.past)
        self._show_source(rule)
        if not same:
            self.sentence.setPlainText("")
        self._tried()
        self._show_ignored(
            [one for one in ignored if one.rule == rule.id], [one for one in spoken if one.rule == rule.id]
        )
        self.look.setVisible(rule.review_after is not None)
        self.default.setVisible(row.copied)
        self.delete.setVisible(row.house)
        self.edit.setText(_("Edit") if row.house else _("Edit my copy") if row.copied else _("Make my copy"))

    def _source(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(Rule())
        top = QHBoxLayout()
        top.addWidget(Label(_("Source"), "strong"), 1)
        self.look = Link(_("I looked again today"))
        self.look.clicked.connect(partial(self._tell, self.looked))
        top.addWidget(self.look)
        column.addLayout(top)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        names = (_("From"), _("How sure"), _("For"), _("Where"), _("Kind"), _("In force"), _("Checked"))
        self.facts: list[tuple[Label, Label]] = []
        for number, name in enumerate(names):
            pair = small(name), Label("", "small", "text", wrap=True)
            self.facts.append(pair)
            for place, label in enumerate(pair):
                grid.addWidget(label, number, place, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        return holder

    def _show_source(self, rule: MessageRule) -> None:
        source = f"{rule.source}\n{rule.source_url}" if rule.source_url else rule.source
        values = (
            source,
            wording.sure_words(rule),
            wording.jobs_words(rule),
            wording.where(rule),
            wording.kind_words(rule),
            rule.effective,
            wording.checked_words(rule, self._today),
        )
        for (name, value), words in zip(self.facts, values, strict=True):
            value.setText(words)
            name.setVisible(bool(words))
            value.setVisible(bool(words))

    def _try(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(Rule())
        column.addWidget(Label(_("Try a sentence"), "strong"))
        self.sentence = Area(_("Try a sentence"))
        self.sentence.setFixedHeight(64)
        self.sentence.textChanged.connect(self._tried)
        column.addWidget(self.sentence)
        self.verdict = Note("", "plain")
        column.addWidget(self.verdict)
        self.others = small(wrap=True)
        column.addWidget(self.others)
        self.examples = small(wrap=True)
        column.addWidget(self.examples)
        return holder

    def _tried(self) -> None:
        if self.row is None:
            return
        rule, text = self.row.rule, self.sentence.toPlainText()
        self.verdict.setVisible(bool(text.strip()))
        self.others.setVisible(bool(text.strip()))
        if text.strip():
            facts = facts_to_try(rule, self._today)
            verdict, kind = wording.tried_words(text, check(text, facts, [replace(rule, covered_by=())]), rule)
            self.verdict.set(verdict, kind)
            found = check(text, facts, self._rules)
            titles = {one.id: one.title for one in self._rules}
            also = dict.fromkeys(one.rule for one in found if one.severity != "FINE" and one.rule != rule.id)
            listed = _(", ").join(_(titles[one]) for one in list(also)[:MOST_SHOWN])
            self.others.setText(
                _("Other rules: {rules}").format(rules=listed) if also else _("No other rule says more")
            )
        self.examples.setText(self._examples(rule))

    def _examples(self, rule: MessageRule) -> str:
        known = rule.examples
        if not known:
            return ""
        right = sum(comes_out(rule, one, self._today, [rule]) for one in known)
        hit = sum(one.hit for one in known)
        if right == len(known):
            words = _("Its own examples: {passed} pass, {hit} are hit, all as expected")
            return words.format(passed=len(known) - hit, hit=hit)
        return _("Its own examples: {count} come out otherwise than expected").format(count=len(known) - right)

    def _show_ignored(self, stops: Sequence[IgnoredStop], drafts: Sequence[SpokenDraft]) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        if drafts:
            column.addWidget(Rule())
            title = plural("Speaks in {count} draft now", "Speaks in {count} drafts now", len(drafts))
            column.addWidget(Label(title, "strong"))
        for draft in drafts[:MOST_SHOWN]:
            column.addWidget(self._draft(draft.text, draft.target))
        if stops:
            column.addWidget(Rule())
            title = plural("Ignored {count} time", "Ignored {count} times", len(stops))
            column.addWidget(Label(title, "strong"))
        for one in stops[:MOST_SHOWN]:
            day = spoken_day(local_day(one.decided_at), self._today)
            column.addWidget(Label(_("{day}: “{reason}”").format(day=day, reason=one.reason), "small", wrap=True))
            column.addWidget(self._draft(one.text, one.target))
        self.column.replaceWidget(self.ignored, holder)
        self.ignored.hide()
        self.ignored.deleteLater()
        self.ignored = holder

    def _draft(self, text: str, target: Target) -> Link:
        link = Link(" ".join(text.split())[:90])
        link.setAccessibleName(_("Open it where it was written"))
        link.clicked.connect(partial(self.opened.emit, target))
        return link

    def _build_footer(self) -> None:
        self.edit = Button(_("Make my copy"), size="small")
        self.edit.clicked.connect(lambda: self.edit_asked.emit(self.row))
        self.default = Button(_("Use the default"), "quiet", size="small")
        self.default.clicked.connect(partial(self._tell, self.default_asked))
        self.delete = Button(_("Remove"), "danger", size="small")
        self.delete.clicked.connect(partial(self._tell, self.delete_asked))
        self.copy = Button(_("Copy with source"), "secondary", "copy", size="small")
        self.copy.clicked.connect(self._copy)
        for button in (self.edit, self.default, self.delete):
            self.add_to_footer(button)
        self.footer.addStretch(1)
        self.add_to_footer(self.copy)

    def _tell(self, signal: SignalInstance) -> None:
        if self.row is not None:
            signal.emit(self.row.id)

    def _switch(self) -> None:
        if self.row is not None:
            self.switched.emit(self.row.id, self.on.isChecked())

    def _copy(self) -> None:
        if self.row is None:
            return
        rule = self.row.rule
        parts = [_(rule.title), _(rule.text) if rule.text else "", _(rule.instead) if rule.instead else ""]
        checked = wording.checked_words(rule, self._today)
        source = _("{source}. {sure} Checked {day}").format(
            source=rule.source, sure=wording.sure_words(rule), day=checked
        )
        self.copy_asked.emit("\n".join(part for part in (*parts, source) if part))
