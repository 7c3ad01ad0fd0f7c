"""The checks beside an article: measures, what stops publishing, what to look at, and what was fine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.checks import service
from storeapp.articles.checks.live import LiveChecks
from storeapp.articles.checks.printed import questions, rule_titles, unasked_words
from storeapp.articles.checks.records import ArticleFinding, ArticleGauge, CheckedArticle
from storeapp.articles.checks.rules import claimed_sentence
from storeapp.articles.checks.ui.evidence_sheet import ReasonSheet
from storeapp.articles.checks.ui.evidence_signs import EvidenceSigns
from storeapp.articles.checks.ui.finding_list import FindingList
from storeapp.articles.checks.ui.finding_menu import ways_menu, ways_of
from storeapp.articles.checks.ui.finding_row import FindingRow
from storeapp.articles.checks.ui.gauge import GaugeRow
from storeapp.articles.checks.wording import compared_words
from storeapp.articles.drafts.spelling import has_list
from storeapp.articles.drafts.ui.side_pane import ArticlePane, WritingPlace
from storeapp.articles.drafts.ui.text_marks import TextMark
from storeapp.kernel.language_names import language_name
from storeapp.kernel.text import _, language, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Filled, Link, Tag, scrolling, section, small

if TYPE_CHECKING:
    from storeapp.articles.drafts.records import ArticleDetail

TONES = {"BLOCK": "negative", "WARN": "warning", "INFO": "info"}
LONGEST_MARK = 240  # characters: what is longer is about a whole stretch and would colour half the text


class ChecksPane(ArticlePane):
    """Looks anew after each rest of the hand, off the window's thread; a late answer to an older text is dropped."""

    def __init__(self, writing: WritingPlace, parent: QWidget | None = None) -> None:
        super().__init__(writing, parent)
        self.live = LiveChecks(self.desk.clock)
        self.evidence = EvidenceSigns(self)
        self.found: CheckedArticle | None = None
        self._article, self._language = 0, ""
        self._body = ""
        self._shown: tuple[Any, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self._gauges = QVBoxLayout()
        self._gauges.setContentsMargins(16, 8, 12, 8)
        self._gauges.setSpacing(0)
        inner.addLayout(self._gauges)
        self.list = FindingList()
        self.list.asked.connect(self._asked)
        inner.addWidget(self.list)
        inner.addWidget(self._foot())
        inner.addStretch(1)
        column.addWidget(scrolling(inside, _("Checks")), 1)

    @property
    def rows(self) -> list[FindingRow]:
        """The lines shown, from the top."""
        return self.list.rows

    def show_article(self, found: ArticleDetail) -> None:
        """Another article, or its brief, claims or acceptances changed."""
        again = found.id == self._article
        self._article = found.id
        self.lawless.setVisible(not found.country)
        self._language = (found.language or language()).split("-")[0].split("_")[0]
        if again:
            self._look(self.writing.title.text(), self.editor.text())

    def text_changed(self, title: str, body: str) -> None:
        self._look(title, body)

    def next_finding(self) -> bool:
        """Go to the next finding after the cursor, from the last to the first."""
        places = sorted({one.span for one in self._open() if one.span is not None})
        if places:
            here = self.editor.selection()[1]
            self.writing.show_preview(False)
            self.editor.go_to(*next((one for one in places if one[0] >= here), places[0]))
        return bool(places)

    def say_of_sentence(self) -> bool:
        return self.evidence.say_of_sentence()

    def offer_ways(self) -> bool:
        """What may be done about the findings at the cursor, and about those of the whole text; else at the next."""
        found = self._here() or (self._here() if self.next_finding() else [])
        found += [one for one in self._open() if one.span is None and ways_of(one)]
        if found:
            ways_menu(found, self.editor, self._asked)
        return bool(found)

    def _here(self) -> list[ArticleFinding]:
        """The open findings at the cursor, those about the fewest words first."""
        first, last = self.editor.selection()
        at = [(one, self._now(one.span)) for one in self._open() if one.span is not None and ways_of(one)]
        near = [(end - start, one) for one, (start, end) in at if start <= last and first <= end]
        return [one for _long, one in sorted(near, key=lambda pair: pair[0])]

    def _open(self) -> list[ArticleFinding]:
        return [one for one in self.found.findings if one.accepted is None] if self.found is not None else []

    def _look(self, title: str, body: str) -> None:
        article = self._article
        if article:
            self.page.ask_db(
                lambda conn: (article, body, self.live.check(conn, article, title, body)), self._show, "articles:checks"
            )

    def _show(self, answer: tuple[int, str, CheckedArticle | None]) -> None:
        article, body, found = answer
        if found is None or article != self._article:
            return
        self.found, self._body = found, body
        self._show_head(found)
        self._show_gauges(found)
        self._show_findings(found)
        if self.editor.text() == body:  # else the next look is on its way
            self.evidence.show_claims(article, found)
            self.editor.show_marks("checks", marks_of(found))

    def _show_head(self, found: CheckedArticle) -> None:
        stops, warns = len(found.blockers), len(found.to_fix)
        self.stops.setVisible(bool(stops))
        self.stops.set(plural("{count} problem", "{count} problems", stops), "bad")
        self.warns.setVisible(bool(warns))
        self.warns.set(_("{count} to look at").format(count=warns), "warn")
        self.fine.setVisible(bool(found.fine))
        self.fine.set(_("{count} fine").format(count=len(found.fine)), "good")

    def _show_gauges(self, found: CheckedArticle) -> None:
        shown: list[tuple[ArticleGauge, str]] = [(one, "") for one in found.gauges]
        facts = [one for one in found.claims if one.state != "opinion"]  # an opinion is neither proven nor to be proven
        if facts:
            proven = sum(one.state == "evidence" for one in facts)
            gauge = ArticleGauge("claims", proven, len(facts), least=True)
            shown.insert(min(1, len(shown)), (gauge, _("Claims proven")))
        while self._gauges.count() < len(shown):
            self._gauges.addWidget(GaugeRow())
        for number in range(self._gauges.count()):
            item = self._gauges.itemAt(number)
            row = item.widget() if item is not None else None
            if isinstance(row, GaugeRow):
                row.setVisible(number < len(shown))
                if number < len(shown):
                    row.show_gauge(*shown[number])

    def _show_findings(self, found: CheckedArticle) -> None:
        if found.findings != self._shown:
            self._shown = found.findings
            self.list.show_findings(found.findings)
        self.looked.setText(_looked(found, self._language))
        fine = "\n".join(rule_titles(found.fine))
        if fine != self.fine_list.text():
            self.fine_list.setText(fine)

    def _asked(self, way: str, one: ArticleFinding) -> None:
        ways = {
            "place": self._go,
            "mend": self._mend,
            "evidence": lambda one: self.evidence.ask_evidence(self._sentence(one)),
            "opinion": lambda one: self.evidence.mark_opinion(self._sentence(one)),
            "accept": self._ask_reason,
            "again": self._count_again,
        }
        ways[way](one)

    def _go(self, one: ArticleFinding) -> None:
        if one.span is not None:
            self.writing.show_preview(False)
            self.editor.go_to(*self._now(one.span))

    def _now(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where a place of the text that was looked at stands in the text as it is now."""
        old, new = self._body, self.editor.text()
        if old == new:
            return span
        words = old[slice(*span)]
        near = new.find(words, max(0, span[0] - 200))
        return (near, near + len(words)) if words and near >= 0 else (min(span[0], len(new)), min(span[1], len(new)))

    def _mend(self, one: ArticleFinding) -> None:
        if one.mend is not None:
            self.editor.replace(*self._now(one.mend.span), one.mend.text)

    def _sentence(self, one: ArticleFinding) -> str:
        assert self.found is not None
        return claimed_sentence(self.found, self._body, one)

    def _ask_reason(self, one: ArticleFinding) -> None:
        article = self._article

        def take(reason: str) -> None:
            said = _("Kept, with your reason")
            verb = service.accept_finding
            self.desk.do(_("Keeping the reason"), verb, article, one.rule, one.place_text, reason, said=said)

        ReasonSheet(one.sentence, take, self).open()

    def _count_again(self, one: ArticleFinding) -> None:
        said, verb = _("The finding counts again"), service.withdraw_acceptance
        self.desk.do(_("Letting it count again"), verb, self._article, one.rule, one.place_text, said=said)

    def _head(self) -> QWidget:
        head = Filled("surface", "b")
        head.setFixedHeight(theme().px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 12, 1)
        row.setSpacing(6)
        row.addWidget(section(_("Checks")))
        row.addStretch(1)
        self.stops, self.warns, self.fine = Tag(), Tag(), Tag()
        for tag in (self.stops, self.warns, self.fine):
            row.addWidget(tag)
        self.stops.hide()
        self.warns.hide()
        return head

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(6)
        words = _("The brief names no country: only rules of every country and of the place were looked at.")
        self.lawless = small(words, "text-2", wrap=True)
        self.lawless.hide()
        column.addWidget(self.lawless)
        self.looked = small("", "muted", wrap=True)
        column.addWidget(self.looked)
        self.fine_list = small("", "text-2", wrap=True)
        asked = small("\n".join(questions()), wrap=True)
        for words, inside in ((_("What was fine"), self.fine_list), (_("Ask yourself"), asked)):
            opener = Link(words)
            inside.hide()
            opener.clicked.connect(partial(_turn, inside))
            column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(inside)
        return foot


def marks_of(found: CheckedArticle) -> list[TextMark]:
    """The places to underline: what stops and what warns, where it is about some words."""
    return [
        TextMark(*one.span, TONES[one.severity], one.sentence)
        for one in found.findings
        if one.span is not None
        and one.accepted is None
        and one.severity != "INFO"
        and 0 < one.span[1] - one.span[0] <= LONGEST_MARK
    ]


def _looked(found: CheckedArticle, language: str) -> str:
    """How far the checks looked: with how many other texts, labels, and whether spelling is checked."""
    told = [compared_words(found.compared)]
    if found.unasked:
        told.append(unasked_words())
    if not has_list(language):
        named = language_name(language)
        told.append(_("Spelling isn’t checked: there is no word list for {language}.").format(language=named))
    return "\n".join(told)


def _turn(inside: QWidget) -> None:
    inside.setVisible(not inside.isVisible())
