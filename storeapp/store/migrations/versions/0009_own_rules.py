"""What the owner changes in the rule book of messages."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# New and empty: until now no rule of messages could be changed.
OWN_RULES = """
CREATE TABLE own_rules (
    id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    off INTEGER DEFAULT 0 NOT NULL,
    looked_on TEXT DEFAULT '' NOT NULL,
    own TEXT DEFAULT '' NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_own_rules PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_own_rules_rule ON own_rules (rule);
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in OWN_RULES.split(";"):
        if statement.strip():
            op.execute(statement)
