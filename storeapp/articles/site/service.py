"""Exports the shop's own site, and keeps what it needs to know: its address, and which article translates another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storeapp.articles.publishing.formats import MOST_ACROSS
from storeapp.articles.site.build import BuiltSite, build
from storeapp.articles.site.folder import FolderChange, SiteFolder, notes_in, ready
from storeapp.articles.site.queries import ADDRESS, FOLDER, LANGUAGE, SiteContent, site_content
from storeapp.articles.site.records import SiteArticle, SiteExport
from storeapp.articles.translations.service import link_in
from storeapp.evidence.preparing import export
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import scratch
from storeapp.kernel.text import _
from storeapp.store.db import Database, Tx
from storeapp.store.shop_settings import set_shop_setting, shop_setting


def set_address(db: Database, address: str) -> Outcome[bool]:
    """Say where the site will be, "" for nowhere yet; gives whether that is new."""
    plain = address.strip().rstrip("/")
    if plain and not plain.casefold().startswith(("https://", "http://")):
        raise UserError(_("A web address begins with https:// or http://. Nothing was changed."))
    with db.write(_("Changed the address of the own site")) as tx:
        return tx.outcome(_set(tx, ADDRESS, plain))


def set_folder(db: Database, folder: Path) -> Outcome[bool]:
    """Keep the folder that the site is exported to; gives whether that is new."""
    with db.write(_("Chose the folder of the own site")) as tx:
        return tx.outcome(_set(tx, FOLDER, str(folder)))


def set_language(db: Database, language: str) -> Outcome[bool]:
    """Say which language stands at the top of the site, "" for the one that most articles are in."""
    with db.write(_("Chose the first language of the own site")) as tx:
        return tx.outcome(_set(tx, LANGUAGE, language))


def _set(tx: Tx, key: str, value: str) -> bool:
    if str(shop_setting(tx.connection, key, "") or "") == value:
        return False
    set_shop_setting(tx, key, value)
    return True


def say_translation(db: Database, article_id: int, of: int | None) -> Outcome[bool]:
    """Say that an article says another one's words in its own language, or None that it doesn't."""
    with db.write(_("Linked an article with its translation")) as tx:
        return tx.outcome(link_in(tx, article_id, of))


def export_site(db: Database, folder: Path, progress: Progress, overwrite: bool = False) -> SiteExport:
    """Write the site into a folder, or what changed of it; nothing in the shop changes.

    What somebody else changed there stays unless `overwrite`. UserError where the folder holds somebody else's files
    in the place of the site's, is a shop's, or takes none.
    """
    _refuse_shops(db, folder)
    content, built, site = _built(db, ready(folder), progress, overwrite)
    with scratch(folder) as work:
        files, untouched = _pictures(content.articles, site, work, progress)
        change = site.put(built.pages, files, untouched, progress)
    return _told(content, built, change, folder)


def look_at_site(db: Database, folder: Path, progress: Progress) -> SiteExport:
    """What an export into a folder would do now, and which links lead nowhere; nothing is written anywhere."""
    _refuse_shops(db, folder)
    content, built, site = _built(db, folder, progress)
    shown = _picture_files(content.articles)
    untouched = [path for path in shown if site.holds(path)]
    change = site.look(built.pages, shown.keys() - set(untouched), untouched)
    return _told(content, built, change, folder)


def _built(
    db: Database, folder: Path, progress: Progress, overwrite: bool = False
) -> tuple[SiteContent, BuiltSite, SiteFolder]:
    with db.read() as conn:
        content = site_content(conn, db.place.folder, db.clock.today())
    notes = notes_in(folder)
    first = content.first or notes.first
    built = build(content.shop, content.articles, progress, notes.names, first, content.said)
    notes.names, notes.first = dict(built.names), built.first
    return content, built, SiteFolder(folder, notes, overwrite)


def _told(content: SiteContent, built: BuiltSite, change: FolderChange, folder: Path) -> SiteExport:
    return SiteExport(
        len(content.articles), change.written, change.removed, change.same, change.kept, built.broken, built.outside,
        (*content.notes, *built.notes), folder,
    )  # fmt: skip


def _picture_files(articles: Sequence[SiteArticle]) -> dict[str, Path]:
    """The files of all pictures by their paths in the site."""
    return {one.src: one.file for article in articles for one in article.pictures.values() if one.file is not None}


def _refuse_shops(db: Database, folder: Path) -> None:
    """UserError where a site would lie beside a shop's records: who uploads the folder would upload them too."""
    wanted, own = folder.resolve(), db.place.folder.resolve()
    if own in wanted.parents:
        message = _("{folder} is inside the folder of your shop. Choose one of its own. Nothing was written.")
        raise UserError(message.format(folder=folder))
    if wanted == own or (wanted / db.place.file.name).exists():
        message = _(
            "Your shop with all its buyers is in {folder}. Choose a folder of its own, or they would be on the web. "
            "Nothing was written."
        )
        raise UserError(message.format(folder=folder))


def _pictures(
    articles: Sequence[SiteArticle], site: SiteFolder, work: Path, progress: Progress
) -> tuple[dict[str, Path], list[str]]:
    """The pictures of a site made small, as finished files by path; and those that lie in the folder already."""
    wanted = _picture_files(articles)
    untouched = [path for path in wanted if site.holds(path)]
    fresh = {path: work / path.rpartition("/")[2] for path in wanted if path not in set(untouched)}
    asked = [(wanted[path], out.name, out, MOST_ACROSS) for path, out in fresh.items()]
    if asked:
        progress.begin(_("Making the pictures small"), len(asked))
        export(asked, progress)
    return fresh, untouched
