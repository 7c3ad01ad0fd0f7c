"""What all tables share: STRICT types, and the topic under which news of a change is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import REAL, BigInteger, Column, Double, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
# INTEGER and REAL are 32 bits wide elsewhere, and money in minor units goes beyond them.
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
REALS: Double[float] = Double().with_variant(REAL(), "sqlite")
TYPES = {"str": Text(), "int": WHOLE, "float": REALS, "bytes": LargeBinary()}
METADATA = MetaData(naming_convention=NAMES)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import DeclarativeBase
    from sqlalchemy.orm import Mapped as Mapped
    from sqlalchemy.orm import mapped_column as mapped_column

    class Base(DeclarativeBase):
        """Texts, whole numbers, reals and bytes only; money in minor units, instants as UTC text, days as ISO text."""

        metadata = METADATA

else:
    # The shop is read and written through Core alone: the type checker sees declarative classes, the program has
    # plain tables whose columns are the attributes of a class. Mapping the classes, and importing what maps them,
    # took longer at every start than all of Today's first reading.

    class Mapped:
        """The annotation of a column: `Mapped[str]`, `Mapped[int | None]`. Only its text is read."""

    class mapped_column:  # noqa: N801 - stands for SQLAlchemy's function of this name
        """What is said about a column beside its name and type, in the words of `sqlalchemy.Column`."""

        def __init__(self, *parts: Any, **said: Any) -> None:
            self.parts, self.said = parts, said

        def named(self, name: str, annotation: str) -> Column:
            """The column, of the type its annotation names; it may be empty where the annotation says `| None`."""
            kind, _, empty = annotation.removeprefix("Mapped[").removesuffix("]").partition(" | ")
            said = self.said if self.said.get("primary_key") else {"nullable": empty == "None", **self.said}
            return Column(name, TYPES[kind], *self.parts, **said)

    class Base:
        """Texts, whole numbers, reals and bytes only; money in minor units, instants as UTC text, days as ISO text."""

        metadata = METADATA
        __table__: Table
        __table_args__: Any = ()

        def __init_subclass__(cls) -> None:
            own = {name: vars(cls).get(name) or mapped_column() for name in cls.__annotations__}
            columns = [own[name].named(name, annotation) for name, annotation in cls.__annotations__.items()]
            said = cls.__table_args__
            *parts, options = said if isinstance(said, tuple) else (said,)
            cls.__table__ = Table(cls.__tablename__, cls.metadata, *columns, *parts, **options)
            for column in columns:
                setattr(cls, column.key, column)

        @classmethod
        def __clause_element__(cls) -> Table:
            """Lets a class stand in `select`, `join` and `select_from` for its table."""
            return cls.__table__


class Searched(NamedTuple):
    """What the search index takes of a table.

    `code`: its place in the index, never another table's. `columns`: texts, never NULL. `leads_to`: the table and own
    column by which its hits are hits of other rows: of another table, or (where that column is filled) of its own.
    `where`: a condition on the rows that are searched. `later`: shops made by an older version have rows of it that are
    not in the index yet, see search.LaterSearchText.
    """

    code: int
    columns: tuple[str, ...]
    leads_to: tuple[str, str] | None = None
    where: str = "1"
    later: bool = False


def strict(
    topic: str,
    *,
    journaled: bool = True,
    summed: bool = False,
    label: tuple[str, ...] = (),
    searched: Searched | None = None,
    file: str = "",
) -> dict[str, Any]:
    """Table arguments: STRICT, the topic of its news, and whether the journal keeps its before-images.

    `summed`: its rows have sums (see row_sums) although the journal doesn't keep them. `label`: what a row is called in
    a sentence is the first of these columns that holds something. `file`: the column that names a file among the shop's
    attachments, by its SHA-256.
    """
    said = {"topic": topic, "journaled": journaled, "summed": summed or journaled, "label": label, "searched": searched}
    if file:
        said["file"] = file
    return {"sqlite_strict": True, "info": said}


DERIVED = {"derived": True}  # the `info` of a column that is worked out from other columns or rows


def derived_columns(table: Table) -> frozenset[str]:
    """The columns of a table that nobody writes: what is derived keeps them in step."""
    return frozenset(column.name for column in table.columns if "derived" in column.info)


def partial(name: str, *columns: str | ColumnElement[Any], where: str, unique: bool = False) -> Index:
    """An index of the rows that fulfil `where` only. SQLite uses it where a query says these very words."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, info={"where": condition})


@compiles(CreateIndex, "postgresql")
def _in_postgresql(made: CreateIndex, compiler: Any, **said: Any) -> str:
    """The same condition elsewhere. Said on the index, it would load that dialect's nineteen modules at each start."""
    condition = made.element.info.get("where")
    if condition is not None:
        made.element.dialect_options["postgresql"]["where"] = condition
    spoken: str = compiler.visit_create_index(made, **said)
    return spoken
