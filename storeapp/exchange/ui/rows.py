"""The rows behind a verdict, one by one, with what the shop has and what the file brings."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.exchange import report_file
from storeapp.exchange.reading import StagedFile
from storeapp.exchange.report_file import ReportRow, ValueChange
from storeapp.exchange.ui import sentences
from storeapp.exchange.ui.cards import RejectedSource, low, rejected_columns
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.reader import Reader
from storeapp.qtkit.table import Column, Query, RowsModel, TableView, WindowModel
from storeapp.qtkit.widgets import Card, Label, Link, Segment


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the file with all records that it made."""

    id: int
    records: tuple[ReportRow, ...]


class ReportSource:
    """Reads the rows of one file with one verdict; the connection is the path of the report."""

    def __init__(self, file_no: int, verdict: str) -> None:
        self._file_no, self._verdict = file_no, verdict

    def count(self, conn: Path, query: Query) -> int:
        """Number of rows."""
        return report_file.report_count(conn, self._file_no, self._verdict)

    def rows(self, conn: Path, query: Query, first: int, limit: int, backwards: bool) -> Sequence[ShownRow]:
        """A window of them."""
        if backwards:
            whole = self.count(conn, query)
            first, limit = max(0, whole - first - limit), min(limit, whole - first)
        found: dict[int, list[ReportRow]] = {}
        for row in report_file.report_rows(conn, self._file_no, self._verdict, first, limit):
            found.setdefault(row.row, []).append(row)
        shown = [ShownRow(number, tuple(records)) for number, records in found.items()]
        return shown[::-1] if backwards else shown


class RowsCard(Card):
    """The list of rows with a verdict, and below it every field of the one under the cursor."""

    closed = Signal()
    chosen = Signal(str)  # another verdict

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Rows"), " ", padded=False, parent=parent)
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._currency = ""
        self.verdicts = Segment([(key, _(word)) for key, word in sentences.VERDICTS.items()], _("Which rows"), 24)
        self.verdicts.chosen.connect(self.chosen)
        self.back = Link(_("Back to the columns"))
        self.back.clicked.connect(self.closed)
        self.add_to_head(self.verdicts)
        self.add_to_head(self.back)
        self.table = low(TableView(_("Rows of the file"), first_pad=16))
        self.table.current_changed.connect(self._look_at)
        self.table.escaped.connect(self.closed)
        self.add(self.table, 3)
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        self.about = Label("", "strong", elide=True)
        self.about.setContentsMargins(15, 8, 15, 8)
        self.fields = low(TableView(_("Fields of this row"), first_pad=16))
        self._fields = RowsModel(self._field_columns(), parent=self)
        self.fields.show_model(self._fields)
        below.addWidget(self.about)
        below.addWidget(self.fields)
        self.inside.addLayout(below, 2)

    def show_rows(self, flow: ImportFlow, file: StagedFile, verdict: str) -> None:
        """Show the rows of a file with a verdict."""
        self.verdicts.choose(verdict)
        self.hint.setText(file.name)
        report = flow.report
        key = (file.file_no, verdict, id(report))
        if report is None or flow.staging is None or key == self._shown:
            return
        self._shown, self._currency = key, file.currency
        rejected = verdict == "rejected"
        if rejected:
            reader = Reader(partial(nullcontext, flow.staging), self._desk.jobs, self)
            source = RejectedSource(file.file_no, file.rejected)
            model = WindowModel(reader, source, rejected_columns(), parent=self)
        else:
            reader = Reader(partial(nullcontext, report.report), self._desk.jobs, self)
            model = WindowModel(reader, ReportSource(file.file_no, verdict), self._columns(verdict), parent=self)
        self.about.setVisible(not rejected)
        self.fields.setVisible(not rejected)
        self._fields.set_rows([])
        self.about.setText(_("Choose a row to see every field of it."))
        self.table.show_model(model)

    def _columns(self, verdict: str) -> list[Column]:
        title = _("What changes") if verdict == "changed" else _("What it says")
        return [
            Column("row", _("Row"), "number", 64, text=lambda r: f"{r.id:,}", tone="muted", sortable=False),
            Column("record", _("Record"), width=112, text=_record, sortable=False),
            Column("key", _("Known as"), width=168, text=lambda r: r.records[0].key, font="mono", sortable=False),
            Column("text", title, width=360, text=self._said, stretch=True, sortable=False, tone="text-2"),
        ]

    def _said(self, row: ShownRow) -> str:
        return " · ".join(filter(None, (sentences.changes(record, self._currency) for record in row.records)))

    def _field_columns(self) -> list[Column]:
        return [
            Column("field", _("Field"), width=200, text=lambda f: f[0], sortable=False),
            Column("before", _("In the shop"), width=240, text=lambda f: f[1], tone="muted", sortable=False),
            Column("after", _("In the file"), width=240, text=lambda f: f[2], stretch=True, sortable=False),
        ]

    def _look_at(self, row: ShownRow | None) -> None:
        if not isinstance(row, ShownRow):
            return
        self.about.setText(_("Row {row}: {what}").format(row=f"{row.id:,}", what=_record(row)))
        self._fields.set_rows([self._field(record.record, one) for record in row.records for one in record.fields])

    def _field(self, record: str, field: ValueChange) -> tuple[str, str, str]:
        before = "" if field.before is None else sentences.value_text(field.name, field.before, self._currency)
        after = sentences.value_text(field.name, field.after, self._currency)
        return sentences.field_title(record, field.name), before, after


def _record(row: ShownRow) -> str:
    names = dict.fromkeys(
        _(sentences.RECORDS[record.record]) for record in row.records if record.record in sentences.RECORDS
    )
    return _(", ").join(names)
