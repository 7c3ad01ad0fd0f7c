"""Indexes of what the tables of articles point at, so that taking back what they point at stays fast."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEXES = """
CREATE INDEX ix_article_places_channel ON article_places (channel_id);
CREATE INDEX ix_article_places_outlet ON article_places (outlet_id);
CREATE INDEX ix_article_variants_channel ON article_variants (channel_id);
CREATE INDEX ix_article_variants_outlet ON article_variants (outlet_id);
CREATE INDEX ix_publications_channel ON publications (channel_id);
CREATE INDEX ix_publications_outlet ON publications (outlet_id);
CREATE INDEX ix_publications_variant ON publications (variant_id);
CREATE INDEX ix_article_lessons_publication ON article_lessons (publication_id);
CREATE INDEX ix_library_items_consent ON library_items (consent_id);
"""


def upgrade() -> None:
    """Bring a shop to this revision."""
    for statement in INDEXES.split(";"):
        if statement.strip():
            op.execute(statement)
