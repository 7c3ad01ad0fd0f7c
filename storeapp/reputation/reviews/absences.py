"""Notices reviews that a newer export of their channel no longer has, and those that are back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storeapp.kernel.review_kinds import KINDS
from storeapp.store.intake import Intake
from storeapp.store.tables import ReviewAbsence

WHOLE = 0.8  # share of the known reviews of its days from which a file is taken for a whole export
FEWEST = 5  # known reviews of those days below which nothing is concluded
# What a platform's own list can be narrowed to before it is saved: stars asked for, by themselves or together.
STAR_FILTERS = frozenset({(1, 2), (1, 2, 3), (2, 3), (3, 4, 5), (4, 5)})


@dataclass(frozen=True, slots=True)
class Traits:
    """What a list of reviews can be narrowed by."""

    stars: int | None
    text: bool
    photos: bool
    replied: bool
    product: int | None
    language: str


def narrowed(present: Sequence[Traits], missing: Sequence[Traits]) -> bool:
    """Whether the missing reviews are what a filter would leave out, rather than reviews that went away.

    One review alone is never explained by a filter. Two or more are, if every one of them has a trait that none of
    those present has: no words, a reply, another product, other stars than the one or the few that were asked for.
    """
    if len(missing) < 2 or not present:
        return False
    stars = tuple(sorted({one.stars for one in present if one.stars is not None}))
    if (len(stars) == 1 or stars in STAR_FILTERS) and not {one.stars for one in missing} & set(stars):
        return True
    for name in ("text", "photos", "replied", "product", "language"):
        kept = {getattr(one, name) for one in present}
        if len(kept) == 1 and not kept & {getattr(one, name) for one in missing}:
            return True
    return False


def whole(known: int, found: int) -> bool:
    """Whether a file that has `found` of the `known` reviews between its first and last day can be a whole export."""
    return known >= FEWEST and found >= WHOLE * known


def expected_in(intake: Intake, file_no: int, column: str) -> str:
    """SQL over the `column` of a stored review's kind: whether the file could hold such a review.

    Seller feedback is never missing in a file of product reviews. Where a channel counts its kinds apart, nothing is
    expected of a file, or of a stored review, whose kind nobody told.
    """
    found = {row[0] for row in intake.stream("SELECT DISTINCT kind FROM in_reviews WHERE file_no = ?", (file_no,))}
    apart = intake.number("SELECT kinds_apart FROM in_files WHERE file_no = ?", (file_no,))
    if None in found and not apart:
        return "1"
    told = ", ".join(f"'{kind}'" for kind in KINDS if kind in found)
    return f"{column} IN ({told})" if apart else f"({column} IS NULL OR {column} IN ({told}))"


def notice(intake: Intake, seen: Mapping[int, set[int]], fresh: range) -> tuple[Counter[int], int]:
    """Note which stored reviews a file should have had and has not (their count by file), and which came again.

    `seen`: by file, the stored reviews it has. `fresh`: the ids of those it brought. The days at the edges of a file
    are left out: a page of a list may break off in the middle of a day.
    """
    present = set[int]().union(*seen.values())
    known = {
        int(row[1]): (int(row[0]), row[2])
        for row in intake.stream("SELECT id, review_id, back_at FROM main.review_absences")
    }
    back = [(row, intake.tx.now) for review, (row, back_at) in known.items() if back_at is None and review in present]
    intake.tx.update_many(ReviewAbsence, ("back_at",), back)
    gone: dict[int, int] = {}  # review -> file
    away = {review for review, (_row, back_at) in known.items() if back_at is None}
    for file_no, source in intake.files.items():
        if source.whole:
            for review in _missing(intake, file_no, present, fresh, away):
                gone.setdefault(review, file_no)
    batches = {review: intake.files[file_no].batch_id for review, file_no in gone.items()}
    again = [(known[review][0], batch, intake.tx.now, None) for review, batch in batches.items() if review in known]
    intake.tx.update_many(ReviewAbsence, ("batch_id", "noticed_at", "back_at"), again)
    rows = [(review, batch, intake.tx.now) for review, batch in sorted(batches.items()) if review not in known]
    intake.tx.insert(ReviewAbsence, ("review_id", "batch_id", "noticed_at"), rows)
    return Counter(gone.values()), len(back)


def _missing(intake: Intake, file_no: int, present: set[int], fresh: range, away: set[int]) -> list[int]:
    channel = intake.files[file_no].channel_id
    days: tuple[Any, ...] = next(
        intake.stream(
            "SELECT min(posted_on), max(posted_on) FROM staging.reviews WHERE file_no = ? AND posted_on IS NOT NULL",
            (file_no,),
        )
    )
    first, last = days
    if first is None:
        return []
    inside = f"channel_id = ? AND posted_on > ? AND posted_on < ? AND {expected_in(intake, file_no, 'kind')}"
    stored = intake.number(f"SELECT count(*) FROM main.reviews WHERE {inside}", (channel, first, last))
    rows = intake.number(
        "SELECT count(*) FROM staging.reviews WHERE file_no = ? AND posted_on > ? AND posted_on < ?",
        (file_no, first, last),
    )
    if rows < WHOLE * (stored - len(away)):  # a few rows over many years: no need to walk them all
        return []
    kept: list[Traits] = []
    lost: dict[int, Traits] = {}
    found = 0
    for number, *traits in intake.stream(
        "SELECT id, stars, text <> '', photos > 0, replied_on IS NOT NULL, product_id, language "
        f"FROM main.reviews WHERE {inside}",
        (channel, first, last),
    ):
        if number in fresh or number in present:
            found += number not in fresh
            kept.append(Traits(*traits))
        elif number not in away:
            lost[number] = Traits(*traits)
    if not lost or not whole(found + len(lost), found) or narrowed(kept, list(lost.values())):
        return []
    return sorted(lost)
