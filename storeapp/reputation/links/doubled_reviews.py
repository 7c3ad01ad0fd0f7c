"""Finds reviews that came in twice: those of another import that say word by word what an earlier one says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.store.bulk import plain_number, plain_rows
from storeapp.store.derived import Derived, Recount

if TYPE_CHECKING:
    from sqlalchemy import Connection

_WORDS = (
    "channel_id, order_number, reviewer, posted_on, posted_at, rating, title, text, product_id, "
    "coalesce(merged_from, customer_id)"
)
# Only reviews that share reviewer and day, or an order, are read whole. As many as one import brought at once are
# reviews of their own, whatever they say; the journal tells which import brought which.
_DOUBLES = f"""
WITH crowd AS MATERIALIZED (
    SELECT r.id FROM (
        SELECT channel_id, reviewer, posted_on FROM reviews WHERE key = '' AND order_number = ''
        GROUP BY channel_id, reviewer, posted_on HAVING count(*) > 1
    ) g CROSS JOIN reviews r ON r.channel_id = g.channel_id AND r.reviewer = g.reviewer
        AND r.posted_on IS g.posted_on AND r.key = '' AND r.order_number = ''
    UNION ALL
    SELECT r.id FROM (
        SELECT channel_id, order_number FROM reviews WHERE order_number <> ''
        GROUP BY channel_id, order_number HAVING count(*) > 1
    ) g CROSS JOIN reviews r ON r.channel_id = g.channel_id AND r.order_number = g.order_number AND r.key = ''
), numbered AS (
    SELECT r.*, row_number() OVER (PARTITION BY {_WORDS}, coalesce((
        SELECT c.action_id FROM changes c WHERE c.table_name = 'reviews' AND c.first_id <= r.id AND c.last_id >= r.id
        AND c.op = 'insert' ORDER BY c.first_id DESC LIMIT 1), -r.source_batch) ORDER BY r.id) AS nth
    FROM crowd CROSS JOIN reviews r ON r.id = crowd.id
), doubled AS (
    SELECT id, first_value(id) OVER (PARTITION BY {_WORDS}, nth ORDER BY id) AS earlier FROM numbered
)
SELECT d.id, d.earlier FROM doubled d WHERE d.id > d.earlier AND NOT EXISTS (
    SELECT 1 FROM review_pairs p WHERE p.review_id = d.id AND p.earlier_id = d.earlier AND p.state = 'two')
ORDER BY d.id
"""


def doubles(conn: Connection) -> list[tuple[int, int]]:
    """The reviews that came in twice as (the later one, the earlier one), by id."""
    return [(row[0], row[1]) for row in plain_rows(conn, _DOUBLES)]


class DoubledReviews(Derived):
    """Tells "Check my data" how many reviews came in twice; nothing is kept of it."""

    title, twice = N_("Reviews that were imported twice"), True

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Count the reviews, and those that came in twice."""
        progress.check()
        return Recount(plain_number(conn, "SELECT count(*) FROM reviews"), len(doubles(conn)))
