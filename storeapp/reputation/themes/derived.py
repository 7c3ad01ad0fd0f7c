"""Which reviews belong to which theme, and how many a month: kept beside the rows like the other sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.reputation.themes.starter_themes import starters_mark
from storeapp.reputation.themes.theme_words import VERSION, Matcher, matcher_of
from storeapp.store.bulk import LISTED, STRETCH, json_ids, plain_number, plain_rows, run, run_many
from storeapp.store.derived import Derived, Recount, stretches
from storeapp.store.kept_sums import differing
from storeapp.store.tables.reputation_themes import ALL_PRODUCTS

if TYPE_CHECKING:
    from sqlalchemy import Connection

Key = tuple[int, int, int, str, int]  # theme, product, channel, month, stars
_KEY = "theme_id, product_id, channel_id, month, stars"
_OF_REVIEW = "coalesce(product_id, 0), channel_id, substr(coalesce(posted_on, ''), 1, 7), coalesce(stars, 0)"
_REVIEWS = f"SELECT id, language, title, text, {_OF_REVIEW} FROM reviews"
_ADD = (
    f"INSERT INTO theme_months ({_KEY}, reviews) VALUES (?, ?, ?, ?, ?, ?) "
    f"ON CONFLICT ({_KEY}) DO UPDATE SET reviews = theme_months.reviews + excluded.reviews"
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
    f"UNION ALL SELECT id, {ALL_PRODUCTS}, 1 FROM reviews) p ON p.id = r.id AND p.every = e.every "
    "GROUP BY 1, 2, 3, 4, 5"
)


class ReviewThemes(Derived):
    """Keeps `review_themes` and `theme_months` in step with reviews, with the words of themes and with the marks."""

    name, title = "themes", N_("Themes of reviews")
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

    def version(self) -> int:
        """Changes with the starter themes' words and with how words are found; 23 bits, as in older shops."""
        return (starters_mark() + VERSION) & 0x7FFFFF

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

    def rebuild(self, conn: Connection) -> None:
        """Find the themes of all reviews anew."""
        run(conn, "DELETE FROM review_themes")
        run(conn, "DELETE FROM theme_months")
        for stretch in stretches(conn, "reviews"):
            self.put_in(conn, "reviews", STRETCH, stretch)
        self.done(conn)

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Compare what is kept of every review with its words, and the sums with a full count."""
        looked_at = wrong = 0
        themes = tuple(plain_rows(conn, "SELECT id, starter, words FROM themes ORDER BY id"))
        matcher = matcher_of(themes) if themes else None
        for stretch in stretches(conn, "reviews"):
            progress.check()
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
        wrong += plain_number(conn, loose)
        stored = f"SELECT {_KEY}, reviews FROM theme_months"
        looked_at += plain_number(conn, "SELECT count(*) FROM theme_months")
        wrong += differing(conn, _FULL, stored)
        return Recount(looked_at, wrong)

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
                sums[theme, ALL_PRODUCTS, channel, month, stars] += 1
        run_many(conn, "INSERT INTO review_themes (theme_id, review_id) VALUES (?, ?)", new)

    def _remove(self, conn: Connection, rows: str, value: str) -> None:
        inside = f"review_id IN (SELECT id FROM reviews WHERE {rows})"
        for theme, product, channel, month, stars in plain_rows(
            conn,
            f"SELECT t.theme_id, {_OF_REVIEW} FROM review_themes t JOIN reviews r ON r.id = t.review_id WHERE {inside}",
            value,
        ):
            self._sums[theme, product, channel, month, stars] -= 1
            self._sums[theme, ALL_PRODUCTS, channel, month, stars] -= 1
        run(conn, f"DELETE FROM review_themes WHERE {inside}", value)

    def _renew(self, conn: Connection, themes: Sequence[int]) -> None:
        """Forget these themes and find their reviews again, among all reviews there are."""
        value = json_ids(themes)
        for table in ("review_themes", "theme_months"):
            run(conn, f"DELETE FROM {table} WHERE theme_{LISTED}", value)
        for key in [key for key in self._sums if key[0] in self._reworded]:
            del self._sums[key]
        rows = tuple(plain_rows(conn, f"SELECT id, starter, words FROM themes WHERE {LISTED} ORDER BY id", value))
        if rows:
            matcher, only = matcher_of(rows), frozenset(row[0] for row in rows)
            for stretch in stretches(conn, "reviews"):
                self._add(conn, matcher, STRETCH, stretch, self._present(conn)[1], only)

    def _flush(self, conn: Connection) -> None:
        changed = [(*key, count) for key, count in self._sums.items() if count]
        run_many(conn, _ADD, changed)
        run_many(conn, _DROP, [row[:5] for row in changed if row[5] < 0])
        self._sums.clear()


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
