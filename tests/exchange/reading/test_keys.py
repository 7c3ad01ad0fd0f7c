"""The keys by which the shop finds people and reviews are staged with them, so that no SQL calls Python for them."""

from __future__ import annotations

from typing import Any

from storeapp.customers.matching import email_key, phone_key
from storeapp.reputation.reviews.matching import fingerprint

ORDERS = (
    "Order number,Order date,Customer name,Email,Phone,Total\n"
    "1001,2026-03-01,Ann Lee,Ann.Lee@Example.com,+49 171 2345678,10.00\n"
    "1002,2026-03-02,Bob Fry,***@example.com,000000000,11.00\n"
    "1002,2026-03-02,Bob Fry,bob@example.com,0171 9999123,11.00\n"
    "1003,2026-03-03,Cy Orr,,,12.00\n"
)
REVIEWS = (
    "Review id,Order number,Date,Reviewer,Rating,Title,Review\n"
    ",,2026-03-01,Ann  Lee,5,Nice,Lovely   mug\n"
    "r-7,,2026-03-02,Bob,4,,Good\n"
    ",1003,2026-03-03,Cy,3,,Well\n"
    ",,,,2,,杯子，大号\n"
)


def test_contacts_are_staged_with_their_keys(read: Any) -> None:
    staged = read("orders.csv", ORDERS)
    for table, mail, number in (("customers", "", ""), ("orders", "buyer_", "buyer_")):
        names = (f"{mail}email", f"{mail}email_key", f"{number}phone", f"{number}phone_key")
        found = staged.rows(table, *names)
        assert len(found) == 3
        assert any(row[1] for row in found)
        assert any(row[3] for row in found)
        for email, email_found_by, phone, phone_found_by in found:
            assert email_found_by == (None if email is None else email_key(email) or "")
            assert phone_found_by == (None if phone is None else phone_key(phone) or "")


def test_reviews_without_id_and_order_are_staged_with_their_fingerprint(read: Any) -> None:
    staged = read("reviews.csv", REVIEWS)
    rows = staged.rows(
        "reviews", "key", "order_number", "fingerprint", "rating", "title", "text", "posted_on", "reviewer"
    )
    assert [bool(row[2]) for row in rows] == [True, False, False, True]
    assert all(row[2] == fingerprint(*row[3:]) for row in rows if row[2])
