"""The shop's figures at a glance, as the command line prints them and tests compare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.orders.sales import last_sale
from storeapp.store.sql import ask

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class ShopStats:
    """Counts of rows, and of sales as orders/sales defines them.

    `orders` and `order_lines` count every row; `orders_sold`, `units`, `products_sold` and `repeat_customers` what
    was sold. `sales` (net of refunds) and `refunds` are plain decimals by currency ("1061.95").
    """

    channels: int
    customers: int
    products: int
    orders: int
    order_lines: int
    units: int
    orders_by_status: dict[str, int]
    reviews: int
    reviews_by_stars: dict[str, int]
    reviews_with_text: int
    reviews_unlinked: int
    orders_without_review: int
    orders_delivered_late: int
    sales: dict[str, str]
    refunds: dict[str, str]
    orders_sold: int
    products_sold: int
    repeat_customers: int
    last_sale_on: str | None


def shop_stats(conn: Connection) -> ShopStats:
    """The figures of the whole shop. Late: delivered after the promised moment, or day where no time is known."""

    def pairs(sql: str) -> list[tuple[str, int]]:
        return [(str(row[0]), int(row[1] or 0)) for row in ask(conn, sql)]

    def number(sql: str) -> int:
        return int(ask(conn, sql).scalar() or 0)

    stars = dict(pairs("SELECT stars, sum(reviews) FROM rating_months WHERE stars > 0 GROUP BY stars"))

    def money(column: str) -> dict[str, str]:
        sums = pairs(
            f"SELECT currency, sum({column}) FROM order_months WHERE sold > 0 GROUP BY currency "
            f"HAVING sum({column}) <> 0 ORDER BY currency"
        )
        return {code: Money(minor, code).plain() for code, minor in sums}

    counted = "FROM order_lines WHERE product_id IS NOT NULL AND counts = 1"
    return ShopStats(
        channels=number("SELECT count(*) FROM channels"),
        customers=number(
            "SELECT (SELECT count(*) FROM customers) - (SELECT count(*) FROM customers WHERE merged_into IS NOT NULL)"
        ),
        products=number("SELECT count(*) FROM products"),
        orders=number("SELECT sum(orders) FROM order_months"),
        order_lines=number("SELECT count(*) FROM order_lines"),
        units=number("SELECT sum(quantity) FROM order_lines WHERE counts = 1"),
        orders_by_status=dict(
            pairs(
                "SELECT status, sum(orders) AS n FROM order_months GROUP BY status "
                "HAVING sum(orders) > 0 ORDER BY n DESC, 1"
            )
        ),
        reviews=number("SELECT sum(reviews) FROM rating_months"),
        reviews_by_stars={str(star): stars.get(str(star), 0) for star in range(1, 6)},
        reviews_with_text=number("SELECT sum(with_text) FROM rating_months"),
        reviews_unlinked=number("SELECT sum(reviews - linked) FROM rating_months"),
        orders_without_review=number(
            "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM reviews r WHERE r.order_id = o.id)"
        ),
        orders_delivered_late=number("SELECT sum(late) FROM order_months"),
        sales=money("sales_minor"),
        refunds=money("refunded_minor"),
        orders_sold=number("SELECT sum(sold) FROM order_months"),
        products_sold=number(f"SELECT count(DISTINCT product_id) {counted}"),
        repeat_customers=number("SELECT count(*) FROM customers WHERE order_count > 1 AND merged_into IS NULL"),
        last_sale_on=ask(conn, last_sale()).scalar(),
    )
