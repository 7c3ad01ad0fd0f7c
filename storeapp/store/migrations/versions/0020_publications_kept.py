"""The files that were published, a text's original in another language, and what a place outside the shop asks for."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATEMENTS = """
CREATE TABLE publication_files (
    id INTEGER NOT NULL,
    publication_id INTEGER NOT NULL,
    address TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    ending TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_publication_files PRIMARY KEY (id),
    CONSTRAINT fk_publication_files_publication_id FOREIGN KEY(publication_id) REFERENCES publications (id)
) STRICT;
CREATE INDEX ix_publication_files_publication ON publication_files (publication_id);
ALTER TABLE articles ADD COLUMN translation_of INTEGER;
ALTER TABLE outlets ADD COLUMN audience TEXT DEFAULT '' NOT NULL;
ALTER TABLE outlets ADD COLUMN terms TEXT DEFAULT '' NOT NULL;
ALTER TABLE outlets ADD COLUMN contact TEXT DEFAULT '' NOT NULL;
ALTER TABLE outlets ADD COLUMN cost_minor INTEGER;
ALTER TABLE outlets ADD COLUMN cost_currency TEXT DEFAULT '' NOT NULL;
"""


def upgrade() -> None:
    """Bring a shop to this revision; what is new is empty until somebody fills it."""
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
