"""The reasons of cases: the house's list, with what the owner changed of it and added to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection, select

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.rulebook.reasons import Reason as Reason
from storeapp.rulebook.reasons import reason_groups as reason_groups
from storeapp.rulebook.reasons import reasons
from storeapp.store.sql import ask
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


WHY_DAYS = 90


@dataclass(frozen=True, slots=True)
class ReasonShare:
    """How many cases were opened for a reason (its id, "" not known), and the share of all up to it, 0 to 1."""

    reason: str
    title: str
    cases: int
    running: float


def reason_titles(conn: Connection) -> Mapping[str, str]:
    """What each reason is called, in the owner's words where they gave some; for whoever tells of reasons."""
    return {key: _(one.title) for key, one in reason_book(conn).reasons.items()}


def why_cases_happen(conn: Connection, today: date, channel: int | None = None) -> list[ReasonShare]:
    """The reasons of the cases opened in the last 90 days, the most frequent first; those not known come last."""
    since = (today - timedelta(days=WHY_DAYS - 1)).isoformat()
    only = "" if channel is None else " AND channel_id = :channel"
    rows = ask(
        conn,
        "SELECT reason, count(*) FROM cases WHERE merged_into IS NULL AND state IN ('open', 'waiting', 'closed') "
        f"AND opened_at >= :since{only} GROUP BY reason",
        since=since,
        **({} if channel is None else {"channel": channel}),
    )
    counted: dict[str, int] = {row[0]: row[1] for row in rows}
    titles, total, running = reason_titles(conn), sum(counted.values()), 0
    found = []
    for key in sorted(counted, key=lambda one: (not one, -counted[one], one)):
        running += counted[key]
        title = titles.get(key, key) if key else _("Reason not known")
        found.append(ReasonShare(key, title, counted[key], running / total))
    return found


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
