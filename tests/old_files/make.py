"""Makes the example file and the schema of the present revision: `python -m tests.old_files.make`, after each change
of the newest migration that isn't released yet.

Files of earlier revisions are never made again: they are what owners have.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.paths import resource
from storeapp.store import backup, journal, schema
from storeapp.store.db import FILE_NAME, Database
from storeapp.store.engine import connect
from storeapp.store.place import build
from storeapp.store.shop_settings import set_shop_setting
from storeapp.store.tables import (
    ImportBatch,
    ImportSetup,
    Order,
    RatingSnapshot,
    Review,
    ReviewVersion,
    SavedView,
)
from tests.make import Make

HERE = Path(__file__).resolve().parent


def fill(db: Database) -> None:
    """A few rows in every table, an edit, a deletion and something undone."""
    make = Make(db)
    channel = make.channel(name="Lumen on Etsy")
    other = make.channel(name="灯铺", platform="taobao", currency="CNY", time_zone="Asia/Shanghai")
    ann = make.customer("annlight", channel, name="Ann Ott", email="ann@shop.example", country="DE", consent="yes")
    li = make.customer("李***", other, name="李雷")
    lamp = make.product(channel, title="Linen lamp", sku="L-1")
    order = make.order(channel_id=channel, customer_id=ann, number="4711", status="delivered", refunded_minor=250)
    gone = make.order(channel_id=channel, number="4712")
    far = make.order(channel_id=other, customer_id=li, number="T-1", currency="CNY", placed_on="2025-12-31")
    make.line(order, product_id=lamp, title="Linen lamp", quantity=2)
    make.line(far, title="灯", currency="CNY")
    review = make.review(channel_id=channel, order_id=order, product_id=lamp, customer_id=ann, stars=2, text="Too dark")
    make.review(channel_id=other, text="灯很漂亮,谢谢", order_number="T-9")
    with db.write("Imported 2 rows", kind="import") as tx:
        tx.insert_one(
            ImportBatch,
            file_name="etsy.csv",
            sha256="0" * 64,
            imported_at=tx.now,
            action_id=tx.action_id,
            kinds="orders",
        )
        tx.insert_one(ReviewVersion, review_id=review, text="Much too dark", seen_at=tx.now)
        tx.insert_one(RatingSnapshot, channel_id=channel, taken_on="2026-07-01", metric="rating", value=4.7, count=31)
        tx.insert_one(ImportSetup, header_key="k", name="My own file", mapping="{}", saved_at=tx.now)
        tx.insert_one(SavedView, page="reputation", name="Unhappy", state="{}")
        set_shop_setting(tx, "shop_name", "Lumen & Loom")
    with db.write("Deleted an order") as tx:
        tx.delete(Order, [gone])
    with db.write("Wrote a reply") as tx:
        tx.update(Review, review, reply="We are sorry", replied_on="2026-07-02")
    make.customer(name="Undone")
    journal.undo(db)


def main() -> int:
    """Write `<revision>.zip` beside this file, and resources/schemas/<revision>.txt."""
    clock = FixedClock(datetime(2026, 7, 16, 9, 0, tzinfo=timezone.utc))
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "bare").mkdir()
        build(Path(place) / "bare" / FILE_NAME, DERIVED)
        things = sorted(schema.things_of(connect(Path(place) / "bare" / FILE_NAME)))
        resource("schemas", f"{schema.HEAD}.txt").write_text("\n".join(things) + "\n", "utf-8")
        db = Database.create(Path(place) / "shop", clock, "Owner", derived=DERIVED)
        fill(db)
        db.close()
        shutil.copy(backup.make(db, "release").path, HERE / f"{schema.HEAD}.zip")
    return 0


if __name__ == "__main__":
    sys.exit(main())
