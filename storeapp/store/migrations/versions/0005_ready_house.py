"""Writers of actions, versions of what is derived, templates of all messages, places outside, contacts, attribution."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Nobody wrote down so far who did what where: what was done before stays anybody's to undo.
WRITERS = """
ALTER TABLE actions ADD COLUMN writer TEXT;
ALTER TABLE actions ADD COLUMN account TEXT;
"""

# Until now the versions of search index and themes stood in one number of the file's header. Sums are as they shall be;
# so are the sounds of names, except in shops so old that they have none yet.
DERIVED = """
CREATE TABLE derived_versions (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_derived_versions PRIMARY KEY (name)
)
 WITHOUT ROWID, STRICT;
INSERT INTO derived_versions (name, version)
SELECT 'search texts', user_version & 255 FROM pragma_user_version
UNION ALL SELECT 'themes', user_version >> 8 FROM pragma_user_version
UNION ALL SELECT 'sums of orders', 1
UNION ALL SELECT 'sums of reviews', 1
UNION ALL SELECT 'sounds of names', 1 WHERE EXISTS (SELECT 1 FROM customers WHERE name_key IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM customers);
PRAGMA user_version = 0;
"""

# What History keeps of them goes by the table's name; both have an index by it.
TEMPLATES = """
CREATE TABLE message_templates (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    situation TEXT NOT NULL,
    body TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT DEFAULT 'replies' NOT NULL,
    CONSTRAINT pk_message_templates PRIMARY KEY (id)
) STRICT;
INSERT INTO message_templates (id, name, language, situation, body, position)
    SELECT id, name, language, situation, body, position FROM reply_templates;
DROP TABLE reply_templates;
CREATE UNIQUE INDEX uq_message_templates ON message_templates (kind, language, name);
UPDATE changes SET table_name = 'message_templates' WHERE table_name = 'reply_templates';
UPDATE id_counters SET table_name = 'message_templates' WHERE table_name = 'reply_templates';
"""
# New and empty.
OUTSIDE = """
CREATE TABLE outlets (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT NOT NULL,
    house_rules TEXT NOT NULL,
    note TEXT NOT NULL,
    added_at TEXT NOT NULL,
    closed_on TEXT,
    CONSTRAINT pk_outlets PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_outlets_name ON outlets (name);
CREATE TABLE contacts (
    id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    order_id INTEGER,
    sent_at TEXT NOT NULL,
    purpose TEXT NOT NULL,
    through TEXT NOT NULL,
    counts INTEGER NOT NULL,
    about TEXT NOT NULL,
    CONSTRAINT pk_contacts PRIMARY KEY (id),
    CONSTRAINT fk_contacts_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
) STRICT;
CREATE INDEX ix_contacts_customer ON contacts (customer_id, sent_at);
CREATE INDEX ix_contacts_order ON contacts (order_id, purpose);
CREATE TABLE attributions (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    how TEXT NOT NULL,
    source TEXT NOT NULL,
    outlet_id INTEGER,
    share INTEGER NOT NULL,
    seen_on TEXT,
    window_days INTEGER,
    decided_at TEXT NOT NULL,
    CONSTRAINT pk_attributions PRIMARY KEY (id),
    CONSTRAINT fk_attributions_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
) STRICT;
CREATE UNIQUE INDEX uq_attributions ON attributions (order_id, how, source);
"""
TABLES = WRITERS + DERIVED + TEMPLATES + OUTSIDE


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
