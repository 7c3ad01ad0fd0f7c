"""What figures of sales hold, in the words shown beside them; orders/sales is what they mean."""

from __future__ import annotations

from storeapp.kernel.text import N_

SALES_HINT = N_("Sales, net of refunds, without canceled, unpaid and test orders")
UNITS_HINT = N_("Without canceled, unpaid and test orders, and without shipping, discounts, gift cards and tips")
