"""Workbooks given to helpers with what was in them, files that came back, and an order's tracking number."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

STATEMENTS = """
CREATE TABLE helper_workbooks (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    task TEXT NOT NULL,
    helper TEXT NOT NULL,
    why TEXT NOT NULL,
    language TEXT NOT NULL,
    until_on TEXT,
    columns TEXT NOT NULL,
    named INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    made_at TEXT NOT NULL,
    rows INTEGER NOT NULL,
    back_at TEXT,
    decisions TEXT NOT NULL,
    CONSTRAINT pk_helper_workbooks PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_helper_workbooks ON helper_workbooks (code);
CREATE INDEX ix_helper_workbooks_out ON helper_workbooks (until_on, id) WHERE back_at IS NULL;
CREATE TABLE helper_rows (
    id INTEGER NOT NULL,
    workbook_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    base TEXT NOT NULL,
    CONSTRAINT pk_helper_rows PRIMARY KEY (id),
    CONSTRAINT fk_helper_rows_workbook_id FOREIGN KEY(workbook_id) REFERENCES helper_workbooks (id)
) STRICT;
CREATE UNIQUE INDEX uq_helper_rows ON helper_rows (workbook_id, number);
CREATE TABLE helper_returns (
    id INTEGER NOT NULL,
    workbook_id INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    came_at TEXT NOT NULL,
    state TEXT NOT NULL,
    said TEXT NOT NULL,
    CONSTRAINT pk_helper_returns PRIMARY KEY (id),
    CONSTRAINT fk_helper_returns_workbook_id FOREIGN KEY(workbook_id) REFERENCES helper_workbooks (id)
) STRICT;
CREATE UNIQUE INDEX uq_helper_returns ON helper_returns (workbook_id, sha256);
ALTER TABLE orders ADD COLUMN tracking TEXT DEFAULT '' NOT NULL;
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
