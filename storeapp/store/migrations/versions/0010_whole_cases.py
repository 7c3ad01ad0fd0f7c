"""Cases with their whole story: orders, entries, promises that are moved or broken, merges; causes, rates and hours."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What cases and promises had so far; they are made anew, as a column with a key to orders goes.
OF_CASES = "id, title, reason, state, channel_id, customer_id, review_id, opened_at, closed_at, note, merged_from"
OF_PROMISES = "id, case_id, kind, words, amount_minor, currency, due_on, made_at, kept_on"
CASES = f"""
CREATE TEMP TABLE old_promises AS SELECT * FROM promises;
CREATE TEMP TABLE old_cases AS SELECT * FROM cases;
DROP TABLE promises;
DROP TABLE cases;
CREATE TABLE cases (
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    severity TEXT DEFAULT 'normal' NOT NULL,
    state TEXT NOT NULL,
    waiting_for TEXT DEFAULT '' NOT NULL,
    handler TEXT DEFAULT '' NOT NULL,
    next_step TEXT DEFAULT '' NOT NULL,
    channel_id INTEGER,
    product_id INTEGER,
    customer_id INTEGER,
    review_id INTEGER,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    snoozed_until TEXT,
    note TEXT NOT NULL,
    reopened INTEGER DEFAULT 0 NOT NULL,
    merged_from INTEGER,
    merged_into INTEGER,
    split_from INTEGER,
    root_id INTEGER,
    turn_at TEXT DEFAULT '9999' NOT NULL,
    open_promises INTEGER DEFAULT 0 NOT NULL,
    asked_at TEXT,
    first_reply_at TEXT,
    last_contact_at TEXT,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT fk_cases_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id),
    CONSTRAINT fk_cases_product_id FOREIGN KEY(product_id) REFERENCES products (id),
    CONSTRAINT fk_cases_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id),
    CONSTRAINT fk_cases_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 STRICT;
CREATE INDEX ix_cases_channel ON cases (channel_id);
CREATE INDEX ix_cases_closed ON cases (closed_at, id) WHERE merged_into IS NULL;
CREATE INDEX ix_cases_customer ON cases (customer_id);
CREATE INDEX ix_cases_merged ON cases (merged_from) WHERE merged_from IS NOT NULL;
CREATE INDEX ix_cases_product ON cases (product_id);
CREATE INDEX ix_cases_review ON cases (review_id);
CREATE INDEX ix_cases_root ON cases (root_id);
CREATE INDEX ix_cases_state ON cases (state, opened_at, id);
CREATE INDEX ix_cases_turn ON cases (state, turn_at, id) WHERE merged_into IS NULL;
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
    broken_on TEXT,
    due_time TEXT,
    first_due_on TEXT,
    entry_id INTEGER,
    home_id INTEGER,
    CONSTRAINT pk_promises PRIMARY KEY (id),
    CONSTRAINT fk_promises_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
)
 STRICT;
CREATE INDEX ix_promises_case ON promises (case_id);
CREATE INDEX ix_promises_days ON promises (due_on, kept_on, broken_on);
CREATE INDEX ix_promises_due ON promises (due_on) WHERE kept_on IS NULL AND broken_on IS NULL;
INSERT INTO cases ({OF_CASES}) SELECT {OF_CASES} FROM temp.old_cases;
INSERT INTO promises ({OF_PROMISES}) SELECT {OF_PROMISES} FROM temp.old_promises;
"""

# New and empty.
NEW = """
CREATE TABLE case_orders (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    order_line_id INTEGER,
    home_id INTEGER,
    CONSTRAINT pk_case_orders PRIMARY KEY (id),
    CONSTRAINT fk_case_orders_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_case_orders_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_case_orders_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_lines (id)
)
 STRICT;
CREATE INDEX ix_case_orders_case ON case_orders (case_id);
CREATE INDEX ix_case_orders_line ON case_orders (order_line_id) WHERE order_line_id IS NOT NULL;
CREATE INDEX ix_case_orders_order ON case_orders (order_id, case_id);
CREATE TABLE case_entries (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    home_id INTEGER,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    through TEXT NOT NULL,
    words TEXT NOT NULL,
    amount_minor INTEGER,
    currency TEXT NOT NULL,
    minutes INTEGER,
    order_id INTEGER,
    order_line_id INTEGER,
    promise_id INTEGER,
    contact_id INTEGER,
    template TEXT NOT NULL,
    knowing TEXT NOT NULL,
    ref TEXT NOT NULL,
    made_at TEXT NOT NULL,
    CONSTRAINT pk_case_entries PRIMARY KEY (id),
    CONSTRAINT fk_case_entries_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_case_entries_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_case_entries_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_lines (id)
)
 STRICT;
