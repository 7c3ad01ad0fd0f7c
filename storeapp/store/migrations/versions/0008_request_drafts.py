"""The owner's own words of requests not sent yet, and rules they overruled for one."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE request_drafts (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_request_drafts PRIMARY KEY (id),
    CONSTRAINT fk_request_drafts_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
) STRICT;
CREATE UNIQUE INDEX uq_request_drafts ON request_drafts (order_id, step);
CREATE TABLE request_overrides (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    CONSTRAINT pk_request_overrides PRIMARY KEY (id),
    CONSTRAINT fk_request_overrides_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
) STRICT;
CREATE INDEX ix_request_overrides_order ON request_overrides (order_id);
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
