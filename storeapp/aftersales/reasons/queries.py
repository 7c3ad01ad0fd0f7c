"""The reasons of cases: the house's list, with what the owner changed of it and added to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.rulebook.reasons import Reason as Reason
from storeapp.rulebook.reasons import reason_groups as reason_groups
from storeapp.rulebook.reasons import reasons
from storeapp.store.tables import OwnerReason

OWN_SITUATION, OWN_PROMISE = "question", "answer"  # of reasons the owner added


@dataclass(frozen=True, slots=True)
class ReasonBook:
    """All reasons by id, in the order of their groups; `hidden` are not offered, `own` were added by the owner."""

    reasons: Mapping[str, Reason]
    hidden: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    def all_titles(self) -> list[tuple[str, str]]:
        """(id, "Product: Faulty") of all, hidden ones too."""
        return [(key, two_levels(one)) for key, one in self.reasons.items()]

    def offered(self) -> list[tuple[str, str]]:
        """(id, "Product: Faulty") of those to choose from."""
        return [one for one in self.all_titles() if one[0] not in self.hidden]


def reason_titles(conn: Connection) -> Mapping[str, str]:
    """What each reason is called, in the owner's words where they gave some; for whoever tells of reasons."""
    return {key: _(one.title) for key, one in reason_book(conn).reasons.items()}


def two_levels(one: Reason) -> str:
    """A reason with its group: "Product: Faulty"."""
    group = reason_groups().get(one.group)
    title = _(one.title)
    return _("{group}: {reason}").format(group=_(group.title), reason=title) if group is not None else title


def reason_book(conn: Connection) -> ReasonBook:
    """The reasons as the owner has them."""
    found = dict(reasons())
    hidden, own = set(), set()
    for row in conn.execute(select(OwnerReason.__table__).order_by(OwnerReason.id)):
        points = tuple(str(one) for one in json.loads(row.checklist or "[]"))
        if row.hidden:
            hidden.add(row.key)
        known = found.get(row.key)
        if known is None:
            own.add(row.key)
            found[row.key] = Reason(
                row.key, row.title, row.situation or OWN_SITUATION, OWN_PROMISE, {}, "", row.parent, checklist=points
            )
        else:
            found[row.key] = replace(
                known,
                title=row.title or known.title,
                group=row.parent or known.group,
                checklist=points or known.checklist,
            )
    order = list(reason_groups())
    ranked = sorted(found.values(), key=lambda one: order.index(one.group) if one.group in order else len(order))
    return ReasonBook({one.id: one for one in ranked}, frozenset(hidden), frozenset(own))
