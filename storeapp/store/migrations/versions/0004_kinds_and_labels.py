"""What amounts that files list entry by entry are made of, and the owner's own short names of products."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Refunds that came in before their entries were kept: one entry that gives way to those that say what it was made of.
TABLES = """
ALTER TABLE orders ADD COLUMN parts TEXT;
UPDATE orders SET parts = 'refunded_minor' || char(9) || b.format || char(9) || '?' || char(9) || abs(refunded_minor)
FROM import_batches AS b
WHERE orders.refunded_minor <> 0 AND b.id = orders.source_batch
AND b.format IN ('ebay_transactions', 'ebay_order_earnings', 'amazon_date_range');
ALTER TABLE products ADD COLUMN label TEXT DEFAULT '' NOT NULL;
CREATE INDEX ix_products_named ON products (coalesce(nullif(label, ''), title), id);
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
