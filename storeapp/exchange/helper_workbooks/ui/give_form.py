"""The dialog that gives work to a helper: what, to whom, why, until when, how many rows and which columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.exchange.helper_workbooks.languages import languages
from storeapp.exchange.helper_workbooks.queries.translate import NAME as TRANSLATE
from storeapp.exchange.helper_workbooks.queries.translate import targets
from storeapp.exchange.helper_workbooks.records import TaskColumn
from storeapp.exchange.helper_workbooks.service import GivenWork
from storeapp.exchange.helper_workbooks.task_list import TASKS
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import N_, _, language, plural
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.form_sheet import Field, FormSheet
from storeapp.qtkit.widgets import Choice, DayField, NumberField, TextLine, TickBox, small

DAYS, ROWS, MOST = 7, 200, 10_000
WAIT = N_("Rows that wait for this work: {count}")


class GiveForm(FormSheet):
    """`then` gets what was chosen. `columns`: of each task, by its name; `waiting`: how many rows each work has.

    `chosen`: the rows of a list that are meant, none for what waits.
    """

    def __init__(
        self, columns: Mapping[str, Sequence[TaskColumn]], waiting: Mapping[str, int], chosen: tuple[int, ...],
        clock: Clock, then: Callable[[GivenWork], None], parent: QWidget,
    ) -> None:  # fmt: skip
        self._columns, self._waiting, self._chosen, self._then = columns, waiting, chosen, then
        offered = {name.partition(":")[0] for name in waiting}
        works = [(key, task.titled(_)) for key, task in TASKS.items() if key in offered]
        self.task = Choice(_("Kind of work"), works, small=False)
        self.into = Choice(_("Into"), list(targets().items()), small=False)
        self.helper = TextLine(_("Who gets it"), "", _("The helper’s name"))
        self.why = TextLine(_("What it is for"), "", _("What the helper should know"))
        today = clock.today()
        self.until = DayField(_("Send back by"), today + timedelta(days=DAYS))
        self.rows = NumberField(_("At most so many rows"), 1, MOST, ROWS)
        self.language = Choice(_("Their language"), list(languages().items()), small=False)
        self.language.choose(language())
        self.named = TickBox(_("Put buyers’ names in"))
        self.boxes: dict[str, TickBox] = {}
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        self.flow = ChipFlow(gap=12)
        self.count = small("")
        inside.addWidget(self.flow)
        inside.addWidget(self.count)
        fields: list[Field] = [
            (_("Kind of work"), self.task),
            (_("Into"), self.into),
            (_("Who gets it"), self.helper),
            (_("What it is for"), self.why),
            (_("Send back by"), self.until),
            (_("Rows"), self.rows),
            (_("Columns"), holder),
            (_("Names"), self.named),
            (_("Their language"), self.language),
        ]
        hint = _("Fewer columns are safer. What comes back is compared cell by cell; nothing is applied without you.")
        super().__init__(_("Give work to a helper"), fields, _("Save workbook…"), self._checked, hint, parent)
        self.set_shown(self.rows, not chosen)
        self.task.picked.connect(self._show_task)
        self.into.picked.connect(self._show_task)
        self._show_task()

    def _show_task(self, _key: object = None) -> None:
        name = self.work()
        self.set_shown(self.into, ":" in name)
        self.name_field(self.rows, _("Articles") if ":" in name else _("Rows"))
        columns = self._columns[name.partition(":")[0]]
        self.boxes = {}
        for one in columns:
            box = TickBox(one.title)
            box.setChecked(True)
            box.setEnabled(not one.needed)
            self.boxes[one.key] = box
        self.flow.show_chips(list(self.boxes.values()))
        if self._chosen:
            count = len(self._chosen)
            self.count.setText(plural("{count} row chosen in the list", "{count} rows chosen in the list", count))
            return
        words = _("Articles that wait for this work: {count}") if ":" in name else WAIT
        self.count.setText(_(words).format(count=f"{self._waiting[name]:,}"))

    def work(self) -> str:
        """The name of the chosen task, with the language of a translation."""
        name = str(self.task.value())
        return f"{name}:{self.into.value()}" if name == TRANSLATE else name

    def _checked(self) -> None:
        key = self.work()
        if not self._waiting[key]:
            raise UserError(_("Nothing waits for this work: there are no rows to give away."))
        chosen = tuple(name for name, box in self.boxes.items() if box.isChecked())
        whole = GivenWork(key, self.helper.text(), self.why.text(), self.until.day(), self.rows.value(), (),
                          self._chosen)  # fmt: skip
        self._then(replace(whole, columns=chosen, named=self.named.isChecked(), language=str(self.language.value())))
