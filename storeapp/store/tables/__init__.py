"""The tables of a shop, one module a room; importing this package declares them all."""

from storeapp.store.tables.base import Base
from storeapp.store.tables.channels import Channel
from storeapp.store.tables.customers import Customer, Identity
from storeapp.store.tables.exchange import ImportBatch, ImportSetup
from storeapp.store.tables.journal import Action, Change, IdCounter
from storeapp.store.tables.orders import Listing, Order, OrderLine, OrderMonth, Product
from storeapp.store.tables.reputation import RatingMonth, RatingSnapshot, Review, ReviewMonth, ReviewVersion
from storeapp.store.tables.shell import SavedView, ShopSetting

__all__ = [
    "Action",
    "Base",
    "Change",
    "Channel",
    "Customer",
    "IdCounter",
    "Identity",
    "ImportBatch",
    "ImportSetup",
    "Listing",
    "Order",
    "OrderLine",
    "OrderMonth",
    "Product",
    "RatingMonth",
    "RatingSnapshot",
    "Review",
    "ReviewMonth",
    "ReviewVersion",
    "SavedView",
    "ShopSetting",
]
