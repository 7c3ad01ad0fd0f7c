"""What the owner does with themes: make, name, reword, join and drop them, and put reviews under them by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.reputation.reviews.queries.theme_filter import themes
from storeapp.reputation.themes.queries.figures import theme_words
from storeapp.reputation.themes.records import ThemeWords
from storeapp.reputation.themes.starter_themes import starter_words
from storeapp.reputation.themes.theme_words import plain
from storeapp.store.comparing import refuse_changed
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Review, Theme, ThemeMark
from storeapp.store.tx import table_of

LONGEST_NAME, LONGEST_WORD = 40, 60


def add_theme(
    db: Database, name: str, words: Mapping[str, Sequence[str]] | None = None, progress: Progress | None = None
) -> Outcome[int]:
    """A new theme of the owner's, last in the list. Gives its id."""
    with db.write(_("Added a theme"), progress=progress) as tx:
        called = _free_name(tx, name)
        last = max((row[0] for row in tx.connection.execute(select(Theme.position))), default=0)
        kept = _plain_words(words or {})
        made = tx.insert_one(Theme, name=called, starter="", words=_json(kept), position=last + 1)
        tx.rename(_("Added the theme “{name}”").format(name=called))
        return tx.outcome(made)


def rename_theme(db: Database, theme_id: int, name: str, shown: Shown | None = None) -> Outcome[bool]:
    """Call a theme otherwise. ChangedMeanwhile where it is no longer called by the "name" that was `shown`."""
    with db.write(_("Renamed a theme")) as tx:
        known = _theme(tx, theme_id)
        called = _free_name(tx, name, besides=theme_id)
        now = {"name": known.theme.name}
        refuse_changed(tx, table_of(Theme), theme_id, _("name"), shown, {"name": called}, now)
        changed = called != known.theme.name and tx.update(Theme, theme_id, name=called)
        tx.rename(_("Renamed the theme “{old}” to “{new}”").format(old=known.theme.name, new=called))
        return tx.outcome(changed)


def delete_theme(db: Database, theme_id: int, progress: Progress | None = None) -> Outcome[bool]:
    """Drop a theme with its words and marks; the reviews stay."""
    with db.write(_("Deleted a theme"), progress=progress) as tx:
        known = _theme(tx, theme_id)
        tx.delete(ThemeMark, [row[0] for row in _marks(tx, theme_id)])
        gone = tx.delete(Theme, [theme_id])
        tx.rename(_("Deleted the theme “{name}”").format(name=known.theme.name))
        return tx.outcome(gone == 1)


def merge_themes(db: Database, theme_id: int, into: int, progress: Progress | None = None) -> Outcome[bool]:
    """Give the words and marks of a theme to another one, whose own marks count first, and drop it."""
    if theme_id == into:
        raise UserError(_("Choose another theme to merge it with."))
    with db.write(_("Merged two themes"), progress=progress) as tx:
        one, other = _theme(tx, theme_id), _theme(tx, into)
        words = {code: (*other.words.get(code, ()), *one.words.get(code, ())) for code in {*other.words, *one.words}}
        tx.update(Theme, into, words=_json(_plain_words(words)))
        marked = {review for _id, review in _marks(tx, into)}
        moving = [(number, review) for number, review in _marks(tx, theme_id)]
        tx.update_many(ThemeMark, ("theme_id",), [(number, into) for number, review in moving if review not in marked])
        tx.delete(ThemeMark, [number for number, review in moving if review in marked])
        tx.delete(Theme, [theme_id])
        tx.rename(_("Merged the theme “{name}” with “{other}”").format(name=one.theme.name, other=other.theme.name))
        return tx.outcome(True)


def add_words(
    db: Database, theme_id: int, language: str, words: Iterable[str], progress: Progress | None = None
) -> Outcome[int]:
    """Add words or phrases of a language ("" for any); how many were new. "pack*" stands for any ending."""
    with db.write(_("Added words to a theme"), progress=progress) as tx:
        known = _theme(tx, theme_id)
        here = known.words.get(language, ())
        listed = {plain(word) for word in here}
        new = [word for word in _said(words) if word not in listed]
        if new:
            tx.update(Theme, theme_id, words=_json({**known.words, language: (*here, *new)}))
        said = new[0] if len(new) == 1 else plural("{count} word", "{count} words", len(new))
        tx.rename(_("Added “{word}” to the theme “{name}”").format(word=said, name=known.theme.name))
        return tx.outcome(len(new))


