"""`storeapp cases`: what it lists, for people and for scripts, and what it keeps to itself."""

from __future__ import annotations

import json

from click.testing import CliRunner

from storeapp.aftersales import service
from storeapp.aftersales.merging import service as merging
from storeapp.aftersales.promises import service as promises
from storeapp.aftersales.rules import Promised
from storeapp.aftersales.story import service as story
from storeapp.aftersales.story.rules import Entry
from storeapp.commands import cli
from storeapp.kernel.clock import Clock
from storeapp.kernel.money import Money


def test_cases_are_listed_with_orders_promises_and_costs(db, make, clock: Clock):
    channel = make.channel(currency="EUR")
    order = make.order(channel_id=channel, number="A-1", currency="EUR", total_minor=9000)
    case = service.open_for_order(db, order, "Torn shade", "DEL_DAMAGE").value
    other = service.open_plain(db, "The same, by mail").value
    promises.promise(db, other, Promised("refund", "", Money(1800, "EUR"), "2026-07-14"))
    done = promises.promise(db, case, Promised("answer", due_on="2026-07-15")).value
    promises.keep_promise(db, done)
    merging.merge(db, case, [other])
    story.record(db, other, Entry("refund", amount=Money(690, "EUR")))
    story.add_note(db, case, "A difficult buyer")
    service.close(db, service.open_plain(db, "Done").value)
    asked = ["cases", "--shop", str(db.place.folder)]
    found = CliRunner().invoke(cli, [*asked, "--json"], obj=clock)
    assert found.exit_code == 0, found.output
    first, last = json.loads(found.stdout)
    assert (first["number"], first["status"], first["reason"], first["orders"]) == (1, "open", "DEL_DAMAGE", ["A-1"])
    told = [(one["kind"], one["amount"], one["due"], one["state"]) for one in first["promises"]]
    assert told == [("refund", "18.00", "2026-07-14", "over"), ("answer", None, "2026-07-15", "kept")]
    assert first["costs"] == {"EUR": "6.90"}
    assert (last["title"], last["status"]) == ("Done", "closed")
    plain = CliRunner().invoke(cli, asked, obj=clock)
    assert plain.stdout.splitlines() == [
        "1\tTorn shade\tOpen\tDamaged in transit\tA-1\t6.90 EUR",
        "\tRefund\t18.00 EUR\t2026-07-14\t2 days over",
        "\tAnswer\t2026-07-15\tKept",
        "3\tDone\tClosed",
    ]
    for out in (found.stdout, plain.stdout):
        assert "difficult" not in out
