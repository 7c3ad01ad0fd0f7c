"""Reading foreign bytes: only the child process imports this, under limits; no Qt, no SQLAlchemy, a quick start."""
