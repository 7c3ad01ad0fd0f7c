"""Settings of this shop: the rules that the owner corrected, each with a way back to the rule book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.channels import queries, service
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Button, Card, Label, small
from storeapp.reputation.standing.ui.rule_dialog import field_words, value_words
from storeapp.rulebook.correction_row import Correction
from storeapp.rulebook.corrections import fields_of, raw_rows
from storeapp.shell.session.controls import ShopDesk


class RulesCard(Card):
    """Empty words while no rule was corrected; corrections are made on the tab Standing of Reputation."""

    def __init__(self, desk: ShopDesk, ask_db: Callable[..., Any], parent: QWidget | None = None) -> None:
        super().__init__(_("Rules you changed"), _("of platforms' levels and scores"), parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._desk, self._ask_db = desk, ask_db
        self._list = QWidget()
        self.add(self._list)
        go = Button(_("All rules…"), "secondary", size="small")
        go.clicked.connect(lambda: desk.navigate(OpenPage("reputation", "standing")))
        self.add_to_head(go)

    def refresh(self) -> None:
        """Read the corrections again."""
        self._ask_db(queries.corrections, self._show)

    def _show(self, found: Sequence[Correction]) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for one in found:
            self._line(column, one)
        if not found:
            words = _("None. A limit, a period or a level can be corrected under Reputation, Standing, Rules.")
            column.addWidget(small(words, wrap=True))
        self.inside.replaceWidget(self._list, holder)
        self._list.deleteLater()
        self._list = holder

    def _line(self, column: QVBoxLayout, one: Correction) -> None:
        own = next((field for field in fields_of(one.rule) if field.path == one.path), None)
        if own is None:
            return
        title = _(str(raw_rows()[one.rule]["title"]))
        name = _("{ladder}: {field}").format(ladder=title, field=field_words(own))
        told = _("{value} instead of {before}").format(value=value_words(one.value), before=value_words(own.value))
        if one.source:
            told = _("{change}, read in {source}").format(change=told, source=one.source)
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(name, "medium", elide=True))
        words.addWidget(small(told, elide=True))
        row.addLayout(words, 1)
        back = Button(
            _("Use the default"), size="small", name=_("Use the rule book's value for {name}").format(name=name)
        )
        back.clicked.connect(partial(self._restore, one))
        row.addWidget(back)
        column.addLayout(row)

    def _restore(self, one: Correction) -> None:
        title = _("Going back to the default")
        self._desk.do(title, service.restore_rule, one.rule, one.path, done=self._restored)

    def _restored(self, outcome: Outcome[bool]) -> None:
        self.refresh()
        if outcome.value:
            self._desk.notices.say(_("The default rules are back"), undo=True)
