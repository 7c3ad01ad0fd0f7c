"""The sheet "Is this review against the rules?": the platform's own questions, the proof, and what follows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.evidence.ui.pane import ProofPane
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import N_, _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import (
    Area,
    Button,
    Choice,
    Note,
    Rule,
    Segment,
    TextLine,
    TickBox,
    body,
    message,
    scrolling,
    section,
    small,
)
from storeapp.reputation.removal.rules import (
    CERTAINTIES,
    Ground,
    GroundAnswer,
    RemovalFacts,
    RemovalList,
    RemovalVerdict,
    judge,
    lacking,
    lists_of,
    ready,
)

PROOFS = {
    "words": N_("The words of the review that show it"),
    "messages": N_("The messages that show it, with their dates"),
    "order": N_("How you know it"),
}


class QuestionRow(QWidget):
    """One question with yes and no; yes asks for its proof."""

    changed = Signal()

    def __init__(self, ground: Ground, facts: RemovalFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ground, self._facts = ground, facts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(body(_(ground.question), wrap=True), 1)
        self.answer = Segment([("no", _("No")), ("yes", _("Yes"))], _(ground.question))
        self.answer.choose("no")
        self.answer.chosen.connect(self._answered)
        row.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        name = _(PROOFS.get(ground.proof, PROOFS["order"]))
        self.proof: TextLine | Area
        if ground.proof == "messages":
            self.proof = Area(name, name)
            self.proof.setFixedHeight(theme().px(72))
            self.proof.textChanged.connect(self._typed)
        else:
            self.proof = TextLine(name, "", name)
            self.proof.textEdited.connect(self._typed)
        self.wrong = small("", "negative", wrap=True)
        column.addWidget(self.proof)
        column.addWidget(self.wrong)
        self._show_proof()

    def value(self) -> GroundAnswer:
        """What the owner said."""
        return GroundAnswer(self.answer.value() == "yes", self._given())

    def _given(self) -> str:
        return self.proof.toPlainText() if isinstance(self.proof, Area) else self.proof.text()

    def _answered(self, _key: str) -> None:
        self._show_proof()
        if self.answer.value() == "yes" and self.ground.proof:
            self.proof.setFocus()
        self.changed.emit()

    def _typed(self, _text: str = "") -> None:
        self._show_proof()
        self.changed.emit()

    def _show_proof(self) -> None:
        asked = self.answer.value() == "yes" and bool(self.ground.proof)
        self.proof.setVisible(asked)
        lack = lacking(self.ground, self._given(), self._facts) if asked else ""
        self.wrong.setText(lack)
        self.wrong.setVisible(bool(lack))


class RemovalSheet(QDialog):
    """Signals carry nothing: who opened the sheet reads `rules`, `verdict`, `answers`, `statement` and `masked`."""

    pack_asked = Signal()
    note_asked = Signal()
    reply_asked = Signal()

    def __init__(self, facts: RemovalFacts, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts, self._today = facts, today
        self.lists = lists_of(facts.platform, facts.kind)
        self.rows: list[QuestionRow] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Is this review against the rules?"))
        look = theme()
        self.resize(look.px(640), look.px(680 if self.lists else 220))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(24, 20, 24, 16)
        self.column.setSpacing(12)
        self._head()
        if self.lists:
            self._list_head()
            self.questions = QVBoxLayout()
            self.questions.setSpacing(12)
            self.column.addLayout(self.questions)
            self.proofs = ProofPane()
            self.proofs.watch(self)
            self.column.addWidget(self.proofs)
            self.column.addWidget(Rule())
            self._end()
        else:
            self._no_list()
        self.column.addStretch(1)
        outer.addWidget(scrolling(self.inside, _("Is this review against the rules?")), 1)
        outer.addWidget(self._foot())
        if self.lists:
            self.show_list(self.lists[0])

    @property
    def answers(self) -> dict[str, GroundAnswer]:
        """By ground."""
        return {row.ground.id: row.value() for row in self.rows}

    @property
    def verdict(self) -> RemovalVerdict:
        """What the answers come to."""
        return judge(self.rules, self.answers, self.facts)

    @property
    def statement(self) -> str:
        """The owner's own words."""
        return self.words.toPlainText()

    @property
    def masked(self) -> bool:
        """Whether names, e-mails and phone numbers are left out of the pack."""
        return bool(self.mask_box.isChecked())

    def show_list(self, rules: RemovalList) -> None:
        """Ask by one list of the platform."""
        self.rules = rules
        for row in self.rows:
            self.questions.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [QuestionRow(ground, self.facts) for ground in rules.grounds]
        for row in self.rows:
            row.changed.connect(self._judge)
            self.proofs.watch(row.proof)
            self.questions.addWidget(row)
        read = spoken_day(rules.checked_on, self._today)
        words = _("{source}. Read on {day}, {certainty}.").format(
            source=rules.source, day=read, certainty=_(CERTAINTIES[rules.certainty])
        )
        self.source.setText(words)
        set_tip(self.source, rules.source_url)
        self.how.setText(" ".join(part for part in (_(rules.ask), _(rules.until) if rules.until else "") if part))
        self._judge()

    def _head(self) -> None:
        self.column.addWidget(section(_("Is this review against the rules?")))
        last = self.facts.wordings[-1]
        said = " ".join(f"{last.title} {last.text}".split()) or _("No words, only stars")
        self.column.addWidget(message(f"{last.stars}  “{said}”" if last.stars else f"“{said}”", "text-2"))

    def _list_head(self) -> None:
        if len(self.lists) > 1:
            choice = Choice(_("What it is"), [(one.id, _(one.what)) for one in self.lists], small=False)
            choice.picked.connect(self._picked)
            self.column.addWidget(choice)
        hint = _("{channel} takes a review down only for one of these reasons. Being negative is none of them.")
        self.column.addWidget(body(hint.format(channel=self.facts.channel), "text-2", wrap=True))
        self.source = small("", "muted", wrap=True)
        self.column.addWidget(self.source)

    def _picked(self, name: str) -> None:
        self.show_list(next(one for one in self.lists if one.id == name))

    def _no_list(self) -> None:
        words = _(
            "For {channel} no list of removable reviews could be verified, so nothing is guessed here. Look "
            "up the platform's own rules, or reply to the review."
        )
        self.column.addWidget(Note(words.format(channel=self.facts.channel), "info"))

    def _end(self) -> None:
        self.told = Note("", "info")
        self.column.addWidget(self.told)
        self.more = QWidget()
        column = QVBoxLayout(self.more)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.how = small("", "text-2", wrap=True)
        self.words = Area(_("Your statement"), _("What happened, in plain words. It goes into the evidence."))
        self.words.setFixedHeight(theme().px(84))
        self.words.textChanged.connect(self._judge)
        self.proofs.watch(self.words)
        self.mask_box = TickBox(_("Leave names, e-mail addresses and phone numbers out"))
        self.mask_box.setChecked(True)
        for part in (self.how, self.words, self.mask_box):
            column.addWidget(part)
        self.column.addWidget(self.more)

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 8, 24, 16)
        row.setSpacing(8)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.reject)
        self.answer = Button(_("Write reply"), icon="reply")
        self.answer.clicked.connect(self._reply)
        self.note = Button(_("Note that I asked"), icon="flag")
        self.note.clicked.connect(self.note_asked)
        self.save = Button(_("Save the evidence"), "primary", "save")
        self.save.clicked.connect(self.pack_asked)
        row.addWidget(self.back)
        row.addStretch(1)
        for button in (self.answer, self.note, self.save):
            row.addWidget(button)
        self.note.setVisible(bool(self.lists))
        self.save.setVisible(bool(self.lists))
        return foot

    def _reply(self) -> None:
        self.reject()
        self.reply_asked.emit()

    def _judge(self) -> None:
        verdict = self.verdict
        fits = verdict.ground is not None
        kind = "good" if fits else "warn" if verdict.wanting else "info"
        words = verdict.sentence
        if verdict.ground is not None:
            words = _("{ground}. {rule}").format(ground=_(verdict.ground.title), rule=words)
        trouble = ready(self.statement) if fits else ""
        self.told.set(trouble or words, "bad" if trouble else kind)
        self.more.setVisible(fits)
        self.note.setEnabled(fits and not trouble)
        self.save.setEnabled(fits and not trouble)
