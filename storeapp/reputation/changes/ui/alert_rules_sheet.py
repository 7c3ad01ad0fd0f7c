"""The sheet "Which alerts to show": kinds on and off, how easily, and what counts as the same complaint."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.widgets import Button, Choice, Rule, Segment, TickBox, body, section, small
from storeapp.reputation.changes.detection import DAYS, KINDS, SAME, TIMES, AlertRules

HINTS = {
    "drop": N_("The last ratings of a channel are worse than its year before, more than chance explains"),
    "product": N_("The same for one product that has enough ratings"),
    "complaint": N_("Bad reviews of the same theme or the same product"),
    "flood": N_("Far more reviews in a few days than in the busiest month"),
    "edited": N_("A later import has another text or other stars; the earlier one is kept"),
    "vanished": N_("A later import of the same days no longer has them; the copy here stays"),
}
EASE = (N_("Seldom"), N_("As measured"), N_("Often"))
EASE_HINT = N_("By our tests, chance alone raises fewer than one alert a month in all channels together.")


class AlertRulesSheet(QDialog):
    """`then` gets the new rules."""

    def __init__(self, rules: AlertRules, then: Callable[[AlertRules], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then = then
        title = _("Which alerts to show")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(section(title))
        self.kinds: dict[str, TickBox] = {}
        for kind, words in KINDS.items():
            box = TickBox(_(words))
            box.setChecked(kind not in rules.off)
            self.kinds[kind] = box
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(box)
            hint = small(_(HINTS[kind]), "muted", wrap=True)
            hint.setContentsMargins(24, 0, 0, 0)
            pair.addWidget(hint)
            column.addLayout(pair)
        column.addWidget(Rule())
        ease = QHBoxLayout()
        ease.addWidget(body(_("How easily")), 1)
        self.times = Segment(
            [(str(value), _(words)) for value, words in zip(TIMES, EASE, strict=True)], _("How easily")
        )
        self.times.choose(str(rules.times))
        ease.addWidget(self.times)
        column.addLayout(ease)
        column.addWidget(small(_(EASE_HINT), "muted", wrap=True))
        same = QHBoxLayout()
        same.setSpacing(8)
        same.addWidget(body(_("The same complaint")), 1)
        times = [(one, plural("{count} time", "{count} times", one)) for one in SAME]
        self.same = Choice(_("How often"), times)
        self.same.choose(rules.same)
        self.days = Choice(
            _("In how many days"), [(one, plural("in {count} day", "in {count} days", one)) for one in DAYS]
        )
        self.days.choose(rules.days)
        same.addWidget(self.same)
        same.addWidget(self.days)
        column.addLayout(same)
        column.addSpacing(8)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.back = Button(_("Cancel"), "quiet")
        self.back.clicked.connect(self.reject)
        self.go = Button(_("Save"), "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._save)
        foot.addWidget(self.back)
        foot.addWidget(self.go)
        column.addLayout(foot)

    def _save(self) -> None:
        off = tuple(sorted(kind for kind, box in self.kinds.items() if not box.isChecked()))
        same, days = int(self.same.value()), int(self.days.value())
        self._then(AlertRules(off, float(self.times.value()), same, days))
        self.accept()
