"""Asking for reviews: plans, requests, stops and verdicts; who asked for no more messages; how long parcels took."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Nobody has opted out yet.
OPTED_OUT = """
ALTER TABLE customers ADD COLUMN opted_out INTEGER DEFAULT 0 NOT NULL;
CREATE INDEX ix_customers_opted_out ON customers (id) WHERE opted_out <> 0;
CREATE TABLE opt_outs (
    id INTEGER NOT NULL,
    hash TEXT NOT NULL,
    made_at TEXT NOT NULL,
    CONSTRAINT pk_opt_outs PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_opt_outs_hash ON opt_outs (hash);
"""

# Kept in step from now on; one walk over the orders tells how it was so far.
DELIVERY_DAYS = """
CREATE TABLE delivery_days (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    country TEXT NOT NULL,
    start TEXT NOT NULL,
    days INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    CONSTRAINT pk_delivery_days PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_delivery_days ON delivery_days (channel_id, country, start, days);
INSERT INTO delivery_days (channel_id, country, start, days, orders)
SELECT channel_id, ship_country,
    CASE WHEN shipped_on IS NOT NULL THEN 'shipped' WHEN placed_on IS NOT NULL THEN 'placed' ELSE '' END AS start,
    CASE WHEN delivered_on >= coalesce(shipped_on, placed_on)
        THEN cast(julianday(delivered_on) - julianday(coalesce(shipped_on, placed_on)) AS INTEGER) ELSE -1 END AS days,
    count(*)
FROM orders GROUP BY 1, 2, 3, 4;
"""

# New and empty: the verdicts are worked out at the first look at the requests.
REQUESTS = """
CREATE TABLE request_plans (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    name TEXT NOT NULL,
    active INTEGER NOT NULL,
    settings TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_request_plans PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_request_plans ON request_plans ("key");
CREATE TABLE review_requests (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    through TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    template TEXT NOT NULL,
    language TEXT NOT NULL,
    variant TEXT NOT NULL,
    days INTEGER,
    CONSTRAINT pk_review_requests PRIMARY KEY (id),
    CONSTRAINT fk_review_requests_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
) STRICT;
CREATE INDEX ix_review_requests_sent ON review_requests (sent_at, id);
CREATE UNIQUE INDEX uq_review_requests ON review_requests (order_id, kind);
CREATE TABLE request_stops (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    until_on TEXT,
    made_at TEXT NOT NULL,
    CONSTRAINT pk_request_stops PRIMARY KEY (id),
    CONSTRAINT fk_request_stops_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
) STRICT;
CREATE UNIQUE INDEX uq_request_stops ON request_stops (order_id, kind);
CREATE TABLE request_verdicts (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    "plan" TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    step TEXT NOT NULL,
    basis TEXT NOT NULL,
    low_on TEXT,
    high_on TEXT,
    day_on TEXT NOT NULL,
    ready_from TEXT,
    last_on TEXT,
    review_id INTEGER,
    sure REAL,
    next_change TEXT,
    CONSTRAINT pk_request_verdicts PRIMARY KEY (id)
) STRICT;
CREATE INDEX ix_request_verdicts_day ON request_verdicts (day_on, id);
CREATE INDEX ix_request_verdicts_due ON request_verdicts (next_change) WHERE next_change IS NOT NULL;
CREATE INDEX ix_request_verdicts_state ON request_verdicts (state, ready_from, id);
CREATE TABLE request_counts (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    "plan" TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    step TEXT NOT NULL,
    orders INTEGER NOT NULL,
    CONSTRAINT pk_request_counts PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_request_counts ON request_counts (channel_id, "plan", state, reason, step);
CREATE TABLE request_looks (
    id INTEGER NOT NULL,
    at TEXT NOT NULL,
    upto INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_request_looks PRIMARY KEY (id)
) STRICT;
"""
TABLES = OPTED_OUT + DELIVERY_DAYS + REQUESTS


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
