"""The pane a message is written in: language and templates, the editor, its checks as one types, copy and mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import _, plural
from storeapp.messages.drafts import CheckedLine, DraftContext, Finding, stopping, told
from storeapp.messages.templates import LANGUAGES, MessageKind, TemplateRow, offered, put_together
from storeapp.messages.ui.checks import ChecksList
from storeapp.messages.ui.editor import Editor
from storeapp.messages.ui.template_form import TemplateForm
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.typing_rest import TypingRest
from storeapp.qtkit.widgets import Button, Choice, IconButton, Link, section, small

CHECK_AFTER = 120  # ms after the last key
LANGUAGE_WIDE, TEMPLATE_WIDE = 100, 108


@dataclass(frozen=True, slots=True)
class PaneWords:
    """What a room calls its message: head, the hint in the empty field, the buttons, and what a mark may need."""

    title: str
    placeholder: str
    copy: str
    copied: str
    mark: str
    again: str
    unmark: str
    earlier: str  # the link that marks at another time
    earlier_tip: str


class MessagePane(QWidget):
    """Writes and checks; what it wants done it tells. `checked` comes with every new verdict.

    `copy` and `mark` are made here, locked while something stops the message; the room puts them where its buttons
    stand, as `mark_at` and `unmark` stand under the text. `whole`: a template is the whole message and takes the place
    of what is there; else it goes in at the cursor.
    """

    record_asked = Signal(object)  # PromiseOnCase
    case_asked = Signal()
    overruled = Signal(int, list, str, str)  # key, rules, the text, why
    copy_asked = Signal(str)
    mark_asked = Signal(str)
    mark_at_asked = Signal(str)
    unmark_asked = Signal()
    rested = Signal()
    checked = Signal()
    typed = Signal()
    left = Signal()
    sent = Signal()  # Ctrl+Enter
    filled_in = Signal(str, str, str)  # a template's name and language, and the words that stand there now

    def __init__(
        self, desk: Desk, kind: MessageKind, words: PaneWords, parent: QWidget | None = None, *, whole: bool = False
    ) -> None:
        super().__init__(parent)
        self.desk, self.kind, self.words = desk, kind, words
        self._whole = whole
        self.shades: Callable[[str], Sequence[tuple[int, int]]] = lambda _text: ()  # what in a text was filled in
        self._context: DraftContext | None = None
        self._kept = ""  # the text as the shop has it
        self._marked = self._locked = False
        self._lines: list[CheckedLine] = []
        self._offered: list[TemplateRow] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER)
        self._timer.timeout.connect(self.check_now)
        self._typing = TypingRest(self)
        self._typing.over.connect(self._rested)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._head())
        self.editor = Editor(words.title, words.placeholder)
        self.editor.setMinimumHeight(theme().px(132))
        self.editor.textChanged.connect(self._typed)
        self.editor.left.connect(self.left)
        self.editor.rested.connect(self._rested)
        self.editor.sent.connect(self.sent)
        column.addWidget(self.editor, 1)
        column.addLayout(self._under())
        self.checks = ChecksList()
        self.checks.way_asked.connect(self._way)
        self.checks.overrule_asked.connect(self._overrule)
        column.addWidget(self.checks)
        self.copy = Button(words.copy, icon="copy")
        self.mark = Button(words.mark)
        for button, asked in ((self.copy, self.copy_asked), (self.mark, self.mark_asked)):
            button.clicked.connect(partial(self._asked, asked))
        self.mark_at.clicked.connect(partial(self._asked, self.mark_at_asked))

    @property
    def key(self) -> int | None:
        """What the message answers; None where nothing is shown yet."""
        return self._context.key if self._context is not None else None

    def text(self) -> str:
        """The message as it stands, without spaces around it."""
        return self.editor.toPlainText().strip()

    @property
    def kept_text(self) -> str:
        """The message as the shop had it when what is written now was begun."""
        return self._kept

    def draft(self) -> tuple[int, str] | None:
        """What the message answers and its text, where the owner changed it and it isn't kept yet."""
        if self._context is None:
            return None
        text = self.text()
        return (self._context.key, text) if text != self._kept.strip() else None

    def kept_as(self, key: int, text: str) -> None:
        """The shop has this text as the draft of the message now."""
        if self.key == key:
            self._kept = text
            self._tell()

    def stops(self) -> list[CheckedLine]:
        """What stops the message now; checked first if the last key is not looked at yet."""
        if self._timer.isActive():
            self.check_now()
        return stopping(self._lines) if self._context is not None else []

    def refused(self) -> bool:
        """Whether the message may not go, which is then said."""
        stops = self.stops()
        if stops:
            words = plural("Fix {count} problem first: {{what}}", "Fix {count} problems first: {{what}}", len(stops))
            self.desk.notices.refuse(words.format(what=stops[0].finding.sentence))
        return bool(stops)

    def put_on_clipboard(self, text: str) -> None:
        """Copy the message, ready to be pasted where it goes, and say so."""
        QGuiApplication.clipboard().setText(text)
        self.desk.notices.say(self.words.copied)

    def forget(self) -> None:
        """Nothing is answered now: what is typed belongs to nothing yet."""
        self._context, self._kept = None, ""

    def show_context(self, context: DraftContext, kept: str, where: str, marked: bool, early: str = "") -> None:
        """Show what the message answers, with its text as kept and `early` letters after it.

        A text that is being written to the same thing stays. `where` is the channel in words, `marked` whether the
        message was sent already.
        """
        written = self.draft()
        another = self.key != context.key
        writing = written is not None and not another
        self._context, self._kept, self._marked = context, kept, marked
        self.where.setText(where)
        self.unmark.setVisible(marked)
        if another:
            self.language.choose(context.language if context.language in LANGUAGES else "en")
        self._offer()
        if not writing and kept + early != self.editor.toPlainText():
            self.editor.setPlainText(kept + early)
        self.check_now()
        self._tell()

    def check_now(self) -> None:
        """Check the text as it stands."""
        self._timer.stop()
        if self._context is None:
            return
        text, checks = self.editor.toPlainText(), self._context.checks
        self._lines = told(text, checks.findings(text), self._context.overruled)
        self.editor.mark(self._lines, self.shades(text))
        self.checks.show_lines(self._lines, self._context.case, checks.source)
        stops = len(stopping(self._lines))
        why = plural("Fix {count} problem to copy", "Fix {count} problems to copy", stops) if stops else ""
        self._locked = bool(why)
        for button in (self.copy, self.mark):
            button.lock(why)
        if not why:
            self.copy.setEnabled(bool(self.text()))
        self.mark_at.setEnabled(not why)
        self.checked.emit()

    def insert(self, template: TemplateRow) -> None:
        """Fill a template and put it in at the cursor; under the first one comes the signature."""
        context = self._context
        if context is None:
            return
        work = partial(_put_together, self.kind, template, context, self._whole or not self.text())
        self.desk.jobs.read(work, partial(self._put_in, context.key, template))

    def templates(self) -> None:
        """Open the owner's templates and signature."""
        TemplateForm(self.desk, self.kind, self.language.value(), self).open()

    def _put_in(self, key: int, template: TemplateRow, words: str) -> None:
        if self.key != key:
            return
        if self._whole:
            self.editor.replace_all(words)
        else:
            self.editor.stack(words)
        self.filled_in.emit(template.name, template.language, words)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self.where = small(elide=True)
        self.language = Choice(_("Language of the templates"), list(LANGUAGES.items()))
        self.language.picked.connect(self._language_picked)
        self.template = Choice(_("Insert a template"), [(None, _("Template"))])
        self.template.picked.connect(self._picked)
        self.own = IconButton("sliders", _("Your templates and signature"), size="small")
        self.own.clicked.connect(self.templates)
        self.title = section(self.words.title)
        head.addWidget(self.title)
        head.addWidget(self.where, 1)
        self.offer = QWidget()  # which a room may put beside other things of its own
        offer = QHBoxLayout(self.offer)
        offer.setContentsMargins(0, 0, 0, 0)
        offer.setSpacing(8)
        for choice, wide in ((self.language, LANGUAGE_WIDE), (self.template, TEMPLATE_WIDE)):
            choice.setFixedWidth(theme().px(wide))
            offer.addWidget(choice)
        offer.addWidget(self.own)
        head.addWidget(self.offer)
        return head

    def _under(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kept = small(_("Saved as a draft"), elide=True)
        self.unmark = Link(self.words.unmark)
        self.unmark.clicked.connect(self.unmark_asked)
        self.mark_at = Link(self.words.earlier)
        set_tip(self.mark_at, self.words.earlier_tip)
        row.addWidget(self.kept, 1)
        row.addWidget(self.unmark)
        row.addWidget(self.mark_at)
        return row

    def _language_picked(self, _code: object) -> None:
        """Offer the templates of another language; a whole message nobody wrote at is put into it."""
        self._offer()
        fitting = self._offered[0] if self._offered else None
        if self._whole and self.draft() is None and fitting is not None:
            self.insert(fitting)

    def _offer(self) -> None:
        """Offer the templates of the language, those that fit first."""
        if self._context is None:
            return
        found = offered(self.kind.id, self.language.value(), self._context.situation, self._context.templates)
        self._offered = found
        self.template.set_options([(None, _("Template")), *((one, one.name) for one in found)])
        self.template.choose(None)

    def _picked(self, template: TemplateRow | None) -> None:
        self.template.choose(None)
        if template is not None:
            self.insert(template)

    def _typed(self) -> None:
        self._timer.start()
        self._typing.touch()
        self._tell()
        self.desk.jobs.hold(self, self.draft() is not None)
        self.typed.emit()

    def _tell(self) -> None:
        """What the buttons and the line under the text say of it."""
        self.mark.setText(self.words.again if self._marked else self.words.mark)
        self.kept.setVisible(self.draft() is not None)
        if not self._locked:
            self.copy.setEnabled(bool(self.text()))

    def _rested(self) -> None:
        self._typing.stop()
        self.rested.emit()
        self.desk.jobs.hold(self, False)  # the writing lane has it

    def _asked(self, asked: SignalInstance) -> None:
        asked.emit(self.text())

    def _way(self, finding: Finding) -> None:
        if finding.way == "remove" and finding.span is not None:
            self.editor.take_out(finding.span)
            self.check_now()
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)  # the button goes with its line
        elif finding.way == "record" and finding.promise is not None:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.record_asked.emit(finding.promise)
        elif finding.way == "case":
            self.case_asked.emit()

    def _overrule(self) -> None:
        """Ask why the message is to go although rules stop it."""
        rules = list(dict.fromkeys(rule for line in self.stops() for rule in line.rules))
        if rules and self._context is not None:
            self.desk.ask.text(
                self,
                plural("Ignore {count} warning", "Ignore {count} warnings", len(rules)),
                _("Why this message is right all the same"),
                partial(self.overruled.emit, self._context.key, rules, self.text()),
                verb=_("Ignore this warning"),
                text=_("The reason and the message are kept, and shown in History."),
            )


def _put_together(
    kind: MessageKind, template: TemplateRow, context: DraftContext, first: bool, _progress: object
) -> str:
    return put_together(kind, template, context.values, first)
