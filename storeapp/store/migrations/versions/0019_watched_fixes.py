"""The day on which the owner wants to look at a fix again."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a shop to this revision; no fix is watched yet."""
    op.execute("ALTER TABLE causes ADD COLUMN watch_until TEXT")
