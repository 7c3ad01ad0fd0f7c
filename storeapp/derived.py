"""The list of what is derived from the rows of a shop and kept in step with them: each belongs to a room."""

from __future__ import annotations

from storeapp.aftersales.causes.derived import CaseDays
from storeapp.aftersales.derived import CaseSums
from storeapp.aftersales.proposals.derived import CaseProposals
from storeapp.customers.contacts.derived import OptedOut
from storeapp.customers.derived import CustomerNames, MergedCustomers
from storeapp.orders.derived import OrderSums
from storeapp.reputation.links.doubled_reviews import DoubledReviews
from storeapp.reputation.ratings.derived import ReviewSums
from storeapp.reputation.themes.derived import ReviewThemes
from storeapp.solicitation.derived import RequestVerdicts
from storeapp.store.derived import Kinds
from storeapp.store.search import LaterSearchText, SearchText

# In the order in which "Check my data" tells of them, and are settled: requests ask who opted out.
DERIVED: Kinds = (
    DoubledReviews, OrderSums, ReviewSums, CaseSums, CaseDays, CaseProposals, CustomerNames, MergedCustomers, OptedOut,
    RequestVerdicts, ReviewThemes, LaterSearchText, SearchText,
)  # fmt: skip
