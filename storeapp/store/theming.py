"""Which reviews belong to which theme, and how many a month: kept beside the rows like the other sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from storeapp.store.bulk import LISTED, STRETCH, json_ids, plain_rows
from storeapp.store.starter_themes import starters_mark
from storeapp.store.summaries import SumCheck
from storeapp.store.theme_words import VERSION, Matcher, matcher_of

CHUNK = 5000  # reviews in memory at a time
ALL = -1  # stands for "all products together" in theme_months; 0 is "no known product"

Key = tuple[int, int, int, str, int]  # theme, product, channel, month, stars
_KEY = "theme_id, product_id, channel_id, month, stars"
_OF_REVIEW = "coalesce(product_id, 0), channel_id, substr(coalesce(posted_on, ''), 1, 7), coalesce(stars, 0)"
_REVIEWS = f"SELECT id, language, title, text, {_OF_REVIEW} FROM reviews"
_ADD = (
    f"INSERT INTO theme_months ({_KEY}, reviews) VALUES (?, ?, ?, ?, ?, ?) "
    f"ON CONFLICT ({_KEY}) DO UPDATE SET reviews = reviews + excluded.reviews"
)
_DROP = (
    "DELETE FROM theme_months WHERE theme_id = ? AND product_id = ? AND channel_id = ? AND month = ? AND stars = ? "
    "AND reviews = 0"
)
_FULL = (
    "SELECT t.theme_id, p.product, r.channel_id, substr(coalesce(r.posted_on, ''), 1, 7), coalesce(r.stars, 0), "
    "count(*) FROM review_themes t JOIN reviews r ON r.id = t.review_id "
    "JOIN (SELECT 0 AS every UNION ALL SELECT 1) e "
    f"JOIN (SELECT id, coalesce(product_id, 0) AS product, 0 AS every FROM reviews "
    f"UNION ALL SELECT id, {ALL}, 1 FROM reviews) p ON p.id = r.id AND p.every = e.every GROUP BY 1, 2, 3, 4, 5"
)


def version() -> int:
    """Changes whenever the same reviews could belong to other themes; fits beside the index's version in 23 bits."""
    return (starters_mark() + VERSION) & 0x7FFFFF


