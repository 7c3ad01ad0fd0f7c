"""The tables of the first release."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE actions (
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    rows INTEGER NOT NULL,
    undoable INTEGER NOT NULL,
    state TEXT NOT NULL,
    undone_at TEXT,
    undoes INTEGER,
    CONSTRAINT pk_actions PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_actions_done ON actions (undoable, state, id) WHERE undoable = 1;
CREATE TABLE changes (
    id INTEGER NOT NULL,
    action_id INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    op TEXT NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    image BLOB,
    CONSTRAINT pk_changes PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_changes_action ON changes (action_id, id);
CREATE INDEX ix_changes_row ON changes (table_name, first_id, last_id);
CREATE TABLE channels (
    id INTEGER NOT NULL,
    platform TEXT NOT NULL,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    url TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_channels PRIMARY KEY (id),
    CONSTRAINT uq_channels_name UNIQUE (name)
)
 STRICT;
CREATE TABLE customers (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    language TEXT NOT NULL,
    country TEXT NOT NULL,
    city TEXT NOT NULL,
    consent TEXT NOT NULL,
    do_not_contact INTEGER NOT NULL,
    note TEXT NOT NULL,
    order_count INTEGER NOT NULL,
    first_order_on TEXT,
    last_order_on TEXT,
    source_batch INTEGER,
    source_row INTEGER,
    CONSTRAINT pk_customers PRIMARY KEY (id),
    CONSTRAINT ck_customers_consent CHECK (consent IN ('unknown', 'yes', 'no'))
)
 STRICT;
CREATE INDEX ix_customers_last ON customers (last_order_on, id);
CREATE INDEX ix_customers_name ON customers (name, id);
CREATE INDEX ix_customers_orders ON customers (order_count, id);
CREATE TABLE id_counters (
    table_name TEXT NOT NULL,
    next_id INTEGER NOT NULL,
    CONSTRAINT pk_id_counters PRIMARY KEY (table_name)
)
 STRICT;
CREATE TABLE import_batches (
    id INTEGER NOT NULL,
    action_id INTEGER,
    channel_id INTEGER,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    rows INTEGER NOT NULL,
    new INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    same INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    newest_on TEXT,
    CONSTRAINT pk_import_batches PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_import_batches_sha ON import_batches (sha256);
CREATE TABLE import_setups (
    id INTEGER NOT NULL,
    header_key TEXT NOT NULL,
    name TEXT NOT NULL,
    mapping TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    CONSTRAINT pk_import_setups PRIMARY KEY (id),
    CONSTRAINT uq_import_setups_header_key UNIQUE (header_key)
)
 STRICT;
CREATE TABLE order_months (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    status TEXT NOT NULL,
    currency TEXT NOT NULL,
    orders INTEGER DEFAULT 0 NOT NULL,
    items_minor INTEGER DEFAULT 0 NOT NULL,
    refunded_minor INTEGER DEFAULT 0 NOT NULL,
    late INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_order_months PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_order_months ON order_months (channel_id, month, status, currency);
CREATE TABLE products (
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    sku TEXT NOT NULL,
    category TEXT NOT NULL,
    note TEXT NOT NULL,
    source_batch INTEGER,
    source_row INTEGER,
    CONSTRAINT pk_products PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_products_sku ON products (sku);
CREATE INDEX ix_products_title ON products (title, id);
CREATE TABLE rating_months (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    stars INTEGER NOT NULL,
    reviews INTEGER DEFAULT 0 NOT NULL,
    replied INTEGER DEFAULT 0 NOT NULL,
    with_text INTEGER DEFAULT 0 NOT NULL,
    linked INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_rating_months PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_rating_months ON rating_months (channel_id, month, stars);
CREATE TABLE review_months (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    stars INTEGER NOT NULL,
    reviews INTEGER DEFAULT 0 NOT NULL,
    replied INTEGER DEFAULT 0 NOT NULL,
    with_text INTEGER DEFAULT 0 NOT NULL,
    linked INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_review_months PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_review_months_empty ON review_months (reviews) WHERE reviews = 0;
CREATE INDEX ix_review_months_product ON review_months (product_id, month, stars, channel_id, reviews);
CREATE UNIQUE INDEX uq_review_months ON review_months (channel_id, month, product_id, stars);
CREATE TABLE saved_views (
    id INTEGER NOT NULL,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_saved_views PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_saved_views ON saved_views (page, name);
CREATE TABLE shop_settings (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_shop_settings PRIMARY KEY (id),
    CONSTRAINT uq_shop_settings_key UNIQUE ("key")
)
 STRICT;
CREATE TABLE identities (
    id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    "key" TEXT NOT NULL,
    CONSTRAINT pk_identities PRIMARY KEY (id),
    CONSTRAINT fk_identities_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id),
    CONSTRAINT fk_identities_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id)
)
 STRICT;
CREATE INDEX ix_identities_customer ON identities (customer_id);
CREATE UNIQUE INDEX uq_identities_key ON identities (channel_id, kind, "key");
CREATE TABLE listings (
    id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    external_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    title TEXT NOT NULL,
    price_minor INTEGER,
    currency TEXT NOT NULL,
    url TEXT NOT NULL,
    source_batch INTEGER,
    source_row INTEGER,
    CONSTRAINT pk_listings PRIMARY KEY (id),
    CONSTRAINT fk_listings_product_id FOREIGN KEY(product_id) REFERENCES products (id),
    CONSTRAINT fk_listings_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id)
)
 STRICT;
CREATE INDEX ix_listings_product ON listings (product_id);
CREATE UNIQUE INDEX uq_listings_key ON listings (channel_id, "key");
CREATE TABLE orders (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    external_id TEXT NOT NULL,
    customer_id INTEGER,
    buyer_name TEXT NOT NULL,
    status TEXT NOT NULL,
    status_raw TEXT NOT NULL,
    placed_on TEXT,
    placed_at TEXT,
    paid_on TEXT,
    paid_at TEXT,
    shipped_on TEXT,
    shipped_at TEXT,
    delivered_on TEXT,
    delivered_at TEXT,
    due_on TEXT,
    due_at TEXT,
    canceled_on TEXT,
    cancel_reason TEXT NOT NULL,
    currency TEXT NOT NULL,
    items_minor INTEGER,
    shipping_minor INTEGER,
    discount_minor INTEGER,
    tax_minor INTEGER,
    total_minor INTEGER,
    paid_minor INTEGER,
    refunded_minor INTEGER,
    ship_country TEXT NOT NULL,
    ship_city TEXT NOT NULL,
    note TEXT NOT NULL,
    source_batch INTEGER,
    source_row INTEGER,
    CONSTRAINT pk_orders PRIMARY KEY (id),
    CONSTRAINT fk_orders_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id),
    CONSTRAINT fk_orders_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
)
 STRICT;
CREATE INDEX ix_orders_channel_placed ON orders (channel_id, placed_on, id);
CREATE INDEX ix_orders_customer ON orders (customer_id, placed_on);
CREATE INDEX ix_orders_placed ON orders (placed_on, id);
CREATE INDEX ix_orders_status ON orders (status, placed_on, id);
CREATE UNIQUE INDEX uq_orders_number ON orders (channel_id, number);
CREATE TABLE rating_snapshots (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    taken_on TEXT NOT NULL,
    metric TEXT NOT NULL,
    value REAL NOT NULL,
    count INTEGER,
    note TEXT NOT NULL,
    CONSTRAINT pk_rating_snapshots PRIMARY KEY (id),
    CONSTRAINT fk_rating_snapshots_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id)
)
 STRICT;
CREATE INDEX ix_rating_snapshots_channel ON rating_snapshots (channel_id, taken_on);
CREATE TABLE order_lines (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    product_id INTEGER,
    title TEXT NOT NULL,
    sku TEXT NOT NULL,
    options TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    price_minor INTEGER,
    discount_minor INTEGER,
    shipping_minor INTEGER,
    total_minor INTEGER,
    currency TEXT NOT NULL,
    shipped_on TEXT,
    source_batch INTEGER,
    source_row INTEGER,
    CONSTRAINT pk_order_lines PRIMARY KEY (id),
    CONSTRAINT fk_order_lines_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_order_lines_product_id FOREIGN KEY(product_id) REFERENCES products (id)
)
 STRICT;
CREATE INDEX ix_order_lines_product ON order_lines (product_id);
CREATE UNIQUE INDEX uq_order_lines_key ON order_lines (order_id, "key");
CREATE TABLE reviews (
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    order_number TEXT NOT NULL,
    order_id INTEGER,
    product_id INTEGER,
    customer_id INTEGER,
    reviewer TEXT NOT NULL,
    rating REAL,
    scale REAL NOT NULL,
    stars INTEGER,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    posted_on TEXT,
    posted_at TEXT,
    edited_on TEXT,
    reply TEXT NOT NULL,
    replied_on TEXT,
    replied_at TEXT,
    photos INTEGER NOT NULL,
    source_batch INTEGER,
    source_row INTEGER,
    CONSTRAINT pk_reviews PRIMARY KEY (id),
    CONSTRAINT fk_reviews_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id),
    CONSTRAINT fk_reviews_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_reviews_product_id FOREIGN KEY(product_id) REFERENCES products (id),
    CONSTRAINT fk_reviews_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
)
 STRICT;
CREATE INDEX ix_reviews_channel ON reviews (channel_id, posted_on, id);
CREATE INDEX ix_reviews_channel_key ON reviews (channel_id, "key");
CREATE INDEX ix_reviews_customer ON reviews (customer_id);
CREATE INDEX ix_reviews_loose ON reviews (channel_id, posted_on) WHERE order_id IS NULL AND order_number <> '';
CREATE INDEX ix_reviews_number ON reviews (channel_id, order_number);
CREATE INDEX ix_reviews_order ON reviews (order_id);
CREATE INDEX ix_reviews_photos ON reviews (posted_on, id) WHERE photos > 0;
CREATE INDEX ix_reviews_posted ON reviews (posted_on, id);
CREATE INDEX ix_reviews_product ON reviews (product_id, posted_on, id);
CREATE INDEX ix_reviews_stars ON reviews (stars, posted_on, id);
CREATE INDEX ix_reviews_waiting ON reviews (posted_on, id) WHERE replied_on IS NULL AND stars <= 3;
CREATE TABLE review_versions (
    id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    rating REAL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    posted_on TEXT,
    seen_at TEXT NOT NULL,
    source_batch INTEGER,
    source_row INTEGER,
    CONSTRAINT pk_review_versions PRIMARY KEY (id),
    CONSTRAINT fk_review_versions_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 STRICT;
CREATE INDEX ix_review_versions_review ON review_versions (review_id);
"""

# Words of customers, identities, orders, products and reviews; the rowid says which (see store/search). It keeps no
# text of its own, and secure-delete takes a deleted text out of the index at once. With 8 MB of words held back until
# they are written a large import is indexed more than twice as fast as with the 1 MB that FTS5 holds by itself.
SEARCH = """
CREATE VIRTUAL TABLE search_index USING fts5(
    words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1);
INSERT INTO search_index(search_index, rank) VALUES ('hashsize', 8388608);
"""


def upgrade() -> None:
    """Make all tables, the search index and the mark that says whose file this is."""
    for statement in (TABLES + SEARCH).split(";\n"):
        if statement.strip():
            op.execute(statement)
    op.execute("PRAGMA application_id = 1398034258")  # "STOR"
