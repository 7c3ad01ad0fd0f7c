"""What amounts that files list entry by entry are made of, what was sent unpaid, and short names of products."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Refunds that came in before their entries were kept: one entry that gives way to those that say what it was made of.
# What was sent without being paid is no sale any more: only cash on delivery is, which has a status of its own.
SENT = """status IN ('created', 'approved') AND paid_on IS NULL AND coalesce(paid_minor, 0) <= 0
    AND (shipped_on IS NOT NULL OR delivered_on IS NOT NULL)"""
SOLD = """(status NOT IN ('canceled', 'unavailable') AND (status NOT IN ('created', 'approved')
    OR paid_on IS NOT NULL OR coalesce(paid_minor, 0) > 0))"""

TABLES = f"""
ALTER TABLE orders ADD COLUMN parts TEXT;
UPDATE orders SET parts = 'refunded_minor' || char(9) || b.format || char(9) || '?' || char(9) || abs(refunded_minor)
FROM import_batches AS b
WHERE orders.refunded_minor <> 0 AND b.id = orders.source_batch
AND b.format IN ('ebay_transactions', 'ebay_order_earnings', 'amazon_date_range');
UPDATE order_lines SET counts = 0 WHERE counts = 1 AND order_id IN (SELECT id FROM orders WHERE {SENT});
UPDATE order_months SET (sold, known, refunded_minor, sales_minor)
    = (order_months.sold - f.sold, order_months.known - f.known, order_months.refunded_minor - f.back,
       order_months.sales_minor - f.sales)
FROM (
    SELECT channel_id, substr(coalesce(placed_on, ''), 1, 7) AS month, status, currency, count(*) AS sold,
    sum(customer_id IS NOT NULL) AS known, sum(abs(coalesce(refunded_minor, 0))) AS back,
    sum(coalesce(items_minor, total_minor, 0) - iif(abs(coalesce(refunded_minor, 0)) > coalesce(items_minor,
        total_minor, 0) AND coalesce(items_minor, total_minor, 0) > 0, coalesce(items_minor, total_minor, 0),
        abs(coalesce(refunded_minor, 0)))) AS sales
    FROM orders WHERE {SENT} GROUP BY 1, 2, 3, 4
) AS f
WHERE (order_months.channel_id, order_months.month, order_months.status, order_months.currency)
    = (f.channel_id, f.month, f.status, f.currency);
UPDATE customers SET (order_count, first_order_on, last_order_on)
    = (SELECT count(*), min(placed_on), max(placed_on) FROM orders WHERE customer_id = customers.id AND {SOLD})
WHERE id IN (SELECT customer_id FROM orders WHERE {SENT});
ALTER TABLE products ADD COLUMN label TEXT DEFAULT '' NOT NULL;
CREATE INDEX ix_products_named ON products (coalesce(nullif(label, ''), title), id);
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
