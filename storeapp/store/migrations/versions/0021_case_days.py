"""What cases cost by day, cause and channel, kept beside them."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# Derived: the program fills it when it opens the shop.
CASE_DAYS = """
CREATE TABLE case_days (
    id INTEGER NOT NULL,
    day_on TEXT NOT NULL,
    cause_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    currency TEXT NOT NULL,
    minor INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    CONSTRAINT pk_case_days PRIMARY KEY (id)
) STRICT;
CREATE INDEX ix_case_days_day ON case_days (day_on, kind, cause_id, channel_id);
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in CASE_DAYS.split(";"):
        if statement.strip():
            op.execute(statement)
