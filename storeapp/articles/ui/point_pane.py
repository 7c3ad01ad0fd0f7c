"""One selling point beside the list: the four rules with why, its evidence, both sides, and where it is used."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.positioning.records import SellingPointRow
from storeapp.articles.positioning.rules import ABOUT, PROOFS, RULES, PointProof
from storeapp.kernel.text import N_, _
from storeapp.qtkit.widgets import (
    Button,
    Icon,
    Inspector,
    Label,
    Link,
    Rule,
    Tag,
    body,
    message,
    section,
    small,
)

# state: word, kind of tag, icon
VERDICT_KINDS = {
    "fine": (N_("Fine"), "good", "check-circle"),
    "warn": (N_("Needs a look"), "warn", "triangle-alert"),
    "bad": (N_("Missing"), "bad", "ban"),
}
TONES = {"fine": "positive", "warn": "warning", "bad": "negative"}


class PointPane(Inspector):
    """One point."""

    changed_asked = Signal()
    proof_asked = Signal()
    retired = Signal()
    looked = Signal(int)
    unlinked = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Selling point"))
        self.ticks, self.words, self.about = Tag(""), section("", wrap=True), small("")
        for part in (self.ticks, self.words, self.about):
            self.head.addWidget(part)
        self.inside = QVBoxLayout()
        self.inside.setSpacing(8)
        self.column.addLayout(self.inside)
        self.column.addStretch(1)
        self.change = Button(_("Change"), "primary", "pencil")
        self.prove, self.retire = Button(_("Link evidence"), icon="shield-check"), Button(_("Retire"), "quiet")
        self.change.clicked.connect(self.changed_asked)
        self.prove.clicked.connect(self.proof_asked)
        self.retire.clicked.connect(self.retired)
        for button in (self.change, self.prove, self.retire):
            self.add_to_footer(button)
        self.footer.addStretch(1)

    def show_point(self, row: SellingPointRow) -> None:
        """Show a point."""
        count = len(RULES)
        kind = "good" if row.ticks == count else "warn" if row.ticks else "bad"
        self.ticks.set(_("{ticks} of {count} rules").format(ticks=row.ticks, count=count), kind)
        self.words.setText(row.fields.words)
        self.about.setText(_(ABOUT[row.fields.about]))
        while (item := self.inside.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for verdict in row.verdicts:
            self.inside.addWidget(_verdict(verdict.state, _(RULES[verdict.rule]), verdict.words))
        self._part(_("Evidence"))
        for proof in row.proofs:
            self.inside.addWidget(self._proof(proof))
        if not row.proofs:
            self.inside.addWidget(small(_("None linked yet")))
        self._part(_("Side by side"))
        self.inside.addWidget(body(_("We: {words}").format(words=row.fields.words), wrap=True))
        said = row.fields.rivals_say or _("nothing noted")
        day = f" ({row.fields.rivals_on})" if row.fields.rivals_on else ""
        self.inside.addWidget(body(_("Rivals: {words}").format(words=said + day), "text-2", wrap=True))
        if row.fields.buyers_words:
            self._part(_("Said by a buyer"))
            self.inside.addWidget(message(_("“{text}”").format(text=row.fields.buyers_words)))
        self._part(_("Used in"))
        for number, title in row.used_in:
            link = Link(title)
            link.clicked.connect(partial(self.opened.emit, number))
            self.inside.addWidget(link)
        if not row.used_in:
            self.inside.addWidget(small(_("No article has these very words")))

    def _part(self, name: str) -> None:
        self.inside.addWidget(Rule("border"))
        self.inside.addWidget(Label(name, "small-strong"))

    def _proof(self, proof: PointProof) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        what = _(PROOFS[proof.kind]) if proof.kind != "figure" else ""
        number = _("number {number}").format(number=proof.record) if proof.record is not None else ""
        words = _(", ").join(one for one in (what, number, proof.text, proof.note) if one)
        row.addWidget(small(words, "negative" if proof.gone else "text-2", wrap=True), 1)
        if proof.moved:
            again = Link(_("Look again"))
            again.clicked.connect(partial(self.looked.emit, proof.id))
            row.addWidget(again)
        away = Link(_("Unlink"))
        away.clicked.connect(partial(self.unlinked.emit, proof.id))
        row.addWidget(away)
        return line


def _verdict(state: str, name: str, words: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Icon(VERDICT_KINDS[state][2], TONES[state], 16))
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Label(name, "medium"))
    column.addWidget(small(words, wrap=True))
    row.addLayout(column, 1)
    return line
