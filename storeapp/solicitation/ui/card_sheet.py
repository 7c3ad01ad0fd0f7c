"""The sheet that prints cards for parcels: for any parcel of a channel, or for the orders that are selected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.messages.ui.checks import ChecksList
from storeapp.messages.ui.template_form import TemplateForm
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.forms import LabelledField
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Area,
    Button,
    Choice,
    IconButton,
    Label,
    Note,
    NumberField,
    Option,
    Segment,
    TickBox,
    scrolling,
    section,
    small,
)
from storeapp.solicitation import service
from storeapp.solicitation.cards.layout import MOST, PAPERS, Paper, paper
from storeapp.solicitation.cards.queries import CardDesk, Cards, card_desk, cards_for
from storeapp.solicitation.cards.texts import CARD, ParcelCard, card_lines, languages, stops
from storeapp.solicitation.queries import channel_names
from storeapp.solicitation.records import Mailing
from storeapp.solicitation.ui.card_painting import card_fits, dots, draw_card, write_cards
from storeapp.solicitation.ui.mail_saving import left_out

ANY, CHOSEN = "any", "chosen"
SHOWN = 264  # pixels across of the card that is looked at


class CardPreview(QWidget):
    """One card as it will be printed. `fits` says whether its text did."""

    def __init__(self) -> None:
        super().__init__()
        self.card: ParcelCard | None = None
        self.fits = True
        self._paper = PAPERS[0]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The card as it is printed"))

    def show_card(self, card: ParcelCard | None, on: Paper) -> None:
        """Show a card, None for an empty one."""
        self.card, self._paper = card, on
        self.fits = card is None or card_fits(card, on.card, _family())
        self.setAccessibleDescription(card.text if card is not None else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide, high = self._paper.card
        across = theme().px(SHOWN)
        return QSize(across, round(across * high / wide))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().color("border-strong"))
        painter.setBrush(QColor("white"))  # paper is white in the dark too
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self.card is not None:
            painter.scale(self.width() / dots(self._paper.card[0]), self.width() / dots(self._paper.card[0]))
            draw_card(painter, self.card, self._paper.card, _family())


class CardSheet(QDialog):
    """Nothing of the shop changes here: a card counts as no request, and the orders are asked later as ever."""

    def __init__(self, desk: Desk, orders: Sequence[int], channel: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._orders = list(orders)
        self._any: CardDesk | None = None
        self._chosen: Cards | None = None
        self._place = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Cards for parcels"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 16)
        outer.setSpacing(12)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(24, 20, 24, 0)
        row.setSpacing(24)
        row.addLayout(self._left(), 1)
        row.addLayout(self._right())
        outer.addWidget(scrolling(body, _("Cards for parcels")), 1)
        outer.addLayout(self._foot())
        self.resize(theme().px(860), theme().px(600))
        if len(self._orders) > 1:
            self.whose.choose(CHOSEN)
        self._read_channels(channel)
        self._show_side()
        (self.paper if self.whose.value() == CHOSEN else self.text).setFocus()

    def cards(self) -> list[ParcelCard]:
        """What would be printed now."""
        if self.whose.value() == CHOSEN:
            return list(self._chosen.cards) if self._chosen is not None else []
        if self._any is None:
            return []
        return [self._any.card(self.text.toPlainText().strip())] * self.number.value()

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(section(_("Cards for parcels")))
        column.addWidget(
            small(
                _("A card asks whoever opens the parcel. It counts as no request: messages go out as ever."), wrap=True
            )
        )
        count = len(self._orders)
        words = plural("The selected order", "The {count} selected orders", count)
        parts = [(ANY, _("Any parcel"))] + ([(CHOSEN, words)] if count else [])
        self.whose = Segment(parts, _("Whose cards"))
        self.whose.chosen.connect(lambda _side: self._show_side())
        self.whose.setVisible(bool(count))
        column.addWidget(self.whose)
        column.addWidget(self._any_side())
        column.addWidget(self._chosen_side())
        column.addStretch(1)
        return column

    def _any_side(self) -> QWidget:
        self.any_side = QWidget()
        column = QVBoxLayout(self.any_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.channel = Choice(_("Channel"), [(None, _("Channel"))], small=False)
        self.channel.picked.connect(lambda _channel: self._read_any())
        self.language = Choice(_("Language"), languages(), small=False)
        self.language.picked.connect(lambda code: self._read_any(code))
        self.number = NumberField(_("Cards"), 1, MOST)
        self.number.setValue(4)
        self.number.valueChanged.connect(lambda _count: self._show_card())
        row.addWidget(LabelledField(_("Channel"), self.channel), 1)
        row.addWidget(LabelledField(_("Language"), self.language))
        row.addWidget(LabelledField(_("Cards"), self.number))
        column.addLayout(row)
        self.text = Area(_("Text of the card"))
        self.text.setMinimumHeight(theme().px(168))
        self.text.textChanged.connect(self._typed)
        column.addWidget(self.text)
        self.code = small("", wrap=True)
        column.addWidget(self.code)
        self.checks = ChecksList()
        self.checks.way_asked.connect(self._remove)
        column.addWidget(self.checks)
        return self.any_side

    def _chosen_side(self) -> QWidget:
        self.chosen_side = QWidget()
        column = QVBoxLayout(self.chosen_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        words = _("Each card is in its buyer's language, from your template of cards or the program's.")
        column.addWidget(small(words, wrap=True))
        self.counted = Label("", "body", wrap=True)
        column.addWidget(self.counted)
        self.left_out = Note("", "info")
        column.addWidget(self.left_out)
        return self.chosen_side

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        self.preview = CardPreview()
        column.addWidget(self.preview)
        row = QHBoxLayout()
        self.before = IconButton("chevron-left", _("Previous card"), size="mini")
        self.after = IconButton("chevron-right", _("Next card"), size="mini")
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.which = small("")
        row.addWidget(self.which, 1)
        row.addWidget(self.before)
        row.addWidget(self.after)
        column.addLayout(row)
        self.paper = Choice(_("Paper"), [(one.id, _(one.title)) for one in PAPERS], small=False)
        self.paper.picked.connect(lambda _paper: self._show_card())
        self.marks = TickBox(_("Marks to cut along"))
        self.marks.setChecked(True)
        column.addWidget(LabelledField(_("Paper"), self.paper))
        column.addWidget(self.marks)
        column.addStretch(1)
        return column

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.setSpacing(8)
        self.own = Button(_("Your templates"), icon="sliders")
        self.own.clicked.connect(self._templates)
        foot.addWidget(self.own)
        self.problem = Note("", "bad")
        self.problem.hide()
        foot.addWidget(self.problem, 1)
        foot.addStretch(1)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.reject)
        self.save = Button(_("Save as PDF"), "primary", icon="save")
        self.save.clicked.connect(self._ask_where)
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        return foot

    def _show_side(self) -> None:
        side = self.whose.value()
        self.any_side.setVisible(side == ANY)
        self.chosen_side.setVisible(side == CHOSEN)
        if side == CHOSEN and self._chosen is None:
            self._read_chosen()
        self._show_card()

    def _read_channels(self, wanted: int | None) -> None:
        def work(_progress: Any) -> Sequence[tuple[int, str, str]]:
            with self.desk.db.read() as conn:
                return channel_names(conn)

        def listed(found: Sequence[tuple[int, str, str]]) -> None:
            self.channel.set_options([Option(number, name, platform=platform) for number, platform, name in found])
            if found:
                known = {number for number, _platform, _name in found}
                self.channel.choose(wanted if wanted in known else found[0][0])
                self._read_any()
            else:
                self._show_card()

        self.desk.jobs.read(work, listed)

    def _read_any(self, language: str = "") -> None:
        channel = self.channel.value()
        if channel is None:
            return

        def work(_progress: Any) -> CardDesk | None:
            with self.desk.db.read() as conn:
                return card_desk(conn, channel, language, self.desk.clock.now())

        self.desk.jobs.read(work, self._show_any)

    def _show_any(self, found: CardDesk | None) -> None:
        words = self.text.toPlainText().strip()
        own_words = bool(words) and self._any is not None and words != self._any.text.strip()
        self._any = found
        if found is not None:
            self.language.choose(found.context.language)
            if not own_words:
                self.text.setPlainText(found.text)
            said = _("The code leads to {link}").format(link=found.link)
            lacking = _("No address is known for the code: put one into the plan or the channel.")
            self.code.setText(found.problem or (said if found.link else lacking))
        self._typed()

    def _read_chosen(self) -> None:
        def looked(_outcome: Any) -> None:
            self.desk.jobs.read(work, self._show_chosen)

        def work(progress: Progress) -> Cards:
            with self.desk.db.read() as conn:
                return cards_for(conn, self._orders, self.desk.clock.now(), progress)

        self.desk.do(_("Checking the requests"), service.refresh, done=looked, progress=True)

    def _show_chosen(self, found: Cards) -> None:
        self._chosen = found
        count = len(found.cards)
        self.counted.setText(plural("{count} card", "{count} cards", count))
        self.left_out.set(left_out(Mailing((), found.left, "")), "info")
        self.left_out.setVisible(bool(found.left))
        self._show_card()

    def _typed(self) -> None:
        """Hold the text against the rules."""
        if self._any is not None:
            text, checks = self.text.toPlainText(), self._any.context.checks
            self.checks.show_lines(card_lines(checks, text), None, checks.source)
            self.checks.overrule.hide()  # what is printed is read by everybody: no rule is put aside for it
        self._show_card()

    def _remove(self, finding: Any) -> None:
        if finding.way == "remove" and finding.span is not None:
            text = self.text.toPlainText()
            self.text.setPlainText((text[: finding.span[0]] + text[finding.span[1] :]).strip())

    def _show_card(self) -> None:
        cards = self.cards()
        self._place = min(self._place, max(0, len(cards) - 1)) if self.whose.value() == CHOSEN else 0
        card = cards[self._place] if cards else None
        self.preview.show_card(card, paper(self.paper.value()))
        several = self.whose.value() == CHOSEN and len(cards) > 1
        self.before.setVisible(several)
        self.after.setVisible(several)
        sheets = -(-len(cards) // 4)
        of = _("{place} of {count}").format(place=self._place + 1, count=len(cards)) if several else ""
        self.which.setText(_(", ").join(filter(None, (of, plural("{count} sheet", "{count} sheets", sheets)))))
        self.save.lock(self._why_not(card))

    def _why_not(self, card: ParcelCard | None) -> str:
        if card is None:
            return _("There is no card to print")
        if self.whose.value() == ANY:
            if not card.text:
                return _("The card is empty")
            count = stops(self.checks.told())
            if count:
                return plural("Fix {count} problem to print", "Fix {count} problems to print", count)
        return "" if self.preview.fits else _("The text is too long for a card. Shorten it.")

    def _step(self, by: int) -> None:
        count = len(self.cards())
        self._place = (self._place + by) % count if count else 0
        self._show_card()

    def _templates(self) -> None:
        form = TemplateForm(self.desk, CARD, self.language.value() or "en", self)
        form.finished.connect(self._read_again)
        form.open()

    def _read_again(self) -> None:
        self._chosen = None
        self._read_any(self.language.value() or "")
        if self.whose.value() == CHOSEN:
            self._read_chosen()

    def _ask_where(self) -> None:
        self.desk.ask.save_file(
            self, _("Save the cards"), _("Cards for parcels") + ".pdf", self.save_to, [_("PDF document (*.pdf)")]
        )

    def save_to(self, path: Path) -> None:
        """Write the cards to `path`."""
        self.problem.hide()
        cards, sheet, marks = self.cards(), paper(self.paper.value()), self.marks.isChecked()
        family = _family()

        def work(progress: Progress) -> Path:
            return write_cards(path, cards, sheet, marks, family, progress)

        self.desk.jobs.files(_("Saving cards"), work, partial(self._saved, len(cards)), self._refused)

    def _saved(self, count: int, path: Path) -> None:
        words = plural("Saved {count} card in {{file}}", "Saved {count} cards in {{file}}", count)
        self.desk.notices.say(words.format(file=path.name))
        self.accept()

    def _refused(self, why: Exception) -> None:
        if isinstance(why, UserError):
            self.problem.set(why.sentence, "bad")
            self.problem.show()


def _family() -> str:
    return theme().font("body").family()
