"""Review requests that were handed to the owner's mail server."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE request_mails (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    ended_at TEXT,
    answer TEXT NOT NULL,
    CONSTRAINT pk_request_mails PRIMARY KEY (id),
    CONSTRAINT fk_request_mails_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
) STRICT;
CREATE UNIQUE INDEX uq_request_mails ON request_mails (order_id, step);
CREATE INDEX ix_request_mails_begun ON request_mails (begun_at, id);
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
