"""Sums over rows, what was done and sold, reviews that are one, ratings between stars, numbers given again, buyers."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SOLD = """(status NOT IN ('canceled', 'unavailable') AND (status NOT IN ('created', 'approved')
    OR paid_on IS NOT NULL OR shipped_on IS NOT NULL OR delivered_on IS NOT NULL OR coalesce(paid_minor, 0) > 0))"""

# Until now a review without an id could be taken in again although nothing of it had changed: those of another import
# that say word by word the same as an earlier one. As many as one import brought at once are reviews of their own.
WORDS = """channel_id, order_number, reviewer, posted_on, posted_at, rating, title, text, product_id,
    coalesce(merged_from, customer_id)"""
DOUBLES = f"""
INSERT INTO review_pairs (review_id, earlier_id, kind, state, found_at)
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
    SELECT r.*, row_number() OVER (PARTITION BY {WORDS}, coalesce((
        SELECT c.action_id FROM changes c WHERE c.table_name = 'reviews' AND c.first_id <= r.id AND c.last_id >= r.id
        AND c.op = 'insert' ORDER BY c.first_id DESC LIMIT 1), -r.source_batch) ORDER BY r.id) AS nth
    FROM crowd CROSS JOIN reviews r ON r.id = crowd.id
), doubled AS (
    SELECT id, first_value(id) OVER (PARTITION BY {WORDS}, nth ORDER BY id) AS earlier FROM numbered
)
SELECT id, earlier, 'double', 'open', strftime('%Y-%m-%dT%H:%M:%SZ', 'now') FROM doubled WHERE id > earlier ORDER BY id
"""

# What an old import held, from the records that it wrote last; where none is left, from the name of its format.
KINDS = """trim(iif(id IN (SELECT source_batch FROM orders), 'orders ', '')
    || iif(id IN (SELECT source_batch FROM order_lines), 'lines ', '')
    || iif(id IN (SELECT source_batch FROM reviews), 'reviews ', '')
    || iif(id IN (SELECT source_batch FROM listings), 'products ', '')
    || iif(id IN (SELECT source_batch FROM customers), 'customers', ''))"""

# A user name had the first word of the name beside it in its key ("annm (ann)"), so that a new name made a new buyer.
# Where that leaves several customers for one user name, the next import that names it puts them together.
TABLES = f"""
ALTER TABLE import_batches ADD COLUMN kinds TEXT DEFAULT '' NOT NULL;
UPDATE import_batches SET kinds = {KINDS};
UPDATE import_batches
SET kinds = iif(lower(coalesce(nullif(format, ''), file_name)) LIKE '%review%', 'reviews', 'orders') WHERE kinds = '';
ALTER TABLE order_lines ADD COLUMN kind TEXT DEFAULT '' NOT NULL;
ALTER TABLE order_lines ADD COLUMN counts INTEGER DEFAULT 1 NOT NULL;
UPDATE order_lines SET counts = 0 WHERE order_id IN (SELECT id FROM orders WHERE NOT {SOLD});
DROP INDEX ix_order_lines_product;
CREATE INDEX ix_order_lines_product ON order_lines (product_id, counts, order_id, quantity);
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
ALTER TABLE reviews ADD COLUMN apart INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE rating_months ADD COLUMN apart INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE review_months ADD COLUMN apart INTEGER DEFAULT 0 NOT NULL;
UPDATE reviews SET apart = CAST(round(100 * max(1.0, min(5.0, iif(scale = 5, rating, rating * 5 / scale)))) AS INTEGER)
    - 100 * stars WHERE stars IS NOT NULL AND rating IS NOT NULL AND (scale = 5 AND rating <> stars OR scale = 10);
CREATE INDEX ix_reviews_apart ON reviews (channel_id, posted_on, apart) WHERE apart <> 0;
UPDATE rating_months SET apart = found.apart FROM (
    SELECT channel_id, substr(coalesce(posted_on, ''), 1, 7) AS month, coalesce(stars, 0) AS stars, sum(apart) AS apart
    FROM reviews WHERE apart <> 0 GROUP BY 1, 2, 3
) AS found
WHERE (rating_months.channel_id, rating_months.month, rating_months.stars)
    = (found.channel_id, found.month, found.stars);
UPDATE review_months SET apart = found.apart FROM (
    SELECT channel_id, substr(coalesce(posted_on, ''), 1, 7) AS month, coalesce(product_id, 0) AS product_id,
        coalesce(stars, 0) AS stars, sum(apart) AS apart
    FROM reviews WHERE apart <> 0 GROUP BY 1, 2, 3, 4
) AS found
WHERE (review_months.channel_id, review_months.month, review_months.product_id, review_months.stars)
    = (found.channel_id, found.month, found.product_id, found.stars);
ALTER TABLE actions ADD COLUMN said TEXT;
DROP INDEX uq_orders_number;
DROP INDEX ix_orders_total;
CREATE INDEX ix_orders_total ON orders (currency, coalesce(total_minor, items_minor), id);
CREATE INDEX ix_orders_number ON orders (channel_id, number);
CREATE INDEX ix_orders_external ON orders (channel_id, external_id) WHERE external_id <> '';
UPDATE identities SET "key" = substr("key", 1, instr("key", ' (') - 1)
WHERE kind = 'handle' AND "key" LIKE '_% (%)' AND id = (
    SELECT min(same.id) FROM identities AS same
    WHERE same.channel_id = identities.channel_id AND same.kind = 'handle'
    AND same."key" >= substr(identities."key", 1, instr(identities."key", ' (') - 1) || ' ('
    AND same."key" < substr(identities."key", 1, instr(identities."key", ' (') - 1) || ' )'
) AND NOT EXISTS (
    SELECT 1 FROM identities AS plain
    WHERE plain.channel_id = identities.channel_id AND plain.kind = 'handle'
    AND plain."key" = substr(identities."key", 1, instr(identities."key", ' (') - 1)
);
CREATE TABLE row_sums (
    table_name TEXT NOT NULL,
    place INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    CONSTRAINT pk_row_sums PRIMARY KEY (table_name, place)
)
 WITHOUT ROWID, STRICT;
CREATE INDEX ix_reviews_reviewer ON reviews (channel_id, reviewer, posted_on) WHERE key = '' AND order_number = '';
CREATE TABLE review_pairs (
    id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    earlier_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    found_at TEXT NOT NULL,
    decided_at TEXT,
    CONSTRAINT pk_review_pairs PRIMARY KEY (id),
    CONSTRAINT fk_review_pairs_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_review_pairs_earlier_id FOREIGN KEY(earlier_id) REFERENCES reviews (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_review_pairs ON review_pairs (review_id, earlier_id);
CREATE INDEX ix_review_pairs_earlier ON review_pairs (earlier_id);
CREATE INDEX ix_review_pairs_state ON review_pairs (state, kind);
{DOUBLES};
"""


def upgrade() -> None:
    """Bring a shop to this revision; `row_sums` is filled by the store, over the columns that there are at the end."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
