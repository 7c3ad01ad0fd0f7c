"""Parts of amounts, what was sent unpaid, names of products, kinds of reviews, stars for ratings without."""

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
# The items of an order come to what they cost less the discount, where its total shows that they stand before it.
REST = "coalesce(shipping_minor, 0) - total_minor"
TAXED = f"{REST} + coalesce(tax_minor, 0)"
WORTH = f"""CASE WHEN discount_minor <> 0
    AND (abs(items_minor - abs(discount_minor) + {REST}) <= 1 OR abs(items_minor - abs(discount_minor) + {TAXED}) <= 1)
    AND NOT (abs(items_minor + {REST}) <= 1 OR abs(items_minor + {TAXED}) <= 1)
    THEN items_minor - abs(discount_minor) ELSE coalesce(items_minor, total_minor, 0) END"""

AMOUNTS = f"""
ALTER TABLE orders ADD COLUMN parts TEXT;
UPDATE orders SET parts = 'refunded_minor' || char(9) || b.format || char(9) || '?' || char(9) || abs(refunded_minor)
FROM import_batches AS b
WHERE orders.refunded_minor <> 0 AND b.id = orders.source_batch
AND b.format IN ('ebay_transactions', 'ebay_order_earnings', 'amazon_date_range');
UPDATE order_lines SET counts = 0 WHERE counts = 1 AND order_id IN (SELECT id FROM orders WHERE {SENT});
UPDATE order_months SET (sold, known, refunded_minor, sales_minor)
    = (found.sold, found.known, found.refunded_minor, found.sales_minor)
FROM (
    SELECT channel_id, month, status, currency, sum(counts) AS sold, sum(counts AND customer_id IS NOT NULL) AS known,
    sum(iif(counts, back, 0)) AS refunded_minor,
    sum(iif(counts, worth - iif(back > worth AND worth > 0, worth, back), 0)) AS sales_minor
    FROM (
        SELECT *, iif(status IN ('refunded', 'returned') AND coalesce(refunded_minor, 0) = 0, worth,
            abs(coalesce(refunded_minor, 0))) AS back
        FROM (
            SELECT channel_id, substr(coalesce(placed_on, ''), 1, 7) AS month, status, currency, customer_id,
            refunded_minor, {SOLD} AS counts, {WORTH} AS worth FROM orders
        )
    )
    GROUP BY 1, 2, 3, 4
) AS found
WHERE (order_months.channel_id, order_months.month, order_months.status, order_months.currency)
    = (found.channel_id, found.month, found.status, found.currency);
UPDATE customers SET (order_count, first_order_on, last_order_on)
    = (SELECT count(*), min(placed_on), max(placed_on) FROM orders WHERE customer_id = customers.id AND {SOLD})
WHERE id IN (SELECT customer_id FROM orders WHERE {SENT});
ALTER TABLE products ADD COLUMN label TEXT DEFAULT '' NOT NULL;
CREATE INDEX ix_products_named ON products (coalesce(nullif(label, ''), title), id);
"""

# As stars from 1 to 5: scales of 10 and more begin at 0, shorter ones at 1, a thumb is 0 or 1.
ON_FIVE = """max(1.0, min(5.0, CASE WHEN scale < 2 THEN iif(rating > 0, 5.0, 1.0)
    WHEN scale >= 10 THEN rating * 5 / scale WHEN scale = 5 THEN rating
    ELSE 1 + (rating - 1) * 4 / (scale - 1) END))"""
STARS = f"CAST({ON_FIVE} + 0.5 AS INTEGER)"
APART = f"(CAST(round(100 * {ON_FIVE}) AS INTEGER) - 100 * {STARS})"
BARE = "stars IS NULL AND rating IS NOT NULL AND (rating > 0 OR scale < 2)"
# Amazon's feedback report holds nothing but seller feedback; Amazon counts product reviews apart.
FEEDBACK = """channel_id IN (SELECT channel_id FROM import_batches WHERE format = 'amazon_feedback')
    AND channel_id IN (SELECT id FROM channels WHERE platform = 'amazon')
    AND source_batch IN (SELECT id FROM import_batches WHERE format = 'amazon_feedback')"""
FIGURES = ("reviews", "replied", "with_text", "linked", "apart")
PARTS = ("1", "(replied_on IS NOT NULL)", "(text <> '')", "(order_id IS NOT NULL)")
MONTH = "substr(coalesce(posted_on, ''), 1, 7)"
# Stars, kind, and what lies between the stars: as sums have them until now, and as they shall.
OLD = ("coalesce(stars, 0)", "''", "apart")
RATED = (STARS, "''", APART)
OF_SELLER = ("coalesce(stars, 0)", "'seller'", "apart")


