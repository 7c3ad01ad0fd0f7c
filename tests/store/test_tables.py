"""The tables as classes: plain columns under their names, and the class in place of its table in a statement."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Column, Integer, Text, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from storeapp.store.tables import Channel, Customer, Order
from storeapp.store.tables.base import Base, Mapped, mapped_column, strict


def test_a_class_holds_the_columns_of_its_table():
    assert Customer.__table__.name == "customers"
    assert isinstance(Customer.name, Column)
    assert Customer.name is Customer.__table__.c.name
    assert (Customer.id.primary_key, Customer.id.nullable) == (True, False)
    assert (Customer.name_key.nullable, Customer.name.nullable) == (True, False)
    assert isinstance(Order.channel_id.type, Integer)
    assert isinstance(Order.number.type, Text)
    assert [key.target_fullname for key in Order.channel_id.foreign_keys] == ["channels.id"]


def test_a_class_stands_for_its_table_in_a_statement():
    joined = select(Order.number, Channel.name).join(Channel, Channel.id == Order.channel_id)
    assert "FROM orders JOIN channels ON channels.id = orders.channel_id" in " ".join(str(joined).split())
    assert str(select(1).select_from(Channel)).endswith("FROM channels")


def test_an_unknown_type_is_refused():
    with pytest.raises(KeyError, match="bool"):

        class Wrong(Base):
            __tablename__ = "wrong"
            __table_args__ = strict("wrong")

            id: Mapped[int] = mapped_column(primary_key=True)
            sure: Mapped[bool]

    assert "wrong" not in Base.metadata.tables


@pytest.mark.parametrize("name", sorted(Base.metadata.tables))
def test_numbers_are_as_wide_on_another_database(name: str) -> None:
    """There INTEGER and REAL are 32 bits wide; and a partial index must not become one over all rows."""
    table = Base.metadata.tables[name]
    made = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert not re.search(r"\b(INTEGER|SERIAL|REAL|FLOAT)\b", made)
    for index in table.indexes:
        here, there = (str(CreateIndex(index).compile(dialect=one)) for one in (sqlite.dialect(), postgresql.dialect()))
        assert (" WHERE " in here) == (" WHERE " in there), index.name
