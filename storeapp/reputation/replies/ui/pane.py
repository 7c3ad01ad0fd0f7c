"""The reply part of the inspector: language and templates, the editor, and its checks as one types."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Choice, IconButton, Link, section, small
from storeapp.reputation.replies import templates as replies
from storeapp.reputation.replies.records import ReplyDesk
from storeapp.reputation.replies.templates import LANGUAGES, ReplyTemplate, Told
from storeapp.reputation.replies.ui.checks import ChecksList
from storeapp.reputation.replies.ui.editor import Editor

CHECK_AFTER = 120  # ms after the last key
LANGUAGE_WIDE, TEMPLATE_WIDE = 100, 108
KEEP_AFTER = 300  # ms of rest after which a text in the making is kept
KEEP_AT_LATEST = 3_000  # ms after its first new letter


class ReplyPane(QWidget):
    """Writes and checks; what it wants done it tells. `checked` comes with every new verdict."""

    insert_asked = Signal(object)  # ReplyTemplate
    templates_asked = Signal()
    record_asked = Signal(object)  # PromiseOnCase
    case_asked = Signal()
    overrule_asked = Signal(list)  # rules
    unmark_asked = Signal()
    rested = Signal()
    checked = Signal()
    typed = Signal()
    left = Signal()
    sent = Signal()  # Ctrl+Enter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: ReplyDesk | None = None
        self._lines: list[Told] = []
        self._timer = self._later(CHECK_AFTER, self.check_now)
        self._rest = self._later(KEEP_AFTER, self._rested)
        self._latest = self._later(KEEP_AT_LATEST, self._rested)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._head())
        self.editor = Editor(_("Reply"), _("What you reply in public. It stays on this PC until you copy it."))
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

    @property
    def desk(self) -> ReplyDesk | None:
        """What the pane knows of the review."""
        return self._desk

    def text(self) -> str:
        """The reply as it stands, without spaces around it."""
        return self.editor.toPlainText().strip()

    def stops(self) -> list[Told]:
        """What stops the reply now; checked first if the last key is not looked at yet."""
        if self._timer.isActive():
            self.check_now()
        return replies.stopping(self._lines)

    def show_desk(self, desk: ReplyDesk, text: str | None, where: str, replied: bool) -> None:
        """Show what belongs to a review; `text` None leaves what is being written."""
        same = self._desk is not None and self._desk.review_id == desk.review_id
        self._desk = desk
        self.where.setText(where)
        self.unmark.setVisible(replied)
        if not same:
            self.language.choose(desk.language if desk.language in LANGUAGES else "en")
        self._offer()
        if text is not None and text != self.editor.toPlainText():
            self.editor.setPlainText(text)
        self.check_now()

    def check_now(self) -> None:
        """Check the text as it stands."""
        self._timer.stop()
        if self._desk is None:
            return
        text = self.editor.toPlainText()
        found = replies.check(text, self._desk.facts)
        self._lines = replies.told(text, found, [(one.rule, one.text) for one in self._desk.overruled])
        self.editor.mark(self._lines)
        self.checks.show_lines(self._lines, self._desk.facts.case)
        self.checked.emit()

    def _later(self, wait: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(then)
        return timer

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self.where = small(elide=True)
        self.language = Choice(_("Language of the templates"), list(LANGUAGES.items()))
        self.language.picked.connect(lambda _code: self._offer())
        self.template = Choice(_("Insert a template"), [(None, _("Template"))])
        self.template.picked.connect(self._picked)
        self.own = IconButton("sliders", _("Your templates and signature"), size="small")
        self.own.clicked.connect(self.templates_asked)
        head.addWidget(section(_("Reply")))
        head.addWidget(self.where, 1)
        for choice, wide in ((self.language, LANGUAGE_WIDE), (self.template, TEMPLATE_WIDE)):
            choice.setFixedWidth(theme().px(wide))
            head.addWidget(choice)
        head.addWidget(self.own)
        return head

    def _under(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kept = small(_("Saved as a draft"), elide=True)
        self.unmark = Link(_("Mark as not replied"))
        self.unmark.clicked.connect(self.unmark_asked)
        self.mark_at = Link(_("Sent earlier"))
        set_tip(self.mark_at, _("Mark as replied at another time"))
        row.addWidget(self.kept, 1)
        row.addWidget(self.unmark)
        row.addWidget(self.mark_at)
        return row

    def _offer(self) -> None:
        """Offer the templates of the language, those that fit the review first."""
        if self._desk is None:
            return
        language = self.language.value()
        own = [one for one in self._desk.templates if one.language == language]
        known = replies.built_in(language) or replies.built_in("en")
        reason = self._desk.case.reason if self._desk.case is not None else ""
        situation = replies.situation_of(self._desk.facts.stars, reason)
        offered = replies.sorted_for([*own, *known], situation)
        self.template.set_options([(None, _("Template")), *((one, one.name) for one in offered)])
        self.template.choose(None)

    def _picked(self, template: ReplyTemplate | None) -> None:
        self.template.choose(None)
        if template is not None:
            self.insert_asked.emit(template)

    def _typed(self) -> None:
        self._timer.start()
        self._rest.start()
        if not self._latest.isActive():
            self._latest.start()
        self.typed.emit()

    def _rested(self) -> None:
        self._rest.stop()
        self._latest.stop()
        self.rested.emit()

    def _way(self, finding: replies.Finding) -> None:
        if finding.way == "remove" and finding.span is not None:
            self.editor.take_out(finding.span)
            self.check_now()
        elif finding.way == "record" and finding.promise is not None:
            self.record_asked.emit(finding.promise)
        elif finding.way == "case":
            self.case_asked.emit()

    def _overrule(self) -> None:
        rules = [rule for line in self.stops() for rule in line.rules]
        if rules:
            self.overrule_asked.emit(list(dict.fromkeys(rules)))
