"""Items that are no goods are told by their words in any language, and goods are left alone."""

from __future__ import annotations

import pytest

from storeapp.exchange.foreign.line_kinds import LineKinds, kind_of
from storeapp.exchange.foreign.statuses import Statuses
from storeapp.exchange.foreign.test_orders import TestOrders
from storeapp.orders.sales import KINDS


@pytest.mark.parametrize(
    ("title", "less", "kind"),
    [
        ("Shipping", False, "shipping"),
        ("Standard shipping (DHL)", False, "shipping"),
        ("DOTCOM POSTAGE", False, "shipping"),
        ("Versandkosten", False, "shipping"),
        ("Frais de livraison - Colissimo", False, "shipping"),
        ("运费补差价", False, "shipping"),
        ("送料", False, "shipping"),
        ("Доставка СДЭК", False, "shipping"),
        ("Ongkos kirim JNE", False, "shipping"),
        ("Discount SPRING", True, "discount"),
        ("Rabatt 10 %", True, "discount"),
        ("Cupón BIENVENIDA", True, "discount"),
        ("优惠券", True, "discount"),
        ("Gift card 50 €", False, "gift card"),
        ("Geschenkgutschein", False, "gift card"),
        ("Paid by gift card 123", True, "gift card"),
        ("Tip", False, "tip"),
        ("Trinkgeld", False, "tip"),
        ("Bank charges", False, "fee"),
        ("Mug", False, ""),
        ("Returned mug", True, ""),
        ("Shipping box, 40 cm", False, ""),
        ("Gift card holder", False, ""),
        ("Delivery van toy", False, ""),
        ("Discount SPRING poster", False, ""),
        ("Pen tips", False, ""),
        ("Porto 2019", False, ""),
        ("", False, ""),
        ("Special gift card of our friends for the tenth birthday of the shop", True, "gift card"),
    ],
)
def test_what_a_title_names(title: str, less: bool, kind: str) -> None:
    assert kind_of(title, less) == kind
    assert kind in ("", *KINDS)


def test_a_listing_is_goods_whatever_it_is_called() -> None:
    kinds = LineKinds()
    assert kinds.read(["Gift card", "Gift card", None], ["881", None, None], [500, 500, 5]) == ["", "gift card", ""]
    assert kinds.count.total() == 1


@pytest.mark.parametrize(
    ("column", "marked", "plain"),
    [
        ("Payment Method", "Bogus Gateway", "Visa"),
        ("Payment Method", "(for testing) Bogus Gateway", ""),
        ("Tags", "vip, Test", "contest, tested"),
        ("Is Test", "TRUE", "false"),
        ("Testbestellung", "ja", "nein"),
    ],
)
def test_orders_that_only_try_the_shop(column: str, marked: str, plain: str) -> None:
    tests = TestOrders(["Name", column], [0])
    assert tests.wanted([["#1", plain], ["#2", plain]]) is None
    assert tests.wanted([["#3", marked], ["#3", ""], ["#4", plain]]) == [False, False, True]
    assert tests.wanted([["#3", ""], ["#5", plain]]) == [False, True]  # the order goes on in the next block
    assert (tests.orders, tests.rows, list(tests.said())) == ({"#3"}, 3, ["1 test order was left out."])


def test_a_table_without_orders_has_no_test_orders() -> None:
    assert TestOrders(["Tags", "Test"], []).wanted([["test", "yes"]]) is None


@pytest.mark.parametrize(
    ("payment", "shipping", "status"),
    [
        ("pending", "unfulfilled", "created"),
        ("pending", "in progress", "created"),
        ("authorized", "processing", "approved"),
        ("pending", "fulfilled", "created"),  # sent on credit: nothing was paid
        ("pending", "delivered", "created"),
        ("paid", "unfulfilled", "processing"),
        (None, "unfulfilled", "processing"),
    ],
)
def test_an_order_that_is_only_prepared_is_not_paid_by_that(payment: str | None, shipping: str, status: str) -> None:
    assert Statuses({}).read([[payment], [shipping]], payment=0) == [status]


@pytest.mark.parametrize(
    ("method", "shipping", "day", "status"),
    [
        ("Cash on Delivery (COD)", "fulfilled", None, "shipped"),
        ("COD", "delivered", None, "delivered"),
        ("Pago contra entrega", "fulfilled", None, "shipped"),
        ("Per Nachnahme", None, "shipped", "shipped"),
        ("货到付款", None, "delivered", "delivered"),
        ("Kapıda ödeme", "unfulfilled", None, "created"),
        ("Bank Deposit", "fulfilled", "shipped", "created"),
        ("Codeum Pay", "fulfilled", "shipped", "created"),
        (None, "fulfilled", "shipped", "created"),
    ],
)
def test_only_what_is_paid_on_delivery_counts_before_it_is_paid(
    method: str | None, shipping: str | None, day: str | None, status: str
) -> None:
    assert Statuses({}).read([["pending"], [shipping]], 0, [method], [day]) == [status]