def remove_word(
    db: Database, theme_id: int, language: str, word: str, progress: Progress | None = None
) -> Outcome[bool]:
    """Take a word or phrase away."""
    with db.write(_("Removed a word of a theme"), progress=progress) as tx:
        known = _theme(tx, theme_id)
        here = known.words.get(language, ())
        left = tuple(one for one in here if one != word)
        changed = len(left) < len(here) and tx.update(Theme, theme_id, words=_json({**known.words, language: left}))
        tx.rename(_("Removed “{word}” from the theme “{name}”").format(word=word, name=known.theme.name))
        return tx.outcome(changed)


def restore_words(db: Database, theme_id: int, progress: Progress | None = None) -> Outcome[bool]:
    """Give a starter theme the program's own words again."""
    with db.write(_("Restored the words of a theme"), progress=progress) as tx:
        known = _theme(tx, theme_id)
        if known.theme.starter not in starter_words():
            raise UserError(_("This theme is your own; the program has no words for it."))
        changed = tx.update(Theme, theme_id, words="")
        tx.rename(_("Restored the words of the theme “{name}”").format(name=known.theme.name))
        return tx.outcome(changed)


def mark_theme(db: Database, review_ids: Sequence[int], theme_id: int, present: bool) -> Outcome[int]:
    """Put reviews under a theme by hand, or take them out of it, whatever their words say; how many marks changed."""
    with db.write(_("Put a review under a theme")) as tx:
        known = _theme(tx, theme_id)
        there = set(tx.connection.execute(select(Review.id).where(Review.id.in_(review_ids))).scalars())
        if not there:
            raise UserError(_("This review is gone. Nothing was changed."))
        marks = {review: number for number, review in _marks(tx, theme_id) if review in there}
        changed = tx.update_many(ThemeMark, ("present",), [(number, int(present)) for number in marks.values()])
        new = [(review, theme_id, int(present)) for review in sorted(there - marks.keys())]
        changed += len(tx.insert(ThemeMark, ("review_id", "theme_id", "present"), new))
        reviews = plural("{count} review", "{count} reviews", len(there))
        title = _("Put {reviews} under “{name}”") if present else _("Took {reviews} out of “{name}”")
        tx.rename(title.format(reviews=reviews, name=known.theme.name))
        return tx.outcome(changed)


def _theme(tx: Tx, theme_id: int) -> ThemeWords:
    found = theme_words(tx.connection, theme_id)
    if found is None:
        raise UserError(_("This theme is gone. Nothing was changed."))
    return found


def _marks(tx: Tx, theme_id: int) -> list[tuple[int, int]]:
    """(id, review) of every mark of a theme."""
    wanted = select(ThemeMark.id, ThemeMark.review_id).where(ThemeMark.theme_id == theme_id)
    return [(row[0], row[1]) for row in tx.connection.execute(wanted)]


def _free_name(tx: Tx, name: str, besides: int | None = None) -> str:
    called = " ".join(name.split())
    if not called:
        raise UserError(_("Give the theme a name."))
    if len(called) > LONGEST_NAME:
        raise UserError(_("The name is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    stored = tx.connection.execute(select(Theme.id, Theme.name))
    taken = {(one.id, one.name.casefold()) for one in themes(tx.connection)} | {(r[0], r[1].casefold()) for r in stored}
    if any(word == called.casefold() and number != besides for number, word in taken):
        raise UserError(_("There is a theme of this name already."))
    return called


def _said(words: Iterable[str]) -> list[str]:
    found = []
    for word in words:
        kept = plain(word)
        if not kept:
            raise UserError(_("A word needs at least one letter or digit."))
        if len(kept) > LONGEST_WORD:
            raise UserError(_("The word is too long. Use at most {count} characters.").format(count=LONGEST_WORD))
        found.append(kept)
    return list(dict.fromkeys(found))


def _plain_words(words: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(_said(some)) for language, some in words.items()}


def _json(words: Mapping[str, Iterable[str]]) -> str:
    return json.dumps({language: list(some) for language, some in sorted(words.items())}, ensure_ascii=False)
