"""What the owner notes of results: figures typed or brought in by a table, lessons, and the window."""

from __future__ import annotations

from sqlalchemy import select

from storeapp.articles.results.pasted_tables import COUNTS, matched, read_figures_table
from storeapp.articles.results.queries import WINDOW_KEY, published_names
from storeapp.articles.results.records import FiguresBrought
from storeapp.articles.results.rules import (
    PublicationFigures,
    checked_figures,
    checked_lesson,
    checked_window,
)
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import Article, ArticleLesson, Channel, Publication, PublicationResult

TYPED, PASTED = "typed", "pasted"


def note_figures(db: Database, publication_id: int, day: str, figures: PublicationFigures) -> Outcome[bool]:
    """Keep what a place shows of a publication in total on an ISO day; gives whether anything changed."""
    plain = checked_figures(figures)
    if day > db.clock.today().isoformat():
        raise UserError(_("This day is still to come. Nothing was recorded."))
    with db.write(_("Noted figures of an article")) as tx:
        row = _publication(tx, publication_id)
        tx.rename(_("Noted figures of “{title}”").format(title=row))
        return tx.outcome(_put(tx, publication_id, day, plain, TYPED) != "same")


def bring_figures(db: Database, text: str, source: str = PASTED) -> Outcome[FiguresBrought]:
    """Keep the figures of a table; `source` is "pasted" or the name of its file. The same table again changes nothing.

    A row without a day is of today. UserError where the table can't be read at all.
    """
    today = db.clock.today()
    with db.write(_("Brought figures of articles in")) as tx:
        names = published_names(tx.connection)
        currency = tx.connection.execute(select(Channel.currency).where(Channel.currency != "").limit(1)).scalar() or ""
        table = read_figures_table(text, today, currency)
        counts = {"new": 0, "changed": 0, "same": 0}
        refused = list(table.refused)
        said: dict[tuple[int, str], tuple[int, PublicationFigures]] = {}
        for row in table.rows:
            found = matched(row, names)
            day = row.day or today.isoformat()
            if isinstance(found, str):
                refused.append((row.number, found))
            elif day < found.day:
                refused.append((row.number, _("Its day is before the article came out.")))
            else:
                figures = PublicationFigures(row.views, row.reads, row.saves, row.clicks, row.cost)
                earlier, same = said.setdefault((found.id, day), (row.number, figures))
                if figures != same:
                    words = _("Row {number} says something else of it on that day; that one was kept.")
                    refused.append((row.number, words.format(number=earlier)))
                elif row.number == earlier:
                    counts[_put(tx, found.id, day, figures, source)] += 1
        kept = counts["new"] + counts["changed"]
        tx.rename(plural("Brought figures of {count} article in", "Brought figures of {count} articles in", kept))
        brought = FiguresBrought(
            counts["new"], counts["changed"], counts["same"], tuple(sorted(refused)), table.ignored
        )
        return tx.outcome(brought)


def add_lesson(db: Database, publication_id: int, worked: str, next_try: str) -> Outcome[int]:
    """Keep what was learned of a publication; gives the lesson's id."""
    plain = checked_lesson(worked, next_try)
    with db.write(_("Noted a lesson")) as tx:
        title = _publication(tx, publication_id)
        tx.rename(_("Noted what was learned of “{title}”").format(title=title))
        article = tx.connection.execute(select(Publication.article_id).where(Publication.id == publication_id)).scalar()
        values = {"article_id": article, "publication_id": publication_id, "worked": plain[0], "next_try": plain[1]}
        return tx.outcome(tx.insert_one(ArticleLesson, **values, at=tx.now))


def change_lesson(db: Database, lesson_id: int, worked: str, next_try: str) -> Outcome[bool]:
    """Say a lesson in other words."""
    plain = checked_lesson(worked, next_try)
    with db.write(_("Changed a lesson")) as tx:
        return tx.outcome(tx.update(ArticleLesson, lesson_id, worked=plain[0], next_try=plain[1]))


def remove_lesson(db: Database, lesson_id: int) -> Outcome[bool]:
    """Take a lesson away."""
    with db.write(_("Removed a lesson")) as tx:
        return tx.outcome(tx.delete(ArticleLesson, [lesson_id]) > 0)


def set_window(db: Database, days: int) -> Outcome[bool]:
    """Say in how many days after an article an order counts for it."""
    plain = checked_window(days)
    with db.write(_("Changed for how many days orders count for an article")) as tx:
        changed = shop_setting(tx.connection, WINDOW_KEY) != plain
        if changed:
            set_shop_setting(tx, WINDOW_KEY, plain)
        return tx.outcome(changed)


def track(db: Database, publication_id: int, url: str, tracking_link: str, coupon: str) -> Outcome[bool]:
    """Say under which address a publication stands, and by which link and coupon its orders are known."""
    addresses = [one.strip() for one in (url, tracking_link)]
    if any(one and not one.casefold().startswith(("https://", "http://")) for one in addresses):
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    code = coupon.strip()
    if any(sign.isspace() or sign in ",;|" for sign in code):
        raise UserError(_("A code has no blanks, commas or semicolons."))
    with db.write(_("Changed how orders of an article are known")) as tx:
        title = _publication(tx, publication_id, published=False)
        tx.rename(_("Changed how orders of “{title}” are known").format(title=title))
        values = {"url": addresses[0], "tracking_link": addresses[1], "coupon": code}
        return tx.outcome(tx.update(Publication, publication_id, **values))


def _publication(tx: Tx, publication_id: int, published: bool = True) -> str:
    """The title of a publication; UserError where it is gone or (`published`) did not come out."""
    wanted = (
        select(Publication.title, Publication.published_at, Article.title.label("article"))
        .join(Article.__table__, Article.id == Publication.article_id)
        .where(Publication.id == publication_id)
    )
    row = tx.connection.execute(wanted).first()
    if row is None:
        raise UserError(_("This publication is gone. Nothing was changed."))
    if published and row.published_at is None:
        raise UserError(_("This article did not come out there yet. Nothing was kept."))
    return str(row.title or row.article)


def _put(tx: Tx, publication_id: int, day: str, figures: PublicationFigures, source: str) -> str:
    """Keep figures of a day and source: "new", "changed" or "same". What is not said now stays as it was said."""
    table = PublicationResult
    said = {key: getattr(figures, key) for key in COUNTS if getattr(figures, key) is not None}
    if figures.cost is not None:
        said |= {"cost_minor": figures.cost.minor, "currency": figures.cost.currency}
    there = select(table.id, table.source).where(table.publication_id == publication_id, table.day_on == day)
    rows = {row.source: row.id for row in tx.connection.execute(there.order_by(table.id))}
    known = rows.pop(source, None)
    rows.pop(TYPED, None)
    if known is None and source != TYPED and rows:
        known = list(rows.values())[-1]  # the same table, pasted before or in a file of another name
    if known is None:
        tx.insert_one(table, publication_id=publication_id, day_on=day, source=source, **said)
        return "new"
    return "changed" if tx.update(table, known, **said) else "same"