class Themes:
    """Keeps `review_themes` and `theme_months` in step with reviews, with the words of themes and with the marks."""

    reads: Mapping[str, frozenset[str]] = {
        "reviews": frozenset({"title", "text", "language", "channel_id", "product_id", "posted_on", "stars"}),
        "themes": frozenset({"words", "starter"}),
        "theme_marks": frozenset({"review_id", "theme_id", "present"}),
    }

    def __init__(self) -> None:
        self._sums: Counter[Key] = Counter()
        self._marked: set[int] = set()  # reviews whose marks changed
        self._reworded: set[int] = set()  # themes whose words changed, new and deleted ones
        self._now: tuple[Matcher | None, bool] | None = None

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Remove the rows' part."""
        if table == "reviews":
            self._remove(conn, rows, value)
        else:
            self._note(conn, table, rows, value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Find the themes of reviews; what themes and marks change is done at the end."""
        if table == "reviews":
            matcher, marks = self._present(conn)
            if matcher is not None:
                self._add(conn, matcher, rows, value, marks)
        else:
            self._note(conn, table, rows, value)

    def done(self, conn: Connection) -> None:
        """Renew what changed marks and words concern, and write the sums."""
        if self._reworded:
            self._renew(conn, sorted(self._reworded))
        if self._marked:
            matcher, marks = self._present(conn)
            reviews = json_ids(sorted(self._marked))
            self._remove(conn, LISTED, reviews)
            if matcher is not None:
                self._add(conn, matcher, LISTED, reviews, marks)
        self._flush(conn)
        self._marked.clear()
        self._reworded.clear()
        self._now = None

    def _note(self, conn: Connection, table: str, rows: str, value: str) -> None:
        column, known = ("id", self._reworded) if table == "themes" else ("review_id", self._marked)
        known.update(row[0] for row in plain_rows(conn, f"SELECT {column} FROM {table} WHERE {rows}", value))

    def _present(self, conn: Connection) -> tuple[Matcher | None, bool]:
        """The compiled words of all themes, None without a theme; and whether any review is marked by hand."""
        if self._now is None:
            themes = tuple(plain_rows(conn, "SELECT id, starter, words FROM themes ORDER BY id"))
            marks = bool(plain_rows(conn, "SELECT 1 FROM theme_marks LIMIT 1"))
            self._now = matcher_of(themes) if themes else None, marks
        return self._now

    def _add(
        self,
        conn: Connection,
        matcher: Matcher,
        rows: str,
        value: str,
        marks: bool,
        only: frozenset[int] | None = None,
    ) -> None:
        by_hand = _marks(conn, rows, value, only) if marks else {}
        new: list[tuple[int, int]] = []
        sums, find = self._sums, matcher.themes
        for number, language, title, text, product, channel, month, stars in plain_rows(
            conn, f"{_REVIEWS} WHERE {rows} ORDER BY id", value
        ):
            found: Iterable[int] = find(language, title, text)
            if number in by_hand:
                found = _corrected(found, by_hand[number])
            for theme in found:
                new.append((theme, number))
                sums[theme, product, channel, month, stars] += 1
                sums[theme, ALL, channel, month, stars] += 1
        if new:
            conn.exec_driver_sql("INSERT INTO review_themes (theme_id, review_id) VALUES (?, ?)", new)

    def _remove(self, conn: Connection, rows: str, value: str) -> None:
        inside = f"review_id IN (SELECT id FROM reviews WHERE {rows})"
        for theme, product, channel, month, stars in plain_rows(
            conn,
            f"SELECT t.theme_id, {_OF_REVIEW} FROM review_themes t JOIN reviews r ON r.id = t.review_id WHERE {inside}",
            value,
        ):
            self._sums[theme, product, channel, month, stars] -= 1
            self._sums[theme, ALL, channel, month, stars] -= 1
        conn.exec_driver_sql(f"DELETE FROM review_themes WHERE {inside}", (value,))

    def _renew(self, conn: Connection, themes: Sequence[int]) -> None:
        """Forget these themes and find their reviews again, among all reviews there are."""
        value = json_ids(themes)
        for table in ("review_themes", "theme_months"):
            listed = "theme_id IN (SELECT value FROM json_each(?))"
            conn.exec_driver_sql(f"DELETE FROM {table} WHERE {listed}", (value,))
        for key in [key for key in self._sums if key[0] in self._reworded]:
            del self._sums[key]
        rows = tuple(plain_rows(conn, f"SELECT id, starter, words FROM themes WHERE {LISTED} ORDER BY id", value))
        if rows:
            matcher, only = matcher_of(rows), frozenset(row[0] for row in rows)
            for stretch in _stretches(conn):
                self._add(conn, matcher, STRETCH, stretch, self._present(conn)[1], only)

    def _flush(self, conn: Connection) -> None:
        changed = [(*key, count) for key, count in self._sums.items() if count]
        if changed:
            conn.exec_driver_sql(_ADD, changed)
        less = [row[:5] for row in changed if row[5] < 0]
        if less:
            conn.exec_driver_sql(_DROP, less)
        self._sums.clear()


def _stretches(conn: Connection) -> Iterator[str]:
    last = conn.exec_driver_sql("SELECT max(id) FROM reviews").scalar() or 0
    for start in range(1, last + 1, CHUNK):
        yield json_ids((start, start + CHUNK - 1))


def _marks(conn: Connection, rows: str, value: str, only: frozenset[int] | None) -> dict[int, list[tuple[int, int]]]:
    """What the owner said by hand of these reviews: {review: [(theme, present)]}."""
    found: dict[int, list[tuple[int, int]]] = {}
    inside = f"review_id IN (SELECT id FROM reviews WHERE {rows})"
    for review, theme, present in plain_rows(
        conn, f"SELECT review_id, theme_id, present FROM theme_marks WHERE {inside}", value
    ):
        if only is None or theme in only:
            found.setdefault(review, []).append((theme, present))
    return found


def _corrected(found: Iterable[int], marks: Iterable[tuple[int, int]]) -> list[int]:
    themes = set(found)
    for theme, present in marks:
        (themes.add if present else themes.discard)(theme)
    return sorted(themes)


def rebuild(conn: Connection) -> None:
    """Find the themes of all reviews anew, inside the caller's transaction."""
    conn.exec_driver_sql("DELETE FROM review_themes")
    conn.exec_driver_sql("DELETE FROM theme_months")
    themes = Themes()
    for stretch in _stretches(conn):
        themes.put_in(conn, "reviews", STRETCH, stretch)
    themes.done(conn)


def recount(conn: Connection) -> SumCheck:
    """Compare what is kept of every review with its words, and the sums with a full count."""
    looked_at = wrong = 0
    themes = tuple(plain_rows(conn, "SELECT id, starter, words FROM themes ORDER BY id"))
    matcher = matcher_of(themes) if themes else None
    for stretch in _stretches(conn):
        by_hand = _marks(conn, STRETCH, stretch, None)
        due: set[tuple[Any, ...]] = set()
        for number, language, title, text, *_rest in plain_rows(conn, f"{_REVIEWS} WHERE {STRETCH}", stretch):
            found = matcher.themes(language, title, text) if matcher is not None else ()
            due.update((theme, number) for theme in _corrected(found, by_hand.get(number, ())))
        inside = STRETCH.replace("id ", "review_id ", 1)
        kept = plain_rows(conn, f"SELECT theme_id, review_id FROM review_themes WHERE {inside}", stretch)
        looked_at += len(due)
        wrong += len(due.symmetric_difference(kept)) + len(kept) - len(set(kept))
    loose = "SELECT count(*) FROM review_themes WHERE review_id NOT IN (SELECT id FROM reviews)"
    wrong += int(conn.exec_driver_sql(loose).scalar_one())
    stored = f"SELECT {_KEY}, reviews FROM theme_months"
    looked_at += int(conn.exec_driver_sql("SELECT count(*) FROM theme_months").scalar_one())
    wrong += int(
        conn.exec_driver_sql(
            f"SELECT count(*) FROM (SELECT * FROM ({_FULL} EXCEPT {stored}) UNION ALL "
            f"SELECT * FROM ({stored} EXCEPT {_FULL}))"
        ).scalar_one()
    )
    return SumCheck(looked_at, wrong)
