"""The command line: the verbs of the window for scripts and schedulers, in plain sentences or as JSON."""

# whole: one command after the other, in the order that `--help` tells them; each is a few lines.

from __future__ import annotations

import json
import logging
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from storeapp import __version__
from storeapp.aftersales.causes import printed as cause_report
from storeapp.aftersales.printed import printed_cases, printed_lines
from storeapp.aftersales.proposals.printed import printed_proposals, proposal_lines
from storeapp.aftersales.proposals.queries import proposals
from storeapp.articles.checks import queries as article_facts
from storeapp.articles.checks.others import OtherTexts
from storeapp.articles.checks.printed import (
    check_lines,
    check_text,
    printed_check,
    read_markdown,
    readers_language,
)
from storeapp.articles.checks.records import Checking
from storeapp.articles.drafts.rules import RELATIONS
from storeapp.articles.printed import article_report, printed_articles
from storeapp.articles.site import service as sites
from storeapp.articles.site.printed import export_json, export_lines
from storeapp.channels import queries as channel_queries
from storeapp.channels.queries import ChannelRow
from storeapp.channels.rules import platform_called
from storeapp.derived import DERIVED
from storeapp.exchange import queries as exchange_queries
from storeapp.exchange import reading, telling
from storeapp.exchange import service as exchange
from storeapp.exchange.answering import Channels, Given, left_waiting, read_answered
from storeapp.exchange.records import ChannelChoice, ChannelNeeded, CheckReport
from storeapp.kernel import text
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import cache_folder
from storeapp.kernel.places import known_country
from storeapp.kernel.progress import Progress
from storeapp.kernel.review_kinds import KINDS
from storeapp.kernel.sales import SALES_HINT
from storeapp.kernel.scratch import keep_private, saying_no_room, use_for_process
from storeapp.kernel.settings import Settings
from storeapp.kernel.text import _, plural
from storeapp.messages.queries import owner_rules
from storeapp.orders.rules import status_title
from storeapp.reports import earlier_reports, scheduling
from storeapp.reports import service as reports
from storeapp.reports.books import BOOKS, LIST_BOOK
from storeapp.reports.list_book import kept_list
from storeapp.reports.schedule import EVERY
from storeapp.reputation.links.service.doubles import fold_doubles
from storeapp.sample import service as sample_shop
from storeapp.shop_option import JSON, SHOP, opened
from storeapp.solicitation import queries as request_queries
from storeapp.solicitation import service as asking
from storeapp.solicitation import telling as request_telling
from storeapp.solicitation.outcomes import per_order
from storeapp.solicitation.smtp.records import Posted
from storeapp.solicitation.smtp.service.accounts import PasswordNeeded
from storeapp.solicitation.smtp.service.sending import post
from storeapp.solicitation.sums import counts
from storeapp.store import backup as backups
from storeapp.store import journal
from storeapp.store.archive import newest_good
from storeapp.store.backup_beside import BackupBeside
from storeapp.store.backup_copy import folder_of
from storeapp.store.before_opening import ShopLock
from storeapp.store.check import accept as accept_entries
from storeapp.store.check import check_data, mend
from storeapp.store.db import FILE_NAME, Database
from storeapp.store.faults import UnusableShop
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.writers import COMMANDS
from storeapp.today.stats import ShopStats, shop_stats

UNSEEN = "storeapp.shell.session.without_window"  # brings Qt, which no other command needs


class PlainErrors(click.Group):
    """Ends a refused command with its sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with saying_no_room():
                return super().invoke(ctx)
        except UserError as refused:
            click.echo(refused.sentence, err=True)
            if isinstance(refused, UnusableShop) and refused.folder is not None:
                click.echo(way_back(refused.folder, refused.last_backup), err=True)
            ctx.exit(1)


class LaterGroup(click.Group):
    """Commands of their own module, which is read when one of them is wanted: `--help` and all others need not wait."""

    def __init__(self, name: str, module: str, about: str) -> None:
        super().__init__(name, help=about)
        self._module = module

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._known())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._known().get(cmd_name)

    def _known(self) -> dict[str, click.Command]:
        known: dict[str, click.Command] = import_module(self._module).COMMANDS
        return known


def way_back(folder: Path, good: Path | None) -> str:
    """How to get a shop back that can't be used as it is."""
    if good is None:
        return _("No good backup was found in {folder}.").format(folder=folder / "backups")
    return _("The last good backup is {file}. To restore it: {command}").format(
        file=good, command=f'storeapp restore "{good}" --shop "{folder}"'
    )


