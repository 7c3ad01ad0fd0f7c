"""Adding, changing and renaming channels, each as one undoable action."""

from __future__ import annotations

import pytest

from storeapp.channels import queries, service
from storeapp.channels.rules import ChannelFields
from storeapp.kernel.errors import UserError
from storeapp.shell.session.shop_facts import shop_facts
from storeapp.store import journal


def rows(db):
    with db.read() as conn:
        return queries.channels(conn)


def test_a_channel_is_added_with_what_was_typed(db):
    outcome = service.add(db, ChannelFields("ebay", "eBay", "gbp", "Europe/London", "en_GB", "https://ebay.co.uk/x"))
    (row,) = rows(db)
    assert (row.id, row.platform, row.name, row.currency) == (outcome.value, "ebay", "eBay", "GBP")
    assert (row.time_zone, row.locale, row.url) == ("Europe/London", "en_GB", "https://ebay.co.uk/x")
    assert "channels" in outcome.touched


def test_a_taken_name_is_refused_whatever_its_case(db):
    service.add(db, ChannelFields("etsy", "Etsy"))
    with pytest.raises(UserError, match="named etsy already"):
        service.add(db, ChannelFields("etsy", "etsy"))
    assert len(rows(db)) == 1


def test_changing_a_channel_keeps_its_orders_and_is_undoable(db, make):
    channel = make.channel(name="Etsy", currency="")
    make.order(channel_id=channel, placed_on="2026-05-01")
    assert service.edit(db, channel, ChannelFields("etsy", "Etsy shop", "USD")).value
    (row,) = rows(db)
    assert (row.name, row.currency, row.orders) == ("Etsy shop", "USD", 1)
    journal.undo(db)
    assert rows(db)[0].name == "Etsy"


def test_saving_without_a_change_leaves_no_trace(db, make):
    channel = make.channel(name="Etsy", currency="USD", time_zone="")
    before = len(history(db))
    outcome = service.edit(db, channel, ChannelFields("etsy", "Etsy", "USD"))
    assert (outcome.value, outcome.action_id) == (False, None)
    assert len(history(db)) == before


def test_a_channel_is_renamed(db, make):
    channel = make.channel(name="Etsy", currency="USD")
    service.rename(db, channel, "Etsy old")
    assert (rows(db)[0].name, rows(db)[0].currency) == ("Etsy old", "USD")
    with pytest.raises(UserError, match="no longer exists"):
        service.rename(db, channel + 1, "x")


def test_the_shop_is_named(db):
    service.name_shop(db, "  Lamps   of Vienna ")
    with db.read() as conn:
        assert shop_facts(conn).name == "Lamps of Vienna"
    with pytest.raises(UserError, match="needs a name"):
        service.name_shop(db, " ")


def history(db):
    with db.read() as conn:
        return journal.history(conn)


def test_a_channels_region_is_kept_and_refused_where_it_is_none(db):
    channel = service.add(db, ChannelFields("ebay", "eBay", "USD")).value
    assert service.place(db, channel, "gb").value
    with db.read() as conn:
        assert queries.channels(conn)[0].region == "GB"
    with pytest.raises(UserError, match="not a region"):
        service.place(db, channel, "Atlantis")
    service.rename(db, channel, "eBay two")
    with db.read() as conn:
        assert queries.channels(conn)[0].region == "GB"


def test_a_rule_is_corrected_and_the_correction_taken_back(db):
    path = "level.0.gate.5.limit"
    assert service.correct_rule(db, "etsy-star-seller", path, "90", "My dashboard", "").value
    with db.read() as conn:
        (kept,) = queries.corrections(conn)
    assert (kept.rule, kept.path, kept.value, kept.source) == ("etsy-star-seller", path, 90, "My dashboard")
    assert service.correct_rule(db, "etsy-star-seller", path, "92").value
    journal.undo(db)
    with db.read() as conn:
        assert queries.corrections(conn)[0].value == 90
    assert service.restore_rule(db, "etsy-star-seller", path).value
    with db.read() as conn:
        assert queries.corrections(conn) == ()


def test_typing_what_the_rule_says_takes_the_correction_back(db):
    path = "level.0.gate.5.limit"
    service.correct_rule(db, "etsy-star-seller", path, "90")
    assert service.correct_rule(db, "etsy-star-seller", path, "95").value
    with db.read() as conn:
        assert queries.corrections(conn) == ()
    assert not service.restore_rule(db, "etsy-star-seller", path).value


def test_a_wrong_correction_changes_nothing(db):
    with pytest.raises(UserError, match="between 0 and 100"):
        service.correct_rule(db, "etsy-star-seller", "level.0.gate.5.limit", "950")
    with db.read() as conn:
        assert queries.corrections(conn) == ()
