"""Links an article with the one it translates, and keeps translated parts in a draft of their own."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from storeapp.articles.drafts.queries import article
from storeapp.articles.drafts.records import ArticleDetail
from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import begin, put_text
from storeapp.articles.translations import rules
from storeapp.articles.translations.queries import texts
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.store.db import Tx
from storeapp.store.tables import Article


def link_in(tx: Tx, article_id: int, of: int | None) -> bool:
    """Say that an article says another one's words in its own language, or None for none; gives whether that is new."""
    rows = select(Article.id, Article.language).where(Article.id.in_([article_id, of]))
    known = {row.id: row.language for row in tx.connection.execute(rows)}
    if article_id not in known or (of is not None and of not in known):
        raise UserError(_("This article is gone. Nothing was changed."))
    if of is not None and (of == article_id or known[of] == known[article_id]):
        raise UserError(_("A translation is another article in another language. Nothing was changed."))
    return tx.update(Article, article_id, translation_of=of)


def translate_in(tx: Tx, article_id: int, into: str, said: Mapping[int, str]) -> int:
    """Put translated parts into the linked draft, which is begun where there is none; gives its id.

    `said`: translation by the part's number, 0 for the title. What is not said stays as it is, a remark in its place
    where nothing is there yet. UserError where the article is gone or the draft has other parts.
    """
    known, source = texts(tx.connection, [article_id], into).get(article_id), article(tx.connection, article_id)
    if known is None or source is None:
        raise UserError(_("This article is gone. Nothing was changed."))
    if known.there is None:
        raise UserError(other_parts())
    body = rules.put_together(known.body, said, known.there)
    title = said.get(0, known.translated_title)
    if known.translation is not None:
        put_text(tx, known.translation, title, body)
        return known.translation
    made, _title = begin(tx, _brief(source, title, body, into), [number for number, _name in source.products])
    link_in(tx, made, article_id)
    return made


def _brief(source: ArticleDetail, title: str, body: str, into: str) -> ArticleFields:
    """What holds for the translation as for the original; words of the brief stay the original's."""
    return ArticleFields(
        title, into, source.kind, body, source.topic, source.goal, source.readers, source.angle, source.ask,
        source.country, source.relation, None, source.person,
    )  # fmt: skip


def other_parts() -> str:
    """Why a translation can't take a part in."""
    return _(
        "The translation has other paragraphs than the original by now. Make them alike, one for each, then go on."
    )