def run() -> None:
    """Do what the command line says and end the process: 0 done, 1 refused with a sentence, 2 wrong usage."""
    logging.getLogger().addHandler(logging.NullHandler())  # a refusal is a sentence; the log is the window's
    keep_private()
    use_for_process(cache_folder())
    text.use(Settings.load().language or "en")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without a letter shows "?" rather than nothing at all
    cli.main(prog_name="storeapp", obj=Clock())


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Storeapp")
def cli() -> None:
    """Storeapp: orders, reviews and reports of small online shops, in one file on this PC.

    Without a command the window opens. The window and the commands may use the same shop at the same time.
    """


@dataclass(frozen=True)
class Import:
    """The words of one `import` command."""

    paths: Sequence[Path]
    shop: Path
    channel: ChannelChoice | None
    dry_run: bool
    given: Given


def answering(command: Callable[..., None]) -> Callable[..., None]:
    """The options of `import` that answer what a file leaves open."""
    kinds = click.Choice(["orders", "reviews", "products", "customers"])
    for option in (
        click.option("--strict", is_flag=True, help="Import nothing where a file needs a guess."),
        click.option("--yes", is_flag=True, help="Import files as what they look like, even if that is uncertain."),
        click.option(
            "--status",
            multiple=True,
            metavar="WORD=STATUS",
            help="What a word for an order's status means, for example geliefert=delivered.",
        ),
        click.option("--encoding", metavar="NAME", help="The encoding of the letters, for example windows-1254."),
        click.option("--kind", type=kinds, help="What the rows are, in files whose format is not known."),
        click.option("--review-kind", type=click.Choice(KINDS), help="What the reviews are about."),
        click.option(
            "--scale", type=click.Choice(["1", "3", "5", "10", "20", "100"]), help="The highest possible rating."
        ),
        click.option("--year", type=click.IntRange(1990, 2100), help="The year of dates without one."),
        click.option("--currency", metavar="CODE", help="The currency of amounts without one, for example EUR."),
        click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign of amounts: point or comma."),
        click.option(
            "--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), help="Day, month or year first in dates."
        ),
    ):
        command = option(command)
    return command


