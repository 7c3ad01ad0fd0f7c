"""What the owner does with articles: begin, write, brief, version, retire. History is told nothing of typing alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from storeapp.articles.drafts import rules
from storeapp.articles.drafts.queries import SPELLING, taught_words
from storeapp.articles.drafts.rules import ArticleFields, MeantPlace
from storeapp.articles.markdown.word_count import count_words
from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.store.comparing import settled
from storeapp.store.db import Database, Tx
from storeapp.store.retention import BackupAge, superfluous
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import Article, ArticlePlace, ArticleProduct, ArticleVersion

TEXT = "article text"  # the topic of what is only being typed: no list of other things shows it


def new_article(
    db: Database, fields: ArticleFields, products: Sequence[int] = (), places: Sequence[MeantPlace] = ()
) -> Outcome[int]:
    """Begin an article; gives its id. Two may have one title, and one may have none."""
    with db.write(_("Began an article")) as tx:
        made, title = begin(tx, fields, products, places)
        tx.rename(_("Began the article “{title}”").format(title=title))
        return tx.outcome(made)


def begin(
    tx: Tx, fields: ArticleFields, products: Sequence[int] = (), places: Sequence[MeantPlace] = ()
) -> tuple[int, str]:
    """Begin an article inside another action, which names itself; gives the id and what the article is called."""
    plain = rules.checked(fields)
    values = asdict(plain) | {"words": count_words(plain.body), "added_at": tx.now, "changed_at": tx.now}
    made = tx.insert_one(Article, **values)
    tx.insert(ArticleProduct, ("article_id", "product_id"), [(made, one) for one in dict.fromkeys(products)])
    _put_places(tx, made, places)
    return made, rules.called(plain.title, plain.body)


def save_text(db: Database, article_id: int, title: str, body: str, shown: str | None = None) -> Outcome[bool]:
    """Save what is being typed; it is no action of its own. Gives whether anything changed.

    The text that stood there is kept as a version before a new stretch of writing, and where much is taken out.
    `shown` is the body as the editor knew it: where another window wrote meanwhile, that text becomes a version too.
    """
    with db.write("") as tx:
        tx.leave_no_record()
        topics = put_text(tx, article_id, title, body, shown)
        return Outcome(bool(topics), topics)


def put_text(tx: Tx, article_id: int, title: str, body: str, shown: str | None = None) -> frozenset[str]:
    """The same inside another action; gives the topics that it touched, none where nothing changed."""
    plain_title, plain = rules.checked_title(title), rules.checked_body(body)
    old = _text(tx, article_id)
    if (old.title, old.body) == (plain_title, plain):
        return frozenset()
    if plain != old.body and (_begins(tx, article_id, old, plain) or shown not in (None, old.body)):
        _keep(tx, article_id, old)
    values = {"title": plain_title, "body": plain, "words": count_words(plain), "changed_at": tx.now}
    tx.update(Article, article_id, **values)
    return frozenset({TEXT} if old.title == plain_title else {TEXT, "articles"})


def change_brief(db: Database, article_id: int, brief: Mapping[str, Any], shown: Shown | None = None) -> Outcome[bool]:
    """Set some of rules.FIELDS. ChangedMeanwhile where one is no longer as `shown`."""
    plain = rules.checked_brief(brief)
    with db.write(_("Changed the brief of an article")) as tx:
        old = _text(tx, article_id)
        name = rules.called(str(plain.get("title", old.title)), old.body)
        tx.rename(_("Changed the brief of the article “{title}”").format(title=name))
        values = settled(tx, Article, article_id, _("brief"), shown, plain)
        return tx.outcome(tx.update(Article, article_id, **values))


def set_products(db: Database, article_id: int, products: Iterable[int]) -> Outcome[int]:
    """Say which products an article is about; gives how many came or went."""
    with db.write(_("Changed the products of an article")) as tx:
        name = _title(tx, article_id)
        tx.rename(_("Changed the products of the article “{title}”").format(title=name))
        rows = select(ArticleProduct.product_id, ArticleProduct.id).where(ArticleProduct.article_id == article_id)
        there = {row.product_id: row.id for row in tx.connection.execute(rows)}
        wanted = list(dict.fromkeys(products))
        gone = tx.delete(ArticleProduct, [there[one] for one in there if one not in wanted])
        fresh = [(article_id, one) for one in wanted if one not in there]
        return tx.outcome(gone + len(tx.insert(ArticleProduct, ("article_id", "product_id"), fresh)))


def set_places(db: Database, article_id: int, places: Sequence[MeantPlace]) -> Outcome[int]:
    """Say where an article is meant to come out; gives how many places came or went."""
    with db.write(_("Changed where an article is to come out")) as tx:
        name = _title(tx, article_id)
        tx.rename(_("Changed where the article “{title}” is to come out").format(title=name))
        return tx.outcome(_put_places(tx, article_id, places))


def mark_ready(db: Database, ids: Iterable[int], ready: bool = True) -> Outcome[int]:
    """Say that articles are finished, or that they are drafts again; gives how many changed."""
    with db.write(_("Marked articles as ready")) as tx:

        def title(count: int) -> str:
            if ready:
                return plural("Marked the article “{{title}}” as ready", "Marked {count} articles as ready", count)
            return plural("Made the article “{{title}}” a draft again", "Made {count} articles drafts again", count)

        return tx.outcome(_stamp(tx, "ready_at", ids, tx.now if ready else None, title))


def retire(db: Database, ids: Iterable[int], retired: bool = True) -> Outcome[int]:
    """Put articles out of use, or back into it; nothing of them goes. Gives how many changed."""
    with db.write(_("Retired articles")) as tx:

        def title(count: int) -> str:
            if retired:
                return plural("Retired the article “{{title}}”", "Retired {count} articles", count)
            return plural("Brought the article “{{title}}” back", "Brought {count} articles back", count)

        return tx.outcome(_stamp(tx, "retired_at", ids, tx.now if retired else None, title))


def keep_version(db: Database, article_id: int, name: str) -> Outcome[int]:
    """Keep the text as it stands under a name; gives the version's id. It is never thinned out."""
    plain = rules.checked_version_name(name)
    with db.write(_("Kept a version")) as tx:
        old = _text(tx, article_id)
        title = rules.called(old.title, old.body)
        tx.rename(_("Kept version “{name}” of the article “{title}”").format(name=plain, title=title))
        return tx.outcome(_keep(tx, article_id, old, plain))


