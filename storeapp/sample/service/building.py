"""Makes the sample shop as its owner would have: files brought in and notes taken, day after day, through the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from storeapp.channels import service as channels
from storeapp.channels.rules import ChannelFields
from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock, FixedClock
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import private_folder, scratch
from storeapp.kernel.text import N_, _
from storeapp.sample.doubles import plant
from storeapp.sample.exports import Exports
from storeapp.sample.imports import MORNING, import_days
from storeapp.sample.rules import Traders
from storeapp.sample.script import load
from storeapp.sample.service.asking import requests
from storeapp.sample.service.bringing_in import ReadDay, bring_in, reading_ahead
from storeapp.sample.service.complaints import cases
from storeapp.sample.service.notes import Entry, notes
from storeapp.sample.service.rows import SampleShop
from storeapp.sample.service.writing import writing
from storeapp.sample.voices import Voices
from storeapp.store.archive import ATTACHMENTS
from storeapp.store.attachment_files import placing
from storeapp.store.db import FILE_NAME, Database
from storeapp.store.files import put_new, refusal
from storeapp.store.place import TAKEN
from storeapp.store.shop_settings import set_shop_setting

TITLE = N_("Opened the sample shop")


def build(folder: Path, clock: Clock, progress: Progress | None = None) -> Path:
    """Make the sample shop "Lumen & Loom" in an empty folder and close it again; returns the folder.

    The same day gives the same shop. UserError if a shop is there already.
    """
    progress = progress or Progress()
    progress.begin(_("Making up three years of orders"))  # how much there is to do is known once they are made up
    now = clock.now().astimezone(timezone.utc)
    midnight = datetime.combine(now.date(), datetime.min.time(), timezone.utc)
    script = load()
    traders = Traders(script, midnight)
    traders.trade_all()
    doubles = plant(script, traders.trade)
    progress.check()
    voices = Voices(script, traders).hear_all()
    progress.check()
    if (folder / FILE_NAME).exists():
        raise UserError(_(TAKEN))
    try:
        private_folder(folder)
        with scratch(folder) as work:  # half a sample shop would look like an empty one, and stop the next try
            exports, days = Exports(script, traders, voices), import_days(script, midnight)
            with reading_ahead(exports, days, work) as reads:
                moving = FixedClock(days[0].at - timedelta(minutes=30))
                db = Database.create(work / "shop", moving, derived=DERIVED, lasting=False)
                try:
                    shop = SampleShop(db, moving, script, traders, voices)
                    _name(shop)
                    entries = [*notes(shop, doubles), *cases(shop), *requests(shop), *writing(shop)]
                    _live(shop, reads, entries, min(now, midnight + MORNING), progress)
                    _mark_as_sample(shop)
                finally:
                    db.close()
            with placing(folder) as put:
                for file in sorted((db.place.folder / ATTACHMENTS).glob("*")):
                    put(file, file.stem, file.suffix[1:])
            put_new(db.place.file, folder / FILE_NAME)
    except FileExistsError as error:
        raise UserError(_(TAKEN)) from error
    except OSError as error:
        raise refusal(error, folder) from error
    return folder


def _name(shop: SampleShop) -> None:
    """The owner's first steps: the shop's name and where it sells."""
    name = shop.script.name
    with shop.db.write(_("Named the shop {name}").format(name=name), undoable=False) as tx:
        set_shop_setting(tx, "shop_name", name)
    for place in shop.script.places:
        fields = ChannelFields(
            place.platform, place.name, place.currency, place.time_zone, place.locale, place.url, place.region
        )
        shop.channels.append(channels.add(shop.db, fields).value)


def _live(
    shop: SampleShop, reads: Sequence[ReadDay], entries: Sequence[Entry], last: datetime, progress: Progress
) -> None:
    """Do everything in the order of its time; nothing happens later than `last`."""
    done: list[Entry] = [(read.day.at, partial(bring_in, shop, read, progress)) for read in reads]
    done += entries
    done.sort(key=lambda entry: entry[0])
    progress.begin(_("Bringing its files in"), len(done))
    for at, verb in done:
        shop.clock.at = min(at, last)
        verb()
        progress.step()


def _mark_as_sample(shop: SampleShop) -> None:
    with shop.db.write(_(TITLE), kind="sample", undoable=False) as tx:
        set_shop_setting(tx, "sample", True)
