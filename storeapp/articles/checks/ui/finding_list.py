"""The findings in groups, the gravest first; a line that stays the same stays, and new ones are built in steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.checks.records import ArticleFinding
from storeapp.articles.checks.ui.finding_row import FindingRow, look_of
from storeapp.kernel.text import N_, _
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.widgets import Count, Filled, Label, small

GROUPS = (
    ("BLOCK", N_("Stops publishing"), "negative"),
    ("WARN", N_("Look at this before you publish"), "warning"),
    ("INFO", N_("Worth a thought"), "text-2"),
    ("kept", N_("You let it stand"), "text-2"),
)
MOST_ROWS = 20  # of a group; those after them show when some are mended


class FindingGroup(Filled):
    """The name of a group and how many findings it has."""

    def __init__(self, words: str, tone: str) -> None:
        super().__init__("raised", "b")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(Label(words, "small-strong", tone))
        row.addStretch(1)
        self.count = Count()
        row.addWidget(self.count)


class FindingList(QWidget):
    """Tells which way out of which finding was asked for: `asked` with the way's name and the finding."""

    asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FindingRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._heads = {key: FindingGroup(_(title), tone) for key, title, tone in GROUPS}
        self._rests = {key: small("", "muted") for key, _title, _tone in GROUPS}
        self._columns: dict[str, QVBoxLayout] = {}
        for key, _title, _tone in GROUPS:
            rest = self._rests[key]
            rest.setContentsMargins(40, 6, 12, 8)
            self._columns[key] = QVBoxLayout()
            self._columns[key].setSpacing(0)
            self._column.addWidget(self._heads[key])
            self._column.addLayout(self._columns[key])
            self._column.addWidget(rest)
            self._heads[key].hide()
            rest.hide()
        self._building = Gradually(self)

    def show_findings(self, findings: Sequence[ArticleFinding]) -> None:
        """Show these in place of those before."""
        self._building.begin(self._build(findings))

    def _build(self, findings: Sequence[ArticleFinding]) -> Iterator[None]:
        kept: dict[tuple[object, ...], list[FindingRow]] = {}
        for row in self.rows:
            kept.setdefault(row.look, []).append(row)
        wanted = {key: [one for one in findings if _group(one) == key] for key, _title, _tone in GROUPS}
        shown = [(key, one) for key, own in wanted.items() for one in own[:MOST_ROWS]]
        found: list[FindingRow | None] = []
        for _key, one in shown:
            same = kept.get(look_of(one))
            found.append(same.pop(0) if same else None)
            if (again := found[-1]) is not None:
                again.show_place(one)
        for gone in (each for left in kept.values() for each in left):
            for column in self._columns.values():
                column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.rows = [each for each in found if each is not None]
        for key, own in wanted.items():
            self._heads[key].count.set(len(own))
            self._heads[key].setVisible(bool(own))
            rest = len(own) - MOST_ROWS
            self._rests[key].setVisible(rest > 0)
            self._rests[key].setText(_("and {count} more").format(count=rest))
        places = dict.fromkeys(wanted, 0)
        for number, (key, one) in enumerate(shown):
            known, column = found[number], self._columns[key]
            if known is None:
                made = FindingRow(one)
                made.asked.connect(self.asked)
                column.insertWidget(places[key], made)
                self.rows.insert(number, made)
                yield
            elif (item := column.itemAt(places[key])) is None or item.widget() is not known:
                column.insertWidget(places[key], known)
            places[key] += 1


def _group(one: ArticleFinding) -> str:
    return one.severity if one.accepted is None else "kept"
