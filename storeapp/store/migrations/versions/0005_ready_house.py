"""Which writer did an action: the window or the command line, and whose account; versions of what is derived."""

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

# Until now the versions of search index and themes stood in one number of the file's header. Sums are as they shall be;
# so are the sounds of names, except in shops so old that they have none yet.
DERIVED = """
CREATE TABLE derived_versions (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_derived_versions PRIMARY KEY (name)
)
 WITHOUT ROWID, STRICT;
INSERT INTO derived_versions (name, version)
SELECT 'search texts', user_version & 255 FROM pragma_user_version
UNION ALL SELECT 'themes', user_version >> 8 FROM pragma_user_version
UNION ALL SELECT 'sums of orders', 1
UNION ALL SELECT 'sums of reviews', 1
UNION ALL SELECT 'sounds of names', 1 WHERE EXISTS (SELECT 1 FROM customers WHERE name_key IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM customers);
PRAGMA user_version = 0;
"""

TABLES = WRITERS + DERIVED


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
