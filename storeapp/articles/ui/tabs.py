"""The tabs of the page of articles; whoever adds one adds its line here."""

from __future__ import annotations

from storeapp.kernel.text import N_
from storeapp.qtkit.tabs import TabPlan

ARTICLES = "articles"

PLANS = (
    TabPlan(ARTICLES, N_("Articles"), "storeapp.articles.ui.list_tab", "ArticlesView"),
    TabPlan("calendar", N_("Calendar"), "storeapp.articles.ui.calendar_tab", "CalendarView"),
    TabPlan("ideas", N_("Ideas"), "storeapp.articles.ui.ideas_tab", "IdeasView"),
    TabPlan("library", N_("Library"), "storeapp.articles.library.ui.tab", "LibraryView"),
    TabPlan("results", N_("Results"), "storeapp.articles.ui.results_tab", "PublicationsView"),
    TabPlan("places", N_("Places for articles"), "storeapp.articles.publishing.ui.places_tab", "PlacesView"),
    TabPlan("site", N_("Own site"), "storeapp.articles.site.ui.tab", "SiteView"),
    TabPlan("positioning", N_("Positioning"), "storeapp.articles.ui.positioning_tab", "PositioningView"),
)
