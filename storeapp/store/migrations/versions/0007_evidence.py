"""What proves what the shop says: attached files, links to records, and what buyers agreed to."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# New and empty.
EVIDENCE = """
CREATE TABLE attached_files (
    id INTEGER NOT NULL,
    about_kind TEXT NOT NULL,
    about_id INTEGER NOT NULL,
    part TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    thumbnail TEXT NOT NULL,
    added_at TEXT NOT NULL,
    CONSTRAINT pk_attached_files PRIMARY KEY (id)
) STRICT;
CREATE INDEX ix_attached_files_sha256 ON attached_files (sha256);
CREATE UNIQUE INDEX uq_attached_files ON attached_files (about_kind, about_id, part, sha256);
CREATE TABLE proofs (
    id INTEGER NOT NULL,
    about_kind TEXT NOT NULL,
    about_id INTEGER NOT NULL,
    part TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    note TEXT NOT NULL,
    added_at TEXT NOT NULL,
    CONSTRAINT pk_proofs PRIMARY KEY (id)
) STRICT;
CREATE INDEX ix_proofs_record ON proofs (record_kind, record_id);
CREATE UNIQUE INDEX uq_proofs ON proofs (about_kind, about_id, part, record_kind, record_id);
CREATE TABLE consents (
    id INTEGER NOT NULL,
    customer_id INTEGER,
    person TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    allowed TEXT NOT NULL,
    uses TEXT NOT NULL,
    channels TEXT NOT NULL,
    given_on TEXT NOT NULL,
    until_on TEXT,
    withdrawn_on TEXT,
    how TEXT NOT NULL,
    CONSTRAINT pk_consents PRIMARY KEY (id),
    CONSTRAINT fk_consents_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
) STRICT;
CREATE INDEX ix_consents_customer ON consents (customer_id);
CREATE INDEX ix_consents_record ON consents (record_kind, record_id);
"""


def upgrade() -> None:
    """Add the three tables."""
    for statement in filter(str.strip, EVIDENCE.split(";")):
        op.execute(statement)
