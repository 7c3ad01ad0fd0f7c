"""Reads what was given to whom, what was in it, and which files came back and wait."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storeapp.exchange.helper_workbooks.records import BaseRow, Workbook
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import HelperReturn, HelperRow, HelperWorkbook


@dataclass(frozen=True, slots=True)
class WaitingReturn:
    """A file that came back and was not applied yet, or not whole: its id, workbook, name, and when it came."""

    id: int
    workbook: Workbook
    file_name: str
    came_at: str
    state: str


_TABLE = HelperWorkbook
_COLUMNS = (
    _TABLE.id, _TABLE.code, _TABLE.task, _TABLE.helper, _TABLE.why, _TABLE.language, _TABLE.until_on, _TABLE.columns,
    _TABLE.named, _TABLE.file_name, _TABLE.made_at, _TABLE.rows, _TABLE.back_at, _TABLE.decisions,
)  # fmt: skip


def _workbook(row: Sequence[Any]) -> Workbook:
    values = list(row)
    values[7] = tuple(json.loads(row[7]))
    values[8] = bool(row[8])
    values[13] = {key: (said[0], said[1]) for key, said in json.loads(row[13]).items()}
    return Workbook(*values)


def workbooks(conn: Connection, limit: int = 50) -> list[Workbook]:
    """What was given out, newest first."""
    return [_workbook(row) for row in conn.execute(select(*_COLUMNS).order_by(_TABLE.id.desc()).limit(limit))]


def overdue(conn: Connection, today: str) -> list[Workbook]:
    """Workbooks that should have been back before this ISO day, the longest overdue first."""
    late = select(*_COLUMNS).where(_TABLE.back_at.is_(None), _TABLE.until_on < today)
    return [_workbook(row) for row in conn.execute(late.order_by(_TABLE.until_on, _TABLE.id))]


def workbook(conn: Connection, code: str) -> Workbook | None:
    """The workbook with these letters; None for one that this shop has no note of."""
    row = conn.execute(select(*_COLUMNS).where(_TABLE.code == code)).first()
    return _workbook(row) if row is not None else None


def known_codes(conn: Connection) -> frozenset[str]:
    """The letters of all workbooks that were ever given out."""
    return frozenset(conn.execute(select(_TABLE.code)).scalars())


def base_rows(conn: Connection, workbook_id: int) -> dict[int, BaseRow]:
    """The rows of a workbook as they left, by number."""
    table = HelperRow
    wanted = select(table.number, table.record_id, table.base).where(table.workbook_id == workbook_id)
    return {
        number: BaseRow(number, record, json.loads(base))
        for number, record, base in conn.execute(wanted.order_by(table.number, table.id))
    }


def waiting(conn: Connection) -> list[WaitingReturn]:
    """Files that came back and wait to be gone on with, newest first."""
    table = HelperReturn
    wanted = (
        select(table.id, table.file_name, table.came_at, table.state, *_COLUMNS)
        .join(_TABLE.__table__, _TABLE.id == table.workbook_id)
        .where(table.state == "open")
        .order_by(table.id.desc())
    )
    return [WaitingReturn(row[0], _workbook(row[4:]), row[1], row[2], row[3]) for row in conn.execute(wanted)]


def decisions_of(conn: Connection, workbook_id: int) -> str | None:
    """What was decided of a workbook, as its JSON; None where there is no note of it."""
    return conn.execute(select(_TABLE.decisions).where(_TABLE.id == workbook_id)).scalar()


def came_at(conn: Connection, returned: int) -> str:
    """When a file came back, UTC text; "" where it is gone."""
    return conn.execute(select(HelperReturn.came_at).where(HelperReturn.id == returned)).scalar() or ""


def shop_name(conn: Connection) -> str:
    """The shop's name, "" where it has none; files for helpers are called after it."""
    return str(shop_setting(conn, "shop_name", "") or "")
