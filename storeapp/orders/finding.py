"""Finds the order that each staged row means: in the shop, or among the orders that come in with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from storeapp.kernel.text import plural
from storeapp.orders.identity import NUMBERS_ARE_IDS, OTHER, Seen, sameness, seen
from storeapp.orders.matching import FIELDS, fact_sql
from storeapp.store.intake import REFUSED, Intake

TOLD = (
    "coalesce(s.customer_key, "
    + ", ".join(fact_sql("s", name) for name in FIELDS if name != "currency")
    + ") IS NOT NULL"
)
EXAMPLES = 3  # numbers named in a sentence
_NAMING = (("orders", "number", "nth"), ("lines", "order_number", "order_nth"))

Number = tuple[int, str]  # channel, order number
Place = tuple[int, str, int]  # file, order number, which of the orders of that number in the file


def place_of(intake: Intake, table: str, number: str = "number", nth: str = "nth", *, how: str = "JOIN") -> str:
    """SQL that joins a staged table (with its file as `f`) to the order it means, as `i`; refused rows have none."""
    plain = "(SELECT n.pos FROM in_orders n WHERE n.channel_id = f.channel_id AND n.number = {0} AND n.nth = 0)"
    if not intake.number("SELECT count(*) FROM in_twins"):
        return f"{how} in_orders i ON i.channel_id = f.channel_id AND i.number = {table}.{number} AND i.nth = 0 "
    return (
        f"LEFT JOIN in_twins w ON w.file_no = {table}.file_no AND w.number = {table}.{number} "
        f"AND w.nth = coalesce({table}.{nth}, 0) "
        f"{how} in_orders i ON i.pos = coalesce(w.pos, {plain.format(f'{table}.{number}')}) "
    )


def order_of(channel: str, number: str, customer: str, name: str, day: str) -> str:
    """SQL of the id of the order that a review of that number means; NULL where several could be meant.

    Each part is SQL. The only order of the number; else the only one of this buyer that was placed by that day; else
    the only one that was placed by then.
    """
    only = (
        "(SELECT max(c.id) FROM main.orders c WHERE c.channel_id = {channel} AND c.number = {number} "
        "AND {number} <> ''{more} GROUP BY c.number HAVING count(*) = 1)"
    )
    by_then = f" AND coalesce(c.placed_on <= {day}, 1)"
    buyer = (
        f" AND (coalesce(c.merged_from, c.customer_id) = {customer} "
        f"OR c.buyer_name <> '' AND lower(c.buyer_name) = lower({name}))"
    )
    parts = (only.format(channel=channel, number=number, more=more) for more in ("", by_then + buyer, by_then))
    return f"coalesce({', '.join(parts)})"


def find(intake: Intake) -> None:
    """Find each staged order in the shop: `temp.in_orders`. Rows that say nothing but a number aren't `told`.

    `temp.in_twins` says which of several orders a row means where a number alone doesn't. Where one staged row alone
    tells of an order, as the shop keeps it, `seq` is its place.
    """
    intake.scratch(
        "in_orders",
        "pos INTEGER PRIMARY KEY, channel_id INTEGER, number TEXT, nth INTEGER DEFAULT 0, id INTEGER, fresh INTEGER, "
        "told INTEGER, placed_on TEXT, file_no INTEGER, row INTEGER, rows INTEGER DEFAULT 1, seq INTEGER, "
        "UNIQUE (channel_id, number, nth)",
    )
    intake.scratch("in_twins", "file_no INTEGER, number TEXT, nth INTEGER, pos INTEGER, UNIQUE (file_no, number, nth)")
    intake.gather(
        "in_orders",
        "channel_id, number, told, placed_on, file_no, row, seq",
        "SELECT f.channel_id, s.number, 1, s.placed_on, s.file_no, s.row, "
        "CASE WHEN s.parts LIKE '%' || char(10) || '%' THEN NULL ELSE s.seq END FROM staging.orders s "
        f"JOIN in_files f ON f.file_no = s.file_no WHERE s.number <> '' AND {TOLD} ORDER BY s.seq",
        again="DO UPDATE SET rows = in_orders.rows + 1, seq = NULL, "
        "placed_on = nullif(max(coalesce(placed_on, ''), coalesce(excluded.placed_on, '')), '')",
    )
    for table, number, _nth in _NAMING:
        intake.gather(
            "in_orders",
            "channel_id, number, told, file_no, row",
            f"SELECT f.channel_id, s.{number}, 0, s.file_no, s.row FROM staging.{table} s "
            f"JOIN in_files f ON f.file_no = s.file_no WHERE s.{number} <> '' ORDER BY s.seq",
        )
    intake.amend(
        "in_orders",
        "id = (SELECT o.id FROM main.orders o WHERE o.channel_id = in_orders.channel_id "
        "AND o.number = in_orders.number)",
    )
    _tell_apart(intake)
    intake.amend("in_orders", "fresh = id IS NULL")


_SAME = (
    "(s.external_id <> '' AND s.external_id = o.external_id OR (coalesce(s.external_id, '') = '' "
    "OR o.external_id = '') AND s.placed_on = o.placed_on AND (o.buyer_name <> '' AND s.buyer_name = o.buyer_name "
    "OR EXISTS (SELECT 1 FROM main.identities d WHERE d.channel_id = o.channel_id AND d.kind = s.customer_kind "
    "AND d.key = s.customer_key AND coalesce(d.merged_from, d.customer_id) = coalesce(o.merged_from, o.customer_id))))"
)
_DOUBTFUL = (
    # named by several rows, or by rows of which one file says itself that they mean different orders
    "SELECT channel_id, number FROM in_orders WHERE rows > 1",
    "SELECT f.channel_id, s.number FROM staging.orders s JOIN in_files f ON f.file_no = s.file_no WHERE s.nth > 0",
    # in the shop several times
    "SELECT i.channel_id, i.number FROM in_orders i CROSS JOIN main.orders o ON o.channel_id = i.channel_id "
    "AND o.number = i.number AND o.id <> i.id",
    # in the shop, and not evidently the same
    "SELECT f.channel_id, s.number FROM staging.orders s JOIN in_files f ON f.file_no = s.file_no "
    "CROSS JOIN in_orders i ON i.channel_id = f.channel_id AND i.number = s.number AND i.nth = 0 "
    f"CROSS JOIN main.orders o ON o.id = i.id WHERE {TOLD} AND coalesce({_SAME}, 0) = 0",
    # in the shop under another number
    "SELECT f.channel_id, s.number FROM staging.orders s JOIN in_files f ON f.file_no = s.file_no "
    "CROSS JOIN main.orders o ON o.channel_id = f.channel_id AND o.external_id = s.external_id "
    "WHERE s.external_id <> '' AND o.external_id <> '' AND o.number <> s.number",
    # under two numbers in these files
    "SELECT f.channel_id, s.number FROM (SELECT f.channel_id, s.external_id FROM staging.orders s "
    "JOIN in_files f ON f.file_no = s.file_no WHERE s.external_id <> '' GROUP BY 1, 2 "
    "HAVING min(s.number) <> max(s.number)) g CROSS JOIN in_files f ON f.channel_id = g.channel_id "
    "CROSS JOIN staging.orders s ON s.file_no = f.file_no AND s.external_id = g.external_id",
)


def _tell_apart(intake: Intake) -> None:
    own = ", ".join(f"'{platform}'" for platform in sorted(NUMBERS_ARE_IDS))
    shops = f"channel_id IN (SELECT id FROM main.channels WHERE platform NOT IN ({own}))"
    if not intake.number(f"SELECT count(*) FROM in_files WHERE {shops}"):
        return
    intake.scratch("in_doubtful", "channel_id INTEGER, number TEXT, UNIQUE (channel_id, number)")
    for sql in _DOUBTFUL:
        intake.gather("in_doubtful", "channel_id, number", f"SELECT * FROM ({sql}) WHERE {shops}")
    if intake.number("SELECT count(*) FROM in_doubtful"):
        _Sorting(intake).run()


@dataclass
class _Order:
    """One order as far as it is known: `id` in the shop, None for one that comes in."""

    channel: int
    number: str
    id: int | None
    known: Seen
    named_by: list[_Entry] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Whether a row says more of it than its number."""
        return any(entry.told for entry in self.named_by)


