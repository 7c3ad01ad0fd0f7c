"""A shop with many requests that are due by mail; as a program it sends them its way until it is killed at a place.

`python -m tests.safety.request_shop WAY SHOP OUT PLACE`: WAY save or mark; PLACE "written:7" while the seventh mail is
written, "seen:7" when the seventh is let be seen, "noted" before the change is kept, "kept" after it.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime, timezone
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.solicitation import mail_files, service
from storeapp.solicitation.sums import counts
from storeapp.store.db import Database
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import Customer, Order, OrderLine
from tests.make import Make

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
LANGUAGES = ("en", "es", "de", "zh")


def lay(folder: Path, number: int) -> list[int]:
    """Lay a shop with so many orders that are due, each of another buyer; gives their ids."""
    db = Database.create(folder, FixedClock(NOON), "Owner", derived=DERIVED)
    make = Make(db)
    channel = make.channel(platform="own", name="Shop", url="https://lumen.example", time_zone="America/New_York")
    lamp = make.product(title="Walnut lamp")
    with db.write("Laid") as tx:
        set_shop_setting(tx, "shop_name", "Lumen & Loom")
        buyers = [(f"Ann Lee {n}", f"ann{n}@shop.example", "US", LANGUAGES[n % 4]) for n in range(number)]
        people = tx.insert(Customer, ("name", "email", "country", "language"), buyers)
        columns = ("number", "channel_id", "customer_id", "status", "placed_on", "delivered_on", "ship_country")
        orders = tx.insert(
            Order,
            columns,
            [(f"1{n:06}", channel, who, "delivered", "2026-06-20", "2026-07-01", "US") for n, who in enumerate(people)],
        )
        tx.insert(OrderLine, ("order_id", "key", "product_id"), [(order, "#1", lamp) for order in orders])
    service.set_address(db, "1 Elm Street\nTroy")
    db.close()
    return list(orders)


def opened(folder: Path) -> Database:
    """The shop at noon."""
    return Database.open(folder, FixedClock(NOON), "Owner", derived=DERIVED)


def standing(db: Database) -> dict[str, int]:
    """Orders by state, those without any left out."""
    service.refresh(db)
    with db.read() as conn:
        return {state: number for state, number in counts(conn).items() if number}


def _die(*_words: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _be_killed_at(place: str) -> None:
    where, _colon, number = place.partition(":")
    left = int(number or 0)
    if where in ("written", "seen"):
        owner, name = (Path, "write_bytes") if where == "written" else (mail_files.os, "replace")
        usual = getattr(owner, name)

        def counting(*words: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                _die()
            return usual(*words)

        setattr(owner, name, counting)
    elif where == "noted":
        service._name_sending = _die  # type: ignore[assignment]
    else:
        service._up_to_date = _die  # type: ignore[assignment]


if __name__ == "__main__":
    way, shop, out, place = sys.argv[1:]
    database = opened(Path(shop))
    service.refresh(database)
    _be_killed_at(place)
    if way == "save":
        service.save_mails(database, Path(out))
    else:
        service.mark_sent(database, list(range(1, 10_000)))
