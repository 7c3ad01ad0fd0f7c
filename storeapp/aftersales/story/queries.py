"""Reads a case's story, newest last: what was said and done, promises with their days, and how its review changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from storeapp.aftersales.causes.queries.costs import case_costs
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.store.bulk import plain_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 500  # lines shown; the newest ones of longer stories
_FIRST = {"in": 0, "review": 0, "out": 1, "promised": 2, "kept": 4, "missed": 4}  # of what was noted in one second
_OF = "case_id IN (SELECT id FROM cases WHERE root_id = ?1)"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line.

    `kind`: of story/rules KINDS, or promised | kept | broken | missed | review | review_changed | files. `at` is UTC
    text, or an ISO day where no time is known. `id` is the row's: of an entry, a promise, the review. `stars` of a
    review, `before` what they were. `case`: the one it was written in, where that is not the one on top.
    """

    kind: str
    at: str
    id: int
    words: str = ""
    who: str = ""
    through: str = ""
    amount: Money | None = None
    minutes: int | None = None
    template: str = ""
    knowing: str = ""
    case: int | None = None
    stars: int | None = None
    before: int | None = None
    files: tuple[tuple[int, str, str], ...] = ()  # id, name, thumbnail


@dataclass(frozen=True, slots=True)
class CaseStory:
    """The lines of a case, `left_out` older ones are not among them; its costs by currency and its unsent drafts."""

    lines: tuple[CaseLine, ...]
    left_out: int
    costs: tuple[Money, ...]
    minutes: int
    drafts: dict[str, str]


def story(conn: Connection, case_id: int, today: date) -> CaseStory:
    """The story of the case on top, with that of all cases under it."""
    lines = [*_entries(conn, case_id), *_promises(conn, case_id, today.isoformat()), *_review(conn, case_id)]
    lines += _files(conn, case_id)
    lines.sort(key=lambda one: (_moment(one), _FIRST.get(one.kind, 3), one.id))
    drafts = dict(plain_rows(conn, f"SELECT kind, words FROM case_drafts WHERE {_OF} ORDER BY id", case_id))
    minutes = sum(one.minutes or 0 for one in lines)
    return CaseStory(tuple(lines[-MOST:]), max(0, len(lines) - MOST), costs_of(conn, case_id), minutes, drafts)


def _moment(line: CaseLine) -> str:
    """When it happened; of what has a day alone, a review came before the day's answers, all else at its end."""
    if len(line.at) > len("2026-07-16"):
        return line.at
    return f"{line.at}T00:00:00Z" if line.kind == "review" else f"{line.at}T23:59:59Z"


def costs_of(conn: Connection, case_id: int) -> tuple[Money, ...]:
    """What a case cost so far, by currency."""
    return tuple(case_costs(conn, case_id)[0])


def _entries(conn: Connection, case_id: int) -> Iterator[CaseLine]:
    rows = plain_rows(
        conn,
        "SELECT id, kind, at, words, who, through, amount_minor, currency, minutes, template, knowing, case_id "
        f"FROM case_entries WHERE {_OF}",
        case_id,
    )
    for number, kind, at, words, who, through, minor, currency, minutes, template, knowing, case in rows:
        amount = None if minor is None else Money(minor, currency)
        other = case if case != case_id else None
        yield CaseLine(kind, at, number, words, who, through, amount, minutes, template, knowing, other)


def _promises(conn: Connection, case_id: int, today: str) -> Iterator[CaseLine]:
    rows = plain_rows(
        conn,
        "SELECT id, kind, words, amount_minor, currency, due_on, made_at, kept_on, broken_on, case_id FROM promises "
        f"WHERE {_OF}",
        case_id,
    )
    for number, kind, words, minor, currency, due, made, kept, broken, case in rows:
        amount = None if minor is None else Money(minor, currency)
        other = case if case != case_id else None
        told = {"words": words, "amount": amount, "case": other, "template": kind}
        yield CaseLine("promised", made, number, who=due or "", **told)
        if due and due < (kept or broken or today):
            yield CaseLine("missed", due, number, **told)
        if kept:
            yield CaseLine("kept", kept, number, **told)
        if broken:
            yield CaseLine("broken", broken, number, **told)


def _review(conn: Connection, case_id: int) -> Iterator[CaseLine]:
    """The review a case is about: as it was first, and each change of its stars or words, with both."""
    reviews = plain_rows(
        conn,
        "SELECT DISTINCT r.id, coalesce(r.posted_at, r.posted_on, ''), r.stars, r.title || ' ' || r.text, r.scale "
        "FROM reviews r JOIN cases c ON c.review_id = r.id WHERE c.root_id = ?1",
        case_id,
    )
    for number, posted, stars, words, scale in reviews:
        versions = plain_rows(
            conn,
            "SELECT rating, title || ' ' || text, seen_at FROM review_versions WHERE review_id = ? ORDER BY id",
            number,
        )
        told = [(_stars(rating, scale), text, seen) for rating, text, seen in versions]
        first = told[0] if told else (stars, words, posted)
        yield CaseLine("review", posted, number, " ".join(first[1].split()), stars=first[0])
        for place, (then, _text, seen) in enumerate(told):
            after = told[place + 1] if place + 1 < len(told) else (stars, words, "")
            yield CaseLine("review_changed", seen, number, " ".join(after[1].split()), stars=after[0], before=then)


def _stars(rating: float | None, scale: float) -> int | None:
    return None if rating is None or not scale else max(1, min(5, round(rating * 5 / scale)))


def _files(conn: Connection, case_id: int) -> Iterator[CaseLine]:
    rows = plain_rows(
        conn,
        "SELECT id, name, thumbnail, added_at FROM attached_files WHERE about_kind = 'case' AND about_id IN "
        "(SELECT id FROM cases WHERE root_id = ?1) ORDER BY added_at, id",
        case_id,
    )
    together: dict[str, list[tuple[int, str, str]]] = {}
    for number, name, thumbnail, added in rows:
        together.setdefault(added, []).append((number, name, thumbnail))
    for added, files in together.items():
        yield CaseLine("files", added, files[0][0], files=tuple(files))
