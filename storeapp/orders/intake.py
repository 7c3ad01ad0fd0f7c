"""Takes staged orders and their lines in: each order once by its number, each line once by its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from storeapp.customers import people
from storeapp.orders.finding import TOLD, place_of
from storeapp.orders.lines import items_of, shipping_of
from storeapp.orders.matching import FIELDS, Facts, fact_sql, is_later, is_told_later, merged, plain, plain_sql
from storeapp.orders.meeting import weak
from storeapp.store.bulk import Selected
from storeapp.store.intake import CHANGED, NEW, SAME, Change, Intake
from storeapp.store.tables import Order

_ITEMS, _SHIPPING = FIELDS.index("items_minor"), FIELDS.index("shipping_minor")
_COLUMNS = ("customer_id", "merged_from", *FIELDS, "source_batch", "source_row")
_HEAD = 7  # values of a streamed row before its facts


def find_lines(intake: Intake) -> None:
    """Find each staged line in the shop: `temp.in_lines`; and sum up what orders have now and what they had."""
    intake.scratch("in_lines", "seq INTEGER PRIMARY KEY, pos INTEGER, key TEXT, product_id INTEGER, line_id INTEGER")
    intake.gather(
        "in_lines",
        "seq, pos, key, product_id, line_id",
        "SELECT l.seq, i.pos, l.key, p.product_id, e.id FROM staging.lines l "
        "JOIN in_files f ON f.file_no = l.file_no "
        f"{place_of(intake, 'l', 'order_number', 'order_nth')}"
        "LEFT JOIN in_listings p ON p.channel_id = f.channel_id AND p.key = l.listing_key "
        "LEFT JOIN main.order_lines e ON e.order_id = i.id AND e.key = l.key WHERE true",
    )
    # An order whose file states no sum gets that of its lines.
    intake.scratch(
        "in_sums", "pos INTEGER PRIMARY KEY, items INTEGER, shipping INTEGER, products INTEGER, product INTEGER"
    )
    intake.gather(
        "in_sums",
        "pos, items, shipping, products, product",
        "SELECT pos, sum(items), sum(shipping), 0, NULL FROM (SELECT m.pos, "
        f"max({items_of('l')}) AS items, max({shipping_of('l')}) AS shipping "
        "FROM in_lines m JOIN in_orders i ON i.pos = m.pos "
        "JOIN staging.lines l ON l.seq = m.seq WHERE i.fresh GROUP BY m.pos, m.key) AS each_line "
        "WHERE true GROUP BY pos",
    )
    intake.gather(
        "in_sums",
        "pos, items, shipping, products, product",
        f"SELECT i.pos, sum({items_of('e')}), sum({shipping_of('e')}), count(DISTINCT e.product_id), "
        "max(e.product_id) FROM in_orders i "
        "CROSS JOIN main.order_lines e ON e.order_id = i.id WHERE NOT i.fresh GROUP BY i.pos",
    )


def take_in(intake: Intake) -> None:
    """Insert the new orders, update the known ones; `temp.in_orders.id` is then set for all."""
    _insert_new(intake)
    _update_known(intake)


def _staged(intake: Intake, extra: str, joins: str, fresh: bool) -> str:
    # A bare name never takes an order away from a buyer who is known by more.
    better = (
        "EXISTS (SELECT 1 FROM main.identities d WHERE d.customer_id = o.customer_id AND coalesce(d.merged_from, "
        f"d.customer_id) = coalesce(o.merged_from, o.customer_id) AND NOT {weak('d')})"
    )
    buyer = "k.customer_id" if fresh else f"iif(k.weak AND {better}, NULL, k.customer_id)"
    # A status word that is not known says as little here as in the shop, or every import would change the order again.
    own = {"currency": "nullif(coalesce(s.currency, f.currency), '')", "status": fact_sql("s", "status")}
    facts = ", ".join(own.get(name, f"s.{name}") for name in FIELDS)
    return (
        f"SELECT i.pos, s.file_no, s.row, {buyer}, i.channel_id, s.number, coalesce(k.weak, 0), {facts}{extra} "
        "FROM staging.orders s "
        "JOIN in_files f ON f.file_no = s.file_no "
        f"{place_of(intake, 's')}"
        "LEFT JOIN in_keys k ON k.channel_id = f.channel_id AND k.kind = s.customer_kind AND k.key = s.customer_key "
        f"{joins} WHERE {'i.fresh' if fresh else 'NOT i.fresh'} AND i.told AND {TOLD} ORDER BY i.pos, s.seq"
    )


def _insert_new(intake: Intake) -> None:
    """Orders of which one row tells go from SQL to SQL; what several rows tell is brought together row by row."""
    first = intake.number("SELECT count(*) FROM in_orders WHERE fresh")
    intake.scratch("in_new_orders", "nth INTEGER PRIMARY KEY, pos INTEGER UNIQUE, seq INTEGER")
    intake.gather("in_new_orders", "pos, seq", "SELECT pos, seq FROM in_orders WHERE fresh AND told ORDER BY pos")
    count = intake.number("SELECT count(*) FROM in_new_orders")
    several: Iterator[tuple[Any, ...]] = iter(())
    if intake.number("SELECT EXISTS (SELECT 1 FROM in_new_orders WHERE seq IS NULL)"):
        new = "JOIN in_new_orders n ON n.pos = i.pos AND n.seq IS NULL LEFT JOIN in_sums x ON x.pos = i.pos"
        several = intake.stream(_staged(intake, ", x.items, x.shipping, n.nth", new, True), counted=True)
    ids = intake.tx.insert_selected(Order, _told_once(), count, _new_rows(intake, several))
    intake.mark_all("SELECT s.file_no, s.row FROM in_new_orders n JOIN staging.orders s ON s.seq = n.seq", NEW)
    intake.amend("in_orders", "id = ? + n.nth FROM in_new_orders n WHERE n.pos = in_orders.pos", (ids.start - 1,))
    intake.tally("orders").new += len(ids)
    if first > len(ids):
        _insert_bare(intake)


def _told_once() -> Selected:
    owner, home = people.owner_sql("k.customer_id")
    facts = {name: plain_sql(name, f"s.{name}") for name in FIELDS}
    facts |= {
        "currency": "coalesce(s.currency, f.currency, '')",
        "items_minor": "coalesce(s.items_minor, x.items)",
        "shipping_minor": "coalesce(s.shipping_minor, x.shipping)",
    }
    source = (
        "FROM in_new_orders n JOIN staging.orders s ON s.seq = n.seq JOIN in_files f ON f.file_no = s.file_no "
        "LEFT JOIN in_keys k ON k.channel_id = f.channel_id AND k.kind = s.customer_kind AND k.key = s.customer_key "
        f"{home} LEFT JOIN in_sums x ON x.pos = n.pos WHERE n.seq IS NOT NULL"
    )
    columns = {"channel_id": "f.channel_id", "number": "s.number", **owner, **facts}
    return Selected("n.nth", columns | {"source_batch": "f.batch_id", "source_row": "s.row"}, source)


def _insert_bare(intake: Intake) -> None:
    """Orders that only lines name: nothing is known of them but their number."""
    intake.scratch("in_bare", "nth INTEGER PRIMARY KEY, pos INTEGER UNIQUE")
    intake.gather("in_bare", "pos", "SELECT pos FROM in_orders WHERE id IS NULL ORDER BY pos")
    rows = intake.stream(
        "SELECT i.channel_id, i.number, coalesce(min(nullif(l.currency, '')), f.currency, ''), x.items, x.shipping, "
        "f.batch_id, i.row FROM in_bare b JOIN in_orders i ON i.pos = b.pos JOIN in_files f ON f.file_no = i.file_no "
        "LEFT JOIN in_lines m ON m.pos = b.pos LEFT JOIN staging.lines l ON l.seq = m.seq "
        "LEFT JOIN in_sums x ON x.pos = b.pos GROUP BY b.nth ORDER BY b.nth"
    )
    columns = ("channel_id", "number", "currency", "items_minor", "shipping_minor", "source_batch", "source_row")
    ids = intake.tx.insert(Order, columns, rows)
    intake.amend("in_orders", "id = ? + b.nth FROM in_bare b WHERE b.pos = in_orders.pos", (ids.start - 1,))
    intake.tally("orders").new += len(ids)
    for file_no, row in intake.stream("SELECT i.file_no, i.row FROM in_bare b JOIN in_orders i ON i.pos = b.pos"):
        intake.mark(file_no, row, NEW)


def _new_rows(intake: Intake, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    facts_end = _HEAD + len(FIELDS)
    files = intake.files
    for _pos, same_order in groupby(rows, key=itemgetter(0)):
        one, *others = same_order
        _, file_no, row, customer, channel, number, vague = one[:_HEAD]
        facts = one[_HEAD:facts_end]
        intake.mark(file_no, row, NEW)
        newest = files[file_no].newest_on
        for more in others:
            other = more[_HEAD:facts_end]
            other_newest = files[more[1]].newest_on
            together = merged(facts, other, is_later(other, facts, other_newest, newest))
            adds = together != facts or (customer is None and more[3] is not None)
            intake.mark(more[1], more[2], NEW if adds else SAME)
            facts, newest = together, max(newest, other_newest)
            if more[3] is not None and (customer is None or (vague and not more[6])):
                customer, vague = more[3], more[6]
        items, shipping, nth = one[facts_end:]
        if (facts[_ITEMS] is None and items is not None) or (facts[_SHIPPING] is None and shipping is not None):
            whole = list(facts)
            whole[_ITEMS] = items if facts[_ITEMS] is None else facts[_ITEMS]
            whole[_SHIPPING] = shipping if facts[_SHIPPING] is None else facts[_SHIPPING]
            facts = tuple(whole)
        yield (nth, channel, number, *people.owner_of(intake, customer), *plain(facts), files[file_no].batch_id, row)


def _update_known(intake: Intake) -> None:
    stored = ", ".join(fact_sql("o", name) for name in FIELDS)
    if not intake.number("SELECT EXISTS (SELECT 1 FROM in_orders WHERE NOT fresh)"):
        return
    sql = _staged(
        intake,
        f", {stored}, o.id, coalesce(o.merged_from, o.customer_id), b.newest_on, o.source_batch, o.source_row, "
        "x.items, x.shipping",
        "JOIN main.orders o ON o.id = i.id LEFT JOIN main.import_batches b ON b.id = o.source_batch "
        "LEFT JOIN in_sums x ON x.pos = i.pos",
        False,
    )
    updated = intake.tx.update_many(Order, _COLUMNS, _changed_rows(intake, intake.stream(sql, counted=True)))
    intake.tally("orders").changed += updated


def _changed_rows(intake: Intake, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    width = len(FIELDS)
    for _pos, same_order in groupby(rows, key=itemgetter(0)):
        group = list(same_order)
        order_id, customer, newest, batch, row, items, shipping = group[0][_HEAD + 2 * width :]
        before = group[0][_HEAD + width : _HEAD + 2 * width]
        kept = intake.edited("orders", order_id)
        facts, first_customer, first_batch = before, customer, batch
        for one in group:
            facts_in = one[_HEAD : _HEAD + width]
            source = intake.files[one[1]]
            told = is_told_later(facts_in, facts, source.newest_on, newest or "")
            is_newer = intake.settle(one[1], told)
            bare = _underived(facts, facts_in, (items, shipping))
            after = merged(bare, facts_in, is_newer)
            if told is None:
                _doubt(intake, one, kept, merged(bare, facts_in, False), merged(bare, facts_in, True))
            if source.clears and is_newer:
                after = _cleared(intake, one[1], facts_in, after)
            after = _respect(kept, before, _rederived(after, facts))
            new_customer = one[3] if customer is None or (one[3] is not None and is_newer) else customer
            if after == facts and new_customer == customer:
                intake.mark(one[1], one[2], SAME)
                continue
            changes = _difference(facts, after)
            if changes or new_customer != customer:
                intake.mark(one[1], one[2], CHANGED)
                intake.note_change(one[1], one[2] or 0, "orders", str(one[5]), changes)
            else:
                intake.mark(one[1], one[2], SAME)  # it only told what its amounts are made of
            facts, customer, batch, row = after, new_customer, source.batch_id, one[2]
            newest = max(newest or "", source.newest_on)
        if facts != before or customer != first_customer:
            if customer == first_customer and not _difference(before, facts):
                intake.tally("orders").same += 1
                intake.tally("orders").changed -= 1  # it is written, but says nothing new
            yield (order_id, *people.owner_of(intake, customer), *plain(facts), batch, row)
        elif batch == first_batch:
            intake.tally("orders").same += 1


def _doubt(intake: Intake, one: tuple[Any, ...], kept: set[str], older: Facts, newer: Facts) -> None:
    """Note that it matters which state is newer, where nothing tells and the owner did not set the values by hand."""
    changes = [change for change in _difference(older, newer) if change[0] not in kept]
    if changes:
        intake.doubt(one[1], "orders", str(one[5]), changes)


def _underived(stored: Facts, incoming: Facts, sums: tuple[int | None, int | None]) -> Facts:
    """The stored facts without a sum that was only made of the lines, where the file now states one."""
    out = list(stored)
    for place, made in ((_ITEMS, sums[0]), (_SHIPPING, sums[1])):
        if incoming[place] is not None and made is not None and out[place] == made:
            out[place] = None
    return tuple(out)


def _rederived(after: Facts, stored: Facts) -> Facts:
    out = list(after)
    for place in (_ITEMS, _SHIPPING):
        out[place] = stored[place] if out[place] is None else out[place]
    return tuple(out)


def _respect(kept: set[str], before: Facts, after: Facts) -> Facts:
    """What the owner set by hand stays as it is."""
    if not kept:
        return after
    return tuple(old if name in kept else new for name, old, new in zip(FIELDS, before, after, strict=True))


def _cleared(intake: Intake, file_no: int, incoming: Facts, after: Facts) -> Facts:
    return tuple(
        None if intake.emptied(file_no, "orders", name, known, said) else known
        for name, known, said in zip(FIELDS, after, incoming, strict=True)
    )


def _difference(before: Sequence[Any], after: Sequence[Any]) -> list[Change]:
    return [
        (name, old, new) for name, old, new in zip(FIELDS, before, after, strict=True) if old != new and name != "parts"
    ]
