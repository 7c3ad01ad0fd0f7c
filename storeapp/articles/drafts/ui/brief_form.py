"""Asks for the brief of an article: what it is for, for whom, and what it says of whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.rules import MOST_WORD_GOAL, RELATIONS
from storeapp.articles.kinds import LANGUAGES, article_goals, article_kinds
from storeapp.kernel.errors import UserError
from storeapp.kernel.language_names import language_name
from storeapp.kernel.places import country_name, known_country
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Choice, TextLine

Take = Callable[[dict[str, Any], list[int]], None]


class BriefSheet(FormSheet):
    """`take` gets the fields by their names, and the ids of the products. Without `found` an article begins.

    `audiences`: names of readers to choose from; `learned(kind, topic)`: what was learned of articles like it.
    """

    def __init__(
        self,
        found: ArticleDetail | None,
        products: Sequence[tuple[int, str]],
        take: Take,
        parent: QWidget,
        audiences: Sequence[str] = (),
        learned: Callable[[str, str], str] | None = None,
    ) -> None:
        self._given = take
        self._products = list(products)
        kinds = [("", _("No kind"))] + [(one.id, _(one.title)) for one in article_kinds().values()]
        goals = [("", _("Not said"))] + [(one.id, _(one.title)) for one in article_goals().values()]
        languages = [("", _("The shop’s own"))] + [(code, language_name(code)) for code in LANGUAGES]
        self.name = TextLine(_("Name"), found.title if found else "", _("What you call it; readers see its headline"))
        self.kind = Choice(_("Kind"), kinds)
        self.language = Choice(_("Language"), languages)
        self.goal = Choice(_("Goal"), goals)
        self.topic = TextLine(_("Topic"), found.topic if found else "")
        self.readers = self._area(_("Readers"), _("Who they are and what they know already"))
        self.angle = TextLine(_("Angle"), found.angle if found else "", _("What it says that others don’t"))
        self.ask = TextLine(_("Ask"), found.ask if found else "", _("What readers do next"))
        self.product = Choice(_("Product"), [(None, _("No product")), *self._products])
        country = country_name(found.country) if found else ""
        self.country = TextLine(_("Country"), country, _("Whose law counts: Germany, CN, US"))
        self.relation = Choice(_("Relation"), [(key, _(words)) for key, words in RELATIONS.items()])
        self.word_goal = TextLine(_("Word goal"), str(found.word_goal or "") if found else "")
        self.person = TextLine(_("Signed by"), found.person if found else "")
        if found is not None:
            for choice, value in ((self.kind, found.kind), (self.language, found.language), (self.goal, found.goal)):
                choice.choose(value)
            self.relation.choose(found.relation)
            self.readers.setPlainText(found.readers)
            if found.products:
                self.product.choose(found.products[0][0])
        self._more = [number for number, _name in found.products[1:]] if found else []
        fields: list[tuple[str, QWidget]] = [
            (_("Name"), self.name), (_("Kind"), self.kind), (_("Goal"), self.goal), (_("Topic"), self.topic),
            (_("Readers"), self.readers), (_("Angle"), self.angle), (_("Ask"), self.ask),
            (_("Product"), self.product), (_("Language"), self.language), (_("Country"), self.country),
            (_("Relation"), self.relation), (_("Word goal"), self.word_goal), (_("Signed by"), self.person),
        ]  # fmt: skip
        if audiences:
            self.audience = Choice(
                _("For whom"), [("", _("Choose from your readers")), *((one, one) for one in audiences)]
            )
            self.audience.picked.connect(self._choose_readers)
            fields.insert(4, (_("For whom"), self.audience))
        self._learned = learned
        title = _("Brief") if found else _("New article")
        verb = _("Save brief") if found else _("Begin writing")
        hint = "" if found else _("Only what you know already: all of it can be changed later.")
        super().__init__(title, fields, verb, self._taken, hint, parent)
        self.kind.picked.connect(lambda _kind: self._tell_learned())
        self.topic.editingFinished.connect(self._tell_learned)

    def fields(self) -> dict[str, Any]:
        """What is said, by the names of the brief's fields. UserError where one is no country or number."""
        goal = self.word_goal.text().replace(",", "").replace("，", "").strip()
        if goal and not (goal.isascii() and goal.isdigit() and 0 < int(goal) <= MOST_WORD_GOAL):
            message = _("A word goal is a number from 1 to {most}. Nothing was changed.")
            raise UserError(message.format(most=f"{MOST_WORD_GOAL:,}"))
        return {
            "title": self.name.text(), "kind": self.kind.value(), "language": self.language.value(),
            "goal": self.goal.value(), "topic": self.topic.text(), "readers": self.readers.toPlainText(),
            "angle": self.angle.text(), "ask": self.ask.text(), "country": known_country(self.country.text()),
            "relation": self.relation.value(), "word_goal": int(goal) if goal else None,
            "person": self.person.text(),
        }  # fmt: skip

    def _taken(self) -> None:
        product = self.product.value()
        chosen = [product] if product is not None else []
        self._given(self.fields(), [*chosen, *(one for one in self._more if one not in chosen)])

    def _choose_readers(self, name: str) -> None:
        if name:
            self.readers.setPlainText(name)

    def _tell_learned(self) -> None:
        """Say what was learned of articles like it, in place of why something was refused."""
        words = self._learned(str(self.kind.value() or ""), self.topic.text()) if self._learned is not None else ""
        if words:
            self.problem.set(words, "info")
        self.problem.setVisible(bool(words))

    def _area(self, name: str, placeholder: str) -> Area:
        area = Area(name, placeholder)
        area.setTabChangesFocus(True)
        area.setFixedHeight(theme().px(56))
        return area
