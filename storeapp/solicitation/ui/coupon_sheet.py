"""The sheet of coupons: bring or make codes, see to whom each was given, where it was used, and what reviews cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import short_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenOrder
from storeapp.kernel.text import _, plural
from storeapp.qtkit.forms import LabelledField
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Area,
    Button,
    DayField,
    Note,
    NumberField,
    States,
    TextLine,
    TickBox,
    empty_state,
    section,
    small,
)
from storeapp.solicitation.coupons.queries import CouponResults, CouponRow, coupon_results, coupon_rows
from storeapp.solicitation.coupons.rules import LONGEST_WORTH, MOST, NewCoupon, ReadCodes, read_codes
from storeapp.solicitation.coupons.service import (
    Brought,
    bring_coupons,
    make_coupons,
    remove_coupons,
    take_back,
)

LIST_ID = "solicitation.coupons"
LARGEST = 2_000_000  # bytes of a file with codes


class CouponSheet(QDialog):
    """All coupons, those given last on top."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page, self.desk = page, page.desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Coupons"))
        self.resize(theme().px(900), theme().px(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(section(_("Coupons")))
        words = _(
            "A coupon goes with a request, for any honest review, where law and platform allow it. "
            "Write {{ coupon }} into your template, and say there that it is given."
        )
        column.addWidget(small(words, wrap=True))
        self.sums = small("", "text-2", wrap=True)
        column.addWidget(self.sums)
        self.table = TableView(_("Coupons"), LIST_ID, self.desk.settings, first_pad=16)
        self.model = RowsModel(_columns(self.desk.clock.today()), parent=self)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(lambda _row: self._open())
        self.states = States(self.table)
        column.addWidget(self.states, 1)
        self.problem = Note("", "warn")
        self.problem.hide()
        column.addWidget(self.problem)
        column.addLayout(self._foot())
        self.look()

    def look(self) -> None:
        """Read the coupons and show them."""
        self.page.ask_db(lambda conn: (coupon_rows(conn), coupon_results(conn)), self._show, "coupons")

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.paste, self.file = Button(_("Paste codes"), icon="paste"), Button(_("From a file"), icon="import")
        self.make = Button(_("Make codes"), icon="plus")
        self.order = Button(_("Open the order"), icon="bag")
        self.back_again, self.remove = Button(_("Take back")), Button(_("Remove"))
        for button, asked in (
            (self.paste, self._ask_rows),
            (self.file, self._ask_file),
            (self.make, self._ask_making),
            (self.order, self._open),
            (self.back_again, self._take_back),
            (self.remove, self._remove),
        ):
            button.clicked.connect(asked)
            row.addWidget(button)
        row.addStretch(1)
        self.close_button = Button(_("Close"), "quiet")
        self.close_button.clicked.connect(self.accept)
        row.addWidget(self.close_button)
        return row

    def _show(self, found: tuple[list[CouponRow], CouponResults]) -> None:
        rows, results = found
        place = max(0, self.table.currentIndex().row())
        self.model.set_rows(rows)
        self.sums.setText(results_words(results))
        if rows:
            self.states.show_content()
            self.table.go_to(min(place, len(rows) - 1))
        else:
            hint = _("Bring the codes you set up in your shop, or make some and set them up there")
            self.states.show_hint(empty_state("tag", _("No coupon yet"), hint))
        self._chosen(self.table.current_row())

    def _chosen(self, row: CouponRow | None) -> None:
        given = row is not None and row.order_id is not None
        self.order.setEnabled(given or (row is not None and row.used_by is not None))
        self.back_again.setEnabled(given)
        self.remove.setEnabled(row is not None and not given)

    def _ask_rows(self) -> None:
        CodesForm(self._bring, self).open()

    def _ask_file(self) -> None:
        kinds = [_("Tables (*.csv *.txt *.tsv)"), _("All files (*)")]
        self.desk.ask.files(self, _("Choose a file with codes"), lambda paths: self.bring_file(paths[0]), kinds)

    def bring_file(self, path: Path) -> None:
        """Take the codes of a file in, one a row."""
        self.desk.jobs.files(_("Reading codes"), lambda _progress: _codes_of(path), self._bring_read, self._refused)

    def _bring(self, text: str) -> None:
        self._bring_read(read_codes(text))

    def _bring_read(self, read: ReadCodes) -> None:
        told = [_("Row {number}: {reason}").format(number=number, reason=why) for number, why in read.refused[:6]]
        if len(read.refused) > len(told):
            more = len(read.refused) - len(told)
            told.append(plural("and {count} other row", "and {count} other rows", more))
        left = "\n".join([_("Left out:"), *told]) if told else ""

        def brought(outcome: Outcome[Brought]) -> None:
            known = "" if outcome.action_id is not None or left else _("All of these codes are here already")
            self._say(left or known)
            self.look()

        self._say(left)
        coupons = list[NewCoupon](read.coupons)
        self.desk.do(_("Bringing coupons in"), bring_coupons, coupons, said=_brought, done=brought)

    def _ask_making(self) -> None:
        MakeForm(self.desk.clock.today(), self._make, self).open()

    def _make(self, count: int, prefix: str, worth: str, until: str | None) -> None:
        said = plural("Made {count} coupon", "Made {count} coupons", count)
        self.desk.do(
            _("Making coupons"), make_coupons, count, prefix, worth, until, said=said, done=self._again,
            failed=self._refused,
        )  # fmt: skip

    def _open(self) -> None:
        row = self.table.current_row()
        order = None if row is None else row.order_id or (row.used_by[0] if row.used_by else None)
        if order is not None:
            self.desk.navigate(OpenOrder(order))
            self.accept()

    def _take_back(self) -> None:
        self._do(_("Taking a coupon back"), take_back, _taken_back)

    def _remove(self) -> None:
        self._do(_("Removing a coupon"), remove_coupons, _removed)

    def _do(self, title: str, verb: Callable[..., Outcome[int]], said: Callable[[int], str]) -> None:
        row = self.table.current_row()
        if row is not None:
            self.desk.do(title, verb, [row.id], said=said, done=self._again)

    def _again(self, _outcome: object) -> None:
        self.look()

    def _refused(self, why: Exception) -> None:
        if isinstance(why, UserError):
            self._say(why.sentence)

    def _say(self, sentence: str) -> None:
        self.problem.set(sentence, "warn")
        self.problem.setVisible(bool(sentence))


class _CouponForm(QDialog):
    """Fields with a verb; a refusal stands beside what was typed."""

    def __init__(self, title: str, verb: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme().px(480))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 16)
        self.column.setSpacing(10)
        self.column.addWidget(section(title))
        self.problem = Note("", "bad")
        self.problem.hide()
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self.back = Button(_("Cancel"), "quiet")
        self.back.clicked.connect(self.reject)
        self.go = Button(verb, "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._pressed)
        self._foot.addWidget(self.back)
        self._foot.addWidget(self.go)

    def end(self) -> None:
        """All fields are there."""
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        self.column.addLayout(self._foot)

    def take(self) -> None:
        """Hand what was typed on; a UserError is shown."""

    def _pressed(self) -> None:
        try:
            self.take()
        except UserError as why:
            self.problem.set(why.sentence, "bad")
            self.problem.show()
            return
        self.accept()


class CodesForm(_CouponForm):
    """A box for codes, one a row; `then` reads them and may refuse."""

    def __init__(self, then: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(_("Paste codes"), _("Bring them in"), parent)
        self._then = then
        self.box = Area(_("Codes"), _("One code a row; what it gives and its last day may stand beside it"))
        self.box.setMinimumHeight(theme().px(160))
        self.column.addWidget(self.box)
        self.end()

    def take(self) -> None:
        self._then(self.box.toPlainText())


class MakeForm(_CouponForm):
    """How many codes, how they begin, what they give and until when."""

    def __init__(self, today: date, then: Callable[[int, str, str, str | None], None], parent: QWidget) -> None:
        super().__init__(_("Make codes"), _("Make them"), parent)
        self._then = then
        self.column.addWidget(
            small(_("Nobody can guess them. They do nothing until you set them up in your shop."), wrap=True)
        )
        self.count = NumberField(_("How many"), 1, MOST)
        self.count.setValue(20)
        self.prefix = TextLine(_("They begin with"), placeholder="CALM")
        self.prefix.setMaxLength(20)
        self.worth = TextLine(_("What it gives"), placeholder=_("Such as: 10% off the next order"))
        self.worth.setMaxLength(LONGEST_WORTH)
        self.ends = TickBox(_("It ends"))
        self.until = DayField(_("Last day"), today)
        self.until.setEnabled(False)
        self.ends.toggled.connect(self.until.setEnabled)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(LabelledField(_("How many"), self.count))
        row.addWidget(LabelledField(_("They begin with"), self.prefix), 1)
        self.column.addLayout(row)
        self.column.addWidget(LabelledField(_("What it gives"), self.worth))
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(self.ends, 0, Qt.AlignmentFlag.AlignBottom)
        last.addWidget(LabelledField(_("Last day"), self.until))
        last.addStretch(1)
        self.column.addLayout(last)
        self.end()

    def take(self) -> None:
        until = self.until.day().isoformat() if self.ends.isChecked() else None
        self._then(self.count.value(), self.prefix.text(), self.worth.text(), until)


def results_words(found: CouponResults) -> str:
    """What the coupons brought, in a sentence; "" where none was given."""
    if not found.given:
        return ""
    parts = [
        plural("{count} given with a request", "{count} given with a request", found.given),
        plural("{count} used", "{count} used", found.used),
        plural("{count} review", "{count} reviews", found.reviews),
    ]
    if found.discounts:
        parts.append(_("{amounts} given off").format(amounts=_(" and ").join(str(one) for one in found.discounts)))
    if found.per_review:
        each = _(" and ").join(str(one) for one in found.per_review)
        parts.append(_("{amounts} for each review").format(amounts=each))
    if found.unpriced:
        words = plural(
            "{count} order does not say what it got off", "{count} orders do not say what they got off", found.unpriced
        )
        parts.append(words)
    return _(", ").join(parts)


def _columns(today: date) -> list[Column]:
    def day(text: str | None) -> str:
        return short_day(date.fromisoformat(text), today) if text else ""

    def given(row: CouponRow) -> str:
        return short_day(local_day(row.given_at), today) if row.given_at else ""

    def used(row: CouponRow) -> str:
        if row.used_by is None:
            return ""
        return row.used_by[1] if row.used == 1 else plural("{count} order", "{count} orders", row.used)

    return [
        Column("code", _("Code"), width=170, sortable=False, text=lambda row: row.code, font="medium"),
        Column("worth", _("Gives"), width=180, sortable=False, stretch=True, text=lambda row: row.worth),
        Column("until", _("Last day"), width=84, sortable=False, text=lambda row: day(row.until_on)),
        Column("order", _("Given with order"), width=140, sortable=False, text=lambda row: row.number),
        Column("given", _("Given"), width=76, sortable=False, text=given),
        Column("used", _("Used by order"), width=130, sortable=False, text=used),
    ]


def _codes_of(path: Path) -> ReadCodes:
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(_("{file} is too large for a list of codes.").format(file=path.name))
        content = path.read_bytes()
    except OSError as why:
        raise UserError(_("{file} can't be read. Choose another file.").format(file=path.name)) from why
    try:
        return read_codes(content.decode("utf-8-sig"))
    except UnicodeDecodeError as why:
        raise UserError(_("{file} is no text. Save it as CSV, then choose that.").format(file=path.name)) from why


def _brought(found: Brought) -> str:
    words = plural("{count} new code", "{count} new codes", found.new)
    if found.changed:
        changed = plural("{count} changed", "{count} changed", found.changed)
        words = _(", ").join([words, changed])
    return words


def _taken_back(count: int) -> str:
    return _("Taken back") if count else _("Its request went out: it can't be taken back")


def _removed(count: int) -> str:
    return _("Removed") if count else _("It was given: take it back first")
