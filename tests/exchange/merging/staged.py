"""Writes staging files as the reader does, for tests of the merge alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from storeapp.customers.matching import email_key, phone_key
from storeapp.exchange import staging
from storeapp.reputation.reviews.matching import fingerprint


def keyed(record: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A record with the keys that the reader makes of its values."""
    made: dict[str, Any] = {}
    if record in ("customers", "orders"):
        buyer = "buyer_" if record == "orders" else ""
        for name, key_of in (("email", email_key), ("phone", phone_key)):
            given = row.get(f"{buyer}{name}")
            made[f"{buyer}{name}_key"] = None if given is None else key_of(given) or ""
    if record == "reviews" and not (row.get("key") or row.get("order_number")):
        made["fingerprint"] = fingerprint(*map(row.get, ("rating", "title", "text", "posted_on", "reviewer")))
    return {**made, **row}


class StagedFiles:
    """Records gathered in memory, written to a staging file by `write`."""

    def __init__(self) -> None:
        self.files: list[dict[str, Any]] = []
        self.records: dict[str, list[dict[str, Any]]] = {name: [] for name in staging.COLUMNS}
        self.rejected: list[tuple[Any, ...]] = []

    def file(self, name: str = "", *, platform: str = "etsy", kinds: Sequence[str] = (), **more: Any) -> int:
        """Begin a file; what is added after belongs to it."""
        number = len(self.files) + 1
        self.files.append(
            {
                "file_no": number,
                "name": name or f"file{number}.csv",
                "platform": platform,
                "record_kinds": list(kinds),
                "currency": "USD",
                "rows": 0,
                **more,
            }
        )
        return number

    def add(self, record: str, row: int | None = None, **values: Any) -> None:
        """Add one record to the file begun last."""
        file = self.files[-1]
        if row is None:
            file["rows"] += 1
            row = file["rows"] + 1
        file["rows"] = max(file["rows"], row - 1)
        if record not in file["record_kinds"]:
            file["record_kinds"].append(record)
        self.records[record].append({"file_no": file["file_no"], "row": row, **values})

    def order(self, number: str, row: int | None = None, **values: Any) -> None:
        """An order, its buyer with it."""
        self.add("orders", row, number=number, **values)
        self._buyer(values)

    def line(self, number: str, key: str, row: int | None = None, **values: Any) -> None:
        """A line, its product with it."""
        values = {"quantity": 1, "currency": "USD"} | values
        self.add("lines", row, order_number=number, key=key, **values)
        if values.get("listing_key"):
            self._product(values["listing_key"], values)

    def review(self, row: int | None = None, **values: Any) -> None:
        """A review of five stars at most."""
        values = {"scale": 5.0, "stars": values.get("rating")} | values
        self.add("reviews", row, **values)
        if values.get("listing_key"):
            self._product(values["listing_key"], {"title": values.get("product_title")})

    def customer(self, row: int | None = None, **values: Any) -> None:
        """An entry of a list of customers."""
        values = {"value": values.get("key"), "alias_value": values.get("alias_key")} | values
        self.add("customers", row, **values)

    def _buyer(self, values: Mapping[str, Any]) -> None:
        if not values.get("customer_key"):
            return
        file = self.files[-1]
        known = [c for c in self.records["customers"] if c["file_no"] == file["file_no"]]
        same = [c for c in known if (c["kind"], c["key"]) == (values.get("customer_kind"), values["customer_key"])]
        if not same:
            self.add(
                "customers",
                file["rows"] + 1,
                kind=values.get("customer_kind"),
                key=values["customer_key"],
                value=values.get("customer_value") or values["customer_key"],
                name=values.get("buyer_name"),
                email=values.get("buyer_email"),
                phone=values.get("buyer_phone"),
            )

    def _product(self, key: str, values: Mapping[str, Any]) -> None:
        file = self.files[-1]
        known = {(p["file_no"], p["listing_key"]) for p in self.records["products"]}
        if (file["file_no"], key) not in known:
            self.add(
                "products",
                file["rows"] + 1,
                listing_key=key,
                external_id=key[3:] if key.startswith("id:") else None,
                sku=values.get("sku"),
                title=values.get("title"),
            )

    def write(self, path: Path) -> Path:
        """Write the staging file."""
        with closing(staging.connect(path, fresh=True)) as connection:
            connection.execute("BEGIN")
            for file in self.files:
                self._write_file(connection, file)
            for record, rows in self.records.items():
                names = staging.COLUMNS[record]
                places = ", ".join("?" for _ in names)
                connection.executemany(
                    f"INSERT INTO {record} ({', '.join(names)}) VALUES ({places})",
                    [tuple(keyed(record, row).get(name) for name in names) for row in rows],
                )
            connection.executemany(
                "INSERT INTO rejected (file_no, row, column, value, reason, cells) VALUES (?, ?, ?, ?, ?, ?)",
                self.rejected,
            )
            connection.execute("COMMIT")
        return path

    def _write_file(self, connection: Any, file: Mapping[str, Any]) -> None:
        own = [r for rows in self.records.values() for r in rows if r["file_no"] == file["file_no"]]
        days = [v for row in own for name, v in row.items() if name.endswith("_on") and v and name != "due_on"]
        content = json.dumps(own, sort_keys=True, default=str)
        values = {
            "newest_on": max(days, default=None),
            "sha256": hashlib.sha256(content.encode()).hexdigest(),
            **file,
        }
        packed = {k: json.dumps(v) if isinstance(v, list | tuple) else v for k, v in values.items()}
        connection.execute(
            f"INSERT INTO files ({', '.join(packed)}) VALUES ({', '.join('?' for _ in packed)})",
            tuple(packed.values()),
        )