def _moved(which: str, there: tuple[str, str, str]) -> str:
    """Kept sums of some reviews, taken out as they were and added as they shall be."""
    by_month = _shifted("rating_months", "channel_id, month", f"channel_id, {MONTH}", which, there)
    of_review = f"channel_id, {MONTH}, coalesce(product_id, 0)"
    return by_month + _shifted("review_months", "channel_id, month, product_id", of_review, which, there)


def _shifted(table: str, key: str, of_review: str, which: str, there: tuple[str, str, str]) -> str:
    names, adds = ", ".join(FIGURES), ", ".join(f"{name} = {name} + excluded.{name}" for name in FIGURES)
    groups = ", ".join(str(place + 1) for place in range(len(key.split(", ")) + 2))
    found = []
    for sign, (stars, kind, apart) in (("-", OLD), ("", there)):
        sums = ", ".join(f"{sign}sum({part})" for part in (*PARTS, apart))
        found.append(
            f"INSERT INTO {table} ({key}, stars, kind, {names}) SELECT {of_review}, {stars}, {kind}, {sums} "
            f"FROM reviews WHERE {which} GROUP BY {groups} ON CONFLICT ({key}, stars, kind) DO UPDATE SET {adds};\n"
        )
    return "".join(found) + f"DELETE FROM {table} WHERE reviews = 0;\n"


def _of_themes() -> str:
    """The same for themes, of the product and of all products together."""
    key = "theme_id, product_id, channel_id, month, stars"
    joined = f"""review_themes t JOIN reviews ON reviews.id = t.review_id
        CROSS JOIN (SELECT 0 AS whole UNION ALL SELECT 1) WHERE {BARE}"""
    product = "iif(whole, -1, coalesce(product_id, 0))"
    moved = "".join(
        f"INSERT INTO theme_months ({key}, reviews) SELECT t.theme_id, {product}, channel_id, {MONTH}, {stars}, "
        f"{sign}count(*) FROM {joined} GROUP BY 1, 2, 3, 4, 5 "
        f"ON CONFLICT ({key}) DO UPDATE SET reviews = reviews + excluded.reviews;\n"
        for stars, sign in (("coalesce(stars, 0)", "-"), (STARS, ""))
    )
    return moved + "DELETE FROM theme_months WHERE reviews = 0;\n"


TABLES = f"""{AMOUNTS}ALTER TABLE reviews ADD COLUMN kind TEXT;
ALTER TABLE rating_months ADD COLUMN kind TEXT DEFAULT '' NOT NULL;
ALTER TABLE review_months ADD COLUMN kind TEXT DEFAULT '' NOT NULL;
DROP INDEX uq_rating_months;
DROP INDEX uq_review_months;
CREATE UNIQUE INDEX uq_rating_months ON rating_months (channel_id, month, stars, kind);
CREATE UNIQUE INDEX uq_review_months ON review_months (channel_id, month, product_id, stars, kind);
"""
# Only where there are such reviews: they are found by an index, and then all are read in the order of the file.
STARS_GIVEN = f"""{_moved(BARE, RATED)}{_of_themes()}UPDATE reviews SET stars = {STARS}, apart = {APART} WHERE {BARE}"""
KIND_KNOWN = f"""{_moved(FEEDBACK, OF_SELLER)}UPDATE reviews SET kind = 'seller' WHERE {FEEDBACK}"""
ANY_BARE = "SELECT 1 FROM reviews WHERE stars IS NULL AND rating IS NOT NULL AND (rating > 0 OR scale < 2) LIMIT 1"
ANY_FEEDBACK = "SELECT 1 FROM import_batches WHERE format = 'amazon_feedback' LIMIT 1"


def upgrade() -> None:
    """Bring a shop to this revision."""
    _run(TABLES)
    bind = op.get_bind()
    if bind.exec_driver_sql(ANY_BARE).first():
        indexes = bind.exec_driver_sql(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'reviews' "
            "AND (sql LIKE '%stars%' OR sql LIKE '%apart%')"
        ).all()
        for name, _sql in indexes:  # made anew afterwards, which is quicker than to change each entry
            op.execute(f"DROP INDEX {name}")
        _run(STARS_GIVEN)
        for _name, sql in indexes:
            op.execute(sql)
    if bind.exec_driver_sql(ANY_FEEDBACK).first():
        _run(KIND_KNOWN)


def _run(statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            op.execute(statement)
