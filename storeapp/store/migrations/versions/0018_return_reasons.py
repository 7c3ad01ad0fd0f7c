"""Why an order came back, and how many pieces of a line did."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATEMENTS = """
ALTER TABLE orders ADD COLUMN return_reason TEXT DEFAULT '' NOT NULL;
ALTER TABLE order_lines ADD COLUMN returned INTEGER;
"""


def upgrade() -> None:
    """Bring a shop to this revision; both columns are empty until a file says more."""
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
