"""Merged customers, doubtful links, themes, alerts, replies, rivals, cases, and rules the owner corrected."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE channels ADD COLUMN region TEXT DEFAULT '' NOT NULL;
ALTER TABLE customers ADD COLUMN merged_into INTEGER;
ALTER TABLE customers ADD COLUMN heard_from TEXT DEFAULT '' NOT NULL;
ALTER TABLE customers ADD COLUMN name_key TEXT;
ALTER TABLE identities ADD COLUMN merged_from INTEGER;
ALTER TABLE orders ADD COLUMN merged_from INTEGER;
ALTER TABLE orders ADD COLUMN heard_from TEXT DEFAULT '' NOT NULL;
ALTER TABLE order_months ADD COLUMN known INTEGER DEFAULT 0 NOT NULL;
UPDATE order_months SET known = found.known FROM (
    SELECT channel_id, substr(coalesce(placed_on, ''), 1, 7) AS month, status, currency, count(customer_id) AS known
    FROM orders GROUP BY 1, 2, 3, 4
) AS found
WHERE (order_months.channel_id, order_months.month, order_months.status, order_months.currency)
    = (found.channel_id, found.month, found.status, found.currency);
ALTER TABLE products ADD COLUMN cost_minor INTEGER;
ALTER TABLE products ADD COLUMN cost_currency TEXT DEFAULT '' NOT NULL;
ALTER TABLE reviews ADD COLUMN merged_from INTEGER;
CREATE INDEX ix_customers_alike ON customers (name_key, country, city, name) WHERE name_key IS NOT NULL;
CREATE INDEX ix_customers_email ON customers (email) WHERE email <> '';
CREATE INDEX ix_customers_first ON customers (first_order_on) WHERE first_order_on IS NOT NULL;
CREATE INDEX ix_customers_heard ON customers (heard_from) WHERE heard_from <> '';
CREATE INDEX ix_customers_merged ON customers (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ix_identities_kind ON identities (kind, "key", customer_id);
CREATE INDEX ix_identities_merged ON identities (merged_from) WHERE merged_from IS NOT NULL;
CREATE INDEX ix_reviews_orderless ON reviews (posted_on, id) WHERE order_id IS NULL AND order_number = '';
CREATE INDEX ix_reviews_merged ON reviews (merged_from) WHERE merged_from IS NOT NULL;
DROP INDEX ix_reviews_channel;
CREATE INDEX ix_reviews_channel ON reviews (channel_id, posted_on, id, stars);
CREATE INDEX ix_reviews_answered ON reviews (stars, posted_on, id)
    WHERE posted_at IS NOT NULL AND replied_at IS NOT NULL;
CREATE INDEX ix_reviews_replied ON reviews (channel_id, replied_on, id) WHERE replied_on IS NOT NULL;
CREATE INDEX ix_orders_total ON orders (currency, total_minor, id);
CREATE INDEX ix_orders_heard ON orders (placed_on, heard_from) WHERE heard_from <> '';
CREATE INDEX ix_orders_merged ON orders (merged_from) WHERE merged_from IS NOT NULL;
CREATE TABLE cases (
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    channel_id INTEGER,
    order_id INTEGER,
    customer_id INTEGER,
    review_id INTEGER,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    note TEXT NOT NULL,
    merged_from INTEGER,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT fk_cases_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id),
    CONSTRAINT fk_cases_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_cases_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id),
    CONSTRAINT fk_cases_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 STRICT;
CREATE INDEX ix_cases_channel ON cases (channel_id);
CREATE INDEX ix_cases_customer ON cases (customer_id);
CREATE INDEX ix_cases_merged ON cases (merged_from) WHERE merged_from IS NOT NULL;
CREATE INDEX ix_cases_order ON cases (order_id);
CREATE INDEX ix_cases_review ON cases (review_id);
CREATE INDEX ix_cases_state ON cases (state, opened_at, id);
CREATE TABLE promises (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    amount_minor INTEGER,
    currency TEXT NOT NULL,
    due_on TEXT,
    made_at TEXT NOT NULL,
    kept_on TEXT,
    CONSTRAINT pk_promises PRIMARY KEY (id),
    CONSTRAINT fk_promises_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
)
 STRICT;
CREATE INDEX ix_promises_case ON promises (case_id);
CREATE INDEX ix_promises_due ON promises (due_on) WHERE kept_on IS NULL;
CREATE TABLE customer_merges (
    id INTEGER NOT NULL,
    kept_id INTEGER NOT NULL,
    lost_id INTEGER NOT NULL,
    merged_at TEXT NOT NULL,
    fields TEXT NOT NULL,
    CONSTRAINT pk_customer_merges PRIMARY KEY (id),
    CONSTRAINT fk_customer_merges_kept_id FOREIGN KEY(kept_id) REFERENCES customers (id),
    CONSTRAINT fk_customer_merges_lost_id FOREIGN KEY(lost_id) REFERENCES customers (id)
)
 STRICT;
CREATE INDEX ix_customer_merges_kept ON customer_merges (kept_id);
CREATE UNIQUE INDEX uq_customer_merges_lost ON customer_merges (lost_id);
CREATE TABLE customer_pairs (
    id INTEGER NOT NULL,
    first_id INTEGER NOT NULL,
    second_id INTEGER NOT NULL,
    decided_at TEXT NOT NULL,
    CONSTRAINT pk_customer_pairs PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_customer_pairs ON customer_pairs (first_id, second_id);
CREATE TABLE review_links (
    id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    confidence REAL NOT NULL,
    reasons TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_at TEXT,
    CONSTRAINT pk_review_links PRIMARY KEY (id),
    CONSTRAINT fk_review_links_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_review_links_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
)
 STRICT;
CREATE INDEX ix_review_links_order ON review_links (order_id);
CREATE INDEX ix_review_links_state ON review_links (state, confidence, id);
CREATE UNIQUE INDEX uq_review_links ON review_links (review_id, order_id);
CREATE TABLE alert_states (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    state TEXT NOT NULL,
    until TEXT,
    noted_at TEXT NOT NULL,
    CONSTRAINT pk_alert_states PRIMARY KEY (id),
    CONSTRAINT uq_alert_states_key UNIQUE ("key")
)
 STRICT;
CREATE TABLE review_absences (
    id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    noticed_at TEXT NOT NULL,
    back_at TEXT,
    CONSTRAINT pk_review_absences PRIMARY KEY (id),
    CONSTRAINT fk_review_absences_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_review_absences_review ON review_absences (review_id);
CREATE TABLE removal_requests (
    id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    ground TEXT NOT NULL,
    answers TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    outcome TEXT NOT NULL,
    decided_on TEXT,
    note TEXT NOT NULL,
    CONSTRAINT pk_removal_requests PRIMARY KEY (id),
    CONSTRAINT fk_removal_requests_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 STRICT;
CREATE INDEX ix_removal_requests_review ON removal_requests (review_id);
CREATE TABLE reply_templates (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    situation TEXT NOT NULL,
    body TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_reply_templates PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_reply_templates ON reply_templates (language, name);
CREATE TABLE reply_drafts (
    id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_reply_drafts PRIMARY KEY (id),
    CONSTRAINT fk_reply_drafts_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_reply_drafts_review ON reply_drafts (review_id);
CREATE TABLE reply_overrides (
    id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    CONSTRAINT pk_reply_overrides PRIMARY KEY (id),
    CONSTRAINT fk_reply_overrides_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 STRICT;
CREATE INDEX ix_reply_overrides_review ON reply_overrides (review_id);
CREATE TABLE rivals (
    id INTEGER NOT NULL,
    platform TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    note TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_rivals PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_rivals_name ON rivals (platform, name);
CREATE TABLE rival_snapshots (
    id INTEGER NOT NULL,
    rival_id INTEGER NOT NULL,
    taken_on TEXT NOT NULL,
    rating REAL,
    ratings INTEGER,
    positive_percent REAL,
    sales INTEGER,
    note TEXT NOT NULL,
    CONSTRAINT pk_rival_snapshots PRIMARY KEY (id),
    CONSTRAINT fk_rival_snapshots_rival_id FOREIGN KEY(rival_id) REFERENCES rivals (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_rival_snapshots ON rival_snapshots (rival_id, taken_on);
CREATE TABLE mentions (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    said_on TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    customer_id INTEGER,
    note TEXT NOT NULL,
    merged_from INTEGER,
    CONSTRAINT pk_mentions PRIMARY KEY (id),
    CONSTRAINT fk_mentions_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
)
 STRICT;
CREATE INDEX ix_mentions_customer ON mentions (customer_id);
CREATE INDEX ix_mentions_merged ON mentions (merged_from) WHERE merged_from IS NOT NULL;
CREATE INDEX ix_mentions_said ON mentions (said_on, id);
CREATE TABLE rule_overrides (
    id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_rule_overrides PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_rule_overrides ON rule_overrides (rule, field);
CREATE TABLE themes (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    starter TEXT NOT NULL,
    words TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_themes PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_themes_name ON themes (name);
CREATE TABLE theme_marks (
    id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    theme_id INTEGER NOT NULL,
    present INTEGER NOT NULL,
    CONSTRAINT pk_theme_marks PRIMARY KEY (id),
    CONSTRAINT fk_theme_marks_review_id FOREIGN KEY(review_id) REFERENCES reviews (id),
    CONSTRAINT fk_theme_marks_theme_id FOREIGN KEY(theme_id) REFERENCES themes (id)
)
 STRICT;
CREATE INDEX ix_theme_marks_theme ON theme_marks (theme_id);
CREATE UNIQUE INDEX uq_theme_marks ON theme_marks (review_id, theme_id);
CREATE TABLE review_themes (
    id INTEGER NOT NULL,
    theme_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    CONSTRAINT pk_review_themes PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_review_themes_review ON review_themes (review_id);
CREATE UNIQUE INDEX uq_review_themes ON review_themes (theme_id, review_id);
CREATE TABLE theme_months (
    id INTEGER NOT NULL,
    theme_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    product_id INTEGER NOT NULL,
    stars INTEGER NOT NULL,
    reviews INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_theme_months PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_theme_months ON theme_months (theme_id, product_id, channel_id, month, stars);
CREATE TABLE phrase_counts (
    id INTEGER NOT NULL,
    language TEXT NOT NULL,
    bad INTEGER NOT NULL,
    good INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    CONSTRAINT pk_phrase_counts PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_phrase_counts ON phrase_counts (language);
CREATE TABLE phrase_shares (
    id INTEGER NOT NULL,
    language TEXT NOT NULL,
    phrase TEXT NOT NULL,
    bad INTEGER NOT NULL,
    good INTEGER NOT NULL,
    score REAL NOT NULL,
    CONSTRAINT pk_phrase_shares PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_phrase_shares ON phrase_shares (language, phrase);
"""

# What every shop begins with; the words are the program's own until the owner edits them.
THEMES = """
packaging Packaging
delivery Delivery
lost Never arrived
damage Damage
wrong Wrong item
missing Missing part
quality Quality
size Size
colour Colour
smell Smell
price Price
service Service
description Description
ease Ease of use
gift Gift
refund Refund
"""


def upgrade() -> None:
    """Add the columns and tables, and the themes every shop begins with."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for place, line in enumerate(THEMES.strip().splitlines()):
        starter, _, name = line.partition(" ")
        op.execute(f"INSERT INTO themes (name, starter, words, position) VALUES ('{name}', '{starter}', '', {place})")
