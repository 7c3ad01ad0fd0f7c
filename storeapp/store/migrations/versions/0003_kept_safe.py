"""Sums over the content of rows, what an action was in any language, and one meaning of what was sold."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SOLD = """(status NOT IN ('canceled', 'unavailable') AND (status NOT IN ('created', 'approved')
    OR paid_on IS NOT NULL OR shipped_on IS NOT NULL OR delivered_on IS NOT NULL OR coalesce(paid_minor, 0) > 0))"""

TABLES = f"""
ALTER TABLE order_lines ADD COLUMN kind TEXT DEFAULT '' NOT NULL;
ALTER TABLE order_months DROP COLUMN items_minor;
ALTER TABLE order_months ADD COLUMN sold INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE order_months ADD COLUMN sales_minor INTEGER DEFAULT 0 NOT NULL;
UPDATE order_months SET (sold, known, refunded_minor, sales_minor)
    = (found.sold, found.known, found.refunded_minor, found.sales_minor)
FROM (
    SELECT channel_id, month, status, currency, sum(counts) AS sold, sum(counts AND customer_id IS NOT NULL) AS known,
    sum(iif(counts, back, 0)) AS refunded_minor,
    sum(iif(counts, worth - iif(back > worth AND worth > 0, worth, back), 0)) AS sales_minor
    FROM (
        SELECT channel_id, substr(coalesce(placed_on, ''), 1, 7) AS month, status, currency, customer_id,
        {SOLD} AS counts, coalesce(items_minor, total_minor, 0) AS worth,
        iif(status IN ('refunded', 'returned') AND coalesce(refunded_minor, 0) = 0,
            coalesce(items_minor, total_minor, 0), abs(coalesce(refunded_minor, 0))) AS back
        FROM orders
    )
    GROUP BY 1, 2, 3, 4
) AS found
WHERE (order_months.channel_id, order_months.month, order_months.status, order_months.currency)
    = (found.channel_id, found.month, found.status, found.currency);
UPDATE customers SET (order_count, first_order_on, last_order_on)
    = (SELECT count(*), min(placed_on), max(placed_on) FROM orders WHERE customer_id = customers.id AND {SOLD})
WHERE id IN (SELECT customer_id FROM orders WHERE NOT {SOLD});
ALTER TABLE actions ADD COLUMN said TEXT;
CREATE TABLE row_sums (
    table_name TEXT NOT NULL,
    place INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    CONSTRAINT pk_row_sums PRIMARY KEY (table_name, place)
)
 WITHOUT ROWID, STRICT;
"""


def upgrade() -> None:
    """Bring a shop to this revision; `row_sums` is filled by the store, over the columns that there are at the end."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
