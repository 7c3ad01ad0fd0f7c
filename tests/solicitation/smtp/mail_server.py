"""A real mail server on this PC that accepts, refuses, stalls and drops, as the buyer's name before the @ says."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CERTIFICATES = Path(__file__).resolve().parent / "certificates"
USER, PASSWORD = "shop@lumen.example", "a secret"


class Post:
    """What a server does with mails. `taken`: those it accepted; `heard`: the names it was asked for, in order."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.heard: list[str] = []
        self.signed_in = 0
        self.refuses_sender = False
        self.watching: Callable[[str, str], None] = lambda _where, _name: None  # called at "rcpt" and "taken"
        self.stalling: Callable[[], None] = lambda: None  # called when a mail is taken and not answered
        self.server: Any = None

    async def handle_MAIL(self, _s: SMTP, _session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if self.refuses_sender:
            return "553 you may not write from here"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, _session: Session, envelope: Envelope, to: str, _options: Any) -> str:
        name = to.partition("@")[0]
        self.heard.append(name)
        self.watching("rcpt", name)
        if name.startswith("refused"):
            return "550 5.1.1 no such person"
        if name.startswith("grey") and self.heard.count(name) == 1:
            return "451 4.7.1 try again later"
        if name.startswith("later"):
            return "450 4.2.0 not now"
        if name.startswith("lost") and self.heard.count(name) == 1:
            server.transport.abort()
        if name.startswith("gone"):
            server.transport.abort()
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name.startswith("spam"):
            return "554 5.7.1 this looks like spam"
        if name.startswith("dropped"):
            server.transport.abort()
            return "250 OK"
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        self.taken.append(mail)
        self.watching("taken", name)
        if name.startswith("stalled"):
            self.stalling()
            await asyncio.sleep(30)
        return "250 kept"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.signed_in += good
        return AuthResult(success=good, handled=False, message=None if good else "535 5.7.8 wrong password")

    @property
    def to(self) -> list[str]:
        """Whom the mails that were accepted went to, by the names before the @."""
        return [str(mail["To"]).partition("@")[0] for mail in self.taken]


class Server(Controller):
    """One server on a free port of this PC. `manner`: tls, starttls, or plain for one that offers no encrypted line."""

    def __init__(self, post: Post, manner: str = "starttls", certificate: str = "localhost") -> None:
        self.manner = manner
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
        super().__init__(post, hostname="127.0.0.1", port=0, ssl_context=self._context if manner == "tls" else None)
        self.post = post

    def factory(self) -> SMTP:
        secure = {"tls_context": self._context, "require_starttls": True} if self.manner == "starttls" else {}
        return SMTP(
            self.post, hostname="localhost", authenticator=self.post.authenticate, enable_SMTPUTF8=True,
            auth_required=self.manner == "starttls", auth_require_tls=self.manner == "starttls", **secure,
        )  # fmt: skip

    def _trigger_server(self) -> None:
        """Its port is known only now."""
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
