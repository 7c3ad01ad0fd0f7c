"""The dialog of the reasons of cases: two levels, each with its checklist; add, change, hide."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from storeapp.aftersales.reasons.queries import Reason, ReasonBook, reason_book, reason_groups
from storeapp.aftersales.reasons.service import hide_reason, save_reason
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Button, Choice, TextLine, section, small


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason in the list."""

    id: str
    reason: Reason
    hidden: bool


class ReasonsSheet(QDialog):
    """All reasons, hidden ones too."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page, self.desk = page, page.desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Reasons of cases"))
        self.resize(theme().px(760), theme().px(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(section(_("Reasons of cases")))
        column.addWidget(small(_("Cases keep the reason they have, also when it is renamed or hidden."), wrap=True))
        self.table = TableView(_("Reasons of cases"), "aftersales.reasons", self.desk.settings, first_pad=8)
        self.model = RowsModel(_columns(), parent=self)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._chosen)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.add, self.change, self.hide_it = Button(_("Add…"), icon="plus"), Button(_("Change…")), Button(_("Hide"))
        self.add.clicked.connect(lambda: self.ask(None))
        self.change.clicked.connect(lambda: self.ask(self._row()))
        self.hide_it.clicked.connect(self._hide)
        for button in (self.add, self.change, self.hide_it):
            foot.addWidget(button)
        foot.addStretch(1)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.accept)
        foot.addWidget(self.back)
        column.addLayout(foot)
        self.look()

    def look(self) -> None:
        """Read the reasons and show them."""
        self.page.ask_db(reason_book, self._show, "aftersales:reasons")

    def ask(self, row: ReasonRow | None) -> None:
        """Ask for the words of a reason, of a new one where there is none."""
        groups = [(one.id, _(one.title)) for one in reason_groups().values()]
        title = TextLine(_("Reason"), _(row.reason.title) if row is not None else "")
        group = Choice(_("Group"), groups, small=False)
        group.choose(row.reason.group if row is not None else groups[0][0])
        points = Area(_("Checklist"), _("One point a line"))
        points.setPlainText("\n".join(_(one) for one in row.reason.checklist) if row is not None else "")
        key = row.id if row is not None else ""

        def take() -> None:
            values = key, title.text(), str(group.value()), points.toPlainText().splitlines()
            self.desk.do(_("Saving a reason"), save_reason, *values, said=_("Reason saved"), done=self._again)

        words = _("Change the reason") if row is not None else _("New reason")
        fields = [(_("Reason"), title), (_("Group"), group), (_("Checklist"), points)]
        FormSheet(words, fields, _("Save"), take, "", self).open()

    def _row(self) -> ReasonRow | None:
        row: ReasonRow | None = self.table.current_row()
        return row

    def _hide(self) -> None:
        row = self._row()
        if row is not None:
            said = _("Offered again") if row.hidden else _("Hidden")
            self.desk.do(_("Saving a reason"), hide_reason, row.id, not row.hidden, said=said, done=self._again)

    def _again(self, _outcome: object) -> None:
        self.look()

    def _show(self, book: ReasonBook) -> None:
        place = max(0, self.table.currentIndex().row())
        self.model.set_rows([ReasonRow(key, one, key in book.hidden) for key, one in book.reasons.items()])
        self.table.go_to(place)
        self._chosen(self._row())

    def _chosen(self, row: ReasonRow | None) -> None:
        self.change.setEnabled(row is not None)
        self.hide_it.setEnabled(row is not None)
        self.hide_it.setText(_("Offer again") if row is not None and row.hidden else _("Hide"))


def _columns() -> list[Column]:
    def group(row: ReasonRow) -> str:
        known = reason_groups().get(row.reason.group)
        return _(known.title) if known is not None else ""

    return [
        Column("group", _("Group"), width=110, sortable=False, text=group),
        Column("title", _("Reason"), width=200, sortable=False, text=lambda row: _(row.reason.title)),
        Column(
            "points", _("Checklist"), width=200, sortable=False, stretch=True, tone="text-2",
            text=lambda row: _(", ").join(_(one) for one in row.reason.checklist),
        ),
        Column("hidden", _("Offered"), width=80, sortable=False, text=lambda row: _("no") if row.hidden else _("yes")),
    ]  # fmt: skip
