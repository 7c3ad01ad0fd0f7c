"""Reads customers, orders and products for the page that lists them."""

from storeapp.orders.queries.buyer_list import BuyerList
from storeapp.orders.queries.one_order import counts, order, product, reviews_without_order
from storeapp.orders.queries.order_list import OrderList, channel_counts, countries, status_counts
from storeapp.orders.queries.product_list import ProductList
from storeapp.orders.queries.story import story_of_customer, story_of_order, story_of_product
from storeapp.store.saved_views import ViewRow, views_of

__all__ = [
    "BuyerList",
    "OrderList",
    "ProductList",
    "ViewRow",
    "channel_counts",
    "countries",
    "counts",
    "order",
    "product",
    "reviews_without_order",
    "status_counts",
    "story_of_customer",
    "story_of_order",
    "story_of_product",
    "views_of",
]
