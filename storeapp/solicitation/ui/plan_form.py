"""The plans: who is asked, after how many days, how often, in which hours, and what mail shows of the shop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.forms import LabelledField, quiet
from storeapp.qtkit.panels import scrolling
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Area,
    Button,
    Choice,
    Label,
    Note,
    NumberField,
    Rule,
    TextLine,
    TickBox,
    section,
    small,
)
from storeapp.solicitation import service
from storeapp.solicitation.plans import LONGEST_LINK, LONGEST_NAME, LONGEST_REWARD, OWN, Plan
from storeapp.solicitation.queries import plans_of, sender
from storeapp.solicitation.timing import Hours
from storeapp.solicitation.wording import plan_title


@dataclass(frozen=True, slots=True)
class _Known:
    plans: tuple[Plan, ...]
    address: str


class PlanForm(QDialog):
    """Keeps nothing until Save; every change can be taken back in History."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._over = parent
        self._plans: tuple[Plan, ...] = ()
        self._shown: Plan | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Plans"))
        self.setMinimumWidth(theme().px(700))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 16)
        outer.setSpacing(12)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 20, 24, 0)
        column.setSpacing(10)
        column.addWidget(section(_("Who is asked when")))
        column.addWidget(
            small(
                _("Each order belongs to the first plan that covers it. Nothing has to be changed to begin."), wrap=True
            )
        )
        column.addLayout(self._head())
        column.addLayout(self._days())
        column.addLayout(self._hours())
        column.addLayout(self._words())
        self.problem = Note("", "bad")
        self.problem.hide()
        column.addWidget(self.problem)
        column.addLayout(self._buttons())
        column.addWidget(Rule("border"))
        column.addLayout(self._shop())
        column.addStretch(1)
        self.scroller = scrolling(body, _("Plans"))
        outer.addWidget(self.scroller, 1)
        outer.addLayout(self._foot())
        self._read()

    @staticmethod
    def title(plan: Plan) -> str:
        """A plan's name in the owner's language."""
        return plan_title(plan.key, plan.name)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as what is in it, but no higher than the window: then it scrolls."""
        inside, layout = self.scroller.widget(), self.layout()
        if inside is not None and layout is not None and not event.spontaneous():
            window = self._over.window()
            beside = layout.sizeHint().height() - self.scroller.sizeHint().height()
            wide = max(self.minimumWidth(), inside.sizeHint().width() + self.scroller.verticalScrollBar().width())
            high = max(inside.sizeHint().height(), inside.heightForWidth(wide)) + beside
            self.resize(min(wide, window.width()), min(high, window.height()))
        super().showEvent(event)  # places it by its size

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.which = Choice(_("Plan"), [("", _("Plan"))], small=False)
        self.which.picked.connect(self._show)
        self.name = TextLine(_("Name"))
        self.name.setMaxLength(LONGEST_NAME)
        ways = [("platform", _("Messages of the platform")), ("email", _("E-mail")), ("chat", _("Chat"))]
        self.through = Choice(_("Goes through"), ways, small=False)
        self.active = TickBox(_("Ask by this plan"))
        row.addWidget(LabelledField(_("Plan"), self.which))
        row.addWidget(LabelledField(_("Name"), self.name), 1)
        row.addWidget(LabelledField(_("Goes through"), self.through))
        row.addWidget(self.active, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _days(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        self.wait, self.reminder, self.photo = (NumberField(words, 0, most) for words, most in _RANGES)
        self.own_wait, self.remind, self.ask_photo = (
            TickBox(words)
            for words in (
                _("Days after the delivery"),
                _("Remind once, days later"),
                _("Ask for a photo, days after a review"),
            )
        )
        hints = (_("Else by what the product is"), "", _("Only where the review has words and no photo"))
        for place, (tick, number, hint) in enumerate(
            zip(
                (self.own_wait, self.remind, self.ask_photo), (self.wait, self.reminder, self.photo), hints, strict=True
            )
        ):
            tick.toggled.connect(number.setEnabled)
            grid.addWidget(tick, place, 0)
            grid.addWidget(number, place, 1)
            grid.addWidget(small(hint, elide=True), place, 2)
        grid.setColumnStretch(2, 1)
        return grid

    def _hours(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.opens, self.closes = NumberField(_("From"), 0, 23), NumberField(_("Until"), 1, 24)
        row.addWidget(LabelledField(_("From, the buyer's hour"), self.opens))
        row.addWidget(LabelledField(_("Until"), self.closes))
        days = QVBoxLayout()
        days.setSpacing(4)
        days.addWidget(Label(_("On these days"), "small", "muted"))
        chips = QHBoxLayout()
        chips.setSpacing(10)
        titles = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
        self.days = [TickBox(words) for words in titles]
        for chip in self.days:
            chips.addWidget(chip)
        chips.addStretch(1)
        days.addLayout(chips)
        row.addLayout(days, 1)
        return row

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.link = TextLine(_("Address of the review page"), placeholder="https://")
        self.link.setMaxLength(LONGEST_LINK)
        self.reward = TextLine(_("Reward"))
        self.reward.setMaxLength(LONGEST_REWARD)
        hint = _("{number} in it becomes the order's number. Left empty, the message names no address.")
        column.addWidget(LabelledField(_("Where reviews are written"), self.link, hint))
        said = _("Only for any honest review, said in the message, and only where law and platform allow it.")
        column.addWidget(LabelledField(_("Reward, if you give one"), self.reward, said))
        self.told = TickBox(_("My checkout tells buyers that they may refuse such mail"))
        column.addWidget(self.told)
        return column

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.reset = Button(_("Reset the plan"))
        self.reset.clicked.connect(self._reset)
        self.new = Button(_("New plan"), icon="plus")
        self.new.clicked.connect(self._new)
        self.save = Button(_("Save plan"), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        row.addWidget(self.new)
        row.addWidget(self.reset)
        row.addStretch(1)
        row.addWidget(self.save)
        return row

    def _shop(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.address = Area(_("The shop's postal address"))
        self.address.setFixedHeight(theme().px(64))
        why = _("The law of many countries wants it in mail like this.")
        column.addWidget(LabelledField(_("The shop's postal address"), self.address, why))
        return column

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addStretch(1)
        self.keep = Button(_("Save address"))
        self.keep.clicked.connect(self._keep_address)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.accept)
        foot.addWidget(self.keep)
        foot.addWidget(self.back)
        return foot

    def _read(self, key: str = "") -> None:
        def work(_progress: Any) -> _Known:
            with self.desk.db.read() as conn:
                return _Known(plans_of(conn), sender(conn).address)

        def filled(found: _Known) -> None:
            self._plans = found.plans
            self.which.set_options([(one.key, self.title(one)) for one in found.plans])
            if not self.address.document().isModified():
                self.address.setPlainText(found.address)
            shown = key or (self._shown.key if self._shown is not None else "")
            self._show(shown or found.plans[0].key)

        self.desk.jobs.read(work, filled)

    def _show(self, key: str) -> None:
        plan = next((one for one in self._plans if one.key == key), None)
        if plan is None:
            return
        self._shown = plan
        self.which.choose(key)
        self.problem.hide()
        with quiet(self.own_wait, self.remind, self.ask_photo):
            self.name.setText(self.title(plan))
            self.name.setEnabled(key.startswith(OWN))
            self.through.choose(plan.through)
            self.active.setChecked(plan.active)
            for tick, number, days, usual in (
                (self.own_wait, self.wait, plan.wait, 14),
                (self.remind, self.reminder, plan.reminder, 7),
                (self.ask_photo, self.photo, plan.photo, 6),
            ):
                tick.setChecked(days is not None)
                number.setEnabled(days is not None)
                number.setValue(usual if days is None else days)
            self.opens.setValue(plan.hours.opens)
            self.closes.setValue(plan.hours.closes)
            for day, chip in enumerate(self.days):
                chip.setChecked(day in plan.hours.days)
            self.link.setText(plan.link)
            self.reward.setText(plan.reward)
            self.told.setChecked(plan.told_at_checkout)
        self.reset.setText(_("Remove the plan") if key.startswith(OWN) else _("Reset the plan"))

    def _fields(self, plan: Plan) -> dict[str, Any]:
        days = tuple(day for day, chip in enumerate(self.days) if chip.isChecked())
        hours: Hours = replace(plan.hours, opens=self.opens.value(), closes=self.closes.value(), days=days)
        found: dict[str, Any] = {
            "through": self.through.value(),
            "active": self.active.isChecked(),
            "wait": self.wait.value() if self.own_wait.isChecked() else None,
            "reminder": self.reminder.value() if self.remind.isChecked() else None,
            "photo": self.photo.value() if self.ask_photo.isChecked() else None,
            "hours": hours,
            "link": self.link.text(),
            "reward": self.reward.text(),
            "told_at_checkout": self.told.isChecked(),
        }
        if plan.key.startswith(OWN):
            found["name"] = self.name.text()
        return found

    def _save(self) -> None:
        plan = self._shown
        if plan is not None:
            verb, said = _edit, _("Plan saved")
            self.desk.do(
                _("Saving a plan"), verb, plan.key, self._fields(plan), said=said, done=self._done, failed=self._refused
            )

    def _new(self) -> None:
        self.desk.ask.text(self, _("New plan"), _("Name"), self._add, verb=_("Add plan"))

    def _add(self, name: str) -> None:
        def made(outcome: Any) -> None:
            self._read(outcome.value)

        said = _("Plan added. It comes before the others.")
        self.desk.do(_("Adding a plan"), service.add_plan, name, "email", said=said, done=made, failed=self._refused)

    def _reset(self) -> None:
        if self._shown is not None:
            key, self._shown = self._shown.key, None
            said = _("Plan reset")
            self.desk.do(
                _("Resetting a plan"), service.reset_plan, key, said=said, done=self._done, failed=self._refused
            )

    def _keep_address(self) -> None:
        text, said = self.address.toPlainText(), _("Address saved")
        self.address.document().setModified(False)
        self.desk.do(
            _("Saving the address"), service.set_address, text, said=said, done=self._done, failed=self._refused
        )

    def _done(self, _outcome: object) -> None:
        self.problem.hide()
        self._read()

    def _refused(self, why: Exception) -> None:
        if isinstance(why, UserError):
            self.problem.set(why.sentence, "bad")
            self.problem.show()
            self.scroller.ensureWidgetVisible(self.problem)


_RANGES = (("wait", 365), ("reminder", 60), ("photo", 29))


def _edit(db: Any, key: str, fields: dict[str, Any]) -> Any:
    return service.edit_plan(db, key, **fields)