CREATE INDEX ix_case_entries_case ON case_entries (case_id, at, id);
CREATE INDEX ix_case_entries_kind ON case_entries (kind, at);
CREATE INDEX ix_case_entries_line ON case_entries (order_line_id) WHERE order_line_id IS NOT NULL;
CREATE INDEX ix_case_entries_order ON case_entries (order_id, kind) WHERE order_id IS NOT NULL;
CREATE INDEX ix_case_entries_ref ON case_entries (ref, case_id) WHERE ref <> '';
CREATE TABLE case_ticks (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    item TEXT NOT NULL,
    done_at TEXT NOT NULL,
    CONSTRAINT pk_case_ticks PRIMARY KEY (id),
    CONSTRAINT fk_case_ticks_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_case_ticks ON case_ticks (case_id, item);
CREATE TABLE case_drafts (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_case_drafts PRIMARY KEY (id),
    CONSTRAINT fk_case_drafts_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_case_drafts ON case_drafts (case_id, kind);
CREATE TABLE case_dismissals (
    id INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_case_dismissals PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_case_dismissals ON case_dismissals (record_kind, record_id);
CREATE TABLE causes (
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    product_id INTEGER,
    supplier TEXT NOT NULL,
    batch TEXT NOT NULL,
    state TEXT NOT NULL,
    found_on TEXT NOT NULL,
    fix_what TEXT NOT NULL,
    fix_who TEXT NOT NULL,
    fix_cost_minor INTEGER,
    fix_each_minor INTEGER,
    currency TEXT NOT NULL,
    changed_from TEXT,
    changed_until TEXT,
    note TEXT NOT NULL,
    CONSTRAINT pk_causes PRIMARY KEY (id),
    CONSTRAINT fk_causes_product_id FOREIGN KEY(product_id) REFERENCES products (id)
)
 STRICT;
CREATE INDEX ix_causes_product ON causes (product_id);
CREATE INDEX ix_causes_state ON causes (state);
CREATE TABLE cause_links (
    id INTEGER NOT NULL,
    cause_id INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_cause_links PRIMARY KEY (id),
    CONSTRAINT fk_cause_links_cause_id FOREIGN KEY(cause_id) REFERENCES causes (id)
)
 STRICT;
CREATE INDEX ix_cause_links_cause ON cause_links (cause_id);
CREATE UNIQUE INDEX uq_cause_links ON cause_links (record_kind, record_id);
CREATE TABLE cause_notes (
    id INTEGER NOT NULL,
    cause_id INTEGER NOT NULL,
    noted_on TEXT NOT NULL,
    who TEXT NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT pk_cause_notes PRIMARY KEY (id),
    CONSTRAINT fk_cause_notes_cause_id FOREIGN KEY(cause_id) REFERENCES causes (id)
)
 STRICT;
CREATE INDEX ix_cause_notes_cause ON cause_notes (cause_id, noted_on);
CREATE TABLE cause_refusals (
    id INTEGER NOT NULL,
    cause_id INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_cause_refusals PRIMARY KEY (id),
    CONSTRAINT fk_cause_refusals_cause_id FOREIGN KEY(cause_id) REFERENCES causes (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_cause_refusals ON cause_refusals (cause_id, record_kind, record_id);
CREATE TABLE owner_reasons (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    parent TEXT NOT NULL,
    title TEXT NOT NULL,
    situation TEXT NOT NULL,
    checklist TEXT NOT NULL,
    hidden INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_owner_reasons PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_owner_reasons_key ON owner_reasons ("key");
CREATE TABLE owner_rates (
    id INTEGER NOT NULL,
    currency TEXT NOT NULL,
    into_currency TEXT NOT NULL,
    rate_on TEXT NOT NULL,
    rate REAL NOT NULL,
    CONSTRAINT pk_owner_rates PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_owner_rates ON owner_rates (currency, into_currency, rate_on);
CREATE TABLE owner_hours (
    id INTEGER NOT NULL,
    weekday INTEGER,
    day_on TEXT NOT NULL,
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_owner_hours PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_owner_hours ON owner_hours (weekday, day_on, opens);
"""

# A case has any number of orders. Each row has the id of its case, so that the stretches of rows the journal keeps of
# an opened case hold for its order too: taking the opening back takes both.
OF_ORDERS = """
INSERT INTO case_orders (id, case_id, order_id) SELECT id, id, order_id FROM temp.old_cases WHERE order_id IS NOT NULL;
INSERT INTO changes (action_id, table_name, op, first_id, last_id, rows)
    SELECT c.action_id, 'case_orders', 'insert', c.first_id, c.last_id,
        (SELECT count(*) FROM case_orders o WHERE o.id BETWEEN c.first_id AND c.last_id)
    FROM changes c WHERE c.table_name = 'cases' AND c.op = 'insert'
        AND EXISTS (SELECT 1 FROM case_orders o WHERE o.id BETWEEN c.first_id AND c.last_id) ORDER BY c.id;
INSERT INTO id_counters (table_name, next_id) SELECT 'case_orders', next_id FROM id_counters WHERE table_name = 'cases';
DROP TABLE temp.old_cases;
DROP TABLE temp.old_promises;
"""
TABLES = CASES + NEW + OF_ORDERS


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
