"""Two writers on one shop: what a form showed goes with what it saves, so that nobody's words vanish unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text

from storeapp.aftersales import service as cases
from storeapp.channels import queries as channel_queries
from storeapp.channels import service as channels
from storeapp.channels.rules import ChannelFields
from storeapp.customers.service import records as buyers
from storeapp.derived import DERIVED
from storeapp.exchange import service as imports
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.meanwhile import ChangedMeanwhile, Shown, joined
from storeapp.kernel.money import Money
from storeapp.messages.service import save_template, set_signature
from storeapp.orders import service as orders
from storeapp.reputation.replies import service as replies
from storeapp.reputation.replies.templates import REPLY
from storeapp.reputation.themes.service.themes import add_theme, rename_theme
from storeapp.reputation.trust import service as trust
from storeapp.reputation.trust.rules import MentionFields
from storeapp.rulebook.corrections import fields_of, raw_rows
from storeapp.rulebook.reasons import reasons
from storeapp.rulebook.regions import regions
from storeapp.store.db import Database
from storeapp.store.saved_views import save_view
from storeapp.store.writers import COMMANDS, WINDOW
from tests.make import Make


@pytest.fixture
def window(db: Database, clock: FixedClock) -> Iterator[Database]:
    opened = Database.open(db.folder, clock, "Ann", WINDOW, derived=DERIVED)
    yield opened
    opened.close()


@pytest.fixture
def commands(db: Database, clock: FixedClock) -> Iterator[Database]:
    opened = Database.open(db.folder, clock, "Ann", COMMANDS, derived=DERIVED)
    yield opened
    opened.close()


@dataclass(frozen=True)
class Form:
    """A verb that saves `field` of a row of `table`; `old` stood there when the form was filled."""

    table: str
    field: str
    old: str
    save: Callable[[Database, int, str, Shown | None], Any]
    made: Callable[[Make], int]


def mention(make: Make) -> int:
    trust.add_mentions(make.db, [MentionFields("post", "2026-01-01", "old")])
    return 1


def template(make: Make) -> int:
    return save_template(make.db, REPLY, None, "en", "", "T", "old").value


def draft(make: Make) -> int:
    review = make.review()
    replies.keep_draft(make.db, review, "old")
    return review


FORMS = {
    "order note": Form("orders", "note", "old", orders.set_note, lambda make: make.order(note="old")),
    "heard from": Form("orders", "heard_from", "old", orders.set_heard_from, lambda make: make.order(heard_from="old")),
    "product name": Form("products", "label", "old", orders.set_label, lambda make: make.product(label="old")),
    "buyer note": Form(
        "customers",
        "note",
        "old",
        lambda db, row, words, shown: buyers.edit(db, row, shown, note=words),
        lambda make: make.customer(note="old"),
    ),
    "case title": Form("cases", "title", "old", cases.rename, lambda make: cases.open_plain(make.db, "old").value),
    "case note": Form("cases", "note", "", cases.set_note, lambda make: cases.open_plain(make.db, "Case").value),
    "mention": Form(
        "mentions",
        "title",
        "old",
        lambda db, row, words, shown: trust.change_mention(db, row, MentionFields("post", "2026-01-01", words), shown),
        mention,
    ),
    "rival": Form(
        "rivals",
        "note",
        "old",
        lambda db, row, words, shown: trust.change_rival(db, row, "R", "", words, shown),
        lambda make: trust.add_rival(make.db, "etsy", "R", note="old").value,
    ),
    "template": Form(
        "message_templates",
        "body",
        "old",
        lambda db, row, words, shown: save_template(db, REPLY, row, "en", "", "T", words, shown),
        template,
    ),
    "draft": Form("reply_drafts", "text", "old", replies.keep_draft, draft),
}


@dataclass(frozen=True)
class Other:
    """A verb that saves one value beside a row of texts; `field` names it in what was shown, `old` stands there."""

    field: str
    old: Any
    theirs: Any
    mine: Any
    save: Callable[[Database, Any, Shown | None], Any]


def others(make: Make, key: str) -> Other:
    """One of the verbs, on a shop where `old` stands."""
    db = make.db
    if key == "day":
        order = make.order(placed_on="2026-01-02", paid_on="2026-01-02")
        days = "2026-01-02", "2026-01-03", "2026-01-04"
        return Other("paid_on", *days, lambda at, day, shown: orders.correct_days(at, order, {"paid_on": day}, shown))
    if key == "status":
        order = make.order(status="paid")
        words = "paid", "shipped", "delivered"
        return Other("status", *words, lambda at, word, shown: orders.correct_status(at, order, word, shown))
    if key == "cost":
        product = make.product(cost_minor=100, cost_currency="EUR")
        return Other(
            "cost", "1.00", "2.00", "3.00",
            lambda at, cost, shown: orders.set_cost(at, product, Money(int(float(cost) * 100), "EUR"), shown),
        )  # fmt: skip
    if key == "reason":
        case = cases.open_plain(db, "Case").value
        known = list(reasons())
        return Other(key, "", known[0], known[1], lambda at, one, shown: cases.set_reason(at, case, one, shown))
    if key == "theme":
        theme = add_theme(db, "old").value
        return Other("name", "old", "T", "M", lambda at, name, shown: rename_theme(at, theme, name, shown))
    if key == "signature":
        return Other("name", "", "T", "M", lambda at, name, shown: set_signature(at, name, "", "", shown))
    if key == "shop":
        channels.name_shop(db, "old")
        return Other("name", "old", "T", "M", channels.name_shop)
    if key == "view":
        save_view(db, "list", "V", {"search": "old"})
        states = [{"search": word} for word in ("old", "theirs", "mine")]
        return Other("V", *states, lambda at, state, shown: save_view(at, "list", "V", state, shown))
    if key == "new view":
        states = [{"search": word} for word in ("theirs", "mine")]
        return Other("V", None, *states, lambda at, state, shown: save_view(at, "list", "V", state, shown))
    if key == "set-up":
        imports.save_setup(db, "key", "S", {"title": "old"})
        mappings = [{"title": word} for word in ("old", "theirs", "mine")]
        return Other("mapping", *mappings, lambda at, one, shown: imports.save_setup(at, "key", "S", one, shown))
    imports.save_setup(db, "key", "old", {})
    return Other("name", "old", "T", "M", lambda at, name, shown: imports.rename_setup(at, "key", name, shown))


OTHERS = (
    "day", "status", "cost", "reason", "theme", "signature", "shop", "view", "new view", "set-up", "name of a set-up",
)  # fmt: skip


@pytest.mark.parametrize("key", OTHERS)
def test_values_that_are_no_texts_are_not_overwritten_either(
    key: str, make: Make, window: Database, commands: Database
) -> None:
    other = others(make, key)
    shown = Shown({other.field: other.old})
    other.save(commands, other.theirs, None)
    with pytest.raises(ChangedMeanwhile, match=r"Nothing is saved yet: take the new one, or keep yours.$") as met:
        other.save(window, other.mine, shown)
    assert [(one.now, one.mine) for one in met.value.differences] == [(other.theirs, other.mine)]
    words = met.value.texts()
    if key in ("view", "new view", "set-up"):
        assert words == [], "nobody could read them"
    else:
        assert len(words) == 1
        assert not {other.theirs, other.mine} & set(words[0]) or key not in ("status", "reason"), "in the owner's words"
    met.value.keep_mine()
    other.save(window, other.mine, shown)
    with pytest.raises(ChangedMeanwhile):  # what stands there now is one's own
        other.save(commands, other.theirs, Shown({other.field: other.old}))


@pytest.mark.parametrize("key", OTHERS)
def test_they_are_saved_where_they_are_as_they_were_shown(key: str, make: Make, window: Database) -> None:
    other = others(make, key)
    other.save(window, other.theirs, Shown({other.field: other.old}))
    other.save(window, other.mine, Shown({other.field: other.theirs}))


def value(db: Database, form: Form, row: int) -> str:
    key = "review_id" if form.table == "reply_drafts" else "id"
    with db.read() as conn:
        sql = text(f"SELECT {form.field} FROM {form.table} WHERE {key} = :row")
        return str(conn.execute(sql, {"row": row}).scalar_one())


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_later_save_does_not_overwrite_what_it_never_showed(
    form: Form, make: Make, window: Database, commands: Database
) -> None:
    row = form.made(make)
    shown = Shown({form.field: form.old})
    form.save(commands, row, "theirs", None)
    with pytest.raises(
        ChangedMeanwhile, match=r"was changed at .* while you were writing. Nothing is saved yet"
    ) as met:
        form.save(window, row, "mine", shown)
    assert value(window, form, row) == "theirs"
    assert [(one.now, one.mine) for one in met.value.differences] == [("theirs", "mine")]
    if form.table != "reply_drafts":
        assert met.value.by == "Ann (command line)"
    met.value.keep_mine()
    form.save(window, row, "mine", shown)
    assert value(window, form, row) == "mine"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_is_as_it_was_shown_is_saved_and_so_is_what_both_say(
    form: Form, make: Make, window: Database, commands: Database
) -> None:
    row = form.made(make)
    form.save(window, row, "mine", Shown({form.field: form.old}))
    assert value(window, form, row) == "mine"
    form.save(commands, row, "same", None)
    form.save(window, row, "same", Shown({form.field: "mine"}))
    assert value(window, form, row) == "same"


@pytest.mark.parametrize("name", ["order note", "buyer note", "case note", "draft"])
def test_both_texts_are_joined(name: str, make: Make, window: Database, commands: Database) -> None:
    form = FORMS[name]
    row = form.made(make)
    shown = Shown({form.field: form.old})
    form.save(commands, row, "theirs", None)
    with pytest.raises(ChangedMeanwhile, match=r"take the new one, keep yours, or join both.$") as met:
        form.save(window, row, "mine", shown)
    met.value.join()
    form.save(window, row, "mine", shown)
    assert value(window, form, row) == "theirs\nmine"


def test_what_changes_between_question_and_answer_is_asked_about_again(
    make: Make, window: Database, commands: Database
) -> None:
    order, shown = make.order(note="old"), Shown({"note": "old"})
    orders.set_note(commands, order, "theirs")
    with pytest.raises(ChangedMeanwhile) as met:
        orders.set_note(window, order, "mine", shown)
    met.value.keep_mine()
    orders.set_note(commands, order, "theirs again")
    with pytest.raises(ChangedMeanwhile) as again:
        orders.set_note(window, order, "mine", shown)
    assert again.value.differences[0].now == "theirs again"


def test_a_name_can_not_be_joined(make: Make, window: Database, commands: Database) -> None:
    case = cases.open_plain(make.db, "old").value
    cases.rename(commands, case, "theirs")
    with pytest.raises(ChangedMeanwhile, match=r"take the new one, or keep yours.$"):
        cases.rename(window, case, "mine", Shown({"title": "old"}))


def test_fields_of_a_form_that_others_changed_stay(make: Make, window: Database, commands: Database) -> None:
    number = make.channel(name="Etsy", currency="EUR")
    with window.read() as conn:
        row = next(one for one in channel_queries.channels(conn) if one.id == number)
    shown = channels.shown_of(row)
    fields = ChannelFields(**shown.values)
    one, other = [region.id for region in regions()][:2]
    channels.place(commands, number, one)
    channels.edit(window, number, replace(fields, name="Etsy shop"), shown)
    with window.read() as conn:
        now = next(channel for channel in channel_queries.channels(conn) if channel.id == number)
    assert (now.name, now.region) == ("Etsy shop", one)
    with pytest.raises(ChangedMeanwhile, match="This channel was changed"):
        channels.edit(window, number, replace(fields, region=other), shown)


def test_a_rule_that_another_writer_corrected_is_asked_about(window: Database, commands: Database) -> None:
    rule, field = next(
        (name, one) for name in raw_rows() for one in fields_of(name) if isinstance(one.value, float) and one.value > 2
    )
    shown = Shown({"value": field.value})
    channels.correct_rule(commands, rule, field.path, f"{field.value - 1:g}")
    with pytest.raises(ChangedMeanwhile, match="This rule was changed"):
        channels.correct_rule(window, rule, field.path, f"{field.value - 0.5:g}", shown=shown)


def test_the_day_is_said_where_it_is_another_one(
    make: Make, window: Database, commands: Database, clock: FixedClock
) -> None:
    order = make.order(note="old")
    orders.set_note(commands, order, "theirs")
    clock.at = clock.at.replace(day=clock.at.day + 3)
    with pytest.raises(ChangedMeanwhile, match=r"was changed \d+ \w+ at \d\d:\d\d while"):
        orders.set_note(window, order, "mine", Shown({"note": "old"}))


@pytest.mark.parametrize(
    ("now", "mine", "both"),
    [("a", "b", "a\nb"), ("a\nb", "a\nc", "a\nb\nc"), ("a\nb", "a", "a\nb"), ("", "b", "b"), ("a", "", "a")],
)
def test_lines_that_both_have_stand_once(now: str, mine: str, both: str) -> None:
    assert joined(now, mine) == both
