"""What the owner does with ideas: type, paste, keep or dismiss what is offered, and begin an article of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import begin
from storeapp.articles.ideas.rules import IdeaOffer, checked_idea, pasted_ideas
from storeapp.articles.kinds import outline_language, outlined
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Article, ArticleIdea

_COLUMNS = ("words", "kind", "source_kind", "source_key", "evidence", "state", "at")


def add_idea(db: Database, words: str, kind: str = "") -> Outcome[int]:
    """Keep an idea of the owner's own; gives its id."""
    plain, kind = checked_idea(words, kind)
    with db.write(_("Noted the idea “{words}”").format(words=plain)) as tx:
        return tx.outcome(tx.insert_one(ArticleIdea, words=plain, kind=kind, at=tx.now))


def paste_ideas(db: Database, text: str) -> Outcome[int]:
    """Keep one idea a line; those that are on the board already are left out. Gives how many are new."""
    lines = pasted_ideas(text)
    with db.write(_("Pasted ideas")) as tx:
        there = {words.casefold() for words in tx.connection.execute(select(ArticleIdea.words)).scalars()}
        fresh = [line for line in lines if line.casefold() not in there]
        tx.insert(ArticleIdea, ("words", "at"), [(line, tx.now) for line in fresh])
        tx.rename(plural("Pasted {count} idea", "Pasted {count} ideas", len(fresh)))
        return tx.outcome(len(fresh))


def keep_offer(db: Database, offer: IdeaOffer) -> Outcome[int]:
    """Put an offered idea on the board; gives its id."""
    with db.write(_("Kept the idea “{words}”").format(words=offer.words)) as tx:
        return tx.outcome(_kept(tx, offer, "open"))


def dismiss_offer(db: Database, offer: IdeaOffer) -> Outcome[int]:
    """Never offer this again; gives the id under which that is remembered."""
    with db.write(_("Dismissed the idea “{words}”").format(words=offer.words)) as tx:
        return tx.outcome(_kept(tx, offer, "dismissed"))


def change_idea(db: Database, idea_id: int, words: str, kind: str) -> Outcome[bool]:
    """Say an idea in other words, or for another kind of article."""
    plain, kind = checked_idea(words, kind)
    with db.write(_("Changed the idea “{words}”").format(words=plain)) as tx:
        _idea(tx, idea_id)
        return tx.outcome(tx.update(ArticleIdea, idea_id, words=plain, kind=kind))


def dismiss_ideas(db: Database, ids: Sequence[int], dismissed: bool = True) -> Outcome[int]:
    """Take ideas off the board, or bring them back; gives how many. What was offered stays dismissed."""
    with db.write(_("Dismissed ideas")) as tx:
        rows = [_idea(tx, one) for one in dict.fromkeys(ids)]
        wanted = "dismissed" if dismissed else "open"
        changed = [(row.id, wanted) for row in rows if row.state != "used"]
        count = tx.update_many(ArticleIdea, ("state",), changed)
        if dismissed:
            tx.rename(plural("Dismissed {count} idea", "Dismissed {count} ideas", count))
        else:
            tx.rename(plural("Brought {count} idea back", "Brought {count} ideas back", count))
        return tx.outcome(count)


def write_idea(db: Database, idea_id: int, language: str = "") -> Outcome[int]:
    """Begin an article of an idea, with the outline of its kind in a language; gives the article's id.

    An idea that has its article gives that one.
    """
    with db.write(_("Began an article")) as tx:
        article_id, title = begin_idea(tx, idea_id, language)
        tx.rename(_("Began the article “{title}”").format(title=title))
        return tx.outcome(article_id)


def write_offer(db: Database, offer: IdeaOffer, language: str = "") -> Outcome[int]:
    """Keep an offered idea and begin its article at once; gives the article's id."""
    with db.write(_("Began an article")) as tx:
        article_id, title = begin_idea(tx, _kept(tx, offer, "open"), language)
        tx.rename(_("Began the article “{title}”").format(title=title))
        return tx.outcome(article_id)


def begin_idea(tx: Tx, idea_id: int, language: str = "") -> tuple[int, str]:
    """Make an article of an idea inside another action; gives its id and what it is called."""
    row = _idea(tx, idea_id)
    if row.article_id is not None:
        title = tx.connection.execute(select(Article.title).where(Article.id == row.article_id)).scalar()
        if title is not None:
            return row.article_id, title
    spoken = outline_language(language)
    body = outlined(row.kind, spoken) if row.kind else ""
    fields = ArticleFields(row.words[:200], spoken, row.kind, body, angle=row.evidence)
    source, _colon, rest = (row.source_key or "").partition(":")
    product = rest.rpartition(":")[2] if source in ("care", "reason") else ""
    products = [int(product)] if product.isdigit() else []
    made, title = begin(tx, fields, products)
    tx.update(ArticleIdea, idea_id, state="used", article_id=made)
    return made, title


def _kept(tx: Tx, offer: IdeaOffer, state: str) -> int:
    known = tx.connection.execute(select(ArticleIdea.id).where(ArticleIdea.source_key == offer.key)).scalar()
    if known is not None:
        if state == "dismissed":
            tx.update(ArticleIdea, known, state=state)
        return int(known)
    values = (offer.words, offer.kind, offer.source, offer.key, offer.evidence, state, tx.now)
    return tx.insert(ArticleIdea, _COLUMNS, [values])[0]


def _idea(tx: Tx, idea_id: int) -> Any:
    table = ArticleIdea
    columns = (table.id, table.words, table.kind, table.source_key, table.evidence, table.state, table.article_id)
    row: Any = tx.connection.execute(select(*columns).where(table.id == idea_id)).first()
    if row is None:
        raise UserError(_("This idea is gone. Nothing was changed."))
    return row
