"""`storeapp helper`: workbooks out and back on the command line; read when one of its commands is wanted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from storeapp.exchange.helper_workbooks import printed as helper_printed
from storeapp.exchange.helper_workbooks import queries as helper_queries
from storeapp.exchange.helper_workbooks import service as helpers
from storeapp.exchange.helper_workbooks.languages import languages
from storeapp.exchange.helper_workbooks.queries.translate import NAME as TRANSLATE
from storeapp.exchange.helper_workbooks.task_list import TASKS
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.shop_option import JSON, SHOP, opened
from storeapp.solicitation import service as asking

ROWS = "At most so many rows, or articles to translate."
READ = f"The language the helper reads: {', '.join(languages())}."


@click.command("export")
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@click.option("--task", required=True, type=click.Choice([*TASKS]), help="What the helper is to do.")
@click.option("--into", default="", metavar="CODE", help="The language to translate articles into, for example de.")
@click.option("--to", "name", default="", metavar="NAME", help="Who gets it.")
@click.option("--why", default="", metavar="WORDS", help="What it is for; stands on the sheet to read first.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day it is to be back.")
@click.option(
    "--rows",
    default=200,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="At most so many rows, or articles to translate.",
)
@click.option("--columns", default="", metavar="KEY,KEY", help="Only these columns; fewer is safer.")
@click.option("--names", "named", is_flag=True, help="Put buyers' names in, which are left out otherwise.")
@click.option(
    "--language", default="", metavar="CODE", help=f"The language the helper reads: {', '.join(languages())}."
)
@SHOP
@click.pass_obj
def export_helper(
    clock: Clock, /, out: Path, task: str, into: str, name: str, why: str, until: Any, rows: int, columns: str,
    named: bool, language: str, shop: Path | None,
) -> None:  # fmt: skip
    """Save a workbook for a helper, with the rows that wait for this work."""
    keys = tuple(filter(None, (key.strip() for key in columns.split(","))))
    day = until.date() if until else None
    work = f"{task}:{into}" if task == TRANSLATE else task
    given = helpers.GivenWork(work, name, why, day, rows, keys, named=named, language=language)
    with opened(shop, clock) as db:
        if task == "requests":
            asking.refresh(db, Progress())
        made = helpers.give_out(db, out, given).value
    for line in helper_printed.given_lines(made):
        click.echo(line)


@click.command("merge")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be applied and change nothing.")
@SHOP
@JSON
@click.pass_obj
def merge_helpers(clock: Clock, files: tuple[Path, ...], dry_run: bool, shop: Path | None, as_json: bool) -> None:
    """Take workbooks back: what only the helper changed is applied, each file as one action that can be undone.

    What both of you changed, and rows that are not sure, stay for the window: “Import data”. Exit code 1 where a file
    can't be read.
    """
    found, refused = [], []
    with opened(shop, clock) as db:
        for file in files:
            try:
                compared = helpers.take_back(db, file).value
                for one in compared:
                    with db.read() as conn:
                        said = helper_printed.told(conn, one)
                    if not dry_run:
                        helpers.apply(db, one)
                    found.append(said)
            except UserError as why:
                refused.append(why.sentence)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for told in found:
            for line in helper_printed.lines(told, dry_run):
                click.echo(line)
        if dry_run and found:
            click.echo(_("Nothing was changed: this was only a trial run."))
    for sentence in refused:
        click.echo(sentence, err=True)
    if refused:
        raise click.exceptions.Exit(1)


@click.command("list")
@SHOP
@click.pass_obj
def list_helpers(clock: Clock, shop: Path | None) -> None:
    """List what was given to whom, when, with which columns, and what is not back yet."""
    with opened(shop, clock) as db, db.read() as conn:
        given = helper_queries.workbooks(conn)
    for line in helper_printed.list_lines(given, clock.today().isoformat()):
        click.echo(line)


COMMANDS: dict[str, click.Command] = {"export": export_helper, "merge": merge_helpers, "list": list_helpers}
