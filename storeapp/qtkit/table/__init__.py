"""Lists of any length: a model that holds only the rows in sight, and a view made for the keyboard."""

from storeapp.qtkit.table.columns import Column, ListSource, Query
from storeapp.qtkit.table.delegate import RowDelegate
from storeapp.qtkit.table.model import RowsModel, TableModel, WindowModel
from storeapp.qtkit.table.selection import SelectionStats
from storeapp.qtkit.table.view import TableView

__all__ = [
    "Column",
    "ListSource",
    "Query",
    "RowDelegate",
    "RowsModel",
    "SelectionStats",
    "TableModel",
    "TableView",
    "WindowModel",
]
