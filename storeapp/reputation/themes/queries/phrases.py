"""The texts from which phrases are counted, and the phrases as they were counted last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from storeapp.reputation.themes.queries.figures import COMPLAINS, PRAISES
from storeapp.reputation.themes.records import CountedPhrase, KeptPhrases, LanguagePhrases
from storeapp.store.tables import PhraseCount, PhraseShare, RatingMonth, Review

NEWEST = 50_000  # reviews of each kind that are read: more would hardly move a share
NEWEST_CUT = 20_000  # of a language that has to be cut into words first
LONGEST = 2_000  # letters of a review that are read


def text_languages(conn: Connection) -> dict[str, list[str]]:
    """The languages of the reviews: their code, and all codes that files wrote for them ("pt", "pt-BR")."""
    found: dict[str, list[str]] = {}
    for written in conn.execute(select(Review.language).distinct()).scalars():
        code = written.replace("_", "-").partition("-")[0].strip().lower()
        if code:
            found.setdefault(code, []).append(written)
    return found


def phrase_texts(conn: Connection, written: Sequence[str], bad: bool, most: int = NEWEST) -> list[str]:
    """The newest reviews with text of 1 and 2 stars (`bad`) or of 5, title first."""
    joined = func.substr(Review.title + "\n" + Review.text, 1, LONGEST)
    wanted = (
        select(joined)
        .where(Review.language.in_(written), Review.stars.in_(COMPLAINS if bad else PRAISES), Review.text != "")
        .order_by(Review.posted_on.desc(), Review.id.desc())
        .limit(most)
    )
    return list(conn.execute(wanted).scalars())


def texts_now(conn: Connection) -> tuple[int, int, int]:
    """Reviews with stars and text, those of 1 and 2 stars, and those of 5, from the kept sums."""
    wanted = select(RatingMonth.stars, func.sum(RatingMonth.with_text)).where(RatingMonth.stars > 0)
    counts = {row[0]: int(row[1]) for row in conn.execute(wanted.group_by(RatingMonth.stars))}
    bad, good = (sum(counts.get(star, 0) for star in kind) for kind in (COMPLAINS, PRAISES))
    return sum(counts.values()), bad, good


def kept_phrases(conn: Connection) -> KeptPhrases:
    """The phrases as they were counted last, strongest first."""
    by_language: dict[str, list[CountedPhrase]] = {}
    for row in conn.execute(select(PhraseShare).order_by(PhraseShare.id)):
        by_language.setdefault(row.language, []).append(CountedPhrase(row.phrase, row.bad, row.good, row.score))
    counts: Mapping[str, tuple[int, int, int]] = {
        row.language: (row.bad, row.good, row.seen) for row in conn.execute(select(PhraseCount))
    }
    found = [
        LanguagePhrases(language, bad, good, tuple(by_language.get(language, ())))
        for language, (bad, good, _seen) in counts.items()
        if language
    ]
    found.sort(key=lambda one: (not one.phrases, -(one.bad + one.good)))
    return KeptPhrases(tuple(found), max((seen for _bad, _good, seen in counts.values()), default=0), *texts_now(conn))
