"""The shop's other texts that an article may repeat: all of a small shop, else those that the index of words names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from storeapp.articles.drafts.rules import title_or_headline
from storeapp.rulebook.articles.sameness import TextsSeen, paragraphs, probes
from storeapp.store.bulk import json_ids
from storeapp.store.search import match_query, match_sql
from storeapp.store.sql import among, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

ALL_READ = 300  # articles up to which all are read: a second of a reading thread
MOST_HITS = 50  # articles that one run of words is looked for in, the newest
MOST_NEAR = 8  # articles that one paragraph is compared with
MOST_READ = 120  # articles compared in all
MOST_ASKED = 20_000  # paragraphs whose answer is kept


class OtherTexts:
    """What one text is compared with; asked again, only new paragraphs are looked for. Not for several threads."""

    def __init__(self) -> None:
        self._stamp: object = None
        self._near: dict[str, list[int]] = {}
        self._read: set[int] = set()
        self._seen = TextsSeen(())

    def seen(self, conn: Connection, article_id: int | None, body: str) -> TextsSeen:
        """The texts to compare a body with, besides those of its own article (None for a text from elsewhere).

        The same object while nothing else in the shop was written; it may hold more texts than before.
        """
        own = article_id or 0
        stamps = [
            tuple(ask(conn, f"SELECT count(*), max(changed_at) FROM {table} WHERE {column} <> :own", own=own).one())
            for table, column in (("articles", "id"), ("article_variants", "article_id"))
        ]
        if self._stamp != (own, *stamps):
            self._stamp, self._near, self._read = (own, *stamps), {}, set()
            self._seen = TextsSeen((), looked=sum(stamp[0] for stamp in stamps))
            if stamps[0][0] <= ALL_READ:
                everyone = ask(conn, "SELECT id FROM articles WHERE id <> :own ORDER BY id", own=own)
                self._take(conn, list(everyone.scalars()))
        if stamps[0][0] > ALL_READ:
            self._look(conn, own, body)
        return self._seen

    def _look(self, conn: Connection, own: int, body: str) -> None:
        if len(self._near) > MOST_ASKED:
            self._near = {}
        wanted: Counter[int] = Counter()
        for raw in paragraphs(body):
            if raw not in self._near:
                self._near[raw] = list(_near(conn, own, raw))
            wanted.update(self._near[raw])
        new = [number for number, _hits in wanted.most_common() if number not in self._read]
        self._take(conn, new[: max(0, MOST_READ - len(self._read))])

    def _take(self, conn: Connection, ids: list[int]) -> None:
        """Read these articles and what their places say."""
        if not ids:
            return
        self._read.update(ids)
        rows = []
        for kind, table, column in (("article", "articles", "id"), ("variant", "article_variants", "article_id")):
            sql = f"SELECT id, title, body FROM {table} WHERE {column} IN {among('ids')} AND body <> '' ORDER BY id"
            for number, title, text in ask(conn, sql, ids=json_ids(ids)):
                rows.append((f"{kind}:{number}", title_or_headline(title, text), text))
        self._seen.add(rows)


def _near(conn: Connection, own: int, raw: str) -> Iterator[int]:
    """The articles in which several runs of words of a paragraph stand, the most first."""
    asked = probes(raw)
    hits: Counter[int] = Counter()
    sql = f"SELECT id FROM articles WHERE id IN {match_sql('articles')} AND id <> :own ORDER BY id DESC LIMIT :most"
    for phrase in asked:
        hits.update(ask(conn, sql, search=match_query(f'"{phrase}"'), own=own, most=MOST_HITS).scalars())
    least = min(2, len(asked))
    return (number for number, count in hits.most_common(MOST_NEAR) if count >= least)
