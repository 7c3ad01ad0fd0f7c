"""Takes staged order lines in, after their orders: by the channel's line id, else by what was bought."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from storeapp.customers.matching import later, told
from storeapp.orders.matching import line_merged
from storeapp.orders.sales import CALLED_OFF
from storeapp.store.bulk import Selected
from storeapp.store.intake import CHANGED, NEW, SAME, Intake
from storeapp.store.tables import Order, OrderLine

FIELDS = (
    "product_id", "title", "sku", "options", "quantity", "price_minor", "discount_minor", "shipping_minor",
    "total_minor", "currency", "shipped_on", "kind", "returned",
)  # fmt: skip
_STAGED = [
    {"product_id": "m.product_id", "currency": "coalesce(l.currency, f.currency)"}.get(name, f"l.{name}")
    for name in FIELDS
]
_HEAD = 5  # values of a streamed new row before its facts
_FROM = (
    "FROM in_lines m JOIN staging.lines l ON l.seq = m.seq JOIN in_files f ON f.file_no = l.file_no "
    "JOIN in_orders i ON i.pos = m.pos "
)
_PLAIN = {"title": "", "sku": "", "options": "", "quantity": 1, "currency": "", "kind": ""}
_DEFAULTS = tuple(_PLAIN.get(name) for name in FIELDS)


def items_of(lines: str) -> str:
    """SQL of what a line of `lines` adds to its order's items: goods, and discounts that take from them."""
    return f"iif(coalesce({lines}.kind, '') IN ('', 'discount'), {lines}.total_minor, NULL)"


def shipping_of(lines: str) -> str:
    """SQL of what a line of `lines` adds to its order's shipping."""
    return (
        f"CASE {lines}.kind WHEN 'shipping' THEN {lines}.total_minor WHEN '{CALLED_OFF}' THEN NULL "
        f"ELSE {lines}.shipping_minor END"
    )


def take_in(intake: Intake) -> None:
    """Insert new lines, update known ones, and sum them up for the orders whose files state no sum."""
    intake.scratch("in_recheck", "order_id INTEGER PRIMARY KEY")
    recheck: list[int] = []
    _insert_new(intake, recheck)
    stored = ", ".join(f"e.{name}" for name in FIELDS)
    known = intake.stream(
        f"SELECT m.line_id, m.key, l.file_no, l.row, i.id, b.newest_on, {', '.join(_STAGED)}, {stored}, "
        f"e.source_batch, e.source_row, i.number {_FROM} JOIN main.order_lines e ON e.id = m.line_id "
        "LEFT JOIN main.import_batches b ON b.id = e.source_batch ORDER BY m.pos, m.key, l.seq",
        counted=True,
    )
    written = (*FIELDS, "source_batch", "source_row")
    intake.tally("lines").changed += intake.tx.update_many(OrderLine, written, _changed_rows(intake, known, recheck))
    intake.gather_rows("in_recheck", "order_id", ((number,) for number in recheck))
    _sum_up(intake)


def _insert_new(intake: Intake, recheck: list[int]) -> None:
    """Lines that one row tells go from SQL to SQL; what several rows tell of one is brought together row by row."""
    intake.scratch("in_new_lines", "nth INTEGER PRIMARY KEY, pos INTEGER, key TEXT, seq INTEGER, rows INTEGER")
    intake.gather(
        "in_new_lines",
        "pos, key, seq, rows",
        "SELECT pos, key, min(seq), count(*) FROM in_lines WHERE line_id IS NULL GROUP BY pos, key ORDER BY pos, key",
    )
    count = intake.number("SELECT count(*) FROM in_new_lines")
    several: Iterator[tuple[Any, ...]] = iter(())
    if intake.number("SELECT EXISTS (SELECT 1 FROM in_new_lines WHERE rows > 1)"):
        several = intake.stream(
            f"SELECT n.nth, m.key, l.file_no, l.row, i.id, {', '.join(_STAGED)} {_FROM} "
            "JOIN in_new_lines n ON n.pos = m.pos AND n.key = m.key AND n.rows > 1 WHERE m.line_id IS NULL "
            "ORDER BY n.nth, l.seq",
            counted=True,
        )
    ids = intake.tx.insert_selected(OrderLine, _told_once(), count, _new_rows(intake, several, recheck))
    intake.tally("lines").new += len(ids)
    once = "SELECT l.file_no, l.row FROM in_new_lines n JOIN staging.lines l ON l.seq = n.seq WHERE n.rows = 1"
    intake.mark_all(once, NEW)
    grown = "SELECT DISTINCT i.id FROM in_new_lines n JOIN in_orders i ON i.pos = n.pos WHERE NOT i.fresh"
    intake.gather("in_recheck", "order_id", f"SELECT id FROM ({grown}) g WHERE true")


