"""A shop with requests that are due by mail, an account, and the server it is at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone

import pytest

from storeapp.solicitation import service
from storeapp.solicitation.smtp.account import MailAccount
from storeapp.solicitation.smtp.service import accounts, sending
from storeapp.store.shop_settings import set_shop_setting
from tests.solicitation.smtp.mail_server import CERTIFICATES, USER, Post, Server

NOON = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def quick(monkeypatch, tmp_path_factory):
    """No waiting between two mails, little for the server, the tests' own authority, and a key ring without a key."""
    monkeypatch.setattr(sending, "MINUTE", 0.0)
    monkeypatch.setattr(sending, "GRACE", 0.3)
    monkeypatch.setitem(accounts.WAITS, "patience", 5.0)
    monkeypatch.setitem(accounts.WAITS, "last", 1.0)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "ca.pem"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.solicitation.smtp.rings.FolderRing")
    monkeypatch.setenv("TEST_RING", str(tmp_path_factory.mktemp("ring")))


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def served(post: Post) -> Iterator[Server]:
    """A server that offers STARTTLS."""
    server = Server(post)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def account(served: Server) -> MailAccount:
    return MailAccount(True, USER, "Lumen & Loom", "localhost", served.port, "starttls", USER, a_minute=60)


@pytest.fixture
def due(db, make, clock, account) -> Callable[..., list[int]]:
    """Lays orders that are due, to be written to by these names, and switches the account on."""
    clock.at = NOON
    channel = make.channel(platform="own", name="Shop", url="https://lumen.example", time_zone="America/New_York")
    with db.write("Named") as tx:
        set_shop_setting(tx, "shop_name", "Lumen & Loom")
    service.set_address(db, "1 Elm Street\nTroy")
    accounts.set_account(db, account)

    def lay(*names: str) -> list[int]:
        made = []
        for name in names:
            buyer = make.customer(country="US", email=name if "@" in name else f"{name}@buyers.example")
            order = make.order(
                channel_id=channel, customer_id=buyer, status="delivered", delivered_on="2026-07-01", ship_country="US"
            )
            make.line(order, product_id=make.product(title=f"Walnut lamp {name}"))
            made.append(order)
        return made

    return lay
