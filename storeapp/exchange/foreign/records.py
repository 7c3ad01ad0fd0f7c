"""From typed values to canonical records, written to the staging file in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any

from storeapp.exchange.foreign import texts
from storeapp.exchange.foreign.entries import ENTRIES, Entries
from storeapp.exchange.foreign.line_kinds import LineKinds, without
from storeapp.exchange.foreign.numbers import apart_of, stars_of
from storeapp.exchange.foreign.people import NOBODY, Identity, aliases, identities, spread_people
from storeapp.exchange.foreign.plan import TablePlan
from storeapp.exchange.foreign.replies import StagedReplies
from storeapp.exchange.foreign.row_states import RowStates
from storeapp.exchange.foreign.twins import Twins, marked
from storeapp.exchange.staging import COLUMNS, filled, last_seq, places
from storeapp.kernel.languages import languages_of
from storeapp.orders.identity import NUMBERS_ARE_IDS
from storeapp.orders.return_reasons import joined
from storeapp.reputation.reviews.matching import fingerprint

Values = Sequence[Any]
Got = dict[str, Any]  # field -> one value a row
ORDER_FIELDS = {
    "external_id": "orders.external_id", "status_raw": "orders.status", "placed_on": "orders.placed_on",
    "placed_at": "orders.placed_at", "paid_on": "orders.paid_on", "paid_at": "orders.paid_at",
    "shipped_on": "orders.shipped_on", "shipped_at": "orders.shipped_at", "delivered_on": "orders.delivered_on",
    "delivered_at": "orders.delivered_at", "due_on": "orders.due_on", "due_at": "orders.due_at",
    "canceled_on": "orders.canceled_on", "cancel_reason": "orders.cancel_reason", "items_minor": "orders.items",
    "shipping_minor": "orders.shipping", "discount_minor": "orders.discount", "tax_minor": "orders.tax",
    "total_minor": "orders.total", "paid_minor": "orders.paid_amount", "refunded_minor": "orders.refunded",
    "ship_country": "orders.country", "ship_city": "orders.city", "note": "orders.note",
    "heard_from": "orders.heard_from", "parts": "orders.parts", "discount_code": "orders.discount_code",
    "return_reason": "orders.return_reason",
    "buyer_name": "customers.name", "buyer_email": "customers.email", "buyer_phone": "customers.phone",
    "buyer_email_key": "customers.email_key", "buyer_phone_key": "customers.phone_key",
}  # fmt: skip
UNIQUE = {"customers": ("kind", "key", "alias_key"), "products": ("listing_key",), "orders": ("number",)}


class Records:
    """Makes the records of one file; what an order, customer or product says first in the file stays."""

    def __init__(
        self, connection: Any, file_no: int, plan: TablePlan, lookups: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.connection, self.file_no, self.plan = connection, file_no, plan
        self.form, self.lookups = plan.format, lookups
        self.states = RowStates(connection, file_no, plan)
        self.newest_on = ""
        self.counts: Counter[str] = Counter()
        self.currencies: set[str] = set()
        self.masked = 0
        self.answers = StagedReplies(connection, file_no)
        self.line_kinds = LineKinds()
        self._twins = Twins() if plan.format.platform not in NUMBERS_ARE_IDS else None
        self._have: dict[str, dict[Any, int]] = {table: {} for table in UNIQUE}  # key -> seq
        self._last = {table: last_seq(connection, table) for table in UNIQUE}
        self._alike: Counter[int] = Counter()
        self._entries = Entries(plan.format)
        self._summarised: set[str] = set()
        self._reasons: dict[Any, set[str]] = {}  # of orders that came back
        self._title_keys: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._codes: dict[str, str] = {}  # product code -> listing key

    def take(self, rows: Sequence[int], got: Got) -> None:
        """Stage the records of some rows."""
        for name in got:
            if name.endswith("_on") and name != "orders.due_on":
                self.newest_on = max(self.newest_on, max(filter(None, got[name]), default=""))
        rows, got = self.answers.set_aside(rows, got)
        if not rows:
            return
        count, records = len(rows), self.plan.records
        self._look_up(got)
        currency = self._currency(got, count)
        spread_people(got, count)
        who = identities(got, count)
        keys = self._listing_keys(got, count)
        if "customers" in records:
            self._customers(rows, got, who)
        kinds = self.line_kinds.of_rows(got, count) if "lines" in records else None
        if "products" in records:
            goods = keys if kinds is None else without(keys, kinds)
            self._products(rows, got, goods, currency, count)
        twins = self._twins.places(got, who) if self._twins is not None and "orders" in records else None
        line_keys = self._line_keys(got, twins, keys, count) if kinds is not None else [None] * count
        if "orders" in records:
            self._blank_summed(got, keys)
            self._entries.add(got, marked(got["orders.number"], twins) or got["orders.number"], keys, line_keys)
            self._orders(rows, got, who, currency, count, twins)
        if kinds is not None:
            self._lines(rows, got, keys, line_keys, kinds, currency, count, twins)
        if "reviews" in records:
            self._reviews(rows, got, keys, who, count)

    def _look_up(self, got: Got) -> None:
        for name, lookup in self.form.lookups.items():
            table = self.lookups.get(lookup)
            if table and name in got:
                got[name] = [table.get(value, value) if value else value for value in got[name]]

    def _currency(self, got: Got, count: int) -> Values:
        stated = got.get("orders.currency")
        mine: str | None = self.plan.currency or None
        found = [mine] * count if stated is None else [code or mine for code in stated]
        self.currencies.update(filter(None, set(found)))
        return found

    def _listing_keys(self, got: Got, count: int) -> Values:
        """ "id:…", else "sku:…", else "title:…" of each row's product; None where it names none."""
        found: list[str | None] = [None] * count
        titles = got.get("products.title")
        if titles is not None:
            memo = self._title_keys
            for title in set(titles).difference(memo):
                memo[title] = "title:" + texts.title_key(title) if title else None  # type: ignore[assignment]
            found = [memo[title] for title in titles]
        for name, prefix in (("products.sku", "sku:"), ("products.external_id", "id:")):
            if name in got:
                found = [prefix + value if value else key for value, key in zip(got[name], found, strict=True)]
        return found

    def _customers(self, rows: Sequence[int], got: Got, who: Sequence[Identity]) -> None:
        empty: Values = [None] * len(rows)
        columns = [
            [w[0] for w in who], [w[1] for w in who], [w[2] for w in who], *zip(*aliases(got, who), strict=True),
            *(got.get(f"customers.{word}", empty) for word in ("name", "email", "phone", "language")),
            got.get("customers.country", got.get("orders.country", empty)),
            got.get("customers.city", got.get("orders.city", empty)),
            *(got.get(f"customers.{word}", empty) for word in ("consent", "email_key", "phone_key")),
        ]  # fmt: skip
        self.masked += sum(w is NOBODY for w in who)
        self._once("customers", COLUMNS["customers"][2:], rows, columns, [w is not NOBODY for w in who])

    def _products(self, rows: Sequence[int], got: Got, keys: Values, currency: Values, count: int) -> None:
        empty: Values = [None] * count
        parents: Values = [None] * count
        if "products.parent_id" in got and self.form.parent_has_row:
            parents = self._parents_named(got, keys)
        elif "products.parent_id" in got:
            parents = ["id:" + p if p else None for p in got["products.parent_id"]]
            self._parents(rows, got, parents, currency)
            keys = [
                None if key and key.startswith("title:") and parent else key
                for key, parent in zip(keys, parents, strict=True)
            ]
        lines = "lines" in self.plan.records
        price = got.get("products.price", got.get("lines.price", empty) if not lines else empty)
        money = got.get("products.currency", currency)
        self.currencies.update(filter(None, set(money)))
        columns = [
            keys, parents,
            *(got.get(f"products.{word}", empty) for word in ("external_id", "sku", "title", "category")),
            price, money, got.get("products.url", empty),
        ]  # fmt: skip
        self._once("products", COLUMNS["products"][2:], rows, columns, [key is not None for key in keys])

    def _parents_named(self, got: Got, keys: Values) -> Values:
        """Listing keys of the products that the rows' variants belong to; codes are looked up among the rows so far."""
        codes = got.get("products.sku")
        if codes is not None:
            self._codes.update((code, key) for code, key in zip(codes, keys, strict=True) if code and key)
        named = got["products.parent_id"]
        return [name if name is None or name.startswith("id:") else self._codes.get(name) for name in named]

    def _parents(self, rows: Sequence[int], got: Got, parents: Values, currency: Values) -> None:
        """A product with variants: one record for the parent, titles of later rows filled from its first."""
        titles = got.get("products.title")
        if titles is not None and self.form.fill_down:
            for index, (parent, title) in enumerate(zip(parents, titles, strict=True)):
                if parent and title:
                    self._titles.setdefault(parent, title)
                elif parent:
                    titles[index] = self._titles.get(parent)
        empty: Values = [None] * len(rows)
        columns = [
            parents, [p[3:] if p else None for p in parents],
            *(got.get(f"products.{word}", empty) for word in ("title", "category", "price")),
            got.get("products.currency", currency), got.get("products.url", empty),
        ]  # fmt: skip
        names = ("listing_key", "external_id", "title", "category", "price_minor", "currency", "url")
        self._once("products", names, rows, columns, [parent is not None for parent in parents])

    def _orders(
        self, rows: Sequence[int], got: Got, who: Sequence[Identity], currency: Values, count: int,
        twins: list[int] | None,
    ) -> None:  # fmt: skip
        marks = marked(got["orders.number"], twins)
        status = self.states.of_orders(rows, got, count, marks or got["orders.number"], self._have["orders"])
        columns: dict[str, Values] = {"number": got["orders.number"]}
        if twins is not None:
            columns["nth"] = twins
        if any(w is not NOBODY for w in who):
            columns["customer_kind"], columns["customer_value"], columns["customer_key"] = zip(*who, strict=True)
        columns |= {column: got[name] for column, name in ORDER_FIELDS.items() if name in got}
        if status is not None:
            columns["status"] = status
        if (
            any(column.endswith("_minor") for column in columns)
            or "orders.currency" in got
            or "lines" in self.plan.records
        ):
            columns["currency"] = currency
        self._once("orders", list(columns), rows, list(columns.values()), None, marks)
        for order, reason in zip(marks or got["orders.number"], got.get("orders.return_reason", ()), strict=False):
            if reason:
                self._reasons.setdefault(order, set()).add(reason)

    def finish(self) -> None:
        """Say of orders and lines what only the last row of an order tells."""
        several = [
            (joined(some), self._have["orders"][order]) for order, some in self._reasons.items() if len(some) > 1
        ]
        self.connection.executemany("UPDATE orders SET return_reason = ? WHERE seq = ?", several)
        if "lines" in self.plan.records:
            self.states.mark_called_off()

    def _blank_summed(self, got: Got, keys: Values) -> None:
        """Where an order has a summary row, the amounts of its item rows are already in there."""
        if not self.form.summary_rows:
            return
        numbers = got["orders.number"]
        self._summarised.update(n for n, key in zip(numbers, keys, strict=True) if key is None)
        for name in self.form.sums:
            if name in got:
                got[name] = [
                    None if key is not None and number in self._summarised else value
                    for number, key, value in zip(numbers, keys, got[name], strict=True)
                ]

    def _lines(
        self, rows: Sequence[int], got: Got, keys: Values, line_keys: Values, kinds: Sequence[str], currency: Values,
        count: int, twins: list[int] | None,
    ) -> None:  # fmt: skip
        empty: Values = [None] * count
        numbers, options = got["orders.number"], got.get("lines.options", empty)
        prices, totals = got.get("lines.price", empty), got.get("lines.total", empty)
        pieces, off = got.get("lines.quantity", empty), got.get("lines.discount", empty)
        if "lines.quantity" not in got:
            pieces = [1] * count
        totals = [
            total if total is not None or price is None or piece is None else price * piece - (less or 0)
            for total, price, piece, less in zip(totals, prices, pieces, off, strict=True)
        ]
        prices = [
            total // piece if price is None and total is not None and piece and total % piece == 0 else price
            for price, total, piece in zip(prices, totals, pieces, strict=True)
        ]
        if self.form.discount_apart and "lines.total" in got:
            stated = zip(got["lines.total"], totals, off, strict=True)
            totals = [total if given is None or not less else given - less for given, total, less in stated]
        columns = [
            # The key of a line is that of its title as ever: a shop that took it for a product finds it again.
            numbers, twins or empty, line_keys, without(keys, kinds),
            *(got.get(f"products.{word}", empty) for word in ("external_id", "title", "sku")), options, pieces, prices,
            off, got.get("lines.shipping", empty), totals, currency,
            got.get("lines.shipped_on", got.get("orders.shipped_on", empty)), self.states.kinds_of(kinds),
            got.get("lines.returned", empty),
        ]  # fmt: skip
        wanted = [key is not None for key in keys]
        self._insert("lines", COLUMNS["lines"][2:], rows, columns, wanted)

    def _line_keys(self, got: Got, twins: list[int] | None, listings: Values, count: int) -> list[str]:
        """The channel's own line id, else product, options and a count of alike lines of the same order."""
        numbers = marked(got["orders.number"], twins) or got["orders.number"]
        given, options, found = got.get("lines.key"), got.get("lines.options", [None] * count), []
        for index, number in enumerate(numbers):
            key = given[index] if given is not None else None
            if key is None:
                stem = f"{listings[index] or ''}|{options[index] or ''}"
                mark = hash((number, stem))
                self._alike[mark] += 1
                key = f"{stem}#{self._alike[mark]}"
            elif self.form.key_with_product:
                key = f"{key}|{listings[index] or ''}"
            found.append(key)
        return found

    def _reviews(self, rows: Sequence[int], got: Got, keys: Values, who: Sequence[Identity], count: int) -> None:
        empty: Values = [None] * count
        form, scale = self.form, self.plan.scale
        bodies = self._bodies(got, count)
        pairs = [texts.edited(body, form.edited_mark) for body in bodies] if form.edited_mark else None
        earlier: Values = [pair[1] for pair in pairs] if pairs else empty
        bodies = [pair[0] for pair in pairs] if pairs else bodies
        ratings, review_ids, numbers = (
            got.get("reviews.rating", empty),
            got.get("reviews.key", empty),
            got.get("orders.number", empty),
        )
        if form.key_with_order:
            review_ids = [
                f"{key}:{number}" if key and number else key for key, number in zip(review_ids, numbers, strict=True)
            ]
        told = got.get("reviews.language")
        languages, guessed = told or languages_of(bodies), [int(not told)] * count
        if "reviews.edited_on" in got and "reviews.posted_on" in got:
            pairs_of_days = zip(got["reviews.edited_on"], got["reviews.posted_on"], strict=True)
            got["reviews.edited_on"] = [edited if edited != posted else None for edited, posted in pairs_of_days]
        scales = got.get("reviews.scale") or [scale] * count
        rated = list(zip(ratings, scales, strict=True))
        ours = {one: (stars_of(*one), apart_of(*one)) for one in set(rated)}
        columns = [
            review_ids, numbers, keys, got.get("products.title", empty), [w[0] for w in who], [w[1] for w in who],
            [w[2] for w in who], got.get("reviews.reviewer", got.get("customers.name", empty)), ratings,
            scales, [ours[one][0] for one in rated], [ours[one][1] for one in rated],
            got.get("reviews.title", empty), bodies, languages, guessed,
            *(got.get(f"reviews.{word}", empty) for word in ("posted_on", "posted_at", "edited_on")), earlier,
            *(got.get(f"reviews.{word}", empty) for word in ("reply", "replied_on", "replied_at", "photos")),
            [kind or self.plan.review_kind or None for kind in got.get("reviews.kind", empty)],
        ]  # fmt: skip
        names = COLUMNS["reviews"][2:]
        columns.append(_fingerprints(dict(zip(names, columns, strict=False))))
        wanted = [
            r is not None or b is not None or e is not None
            for r, b, e in zip(ratings, bodies, columns[12], strict=True)
        ]
        self._insert("reviews", names, rows, columns, wanted)

    def _bodies(self, got: Got, count: int) -> list[str | None]:
        """The text of each review; what was liked and disliked follows under the file's own headings."""
        bodies = list(got.get("reviews.text", [None] * count))
        if self.form.original_mark:
            bodies = [texts.original(body) for body in bodies]
        for name in ("reviews.pros", "reviews.cons"):
            if name in got:
                head = next(c.header for c in self.plan.columns if c.field == name)
                bodies = [
                    "\n".join(filter(None, (body, f"{head}: {part}" if part else None))) or None
                    for body, part in zip(bodies, got[name], strict=True)
                ]
        return bodies

    def _once(
        self, table: str, names: Sequence[str], rows: Sequence[int], columns: Sequence[Values], wanted: Values | None,
        marks: Values | None = None,
    ) -> None:  # fmt: skip
        """Insert records that repeat from row to row: the first filled value of each column stays.

        `marks` stand for the columns that make a record unique. Which records are there already is known here, so the
        tables need no index, which would double the time.
        """
        names, columns = filled(names, columns, UNIQUE[table])
        sums = [c for c, name in ORDER_FIELDS.items() if table == "orders" and name in self.form.sums and c in names]
        keys = [names.index(name) for name in UNIQUE[table]]
        key_of = itemgetter(*keys)
        have, seq, recent = self._have[table], self._last[table], dict[Any, Any]()
        fresh, more = [], []
        for index, record in enumerate(zip(*columns, strict=True)):
            if wanted is not None and not wanted[index]:
                continue
            key = key_of(record) if marks is None else marks[index]
            known = have.get(key)
            if known is not None and not sums and recent.get(key) == record:
                continue
            recent[key] = record
            if known is None:
                seq += 1
                have[key] = seq
                fresh.append((seq, self.file_no, rows[index], *record))
            else:
                more.append((*record, known))
        self._last[table] = seq
        self.connection.executemany(
            f"INSERT INTO {table} (seq, file_no, row, {', '.join(names)}) VALUES ({places(len(names) + 3)})",
            fresh,
        )
        if more:
            more_of = dict.fromkeys(sums, "{0} + ?{1}") | {ENTRIES: "{0} || char(10) || ?{1}"}
            kept = ", ".join(
                f"{n} = coalesce({more_of.get(n, '{0}').format(n, i)}, {n}, ?{i})" for i, n in enumerate(names, 1)
            )
            self.connection.executemany(f"UPDATE {table} SET {kept} WHERE seq = ?{len(names) + 1}", more)

    def _insert(
        self, table: str, names: Sequence[str], rows: Sequence[int], columns: Sequence[Values], wanted: Values
    ) -> None:
        names, columns = filled(names, columns, ())
        whole: Iterable[tuple[Any, ...]] = zip(repeat(self.file_no), rows, *columns, strict=False)
        if not all(wanted):
            whole = [record for record, want in zip(whole, wanted, strict=True) if want]
        self.connection.executemany(
            f"INSERT INTO {table} (file_no, row, {', '.join(names)}) VALUES ({places(len(names) + 2)})",
            whole,
        )


def _fingerprints(got: Mapping[str, Values]) -> list[str | None]:
    """What a review is known by that has neither an id nor the number of an order."""
    named = zip(got["key"], got["order_number"], strict=True)
    words = zip(*(got[name] for name in ("rating", "title", "text", "posted_on", "reviewer")), strict=True)
    return [None if key or number else fingerprint(*said) for (key, number), said in zip(named, words, strict=True)]
