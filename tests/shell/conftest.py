"""The program with all its work inline, on a shop of its own."""

from tests.programs import (
    english,
    kept_shop,
    look,
    make_program,
    on_sample,
    opened_before,
    own_sample,
    program,
    sample_shop,
    shop,
)

__all__ = [
    "english",
    "kept_shop",
    "look",
    "make_program",
    "on_sample",
    "opened_before",
    "own_sample",
    "program",
    "sample_shop",
    "shop",
]
