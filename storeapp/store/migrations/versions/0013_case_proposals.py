"""Orders and reviews that propose a case, kept beside them."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Derived: the program fills it when it opens the shop.
CASE_PROPOSALS = """
CREATE TABLE case_proposals (
    id INTEGER NOT NULL,
    order_id INTEGER,
    review_id INTEGER,
    channel_id INTEGER NOT NULL,
    signs INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    day_on TEXT NOT NULL,
    CONSTRAINT pk_case_proposals PRIMARY KEY (id)
) STRICT;
CREATE INDEX ix_case_proposals_order ON case_proposals (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX ix_case_proposals_review ON case_proposals (review_id) WHERE review_id IS NOT NULL;
CREATE INDEX ix_case_proposals_day ON case_proposals (day_on, id);
CREATE INDEX ix_case_proposals_from ON case_proposals (from_on, signs, channel_id);
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in CASE_PROPOSALS.split(";"):
        if statement.strip():
            op.execute(statement)
