"""The tabs of the page of articles; whoever adds one adds its line here."""

from __future__ import annotations

from storeapp.kernel.text import N_
from storeapp.qtkit.tabs import TabPlan

ARTICLES = "articles"

PLANS = (TabPlan(ARTICLES, N_("Articles"), "storeapp.articles.ui.list_tab", "ArticlesView"),)