def _told_once() -> Selected:
    said = dict(zip(FIELDS, _STAGED, strict=True))
    facts = {
        name: sql if (blank := _PLAIN.get(name)) is None else f"coalesce({sql}, {blank!r})"
        for name, sql in said.items()
    }
    source = (
        "FROM in_new_lines n JOIN in_lines m ON m.seq = n.seq JOIN staging.lines l ON l.seq = n.seq "
        "JOIN in_files f ON f.file_no = l.file_no JOIN in_orders i ON i.pos = n.pos WHERE n.rows = 1"
    )
    columns = {"order_id": "i.id", "key": "n.key", **facts, "source_batch": "f.batch_id", "source_row": "l.row"}
    return Selected("n.nth", columns, source)


def _new_rows(intake: Intake, rows: Iterator[tuple[Any, ...]], recheck: list[int]) -> Iterator[tuple[Any, ...]]:
    for nth, same_line in groupby(rows, key=itemgetter(0)):
        one, *others = same_line
        _, key, file_no, row, order_id = one[:_HEAD]
        values = one[_HEAD:]
        intake.mark(file_no, row, NEW)
        for more in others:
            newer = later(intake.files[more[2]].newest_on, intake.files[file_no].newest_on) >= 0
            changes = line_merged(
                dict(zip(FIELDS, values, strict=True)), dict(zip(FIELDS, more[_HEAD:], strict=True)), newer
            )
            intake.mark(more[2], more[3], NEW if changes else SAME)
            if changes:
                values = tuple(changes[n][1] if n in changes else v for n, v in zip(FIELDS, values, strict=True))
                recheck.append(order_id)
        yield (
            nth,
            order_id,
            key,
            *(value if value is not None else default for value, default in zip(values, _DEFAULTS, strict=True)),
            intake.files[file_no].batch_id,
            row,
        )


def _changed_rows(intake: Intake, rows: Iterator[tuple[Any, ...]], recheck: list[int]) -> Iterator[tuple[Any, ...]]:
    width = len(FIELDS)
    tally = intake.tally("lines")
    for line_id, same_line in groupby(rows, key=itemgetter(0)):
        group = list(same_line)
        before = dict(zip(FIELDS, group[0][6 + width : 6 + 2 * width], strict=True))
        batch, row, number = group[0][6 + 2 * width :]
        newest = group[0][5] or ""
        values = dict(before)
        kept = intake.edited("order_lines", line_id)
        for one in group:
            source = intake.files[one[2]]
            incoming = {n: v for n, v in zip(FIELDS, one[6 : 6 + width], strict=True) if n not in kept}
            known = told(source.newest_on, newest)
            newer = intake.settle(one[2], known)
            changes = line_merged(values, incoming, newer)
            if known is None:
                _doubt(intake, one[2], number, values, incoming)
            if source.clears and newer:
                changes |= {
                    name: (values[name], _PLAIN.get(name))
                    for name, said in incoming.items()
                    if intake.emptied(one[2], "lines", name, values[name], said)
                }
            intake.mark(one[2], one[3], CHANGED if changes else SAME)
            if changes:
                values |= {name: new for name, (_, new) in changes.items()}
                newest, batch, row = max(newest, source.newest_on), source.batch_id, one[3]
                shown = [(n, old, new) for n, (old, new) in changes.items() if n != "product_id"]
                intake.note_change(one[2], one[3] or 0, "lines", f"{number} · {values['title']}", shown)
        if values == before:
            tally.same += 1
            continue
        recheck.append(group[0][4])
        yield (line_id, *values.values(), batch, row)


def _doubt(intake: Intake, file_no: int, number: object, values: dict[str, Any], incoming: dict[str, Any]) -> None:
    """Note that it matters which state of a line is newer, where no date tells."""
    older = line_merged(values, incoming, False)
    changes = [(n, *pair) for n, pair in line_merged(values, incoming, True).items() if n not in older]
    shown = [change for change in changes if change[0] != "product_id"]
    if shown:
        intake.doubt(file_no, "lines", f"{number} · {values['title']}", shown)


def _sum_up(intake: Intake) -> None:
    """Sum lines up for orders that had no sum, or only the one of their lines before."""
    rows = intake.stream(
        "SELECT o.id, iif(o.items_minor IS NULL OR o.items_minor IS x.items, t.items, o.items_minor), "
        "iif(o.shipping_minor IS NULL OR o.shipping_minor IS x.shipping, coalesce(t.shipping, o.shipping_minor), "
        "o.shipping_minor) FROM in_recheck r JOIN main.orders o ON o.id = r.order_id "
        "JOIN in_orders i ON i.id = o.id "
        "LEFT JOIN in_sums x ON x.pos = i.pos JOIN (SELECT e.order_id, "
        f"sum({items_of('e')}) AS items, sum({shipping_of('e')}) AS shipping "
        "FROM in_recheck r JOIN main.order_lines e ON e.order_id = r.order_id "
        "GROUP BY e.order_id) t ON t.order_id = o.id"
    )
    intake.tx.update_many(Order, ("items_minor", "shipping_minor"), list(rows))
