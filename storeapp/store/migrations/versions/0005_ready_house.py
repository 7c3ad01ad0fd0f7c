"""Which writer did an action: the window or the command line, and the account of who sat there."""

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

TABLES = WRITERS


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
