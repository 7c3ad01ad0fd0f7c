"""Sums over the content of rows, which tell what a disk changed by itself, and what an action was in any language."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE actions ADD COLUMN said TEXT;
CREATE TABLE row_sums (
    table_name TEXT NOT NULL,
    place INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    CONSTRAINT pk_row_sums PRIMARY KEY (table_name, place)
)
 WITHOUT ROWID, STRICT;
"""


def upgrade() -> None:
    """Bring a shop to this revision; `row_sums` is filled by the store, over the columns that there are at the end."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
