"""Articles with versions, proof and publications; ideas, positioning and selling points; the library of pictures."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATEMENTS = """
CREATE TABLE articles (
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    words INTEGER DEFAULT 0 NOT NULL,
    topic TEXT NOT NULL,
    goal TEXT NOT NULL,
    readers TEXT NOT NULL,
    angle TEXT NOT NULL,
    ask TEXT NOT NULL,
    country TEXT NOT NULL,
    relation TEXT DEFAULT 'none' NOT NULL,
    word_goal INTEGER,
    person TEXT NOT NULL,
    added_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    ready_at TEXT,
    retired_at TEXT,
    CONSTRAINT pk_articles PRIMARY KEY (id)
) STRICT;
CREATE INDEX ix_articles_changed ON articles (changed_at, id);
CREATE TABLE article_products (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    CONSTRAINT pk_article_products PRIMARY KEY (id),
    CONSTRAINT fk_article_products_article_id FOREIGN KEY(article_id) REFERENCES articles (id),
    CONSTRAINT fk_article_products_product_id FOREIGN KEY(product_id) REFERENCES products (id)
) STRICT;
CREATE INDEX ix_article_products_product ON article_products (product_id);
CREATE UNIQUE INDEX uq_article_products ON article_products (article_id, product_id);
CREATE TABLE article_places (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    channel_id INTEGER,
    outlet_id INTEGER,
    CONSTRAINT pk_article_places PRIMARY KEY (id),
    CONSTRAINT fk_article_places_article_id FOREIGN KEY(article_id) REFERENCES articles (id),
    CONSTRAINT fk_article_places_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id),
    CONSTRAINT fk_article_places_outlet_id FOREIGN KEY(outlet_id) REFERENCES outlets (id)
) STRICT;
CREATE UNIQUE INDEX uq_article_places_channel ON article_places (article_id, channel_id);
CREATE UNIQUE INDEX uq_article_places_outlet ON article_places (article_id, outlet_id);
CREATE TABLE article_versions (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    words INTEGER NOT NULL,
    CONSTRAINT pk_article_versions PRIMARY KEY (id),
    CONSTRAINT fk_article_versions_article_id FOREIGN KEY(article_id) REFERENCES articles (id)
) STRICT;
CREATE INDEX ix_article_versions_article ON article_versions (article_id, at, id);
CREATE TABLE article_claims (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    kind TEXT NOT NULL,
    ref_kind TEXT NOT NULL,
    ref_id INTEGER,
    ref_text TEXT NOT NULL,
    figure TEXT NOT NULL,
    figure_at TEXT,
    added_at TEXT NOT NULL,
    CONSTRAINT pk_article_claims PRIMARY KEY (id),
    CONSTRAINT fk_article_claims_article_id FOREIGN KEY(article_id) REFERENCES articles (id)
) STRICT;
CREATE INDEX ix_article_claims_article ON article_claims (article_id);
CREATE INDEX ix_article_claims_ref ON article_claims (ref_kind, ref_id);
CREATE TABLE article_acceptances (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    place_text TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_article_acceptances PRIMARY KEY (id),
    CONSTRAINT fk_article_acceptances_article_id FOREIGN KEY(article_id) REFERENCES articles (id)
) STRICT;
CREATE UNIQUE INDEX uq_article_acceptances ON article_acceptances (article_id, rule, place_text);
CREATE TABLE article_ideas (
    id INTEGER NOT NULL,
    words TEXT NOT NULL,
    kind TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_key TEXT,
    evidence TEXT NOT NULL,
    state TEXT DEFAULT 'open' NOT NULL,
    article_id INTEGER,
    at TEXT NOT NULL,
    CONSTRAINT pk_article_ideas PRIMARY KEY (id),
    CONSTRAINT fk_article_ideas_article_id FOREIGN KEY(article_id) REFERENCES articles (id)
) STRICT;
CREATE INDEX ix_article_ideas_article ON article_ideas (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX ix_article_ideas_state ON article_ideas (state, at, id);
CREATE UNIQUE INDEX uq_article_ideas_source ON article_ideas (source_key);
CREATE TABLE positioning_entries (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    words TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_positioning_entries PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_positioning_entries ON positioning_entries ("key");
CREATE TABLE audiences (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    age TEXT NOT NULL,
    habits TEXT NOT NULL,
    taste TEXT NOT NULL,
    price_sense TEXT NOT NULL,
    places TEXT NOT NULL,
    wants TEXT NOT NULL,
    CONSTRAINT pk_audiences PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX uq_audiences_name ON audiences (name);
CREATE TABLE selling_points (
    id INTEGER NOT NULL,
    words TEXT NOT NULL,
    about TEXT NOT NULL,
    fact TEXT NOT NULL,
    buyers_words TEXT NOT NULL,
    rivals_say TEXT NOT NULL,
    rivals_on TEXT,
    state TEXT DEFAULT 'open' NOT NULL,
    added_at TEXT NOT NULL,
    CONSTRAINT pk_selling_points PRIMARY KEY (id)
) STRICT;
CREATE INDEX ix_selling_points_state ON selling_points (state, id);
CREATE TABLE selling_point_proofs (
    id INTEGER NOT NULL,
    selling_point_id INTEGER NOT NULL,
    ref_kind TEXT NOT NULL,
    ref_id INTEGER,
    ref_text TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_selling_point_proofs PRIMARY KEY (id),
    CONSTRAINT fk_selling_point_proofs_selling_point_id FOREIGN KEY(selling_point_id) REFERENCES selling_points (id)
) STRICT;
CREATE INDEX ix_selling_point_proofs_point ON selling_point_proofs (selling_point_id);
CREATE TABLE article_variants (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    channel_id INTEGER,
    outlet_id INTEGER,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    tags TEXT NOT NULL,
    based_on_title TEXT NOT NULL,
    based_on_body TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT pk_article_variants PRIMARY KEY (id),
    CONSTRAINT fk_article_variants_article_id FOREIGN KEY(article_id) REFERENCES articles (id),
    CONSTRAINT fk_article_variants_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id),
    CONSTRAINT fk_article_variants_outlet_id FOREIGN KEY(outlet_id) REFERENCES outlets (id)
) STRICT;
CREATE UNIQUE INDEX uq_article_variants_channel ON article_variants (article_id, channel_id);
CREATE UNIQUE INDEX uq_article_variants_outlet ON article_variants (article_id, outlet_id);
CREATE TABLE publications (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    variant_id INTEGER,
    channel_id INTEGER,
    outlet_id INTEGER,
    planned_on TEXT,
    planned_time TEXT,
    published_at TEXT,
    url TEXT NOT NULL,
    tracking_link TEXT NOT NULL,
    coupon TEXT NOT NULL,
    cost_minor INTEGER,
    currency TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    archive TEXT NOT NULL,
    cancelled_at TEXT,
    added_at TEXT NOT NULL,
    CONSTRAINT pk_publications PRIMARY KEY (id),
    CONSTRAINT fk_publications_article_id FOREIGN KEY(article_id) REFERENCES articles (id),
    CONSTRAINT fk_publications_variant_id FOREIGN KEY(variant_id) REFERENCES article_variants (id),
    CONSTRAINT fk_publications_channel_id FOREIGN KEY(channel_id) REFERENCES channels (id),
    CONSTRAINT fk_publications_outlet_id FOREIGN KEY(outlet_id) REFERENCES outlets (id)
) STRICT;
CREATE INDEX ix_publications_article ON publications (article_id, published_at);
CREATE INDEX ix_publications_coupon ON publications (coupon) WHERE coupon <> '';
CREATE INDEX ix_publications_planned ON publications (planned_on, id) WHERE planned_on IS NOT NULL;
CREATE INDEX ix_publications_published ON publications (published_at, id) WHERE published_at IS NOT NULL;
CREATE TABLE publication_results (
    id INTEGER NOT NULL,
    publication_id INTEGER NOT NULL,
    day_on TEXT NOT NULL,
    views INTEGER,
    reads INTEGER,
    saves INTEGER,
    clicks INTEGER,
    cost_minor INTEGER,
    currency TEXT NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_publication_results PRIMARY KEY (id),
    CONSTRAINT fk_publication_results_publication_id FOREIGN KEY(publication_id) REFERENCES publications (id)
) STRICT;
CREATE UNIQUE INDEX uq_publication_results ON publication_results (publication_id, day_on, source);
CREATE TABLE article_lessons (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    publication_id INTEGER,
    worked TEXT NOT NULL,
    next_try TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_article_lessons PRIMARY KEY (id),
    CONSTRAINT fk_article_lessons_article_id FOREIGN KEY(article_id) REFERENCES articles (id),
    CONSTRAINT fk_article_lessons_publication_id FOREIGN KEY(publication_id) REFERENCES publications (id)
) STRICT;
CREATE INDEX ix_article_lessons_article ON article_lessons (article_id);
CREATE INDEX ix_article_lessons_at ON article_lessons (at, id);
CREATE TABLE library_items (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT,
    file_kind TEXT NOT NULL,
    size INTEGER,
    width INTEGER,
    height INTEGER,
    thumbnail TEXT NOT NULL,
    words TEXT NOT NULL,
    url TEXT NOT NULL,
    origin TEXT DEFAULT 'own' NOT NULL,
    source TEXT NOT NULL,
    alt TEXT NOT NULL,
    consent_id INTEGER,
    consent_uses TEXT NOT NULL,
    consent_channels TEXT NOT NULL,
    consent_until_on TEXT,
    added_at TEXT NOT NULL,
    CONSTRAINT pk_library_items PRIMARY KEY (id),
    CONSTRAINT fk_library_items_consent_id FOREIGN KEY(consent_id) REFERENCES consents (id)
) STRICT;
CREATE INDEX ix_library_items_kind ON library_items (kind, added_at, id);
CREATE UNIQUE INDEX uq_library_items_sha256 ON library_items (sha256);
CREATE TABLE library_uses (
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_library_uses PRIMARY KEY (id),
    CONSTRAINT fk_library_uses_item_id FOREIGN KEY(item_id) REFERENCES library_items (id),
    CONSTRAINT fk_library_uses_article_id FOREIGN KEY(article_id) REFERENCES articles (id)
) STRICT;
CREATE INDEX ix_library_uses_article ON library_uses (article_id);
CREATE UNIQUE INDEX uq_library_uses ON library_uses (item_id, article_id);
"""


def upgrade() -> None:
    """Bring a shop to this revision: new tables alone."""
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.execute(statement)
