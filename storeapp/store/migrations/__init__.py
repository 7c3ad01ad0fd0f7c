"""Alembic revisions; each is self-contained and never changed once released."""
