"""What all tables share: STRICT types, and the topic under which news of a change is published."""

from __future__ import annotations

from typing import Any

from sqlalchemy import REAL, Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Texts, whole numbers, reals and bytes only; money in minor units, instants as UTC text, days as ISO text."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text, int: Integer, float: REAL, bytes: LargeBinary}


def strict(topic: str, *, journaled: bool = True) -> dict[str, Any]:
    """Table arguments: STRICT, the topic of its news, and whether the journal keeps its before-images."""
    return {"sqlite_strict": True, "info": {"topic": topic, "journaled": journaled}}
