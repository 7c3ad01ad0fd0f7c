"""Reads what a preview shows beside the text: pictures of the library, and products with where they lead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storeapp.articles.drafts.queries import product_lines
from storeapp.articles.drafts.ui.preview import Previewed, previewed
from storeapp.articles.markdown.blocks import addresses
from storeapp.articles.markdown.links import record_of
from storeapp.articles.markdown.parsing import parse
from storeapp.articles.publishing.queries import targets


def read_preview(conn: Any, folder: Path, text: str, room: int) -> Previewed:
    """The preview of a text, in a reading thread; `room`: pixels for its pictures."""
    records = [(one, record_of(one)) for one in addresses(parse(text).blocks)]
    named = {one: record[1] for one, record in records if record is not None and record[0] == "product"}
    ids = {one: int(key) for one, key in named.items() if key.isascii() and key.isdigit() and len(key) < 18}
    known = product_lines(conn, list(ids.values()))
    products = {one: known[number] for one, number in ids.items() if number in known}
    return previewed(text, targets(conn, folder, text), products, room)
