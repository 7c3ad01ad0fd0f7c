"""Reads the rule book as the owner has it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import Connection, select

from storeapp.messages.queries import rule_changes
from storeapp.ownrules.records import IgnoredStop, RuleBookState, RuleRow
from storeapp.rulebook.messages.owners import HOUSE, whole_book
from storeapp.store.tables import ReplyOverride

MOST_IGNORED = 500


def rule_book(conn: Connection, today: date) -> RuleBookState:
    """All rules with what the owner changed, and the newest stops that were ignored."""
    changes = {one.rule: one for one in rule_changes(conn)}
    stops = ignored_stops(conn)
    counts = Counter(one.rule for one in stops)
    rows = []
    for rule in whole_book(tuple(changes.values())):
        change = changes.get(rule.id)
        rows.append(
            RuleRow(
                rule=rule,
                does=rule.severity_on(today),
                on=change is None or not change.off,
                copied=change is not None and change.own is not None and not rule.id.startswith(HOUSE),
                house=rule.id.startswith(HOUSE),
                past=rule.past_review(today),
                ignored=counts[rule.id],
            )
        )
    return RuleBookState(tuple(rows), tuple(stops))


def ignored_stops(conn: Connection) -> list[IgnoredStop]:
    """Stops that the owner ignored, the newest first; at most MOST_IGNORED."""
    table = ReplyOverride
    columns = (table.rule, table.text, table.reason, table.decided_at, table.review_id)
    found = conn.execute(select(*columns).order_by(table.decided_at.desc(), table.id.desc()).limit(MOST_IGNORED))
    return [IgnoredStop(*row) for row in found]
