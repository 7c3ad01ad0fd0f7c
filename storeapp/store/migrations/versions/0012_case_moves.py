"""The steps of splits, in the place of a column that could not hold a split of a split."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE case_entries DROP COLUMN home_id;
ALTER TABLE case_orders DROP COLUMN home_id;
ALTER TABLE promises DROP COLUMN home_id;
CREATE TABLE case_moves (
    id INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    from_id INTEGER NOT NULL,
    into_id INTEGER NOT NULL,
    CONSTRAINT pk_case_moves PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_case_moves_into ON case_moves (into_id);
CREATE INDEX ix_cases_into ON cases (merged_into) WHERE merged_into IS NOT NULL;
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