def rename_version(db: Database, version_id: int, name: str) -> Outcome[bool]:
    """Give a version a name, or another one."""
    plain = rules.checked_version_name(name)
    with db.write(_("Named a version of an article")) as tx:
        if tx.connection.execute(select(ArticleVersion.id).where(ArticleVersion.id == version_id)).first() is None:
            raise UserError(_("This version is gone. Nothing was changed."))
        tx.rename(_("Named a version of an article “{name}”").format(name=plain))
        return tx.outcome(tx.update(ArticleVersion, version_id, name=plain))


def restore_version(db: Database, version_id: int) -> Outcome[bool]:
    """Put a version's text in the place of the article's, which is kept as a version itself. Undo takes it back."""
    with db.write(_("Restored a version")) as tx:
        wanted = select(ArticleVersion.__table__).where(ArticleVersion.id == version_id)
        version = tx.connection.execute(wanted).first()
        if version is None:
            raise UserError(_("This version is gone. Nothing was changed."))
        old = _text(tx, version.article_id)
        title = rules.called(version.title, version.body)
        tx.rename(_("Went back to an earlier version of the article “{title}”").format(title=title))
        newest = _newest(tx, version.article_id)
        if (old.title, old.body) != (version.title, version.body) and newest != (old.title, old.body):
            _keep(tx, version.article_id, old)
        values = {"title": version.title, "body": version.body, "words": version.words, "changed_at": tx.now}
        return tx.outcome(tx.update(Article, version.article_id, **values))


