"""The options that commands share, and how one of them opens the shop it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.settings import Settings
from storeapp.kernel.text import _
from storeapp.store.backup_copy import naming_the_way_back
from storeapp.store.db import Database
from storeapp.store.writers import COMMANDS

SHOP = click.option("--shop", type=click.Path(path_type=Path), help="The shop's folder; by default the one used last.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


@contextmanager
def opened(shop: Path | None, clock: Clock) -> Iterator[Database]:
    """The shop in the given folder, or the one that the window used last."""
    settings = Settings.load()
    folder = shop or (Path(settings.last_shop) if settings.last_shop else None)
    if folder is None:
        raise UserError(_("Say which shop: --shop DIR."))
    db = Database.open(folder, clock, settings.owner_name, COMMANDS, derived=DERIVED)
    with closing(db), naming_the_way_back(folder):
        yield db
