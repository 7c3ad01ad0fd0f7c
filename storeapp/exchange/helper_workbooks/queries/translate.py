"""Translate articles: one row for each paragraph. What comes back lands in the linked translation, which is a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from storeapp.articles.checks.queries import checking
from storeapp.articles.checks.rules import ArticleChecker
from storeapp.articles.drafts.queries import article
from storeapp.articles.drafts.rules import called
from storeapp.articles.kinds import LANGUAGES
from storeapp.articles.translations import rules
from storeapp.articles.translations.queries import TranslatedText, base_of, texts, to_translate
from storeapp.articles.translations.rules import KEY_BITS, TextPart
from storeapp.articles.translations.service import other_parts, translate_in
from storeapp.exchange.helper_workbooks.queries.task import RecordName, Say, Task, TaskLook, Wanted
from storeapp.exchange.helper_workbooks.records import TaskColumn, TaskRow
from storeapp.kernel.language_names import LANGUAGES as NAMES
from storeapp.kernel.language_names import language_name
from storeapp.kernel.targets import OpenArticle
from storeapp.kernel.text import N_, _
from storeapp.messages.queries import owner_rules
from storeapp.store.last_changes import LastChange

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Tx

MOST_ARTICLES = 1_000
NAME = "translate"


class Translate(Task):
    """Articles without a translation into `into`, or with one that is not whole; a record is one part of one."""

    id = NAME
    title = N_("Translate articles")
    about = N_(
        "Translate each text into the cell beside it. Leave signs such as **, # and [ ]( ) where they stand, and "
        "addresses as they are."
    )
    takes = ("article",)

    def __init__(self, into: str = "") -> None:
        self.into = into
        if into:
            self.id = f"{NAME}:{into}"

    def titled(self, say: Say) -> str:
        if not self.into:
            return say(self.title)
        return say(N_("Translate articles into {language}")).format(language=say(NAMES[base_of(self.into)]))

    def columns(self, conn: Connection, look: TaskLook) -> tuple[TaskColumn, ...]:
        del conn
        say = look.say
        hint = say(N_("Leave signs such as **, # and [ ]( ) where they stand. No empty line in a cell."))
        title = say(N_("Translation"))
        if self.into:
            title = say(N_("Translation into {language}")).format(language=say(NAMES[base_of(self.into)]))
        return (
            TaskColumn("article", say(N_("Article")), width=26),
            TaskColumn("part", say(N_("Part")), width=14),
            TaskColumn("text", say(N_("Text")), "long", width=60, needed=True),
            TaskColumn("translation", title, "long", True, 60, hint, longest=rules.LONGEST_TRANSLATION, needed=True),
        )

    def waiting(self, conn: Connection, limit: int) -> list[int]:
        """The parts of so many articles, whole."""
        return self.of_chosen(conn, to_translate(conn, self.into, min(limit, MOST_ARTICLES)))

    def count(self, conn: Connection, most: int) -> int:
        return len(to_translate(conn, self.into, most))

    def of_chosen(self, conn: Connection, chosen: Sequence[int]) -> list[int]:
        known = texts(conn, chosen, self.into)
        mine = {row for row in chosen if (one := article(conn, row)) and base_of(one.language) == base_of(self.into)}
        return [_record(number, part) for number in chosen if number in known and number not in mine
                for part in known[number].parts()]  # fmt: skip

    def rows(self, conn: Connection, records: Sequence[int], look: TaskLook) -> list[TaskRow]:
        found = {}
        for one in self._texts(conn, records).values():
            if one.there is None:
                continue
            name = called(one.title, one.body)
            for part in one.parts():
                number = _record(one.id, part)
                values = {"article": name, "part": _part_words(part, look.say), "text": part.text,
                          "translation": one.said(part)}  # fmt: skip
                found[number] = TaskRow(number, values)
        return [found[record] for record in records if record in found]

    def now(self, conn: Connection, records: Sequence[int], since: str) -> dict[int, dict[str, str]]:
        del since
        found = {}
        known = self._texts(conn, records)
        said = {_record(one.id, part): one.said(part) for one in known.values() for part in one.parts()}
        for record in records:
            if record >> KEY_BITS in known:
                found[record] = {"translation": said.get(record, "")}
        return found

    def changed(self, conn: Connection, records: Sequence[int], since: str) -> dict[tuple[int, str], LastChange]:
        known = self._texts(conn, records)
        at = {one.id: article(conn, one.translation) for one in known.values() if one.translation is not None}
        found = {}
        for record in records:
            detail = at.get(record >> KEY_BITS)
            if detail is not None and detail.changed_at >= since:
                found[record, "translation"] = LastChange(detail.changed_at, "")
        return found

    def stops(self, conn: Connection, wanted: Wanted, now: datetime) -> dict[tuple[int, str], str]:
        known = self._texts(conn, list(wanted))
        parts = {_record(one.id, part): part for one in known.values() for part in one.parts()}
        checkers: dict[int, Callable[[str], str]] = {}
        found = {}
        for record, said in wanted.items():
            number, text = record >> KEY_BITS, said.get("translation", "")
            if record not in parts:
                why = _("This paragraph of the original was changed or taken out since.")
            elif parts[record].number and known[number].there is None:
                why = other_parts()
            elif text.strip():
                checker = checkers.setdefault(number, self._checker(conn, known[number], now))
                why = _no_part(text, parts[record]) or checker(text)
            else:
                continue
            if why:
                found[record, "translation"] = why
        return found

    def _checker(self, conn: Connection, one: TranslatedText, now: datetime) -> Callable[[str], str]:
        """Says why words may not stand in a translation, by the rules on articles; "" where none stops them."""
        detail = article(conn, one.id)
        if detail is None:
            return lambda _text: ""
        place = detail.places[0] if detail.places else None
        held = replace(checking(conn, detail, place), language=self.into, title="", claims=(), accepted=())
        asked = ArticleChecker(held, owner_rules(conn), now.date())

        def checked(text: str) -> str:
            stop = [one for one in asked.check(text).blockers if one.span is not None]
            return stop[0].sentence if stop else ""

        return checked

    def keep(self, tx: Tx, wanted: Wanted) -> None:
        known = self._texts(tx.connection, list(wanted))
        for one in known.values():
            said = {
                part.number: wanted[record]["translation"]
                for part in one.parts()
                if "translation" in wanted.get(record := _record(one.id, part), {})
            }
            translate_in(tx, one.id, self.into, said)

    def names(self, conn: Connection, records: Sequence[int]) -> dict[int, RecordName]:
        found = {}
        for one in self._texts(conn, records).values():
            name, target = called(one.title, one.body), OpenArticle(one.translation or one.id)
            words = {_record(one.id, part): _part_words(part, _) for part in one.parts()}
            for record in records:
                if record >> KEY_BITS == one.id:
                    part = words.get(record, _("A paragraph that is gone"))
                    found[record] = RecordName("", _("{title}: {part}").format(title=name, part=part), target)
        return found

    def _texts(self, conn: Connection, records: Sequence[int]) -> Mapping[int, TranslatedText]:
        return texts(conn, sorted({record >> KEY_BITS for record in records}), self.into)


def targets() -> dict[str, str]:
    """The languages that can be translated into, with their names."""
    return {code: language_name(code) for code in LANGUAGES}


def _record(article_id: int, part: TextPart) -> int:
    return article_id << KEY_BITS | part.key


def _part_words(part: TextPart, say: Say) -> str:
    if part.number == 0:
        return say(N_("Title"))
    words = N_("Heading {number}") if part.is_heading else N_("Paragraph {number}")
    return say(words).format(number=part.number)


def _no_part(text: str, part: TextPart) -> str:
    if part.number == 0:
        return _("A title is one line.") if "\n" in text.strip() else ""
    if len(text) > rules.LONGEST_TRANSLATION:
        most = f"{rules.LONGEST_TRANSLATION:,}"
        return _("This is too long. Use at most {count} characters.").format(count=most)
    if not rules.is_one_part(text):
        return _("One paragraph stays one: no empty line in it, and words that can be seen.")
    return ""
