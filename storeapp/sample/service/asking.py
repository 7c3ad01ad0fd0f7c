"""The review requests of the sample shop: worked through some days after each import, as the list gives them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from storeapp.messages.queries import own_templates
from storeapp.sample.imports import MORNING
from storeapp.sample.service.notes import AFTER, Entry, begun
from storeapp.sample.service.rows import SampleShop
from storeapp.solicitation import service as solicitation
from storeapp.solicitation.messages.letters import REQUEST, letter
from storeapp.solicitation.queries import RequestList, plans_of, sender
from storeapp.solicitation.records import QUEUE, RequestWanted, Words

MOST = 400  # requests of one sitting


def requests(shop: SampleShop) -> Iterator[Entry]:
    """All that was done about requests: (when, the verb)."""
    told = shop.script.outside["requests"]
    yield begun(shop), partial(solicitation.set_address, shop.db, told["address"])
    for days, hour in told["sittings"]:
        yield shop.midnight - timedelta(days=days) + timedelta(hours=hour), partial(_work_through, shop)
    for stop in told["stop"]:
        at = shop.midnight - timedelta(days=stop["ago"]) + timedelta(hours=stop["hour"])
        yield at, partial(_stop, shop, stop["state"], stop["channel"], stop["verb"], stop.get("reason", ""))
    yield shop.midnight + MORNING + AFTER, partial(solicitation.refresh, shop.db)


def _work_through(shop: SampleShop) -> None:
    """Mark what is ready as sent, each in the words that the program proposes."""
    solicitation.refresh(shop.db)
    with shop.db.read() as conn:
        rows = RequestList().rows(conn, RequestWanted(states=QUEUE), 0, MOST)
        plans, writes = {plan.key: plan for plan in plans_of(conn)}, sender(conn)
        own = tuple(own_templates(conn, REQUEST.id))
    letters = [letter(row, plans[row.plan], writes, own) for row in rows]
    words = {one.order_id: Words(one.template, one.language, one.variant) for one in letters if not one.missing}
    solicitation.mark_sent(shop.db, list(words), each=words)


def _stop(shop: SampleShop, state: str, channel: str, verb: str, reason: str) -> None:
    """What came up about one order of a channel: the newest that is in this state."""
    solicitation.refresh(shop.db)
    place = next(number for number, each in enumerate(shop.script.places) if each.key == channel)
    wanted = RequestWanted(states=(state,), channels=(shop.channels[place],))
    with shop.db.read() as conn:
        rows = RequestList().rows(conn, wanted, 0, MOST)
    if not rows:
        return
    order = max(row.id for row in rows)
    match verb:
        case "hold":
            solicitation.hold(shop.db, order, reason)
        case "not_arrived":
            solicitation.not_arrived(shop.db, order)
        case _:
            solicitation.opt_out(shop.db, order)
