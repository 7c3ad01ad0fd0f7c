"""Reads what is translated of articles, and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from storeapp.articles.translations import rules
from storeapp.articles.translations.rules import TextPart
from storeapp.kernel.rows import dataclass
from storeapp.store.bulk import json_ids
from storeapp.store.sql import among, ask


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """An article beside its translation into one language; `translation` is that article's id, None for none yet.

    `there`: what it says in the place of each part, see rules.aligned; None where its parts are others.
    """

    id: int
    title: str
    body: str
    translation: int | None
    translated_title: str
    there: Sequence[str] | None

    def parts(self) -> list[TextPart]:
        """What there is to translate."""
        return rules.parts_of(self.title, self.body)

    def said(self, part: TextPart) -> str:
        """The translation of a part, "" for none."""
        if part.number == 0:
            return self.translated_title
        return "" if self.there is None else self.there[part.number - 1]


def base_of(language: str) -> str:
    """The language of a code, without what it is written with or where."""
    return language.replace("_", "-").split("-")[0].casefold()


def texts(conn: Connection, ids: Sequence[int], into: str) -> Mapping[int, TranslatedText]:
    """These articles with their translations into a language, by id; those that are gone are left out."""
    sql = f"SELECT id, title, body FROM articles WHERE id IN {among('ids')} ORDER BY id"
    beside = (
        "SELECT translation_of, id, language, title, body FROM articles "
        f"WHERE translation_of IN {among('ids')} ORDER BY id DESC"
    )
    wanted = json_ids(ids)
    there = {}
    for source, number, language, title, body in ask(conn, beside, ids=wanted):
        if base_of(language) == base_of(into):
            there[source] = (number, title, body)  # the first that was linked stays
    found = {}
    for number, title, body in ask(conn, sql, ids=wanted):
        translation, other_title, other_body = there.get(number, (None, "", ""))
        said = rules.aligned(body, other_body)
        found[number] = TranslatedText(number, title, body, translation, other_title, said)
    return found


def to_translate(conn: Connection, into: str, limit: int) -> list[int]:
    """Articles without a translation into a language, or with one that is not whole; what was changed last first."""
    sql = (
        "SELECT a.id, a.language, t.language, instr(t.body, :still) FROM articles a "
        "LEFT JOIN articles t ON t.translation_of = a.id "
        "WHERE a.retired_at IS NULL AND a.translation_of IS NULL AND a.body <> '' ORDER BY a.changed_at DESC, a.id DESC"
    )
    wanted: dict[int, bool] = {}
    for number, language, other, still in ask(conn, sql, still=rules.STILL):
        if base_of(language or "") == base_of(into):
            continue
        wanted.setdefault(number, True)
        if other is not None and base_of(other) == base_of(into):
            wanted[number] = bool(still)
    return [number for number, open_still in wanted.items() if open_still][:limit]
