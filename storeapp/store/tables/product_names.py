"""What a product is called in one word: by the owner's short name, else by its title."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func

from storeapp.store.tables.orders import Product

NAMED: Any = func.coalesce(func.nullif(Product.label, ""), Product.title)  # as the index ix_products_named holds it
