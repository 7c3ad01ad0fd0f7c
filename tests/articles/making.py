"""Articles and publications for the tests of the wing."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import new_article
from storeapp.kernel.clock import utc_text
from storeapp.store.db import Database
from storeapp.store.tables import Publication


def article(db: Database, title: str = "Washing wool", **fields: Any) -> int:
    """An article; gives its id."""
    products = fields.pop("products", ())
    return new_article(db, ArticleFields(title, **{"kind": "howto", "body": "Some text.", **fields}), products).value


def published(db: Database, article_id: int, day: str = "2026-07-01", **fields: Any) -> int:
    """A publication of an article that came out at noon of a day; gives its id."""
    at = utc_text(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=timezone.utc))
    with db.write("published") as tx:
        return tx.insert_one(Publication, article_id=article_id, published_at=at, added_at=at, **fields)
