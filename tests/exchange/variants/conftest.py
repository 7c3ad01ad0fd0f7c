"""The same reading fixtures as beside, for files that the recogniser was not written with."""

from tests.exchange.reading.conftest import formats, read, staging_path

__all__ = ["formats", "read", "staging_path"]