@cli.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--shop", required=True, type=click.Path(path_type=Path), help="The shop's folder; a new shop if it does not exist."
)
@click.option("--channel", metavar="NAME", help="The channel of the files; a new one if it does not exist.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@answering
@JSON
@click.pass_obj
def import_files(
    clock: Clock, /, files: tuple[Path, ...], shop: Path, channel: str | None, dry_run: bool, as_json: bool,
    yes: bool, strict: bool, **answers: Any,
) -> None:  # fmt: skip
    """Bring files or folders of files into a shop. The same file twice changes nothing.

    Questions that a file leaves open are printed, each with the option that answers it.
    """
    # A channel that is not there yet is of the platform that is called so.
    chosen = ChannelChoice(name=channel, platform=platform_called(channel)) if channel else None
    asked = Import(files, shop, chosen, dry_run, Given.of(answers))
    with tempfile.TemporaryDirectory(prefix="import-") as scratch, exchange.making_beside(shop, clock) as beside:
        staging = Path(scratch) / "staging.sqlite"
        setups, channels, of_formats = known(shop, clock)
        if (shop / FILE_NAME).exists() and not dry_run:
            beside.prepare()
        places = Channels(channels, channel or "", of_formats)
        staged, of_shop = read_answered(files, staging, setups, asked.given, places)
        waiting = left_waiting(staged, strict=strict, yes=yes)
        told = {file.file_no: telling.told(file, None, staging) for file in staged}
        for file in staged:
            if file.file_no in waiting:
                reading.leave_out(staging, file.file_no)
        useful = any(file.kinds for file in staged if file.file_no not in waiting)
        report = bring(asked, staging, clock, Path(scratch), beside) if useful else None
        told |= {f.file_no: telling.told(f, report, staging) for f in staged if f.file_no not in waiting}
    for number, why in (*of_shop.items(), *waiting.items()):
        told[number]["warnings"].append(why)
    if as_json:
        click.echo(json.dumps(list(told.values()), ensure_ascii=False, indent=1))
    else:
        for file in staged:
            for line in telling.lines(file, told[file.file_no]):
                click.echo(line)
        if report is not None:
            click.echo(_("Nothing was changed: this was only a trial run.") if dry_run else report.sentence)
    # What merely lies in a named folder may be of no use.
    why_not = [(file, waiting.get(file.file_no) or telling.refusal(file)) for file in staged]
    refused = [(f, why) for f, why in why_not if why and (report is None or not Path(f.path).is_dir() or waiting)]
    for file, why in refused if as_json else ():
        click.echo(f"{file.name}: {why}", err=True)
    if report is None or refused:
        raise click.exceptions.Exit(1)


def known(shop: Path, clock: Clock) -> tuple[dict[str, dict[str, Any]], list[ChannelRow], dict[str, int]]:
    """The mappings that the owner saved in this shop, its channels, and those that the files of formats went into so
    far; none where there is no shop yet."""
    if not (shop / FILE_NAME).exists():
        return {}, [], {}
    with opened(shop, clock) as db, db.read() as conn:
        of_formats = exchange_queries.channel_of_formats(conn)
        return exchange_queries.setups(conn), channel_queries.channels(conn), of_formats


def bring(asked: Import, staging: Path, clock: Clock, scratch: Path, beside: BackupBeside) -> CheckReport:
    """Check or import the staged files; a shop made for a command that failed, or for a rehearsal, doesn't stay."""
    is_new = not (asked.shop / FILE_NAME).exists()
    folder = scratch / "shop" if is_new and asked.dry_run else asked.shop
    was_there = folder.exists()
    who = Settings.load().owner_name
    db = new_shop(folder, clock) if is_new else Database.open(folder, clock, who, COMMANDS, derived=DERIVED)
    try:
        if asked.dry_run:
            return exchange.check(db, staging, asked.channel, Progress())
        return exchange.bring_in(db, staging, asked.channel, Progress(), backup=not is_new, beside=beside).value
    except BaseException as why:
        db.close()
        if is_new:
            remove_shop(folder, was_there)
        if isinstance(why, ChannelNeeded):
            raise UserError(f"{why.sentence} {_('On the command line: --channel NAME.')}") from why
        raise
    finally:
        db.close()


def new_shop(folder: Path, clock: Clock) -> Database:
    """A new shop that is called like its folder."""
    db = Database.create(folder, clock, Settings.load().owner_name, COMMANDS, derived=DERIVED)
    name = folder.resolve().name
    with db.write(_("Named the shop {name}").format(name=name), undoable=False) as tx:
        set_shop_setting(tx, "shop_name", name)
    return db


def remove_shop(folder: Path, keep_folder: bool) -> None:
    """Take away the shop that was made a moment ago, and nothing else that lies in the folder."""
    if not keep_folder:
        shutil.rmtree(folder)
        return
    for left in folder.glob(FILE_NAME + "*"):
        left.unlink()


@cli.command()
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@click.option("--book", metavar="NAME", default="overview", type=click.Choice(tuple(BOOKS)), help=", ".join(BOOKS))
@click.option("--month", metavar="2026-06", help="The month it is about; the owner's book takes the last whole one.")
@click.option("--preset", metavar="NAME", help="A list kept under this name in the window, instead of a book.")
@click.option(
    "--since", metavar="FILE|DATE", help="Hold each figure against this earlier report, or the last one of a day."
)
@SHOP
@click.pass_obj
def report(
    clock: Clock, out: Path, book: str, month: str | None, preset: str | None, since: str | None, shop: Path | None
) -> None:
    """Save a book of reports as an Excel workbook, the shop overview unless another is named; or a kept list."""
    with opened(shop, clock) as db:
        if preset is not None:
            made = import_module(UNSEEN).save_kept(db, preset, out, Progress())
            click.echo(_("Saved {file}.").format(file=made.path))
            return
        scope = reports.usual_scope(db, book, month, Settings.load().show_names)
        with db.read() as conn:
            held = earlier_reports.chosen(conn, book, scope, since) if since is not None else None
        reports.look_at_requests(db, Progress())
        saved = reports.save_book(db, book, out, scope, Progress(), held)
        reports.remember(db, saved)
    click.echo(_("Saved {file}.").format(file=saved.path))


@cli.command()
@click.argument("book", required=False, type=click.Choice(tuple(BOOKS)))
@click.option("--preset", metavar="NAME", help="A list kept under this name in the window, instead of a book.")
@click.option(
    "--every", type=click.Choice(tuple(EVERY)), default="week", help="Every Monday, or on the 1st of the month."
)
@click.option("--into", metavar="FOLDER", type=click.Path(path_type=Path), help="Where the book goes.")
@click.option("--off", is_flag=True, help="The book no longer saves itself.")
@SHOP
@click.pass_obj
def schedule(
    clock: Clock, book: str | None, preset: str | None, every: str, into: Path | None, off: bool, shop: Path | None
) -> None:
    """Save the books that are due; with BOOK and --into let that book save itself from now on."""
    with opened(shop, clock) as db:
        if preset is not None:
            with db.read() as conn:
                book = LIST_BOOK + kept_list(conn, preset).name
        if book is not None and off:
            scheduling.drop_plan(db, book)
        elif book is not None:
            if into is None:
                raise UserError(_("Say with --into which folder the book goes into."))
            scheduling.set_plan(db, book, every, into)
        with db.read() as conn:
            waiting, lists = scheduling.due(conn, clock.today()), scheduling.due_lists(conn, clock.today())
        if waiting:
            reports.look_at_requests(db, Progress())
        shown = import_module(UNSEEN).kept_again(db, lists) if lists else {}
        saved, refused = scheduling.write_due(db, Progress(), Settings.load().show_names, shown)
        if saved:
            scheduling.note_due(db, saved)
    for one in saved:
        click.echo(_("Saved {file}.").format(file=one.path))
    if not saved and not refused:
        click.echo(_("No book is due."))
    if refused:
        raise UserError(" ".join(refused))


@cli.group("cases", invoke_without_command=True)
@SHOP
@JSON
@click.pass_context
def cases(context: click.Context, /, shop: Path | None, as_json: bool) -> None:
    """List the cases with their orders, promises and costs."""
    clock: Clock = context.obj
    if context.invoked_subcommand is not None:
        return
    with opened(shop, clock) as db, db.read() as conn:
        found = printed_cases(conn, clock.today())
    lines = [json.dumps(found, ensure_ascii=False, indent=2)] if as_json else printed_lines(found, clock.today())
    for line in lines:
        click.echo(line)


@cases.command("propose")
@SHOP
@JSON
@click.pass_obj
def propose_cases(clock: Clock, /, shop: Path | None, as_json: bool) -> None:
    """List the cases that orders and reviews propose, and why; nothing is opened."""
    with opened(shop, clock) as db, db.read() as conn:
        found = proposals(conn, clock.today(), 0, None)
    told = json.dumps(printed_proposals(found), ensure_ascii=False, indent=1) if as_json else proposal_lines(found)
    for line in [told] if isinstance(told, str) else told:
        click.echo(line)


@cli.group("articles", invoke_without_command=True)
@SHOP
@JSON
@click.pass_context
def articles(context: click.Context, /, shop: Path | None, as_json: bool) -> None:
    """Say which articles are planned, what to look at, and what each brought; check texts before they are published."""
    if context.invoked_subcommand is not None:
        return
    clock: Clock = context.obj
    with opened(shop, clock) as db, db.read() as conn:
        told = printed_articles(conn, clock.today())
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for line in article_report(told, clock.today()):
        click.echo(line)


@articles.command("check")
@click.argument("file", metavar="FILE.md", type=click.Path(path_type=Path))
@SHOP
@click.option("--country", default="", metavar="CC", help="The readers' country, for example DE or CN.")
@click.option("--channel", default="", metavar="NAME", help="Where it comes out; by default the shop's own site.")
@click.option("--relation", default="none", type=click.Choice(list(RELATIONS)), help="What somebody got for it.")
@click.option("--language", default="", metavar="CODE", help="The language of the text, for example en or zh.")
@JSON
@click.pass_obj
def check_article(
    clock: Clock, /, file: Path, shop: Path | None, country: str, channel: str, relation: str, language: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Hold a text against the rules of a country and a place; exit code 1 if something stops it."""
    body, place, spoken = read_markdown(file), known_country(country), readers_language(language)
    with opened(shop, clock) as db, db.read() as conn:
        where = article_facts.place_named(conn, channel) if channel else article_facts.check_place(conn, None)
        known = Checking(spoken, place, relation, "", where, addresses=article_facts.own_addresses(conn))
        others, rules = OtherTexts().seen(conn, None, body), owner_rules(conn)
    found = check_text(body, known, rules, clock.today(), others)
    if as_json:
        click.echo(json.dumps(printed_check(found, body, known), ensure_ascii=False, indent=1))
    for line in () if as_json else check_lines(found, known):
        click.echo(line)
    if found.blockers:
        raise click.exceptions.Exit(1)


@cli.command("site")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@SHOP
@click.option("--address", metavar="URL", help="Where the site will be on the web; it is kept in the shop.")
@click.option("--overwrite", is_flag=True, help="Replace pages that somebody else changed.")
@JSON
@click.pass_obj
def own_site(
    clock: Clock, folder: Path, shop: Path | None, address: str | None, overwrite: bool, as_json: bool
) -> None:
    """Write the published articles as a small website into a folder that any host takes, or what changed of it."""
    with opened(shop, clock) as db:
        if address is not None:
            sites.set_address(db, address)
        told = sites.export_site(db, folder, Progress(), overwrite)
    if as_json:
        click.echo(json.dumps(export_json(told), ensure_ascii=False, indent=1))
    for line in () if as_json else export_lines(told):
        click.echo(line)


@cli.command()
@SHOP
@JSON
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 3660), help="The last so many days.")
@click.pass_obj
def costs(clock: Clock, shop: Path | None, as_json: bool, days: int) -> None:
    """Print what cases cost and why, how buyers were served, and whether fixes worked."""
    with opened(shop, clock) as db, db.read() as conn:
        found = cause_report.printed_costs(conn, clock.today(), days)
    lines = [json.dumps(found, ensure_ascii=False, indent=2)] if as_json else cause_report.printed_lines(found)
    for line in lines:
        click.echo(line)


@cli.command()
@SHOP
@click.pass_obj
def backup(clock: Clock, shop: Path | None) -> None:
    """Make a checked backup of a shop now, unless the newest one has everything."""
    second = Settings.load().second_backup_place
    with opened(shop, clock) as db:
        last = backups.newest(db)
        if last is not None and not backups.changed(db):
            made = backups.copy_again(db, last, second)
            click.echo(_("Nothing has changed since the backup {file}.").format(file=made.path))
        else:
            made = backups.make(db, "asked", second, Progress())
            click.echo(_("Saved the backup {file}.").format(file=made.path))
        backups.tighten(db)
    if made.warning:
        click.echo(made.warning, err=True)
        raise click.exceptions.Exit(1)


@cli.command()
@click.argument("file", metavar="BACKUP.zip", type=click.Path(path_type=Path))
@click.option("--shop", required=True, type=click.Path(path_type=Path), help="The folder of the shop that is restored.")
@click.pass_obj
def restore(clock: Clock, file: Path, shop: Path) -> None:
    """Restore a shop from a backup; what is there now is kept."""
    if ShopLock.held(shop):
        raise UserError(_("This shop is open in another window already."))
    kept = backups.restore(shop, file, clock, Progress())
    click.echo(_("The backup was restored. What was there before is in {place}.").format(place=kept))


@cli.command()
@SHOP
@click.option("--mend", "mending", is_flag=True, help="Repair totals and search where they are wrong.")
@click.option("--fold", is_flag=True, help="Merge reviews that were imported twice; can be undone.")
@click.option("--accept", is_flag=True, help="Accept damaged entries as they are, where no backup is better.")
@click.pass_obj
def check(clock: Clock, shop: Path | None, mending: bool, fold: bool, accept: bool) -> None:
    """Check a shop for damage; exit code 1 if there is any."""
    with opened(shop, clock) as db:
        if mending:
            mend(db, Progress())
        if fold:
            fold_doubles(db, Progress())
        if accept:
            accept_entries(db, Progress())
        found = check_data(db, Progress())
        for line in found.lines:
            click.echo(line.sentence)
        if not found.sound:
            wrong = [line for line in found.lines if line.problems]
            if any(not line.mendable and not line.doubled for line in wrong):
                click.echo(way_back(db.place.folder, newest_good(folder_of(db.place.folder))), err=True)
            else:
                ways = ["--mend"] * any(line.mendable for line in wrong)
                ways += ["--fold"] * any(line.doubled for line in wrong)
                command = " ".join(("storeapp check", *ways))
                click.echo(_("To put this right: {command}").format(command=command), err=True)
            raise click.exceptions.Exit(1)


@cli.command()
@SHOP
@click.option("--any", "anyone", is_flag=True, help="Also what was done in the window: the newest action of all.")
@click.pass_obj
def undo(clock: Clock, shop: Path | None, anyone: bool) -> None:
    """Undo the latest action of the command line; what was changed since stays and is named."""
    with opened(shop, clock) as db:
        done = journal.undo(db, anyone=anyone).value
    click.echo(_("Undid: {title}").format(title=done.title))
    for kept in done.kept:
        click.echo("  " + _("kept {label}: {why}").format(label=kept.label, why=kept.reason))


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def sample(clock: Clock, folder: Path) -> None:
    """Make the sample shop in a folder."""
    made = sample_shop.build(folder, clock, Progress())
    click.echo(_("The sample shop is in {folder}.").format(folder=made))


@cli.command()
@SHOP
@JSON
@click.pass_obj
def stats(clock: Clock, shop: Path | None, as_json: bool) -> None:
    """Print the figures of a shop."""
    with opened(shop, clock) as db, db.read() as conn:
        found = shop_stats(conn)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    for line in stats_lines(found):
        click.echo(line)


def stats_lines(found: ShopStats) -> Iterator[str]:
    """The figures of a shop in sentences."""
    yield _("{orders} with {lines} ({units} units) from {customers}, on {channels}.").format(
        orders=plural("{count} order", "{count} orders", found.orders),
        lines=plural("{count} order item", "{count} order items", found.order_lines),
        units=f"{found.units:,}",
        customers=plural("{count} buyer", "{count} buyers", found.customers),
        channels=plural("{count} channel", "{count} channels", found.channels),
    )
    for status, count in found.orders_by_status.items():
        yield f"  {status_title(status)}: {count:,}"
    yield plural(
        "{count} order was delivered late.", "{count} orders were delivered late.", found.orders_delivered_late
    )
    yield _("{reviews}, {texts} with text, {unlinked} without a known order.").format(
        reviews=plural("{count} review", "{count} reviews", found.reviews),
        texts=f"{found.reviews_with_text:,}",
        unlinked=f"{found.reviews_unlinked:,}",
    )
    yield "  " + ", ".join(f"{stars}★ {count:,}" for stars, count in reversed(found.reviews_by_stars.items()))
    yield plural("{count} order has no review.", "{count} orders have no review.", found.orders_without_review)
    yield _("Sold: {orders}, {products}, {repeat}.").format(
        orders=plural("{count} order", "{count} orders", found.orders_sold),
        products=plural("{count} product", "{count} products", found.products_sold),
        repeat=plural("{count} buyer came back", "{count} buyers came back", found.repeat_customers),
    )
    for currency, amount in found.sales.items():
        back = found.refunds.get(currency)
        said = _("Sales: {amount}").format(amount=f"{amount} {currency}")
        if back:
            said = _("{sales}, after {refunds} of refunds").format(sales=said, refunds=f"{back} {currency}")
        yield said
    yield "  " + _(SALES_HINT)


@cli.group(invoke_without_command=True)
@SHOP
@JSON
@click.pass_context
def requests(ctx: click.Context, shop: Path | None, as_json: bool) -> None:
    """Say where every order stands with its review request, and why."""
    ctx.meta["shop"] = shop
    if ctx.invoked_subcommand is not None:
        return
    with opened(shop, ctx.obj) as db:
        asking.refresh(db, Progress())
        with db.read() as conn:
            states, orders = counts(conn), list(per_order(conn))
        today = db.clock.now().date()
    if as_json:
        click.echo(json.dumps(request_telling.told(states, orders, today), ensure_ascii=False, indent=1))
        return
    for line in request_telling.lines(states, orders, today):
        click.echo(line)


@requests.command("send")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="The folder for the mails (.eml).")
@click.option("--smtp", is_flag=True, help="Send them through the mail account that is set up in Settings.")
@click.option("--dry-run", is_flag=True, help="Say what would be written or sent and change nothing.")
@SHOP
@click.pass_context
def send_requests(ctx: click.Context, folder: Path | None, smtp: bool, dry_run: bool, shop: Path | None) -> None:
    """Write a mail for each request that is ready and goes by mail, or send it, and mark it as sent.

    `undo` takes the marks of written mails back; what was sent can't be.
    """
    if smtp == (folder is not None):
        raise click.UsageError("Say either --to FOLDER or --smtp.")
    with opened(shop or ctx.meta.get("shop"), ctx.obj) as db:
        if folder is not None:
            mailing = asking.save_mails(db, folder, dry_run=dry_run, progress=Progress()).value
            told, left, whole = request_telling.written_lines(mailing, dry_run), mailing.left, True
        else:
            posted = posting(db, dry_run)
            told, whole = request_telling.posted_lines(posted, dry_run), not posted.stopped
            left = (*posted.refused, *posted.later, *posted.unsure, *posted.left)
        with db.read() as conn:
            numbers = {row.id: row.number for row in request_queries.rows_of(conn, [order for order, _why in left])}
    for line in told:
        click.echo(line)
    for order, why in left:
        click.echo("  " + _("{order}: {why}").format(order=numbers.get(order, f"#{order}"), why=why))
    if not whole:
        raise click.exceptions.Exit(1)


def posting(db: Database, dry_run: bool) -> Posted:
    """Send the requests; the password comes from the key ring, else it is asked for where somebody can answer."""
    try:
        return post(db, Progress(), dry_run=dry_run).value
    except PasswordNeeded:
        if not sys.stdin.isatty():
            raise
        password = click.prompt(_("Password of the mail account"), hide_input=True, err=True)
        return post(db, Progress(), password).value


@requests.command("proof")
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@SHOP
@click.pass_context
def prove_requests(ctx: click.Context, out: Path, shop: Path | None) -> None:
    """Save the proof that everybody was asked: by plan and month, with the reason wherever nobody was."""
    with opened(shop or ctx.meta.get("shop"), ctx.obj) as db:
        asking.refresh(db, Progress())
        saved = reports.save_request_proof(db, out, Progress())
    click.echo(_("Saved {file}.").format(file=saved))


cli.add_command(
    LaterGroup(
        "helper",
        "storeapp.helper_commands",
        "Give work to helpers as Excel files, and take it back without losing anybody's edit.",
    )
)