def teach_word(db: Database, word: str) -> Outcome[bool]:
    """Let the spelling know a word from now on."""
    plain = word.strip().casefold()
    with db.write(_("Taught the spelling the word “{word}”").format(word=word.strip())) as tx:
        known = taught_words(tx.connection)
        if not plain or plain in known:
            return tx.outcome(value=False)
        set_shop_setting(tx, SPELLING, sorted({*known, plain}))
        return tx.outcome(value=True)


def _stamp(tx: Tx, column: str, ids: Iterable[int], at: str | None, title: Callable[[int], str]) -> int:
    field = Article.ready_at if column == "ready_at" else Article.retired_at
    wanted = select(Article.id, Article.title, Article.body).where(Article.id.in_(sorted(set(ids))))
    rows = tx.connection.execute(wanted.where(field.is_(None) if at else field.is_not(None))).all()
    name = rules.called(rows[0].title, rows[0].body) if rows else ""
    tx.rename(title(len(rows)).format(title=name))
    return tx.update_many(Article, (column,), [(row.id, at) for row in rows])


def _put_places(tx: Tx, article_id: int, places: Sequence[MeantPlace]) -> int:
    table = ArticlePlace
    rows = select(table.id, table.channel_id, table.outlet_id).where(table.article_id == article_id)
    there = {MeantPlace(row.channel_id, row.outlet_id): row.id for row in tx.connection.execute(rows)}
    wanted = rules.joined_places(places)
    gone = tx.delete(ArticlePlace, [there[one] for one in there if one not in wanted])
    fresh = [(article_id, one.channel_id, one.outlet_id) for one in wanted if one not in there]
    return gone + len(tx.insert(ArticlePlace, ("article_id", "channel_id", "outlet_id"), fresh))


def _begins(tx: Tx, article_id: int, old: Any, body: str) -> bool:
    newest = select(ArticleVersion.at).where(ArticleVersion.article_id == article_id)
    at = tx.connection.execute(newest.order_by(ArticleVersion.at.desc(), ArticleVersion.id.desc()).limit(1)).scalar()
    newest_at = from_utc_text(at) if at else None
    return rules.keeps_version(newest_at, from_utc_text(old.changed_at), from_utc_text(tx.now), old.body, body)


def _newest(tx: Tx, article_id: int) -> tuple[str, str] | None:
    newest = select(ArticleVersion.title, ArticleVersion.body).where(ArticleVersion.article_id == article_id)
    row = tx.connection.execute(newest.order_by(ArticleVersion.at.desc(), ArticleVersion.id.desc()).limit(1)).first()
    return (row.title, row.body) if row is not None else None


def _keep(tx: Tx, article_id: int, old: Any, name: str = "") -> int:
    values = {"name": name, "title": old.title, "body": old.body, "words": old.words}
    made = tx.insert_one(ArticleVersion, article_id=article_id, at=tx.now, **values)
    if not name:
        _thin_out(tx, article_id)
    return made


def _thin_out(tx: Tx, article_id: int) -> None:
    """Of old versions that nobody named, one of a day stays, later one of a week and of a month; the first stays."""
    table = ArticleVersion
    rows = select(table.id, table.at).where(table.article_id == article_id, table.name == "")
    kept = tx.connection.execute(rows.order_by(table.at, table.id)).all()[1:]
    ages = [BackupAge(from_utc_text(row.at), verified=True) for row in kept]
    going = [kept[place].id for place in superfluous(ages, from_utc_text(tx.now))]
    if going:
        tx.delete(ArticleVersion, going)


def _text(tx: Tx, article_id: int) -> Any:
    columns = (Article.title, Article.body, Article.words, Article.changed_at)
    row: Any = tx.connection.execute(select(*columns).where(Article.id == article_id)).first()
    if row is None:
        raise UserError(_("This article is gone. Nothing was changed."))
    return row


def _title(tx: Tx, article_id: int) -> str:
    row = _text(tx, article_id)
    return rules.called(row.title, row.body)
