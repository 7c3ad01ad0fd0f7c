"""Takes staged products in: one listing per key of a channel, one product for what several listings sell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storeapp.customers.matching import Groups, told
from storeapp.orders.finding import place_of
from storeapp.store.bulk import Selected
from storeapp.store.intake import CHANGED, NEW, SAME, Change, Intake
from storeapp.store.tables import Listing, Product

EXPLICIT = "9999-99-99"  # stamp of a value from a list of products
UNDATED = "0000-00-00"
CLEARED = ("sku", "price_minor", "currency", "url")  # what an empty cell may clear: never the key or the title
_BY_TITLE = "l.key >= 'title:' AND l.key < 'title;'"  # a key that an index finds, which LIKE is not
LISTED = ("external_id", "sku", "title", "price_minor", "currency", "url")


def title_key(title: str | None) -> str | None:
    """The listing key of a product known by nothing but its title."""
    folded = " ".join((title or "").split()).casefold()
    return f"title:{folded}" if folded else None


def take_in(intake: Intake) -> None:
    """Insert and update products and listings; `temp.in_listings` then says what each (channel, key) is."""
    _gather(intake)
    _group(intake)
    _insert_new(intake)
    _update_known(intake)
    _mark_rows(intake)


def _gather(intake: Intake) -> None:
    intake.scratch(
        "in_listings",
        "node INTEGER PRIMARY KEY, channel_id INTEGER, key TEXT, parent_key TEXT, external_id TEXT, sku TEXT, "
        "category TEXT, price_minor TEXT, currency TEXT, url TEXT, title TEXT, stamp TEXT, newest TEXT, seq INTEGER, "
        "listing_id INTEGER, product_id INTEGER, grp INTEGER, fresh INTEGER, changed INTEGER DEFAULT 0, "
        "title_key TEXT, UNIQUE (channel_id, key)",
    )
    intake.gather(
        "in_listings",
        "channel_id, key, parent_key, external_id, sku, category, price_minor, currency, url, title, stamp, newest, "
        "seq",
        "SELECT f.channel_id, p.listing_key, max(p.parent_key), max(p.external_id), max(nullif(p.sku, '')), "
        "max(nullif(p.category, '')), max(f.stamp || p.price_minor), max(f.stamp || nullif(p.currency, '')), "
        "max(f.stamp || nullif(p.url, '')), "
        f"max(iif(f.lists_products, '{EXPLICIT}', '{UNDATED}') || nullif(p.title, '')), "
        f"max(iif(f.lists_products, '{EXPLICIT}', '{UNDATED}')), max(f.newest_on), min(p.seq) FROM staging.products p "
        "JOIN in_files f ON f.file_no = p.file_no WHERE p.listing_key IS NOT NULL GROUP BY 1, 2",
    )
    # A title is as old as the latest order that names it: a renamed listing goes by its latest name. A line that takes
    # goods back ("Refund: Mug") names the refund, not the goods.
    intake.amend(
        "in_listings",
        "title = t.title FROM (SELECT f.channel_id, l.listing_key, "
        "max(coalesce(i.placed_on, l.shipped_on, '0000-00-01') || l.title) AS title FROM staging.lines l "
        "JOIN in_files f ON f.file_no = l.file_no "
        f"{place_of(intake, 'l', 'order_number', 'order_nth', how='LEFT JOIN')}"
        "WHERE l.title <> '' AND coalesce(l.quantity, 1) >= 0 AND l.listing_key NOT LIKE 'title:%' GROUP BY 1, 2) t "
        "WHERE t.channel_id = in_listings.channel_id AND t.listing_key = in_listings.key "
        f"AND in_listings.stamp = '{UNDATED}'",
    )
    intake.amend(
        "in_listings",
        "grp = node, (listing_id, product_id) = (SELECT l.id, l.product_id FROM main.listings l "
        "WHERE l.channel_id = in_listings.channel_id AND l.key = in_listings.key)",
    )
    intake.amend("in_listings", "fresh = listing_id IS NULL")
    _key_titles(intake)


def _key_titles(intake: Intake) -> None:
    """Find out under which key each listing would be known by its title, where any listing is known by one."""
    known = (
        f"SELECT EXISTS (SELECT 1 FROM in_listings l WHERE {_BY_TITLE}) OR EXISTS (SELECT 1 FROM in_files f "
        f"CROSS JOIN main.listings l ON l.channel_id = f.channel_id WHERE {_BY_TITLE})"
    )
    if intake.number(known):
        rows = intake.stream("SELECT node, substr(title, 11) FROM in_listings WHERE title IS NOT NULL")
        keys = [(node, title_key(title)) for node, title in rows]
        intake.amend_rows("in_listings", "title_key = ?2 WHERE node = ?1", keys)


_LINKS = (
    # a variant belongs to its parent
    "SELECT a.node, b.node FROM in_listings a CROSS JOIN in_listings b ON b.channel_id = a.channel_id "
    "AND b.key = a.parent_key WHERE a.parent_key IS NOT NULL",
    # a product code in a list of products is the one that lines of any channel carry
    "SELECT a.node, b.node FROM in_listings a CROSS JOIN in_listings b ON b.sku = substr(a.key, 5) "
    "WHERE a.key LIKE 'sku:%' AND a.node <> b.node",
    # a title without any id is the listing of that title
    "SELECT a.node, b.node FROM in_listings a CROSS JOIN in_listings b ON b.channel_id = a.channel_id "
    "AND b.key = a.title_key WHERE a.key NOT LIKE 'title:%' AND a.title_key IS NOT NULL",
)
_STORED = (
    "SELECT n.grp, min(l.product_id) FROM in_listings n CROSS JOIN main.listings l ON l.channel_id = n.channel_id "
    "AND l.key = n.parent_key WHERE n.fresh AND n.parent_key IS NOT NULL GROUP BY 1",
    # the same code on another channel, or in a list of products; two listings of one channel stay two products
    "SELECT n.grp, min(p.id) FROM in_listings n CROSS JOIN main.products p ON p.sku = n.sku "
    "WHERE n.fresh AND n.sku <> '' AND (n.key LIKE 'sku:%' OR NOT EXISTS (SELECT 1 FROM main.listings l "
    "WHERE l.product_id = p.id AND l.channel_id = n.channel_id AND l.key LIKE 'id:%')) GROUP BY 1",
    "SELECT n.grp, min(l.product_id) FROM in_listings n CROSS JOIN main.products p ON p.title = substr(n.title, 11) "
    "CROSS JOIN main.listings l ON l.product_id = p.id AND l.channel_id = n.channel_id "
    "WHERE n.fresh AND n.key LIKE 'title:%' GROUP BY 1",
    "SELECT n.grp, min(l.product_id) FROM in_listings n CROSS JOIN main.listings l ON l.channel_id = n.channel_id "
    "AND l.key = n.title_key WHERE n.fresh AND n.key NOT LIKE 'title:%' AND n.title_key IS NOT NULL GROUP BY 1",
)


def _group(intake: Intake) -> None:
    """Decide which listings sell the same product."""
    intake.index("in_listings", "sku")
    groups = Groups(intake.number("SELECT max(node) FROM in_listings"))
    for sql in _LINKS:
        for one, other in intake.stream(sql):
            groups.join(one, other)
    intake.amend_rows("in_listings", "grp = ?2 WHERE node = ?1", groups.moved())
    intake.scratch("in_products", "grp INTEGER PRIMARY KEY, product_id INTEGER, fresh INTEGER")
    intake.gather(
        "in_products",
        "grp, product_id, fresh",
        "SELECT grp, min(product_id), 0 FROM in_listings WHERE true GROUP BY grp",
    )
    for sql in _STORED:
        found = list(intake.stream(sql))
        intake.amend_rows("in_products", "product_id = coalesce(product_id, ?2) WHERE grp = ?1", found)
    intake.amend("in_products", "fresh = 1 WHERE product_id IS NULL")


def _insert_new(intake: Intake) -> None:
    intake.scratch("in_new_products", "pos INTEGER PRIMARY KEY, grp INTEGER UNIQUE")
    intake.gather("in_new_products", "grp", "SELECT grp FROM in_products WHERE fresh ORDER BY grp")
    rows = intake.stream(
        "SELECT coalesce(substr(max(l.title), 11), max(l.sku), max(l.external_id), l.key), coalesce(max(l.sku), ''), "
        "coalesce(max(l.category), ''), i.batch_id, p.row FROM in_new_products n JOIN in_listings l ON l.grp = n.grp "
        "JOIN staging.products p ON p.seq = l.seq JOIN in_files i ON i.file_no = p.file_no "
        "GROUP BY n.pos ORDER BY n.pos",
        counted=True,
    )
    ids = intake.tx.insert(Product, ("title", "sku", "category", "source_batch", "source_row"), rows)
    intake.amend(
        "in_products",
        "product_id = ? + n.pos FROM in_new_products n WHERE n.grp = in_products.grp",
        (ids.start - 1,),
    )
    intake.amend(
        "in_listings",
        "product_id = p.product_id FROM in_products p WHERE p.grp = in_listings.grp AND in_listings.fresh",
    )
    intake.tally("products").new += len(ids)
    intake.scratch("in_new_listings", "pos INTEGER PRIMARY KEY, node INTEGER")
    intake.gather("in_new_listings", "node", "SELECT node FROM in_listings WHERE fresh ORDER BY node")
    columns = {name: f"l.{name}" for name in ("product_id", "channel_id", "key")}
    columns |= {name: f"coalesce(l.{name}, '')" for name in ("external_id", "sku")}
    columns |= {name: f"coalesce(substr(l.{name}, 11), '')" for name in ("title", "currency", "url")}
    columns |= {
        "price_minor": "CAST(substr(l.price_minor, 11) AS INTEGER)",
        "source_batch": "i.batch_id",
        "source_row": "p.row",
    }
    source = (
        "FROM in_new_listings n JOIN in_listings l ON l.node = n.node JOIN staging.products p ON p.seq = l.seq "
        "JOIN in_files i ON i.file_no = p.file_no WHERE true"
    )
    count = intake.number("SELECT count(*) FROM in_new_listings")
    intake.tx.insert_selected(Listing, Selected("n.pos", columns, source), count)


def _update_known(intake: Intake) -> None:
    clearing = [number for number, file in intake.files.items() if any(c.startswith("products.") for c in file.clears)]
    cleared = f"OR p.file_no IN ({', '.join(map(str, clearing))}) " if clearing else ""
    rows = list(
        intake.stream(
            "SELECT l.node, e.id, e.product_id, l.stamp, l.newest, b.newest_on, l.category, g.category, g.title, "
            "p.file_no, p.row, i.batch_id, "
            "e.external_id, e.sku, e.title, e.price_minor, e.currency, e.url, "
            "l.external_id, l.sku, l.title, CAST(substr(l.price_minor, 11) AS INTEGER), substr(l.currency, 11), "
            "substr(l.url, 11) "
            "FROM in_listings l CROSS JOIN main.listings e ON e.id = l.listing_id CROSS JOIN main.products g "
            "ON g.id = e.product_id "
            "LEFT JOIN main.import_batches b ON b.id = e.source_batch JOIN staging.products p ON p.seq = l.seq "
            "JOIN in_files i ON i.file_no = p.file_no WHERE NOT l.fresh AND ("
            "coalesce(l.external_id, e.external_id) <> e.external_id OR coalesce(l.sku, e.sku) <> e.sku "
            "OR coalesce(substr(l.title, 11), e.title) <> e.title OR coalesce(substr(l.currency, 11), e.currency) "
            "<> e.currency OR coalesce(substr(l.url, 11), e.url) <> e.url OR coalesce(l.category, g.category) "
            "<> g.category OR (l.price_minor IS NOT NULL "
            f"AND CAST(substr(l.price_minor, 11) AS INTEGER) IS NOT e.price_minor) {cleared})"
        )
    )
    for row in rows:
        _update_one(intake, row)


def _update_one(intake: Intake, row: tuple[Any, ...]) -> None:
    node, listing, product, stamp, newest, stored_newest, category, old_category, product_title = row[:9]
    file_no, row_no, batch = row[9:12]
    before, given = dict(zip(LISTED, row[12:18], strict=True)), dict(zip(LISTED, row[18:24], strict=True))
    listed = stamp == EXPLICIT
    known = told(newest, stored_newest)
    trusted = listed and intake.settle(file_no, known)
    if listed and known is None:
        differs = [(n, before[n], new) for n, new in given.items() if n != "title" and _filled(before[n], new)]
        if before["title"] and (given["title"] or before["title"])[10:] not in ("", before["title"]):
            differs.append(("title", before["title"], given["title"][10:]))
        if differs:
            intake.doubt(file_no, "products", before["title"] or product_title, differs)
    after = {name: _agreed(before[name], value, listed, trusted) for name, value in given.items() if name != "title"}
    after["title"] = _title(intake, product, before["title"], given["title"], listed, trusted)
    own = {"category": _agreed(old_category, category, listed, trusted)}
    if trusted:
        for name in CLEARED:
            if intake.emptied(file_no, "products", name, before[name], given[name]):
                after[name] = None if name == "price_minor" else ""
        if intake.emptied(file_no, "products", "category", old_category, category):
            own["category"] = ""
    follows = product_title == before["title"] or not before["title"]
    if after["title"] != before["title"] and follows and "title" not in intake.edited("products", product):
        own["title"] = after["title"]
    changes: list[Change] = [(n, before[n], new) for n, new in after.items() if new != before[n]]
    if changes:
        intake.tx.update(Listing, listing, **after, source_batch=batch, source_row=row_no)
    if own["category"] != old_category:
        changes.append(("category", old_category, own["category"]))
    if not changes:
        return
    intake.tx.update(Product, product, **own)
    intake.amend("in_listings", "changed = 1 WHERE node = ?", (node,))
    intake.note_change(file_no, row_no or 0, "products", after["title"] or product_title, changes)
    intake.tally("products").changed += 1


def _filled(stored: Any, given: Any) -> bool:
    return given not in (None, "", stored) and stored not in (None, "")


def _agreed(stored: Any, given: Any, listed: bool, trusted: bool) -> Any:
    """A list of products is believed unless it is older; what lines say fills gaps, the larger word among unequals."""
    if given in (None, "") or given == stored:
        return stored
    if stored in (None, "") or trusted:
        return given
    return stored if listed else max(stored, given)


def _title(intake: Intake, product: int, stored: str, packed: str | None, listed: bool, trusted: bool) -> str:
    """The name under which the product was sold last."""
    if packed is None or packed[10:] == stored:
        return stored
    if not stored or trusted:
        return str(packed[10:])
    if listed:
        return stored
    known = _last_sold(intake, product)
    return str(max(packed, (known or packed[:10]) + stored)[10:]) if known or packed[:10] == UNDATED else stored


def _last_sold(intake: Intake, product: int) -> str | None:
    sold: Iterator[tuple[Any, ...]] = intake.stream(
        "SELECT max(coalesce(o.placed_on, l.shipped_on, '0000-00-01')) FROM main.order_lines l "
        "JOIN main.orders o ON o.id = l.order_id WHERE l.product_id = ? AND l.title <> ''",
        (product,),
    )
    for (day,) in sold:
        return None if day is None else str(day)
    return None


def _mark_rows(intake: Intake) -> None:
    rows = intake.stream(
        "SELECT p.file_no, p.row, l.fresh, l.changed FROM staging.products p JOIN in_files f ON f.file_no = p.file_no "
        "JOIN in_listings l ON l.channel_id = f.channel_id AND l.key = p.listing_key"
    )
    tally = intake.tally("products")
    for file_no, row, fresh, changed in rows:
        verdict = NEW if fresh else CHANGED if changed else SAME
        intake.mark(file_no, row, verdict)
        tally.same += verdict == SAME
