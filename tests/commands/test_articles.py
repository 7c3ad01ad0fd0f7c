"""`storeapp articles`: the plan, what to look at and what each article brought, in sentences and as JSON."""

from __future__ import annotations

import json

from click.testing import CliRunner

from storeapp.articles.calendar import service
from storeapp.articles.results.rules import PublicationFigures
from storeapp.articles.results.service import note_figures
from storeapp.commands import cli
from tests.articles.making import article, published


def said(db, clock, *words):
    found = CliRunner().invoke(cli, ["articles", "--shop", str(db.place.folder), *words], obj=clock)
    assert found.exit_code == 0, found.output
    return found.output


def test_the_plan_and_the_results_are_told(db, make, clock):
    out = published(db, article(db, "Lamp sizes"), "2026-07-09", coupon="LAMP")
    note_figures(db, out, "2026-07-10", PublicationFigures(reads=610))
    make.order(placed_on="2026-07-10", status="delivered", currency="EUR", items_minor=1250, discount_code="LAMP")
    service.plan_article(db, article(db, "Washing wool"), "site", "2026-07-20")
    service.plan_article(db, article(db, "Late"), "site", "2026-07-10")
    text = said(db, clock)
    assert "Lamp sizes: " in text
    assert "1 order, 12.50 EUR, 610 reads" in text
    assert "20 Jul 10:00  Washing wool, Own site, Draft" in text
    assert text.index("Late, Own site") < text.index("Washing wool")
    told = json.loads(said(db, clock, "--json"))
    assert told["results"][0]["revenue"] == {"EUR": "12.50"}
    assert told["results"][0]["orders"] == 1
    assert [one["title"] for one in told["planned"]] == ["Washing wool"]
    assert [one["title"] for one in told["overdue"]] == ["Late"]
    assert told["articles"] == {"draft": 2, "ready": 0, "published": 1, "retired": 0}


def test_an_empty_shop_says_so(db, clock):
    assert "Nothing came out in 90 days." in said(db, clock)
