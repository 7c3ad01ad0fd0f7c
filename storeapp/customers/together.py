"""What an import means for merged customers: each learns its own facts, and the person they are now follows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storeapp.customers.matching import consent_of
from storeapp.store.intake import Change, Intake
from storeapp.store.tables import Customer, CustomerMerge

_NOTHING: frozenset[str] = frozenset()


@dataclass
class _Merge:
    """One row of `customer_merges`; `fields` is field -> [kept's value before, value chosen]."""

    id: int
    kept: int
    fields: dict[str, list[Any]]
    changed: bool = False


class Together:
    """The merges of a shop while customers come in. Files name the customers that were merged, never the person."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._above: dict[int, _Merge] = {}  # by the lost customer
        self._of: dict[int, list[_Merge]] = {}  # by the kept one
        self._learnt: list[tuple[int, Sequence[Change]]] = []
        for number, kept, lost, fields in intake.stream(
            "SELECT id, kept_id, lost_id, fields FROM main.customer_merges"
        ):
            merge = self._above[lost] = _Merge(number, kept, json.loads(fields))
            self._of.setdefault(kept, []).append(merge)

    def chosen(self, customer: int) -> frozenset[str]:
        """The fields in which the owner chose another value than the customer's own: an import leaves them."""
        if customer not in self._of:
            return _NOTHING
        merges = self._of[customer]
        return frozenset(
            field for merge in merges for field, (before, value) in merge.fields.items() if before != value
        ) - {"consent"}

    def own(self, customer: int, field: str) -> str:
        """The customer's own value of a field that was chosen otherwise."""
        return next(str(one.fields[field][0]) for one in self._of[customer] if field in one.fields)

    def knows_better(self, customer: int, field: str, value: str) -> None:
        """Keep what the customer's own value is now, for the day the merge is taken back."""
        for merge in self._of.get(customer, ()):
            if field in merge.fields and merge.fields[field][0] != value:
                merge.fields[field][0] = value
                merge.changed = True

    def agrees(self, customer: int, consent: str | None) -> None:
        """Note an answer that the customer gave for themselves, not as a part of the person."""
        for merge in self._of.get(customer, ()) if consent else ():
            before = merge.fields.setdefault("consent", ["unknown", "unknown"])
            after = [consent_of(value, consent) for value in before]
            merge.changed = merge.changed or after != before
            merge.fields["consent"] = after

    def learnt(self, customer: int, changes: Sequence[Change]) -> None:
        """A customer's own facts changed; `finish` tells the person they are part of."""
        if customer in self._above:
            self._learnt.append((customer, changes))

    def finish(self) -> None:
        """Let every person follow what their parts learnt: blanks are filled, what came from a part changes with it."""
        for customer, changes in self._learnt:
            self._follow(customer, changes)
        for merge in self._above.values():
            if merge.changed:
                self._intake.tx.update(CustomerMerge, merge.id, fields=json.dumps(merge.fields, ensure_ascii=False))

    def _follow(self, customer: int, changes: Sequence[Change]) -> None:
        while changes and customer in self._above:
            merge = self._above[customer]
            customer = merge.kept
            names = [field for field, _old, _new in changes]
            row = next(self._intake.stream(f"SELECT {', '.join(names)} FROM main.customers WHERE id = ?", (customer,)))
            now = dict(zip(names, row, strict=True))
            edited = self._intake.edited("customers", customer)
            passed: list[Change] = []
            for field, old, new in changes:
                value = consent_of(now[field], new) if field == "consent" else new
                follows = field == "consent" or (now[field] in ("", old) and field not in edited)
                if follows and value != now[field]:
                    passed.append((field, now[field], value))
                    merge.fields[field] = [merge.fields.get(field, [now[field]])[0], value]
                    merge.changed = True
            self._intake.tx.update(Customer, customer, **{field: value for field, _old, value in passed})
            changes = passed