@dataclass
class _Entry:
    """What one file says of one order."""

    place: Place
    channel: int
    row: int
    told: bool
    says: Seen


class _Sorting:
    """Puts what files say of doubtful numbers to the orders that they mean."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._orders: dict[Number, list[_Order]] = {}
        self._by_id: dict[tuple[int, str], _Order] = {}
        self._refused: list[_Entry] = []

    def run(self) -> None:
        """Sort all of them. Those that say most come first, so that the order of files is no matter."""
        self._read_shop()
        for entry in sorted(self._entries(), key=lambda one: (-one.says.certainty, one.place)):
            self._sort(entry)
        self._write()
        self._say()

    def _read_shop(self) -> None:
        columns = (
            "o.channel_id, o.number, o.id, o.external_id, o.placed_on, o.buyer_name, "
            "(SELECT group_concat(i.kind || ':' || i.key, char(10)) FROM main.identities i "
            "WHERE i.customer_id = o.customer_id AND i.channel_id = o.channel_id "
            "AND coalesce(i.merged_from, i.customer_id) = coalesce(o.merged_from, o.customer_id))"
        )
        rows = self._intake.stream(
            f"SELECT {columns} FROM in_doubtful d CROSS JOIN main.orders o ON o.channel_id = d.channel_id "
            "AND o.number = d.number UNION "
            f"SELECT {columns} FROM in_doubtful d CROSS JOIN in_files f ON f.channel_id = d.channel_id "
            "CROSS JOIN staging.orders s ON s.file_no = f.file_no AND s.number = d.number AND s.external_id <> '' "
            "CROSS JOIN main.orders o ON o.channel_id = d.channel_id AND o.external_id = s.external_id "
            "AND o.external_id <> '' ORDER BY 3"
        )
        for channel, number, order_id, external_id, day, name, keys in rows:
            known = seen(external_id, day, (None, None), None, None, name)
            known.keys |= {key.replace("phone:0", "phone:") for key in (keys or "").split("\n") if key}
            self._keep(_Order(channel, number, order_id, known))

    def _keep(self, order: _Order) -> _Order:
        self._orders.setdefault((order.channel, order.number), []).append(order)
        if order.known.external_id:
            self._by_id.setdefault((order.channel, order.known.external_id), order)
        return order

    def _entries(self) -> Iterable[_Entry]:
        found: dict[Place, _Entry] = {}
        rows = self._intake.stream(
            f"SELECT s.file_no, s.number, coalesce(s.nth, 0), f.channel_id, s.row, {TOLD}, s.external_id, s.placed_on, "
            "s.customer_kind, s.customer_key, s.buyer_email, s.buyer_phone, s.buyer_name FROM staging.orders s "
            "JOIN in_files f ON f.file_no = s.file_no JOIN in_doubtful d ON d.channel_id = f.channel_id "
            "AND d.number = s.number ORDER BY s.seq"
        )
        for file_no, number, nth, channel, row, told, external_id, day, kind, key, mail, phone, name in rows:
            says = seen(external_id, day, (kind, key), mail, phone, name)
            known = found.get((file_no, number, nth))
            if known is None:
                found[file_no, number, nth] = _Entry((file_no, number, nth), channel, row, bool(told), says)
            else:
                known.says.add(says)
                known.told = known.told or bool(told)
        rows = self._intake.stream(
            "SELECT s.file_no, s.order_number, coalesce(s.order_nth, 0), f.channel_id, min(s.row) FROM staging.lines s "
            "JOIN in_files f ON f.file_no = s.file_no JOIN in_doubtful d ON d.channel_id = f.channel_id "
            "AND d.number = s.order_number GROUP BY 1, 2, 3"
        )
        for file_no, number, nth, channel, row in rows:
            found.setdefault((file_no, number, nth), _Entry((file_no, number, nth), channel, row, False, Seen()))
        return found.values()

    def _sort(self, entry: _Entry) -> None:
        number = entry.place[1]
        order = self._by_id.get((entry.channel, entry.says.external_id)) if entry.says.external_id else None
        if order is None:
            known = self._orders.get((entry.channel, number), [])
            sure = [sameness(one.known, entry.says) for one in known]
            best = max(sure, default=OTHER)
            if best == OTHER:
                order = self._keep(_Order(entry.channel, number, None, Seen()))
            elif sure.count(best) > 1:
                self._refused.append(entry)
                return
            else:
                order = known[sure.index(best)]
        order.known.add(entry.says)
        if order.known.external_id:
            self._by_id.setdefault((entry.channel, order.known.external_id), order)
        order.named_by.append(entry)

    def _write(self) -> None:
        intake = self._intake
        intake.remove("in_orders", "(channel_id, number) IN (SELECT channel_id, number FROM in_doubtful)")
        pos = intake.number("SELECT max(pos) FROM in_orders")
        orders, twins = [], []
        for (channel, number), known in self._orders.items():
            for nth, order in enumerate(one for one in known if one.named_by):
                pos += 1
                first = min(order.named_by, key=lambda one: one.place)
                day = order.known.placed_on
                orders.append((pos, channel, number, nth, order.id, int(order.told), day, first.place[0], first.row))
                twins += [(*entry.place, pos) for entry in order.named_by]
        twins += [(*entry.place, 0) for entry in self._refused]
        names = "pos, channel_id, number, nth, id, told, placed_on, file_no, row"
        intake.gather_rows("in_orders", names, orders)
        intake.gather_rows("in_twins", "file_no, number, nth, pos", twins)

    def _say(self) -> None:
        """Name the numbers that stand for several orders, file by file, and those whose rows had to be left out."""
        shared: dict[int, Counter[str]] = {}
        for (_channel, number), known in self._orders.items():
            if len(known) > 1:
                for file_no in {entry.place[0] for order in known for entry in order.named_by}:
                    shared.setdefault(file_no, Counter())[number] += 1
        for file_no, numbers in shared.items():
            self._intake.say(
                file_no,
                plural(
                    "{count} order number is used by different orders ({{numbers}}). Each is kept as an order of "
                    "its own. Are these two shops? Then import each into a channel of its own.",
                    "{count} order numbers are used by different orders ({{numbers}}). Each is kept as an order "
                    "of its own. Are these two shops? Then import each into a channel of its own.",
                    len(numbers),
                ).format(numbers=_some(numbers)),
            )
        refused: dict[int, Counter[str]] = {}
        for entry in self._refused:
            refused.setdefault(entry.place[0], Counter())[entry.place[1]] += 1
            self._refuse(entry)
        for file_no, numbers in refused.items():
            self._intake.say(
                file_no,
                plural(
                    "{count} order number could belong to several orders ({{numbers}}). Its rows were left out: "
                    "the file needs a column with the order's date, its buyer or the platform's id.",
                    "{count} order numbers could each belong to several orders ({{numbers}}). Their rows were "
                    "left out: the file needs a column with the order's date, its buyer or the platform's id.",
                    len(numbers),
                ).format(numbers=_some(numbers)),
            )

    def _refuse(self, entry: _Entry) -> None:
        for table, number, nth in _NAMING:
            rows = self._intake.stream(
                f"SELECT row FROM staging.{table} WHERE file_no = ? AND {number} = ? AND coalesce({nth}, 0) = ?",
                entry.place,
            )
            for (row,) in rows:
                self._intake.mark(entry.place[0], row, REFUSED)


def _some(numbers: Iterable[str]) -> str:
    """ "#1001, #1002, #1003 …"."""
    every = sorted(numbers)
    return ", ".join(every[:EXAMPLES]) + (" …" if len(every) > EXAMPLES else "")
