"""The process that sends mail: the only place of the program that reaches a network, and only when it is asked to.

It speaks to the one server it is given, encrypted and after looking at its certificate, or not at all. It says before
the last word of a mail that this one is now in the server's hands: up to there a broken line means that nothing went.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storeapp.kernel.child import Word, say, serve, told
from storeapp.kernel.errors import UserError
from storeapp.kernel.process_limits import ProcessLimits
from storeapp.kernel.text import _
from storeapp.solicitation.smtp import key_ring
from storeapp.solicitation.smtp.account import TLS, MailAccount

LIMITS = ProcessLimits(memory=1024 << 20, seconds=600)
US = "[127.0.0.1]"  # how this PC names itself: its real name is nobody's business
LONGEST_WORDS = 300
# Where systems keep the certificates they trust, for a program that was built on another one.
TRUSTED = (
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)  # fmt: skip


def main() -> int:
    """Do what is asked for on the standard input; the exit code."""
    return serve(_work, LIMITS)


def _work(asked: Word) -> None:
    account = MailAccount(**asked["account"])
    kind, password = asked["do"], str(asked.get("password", ""))
    if kind == "keep":
        say(kept=key_ring.keep(account.host, account.user, password))
        return
    if kind == "forget":
        key_ring.forget(account.host, account.user)
        return
    secret = password or key_ring.find(account.host, account.user)
    if not secret:
        say(wants="password")
        return
    line = ServerLine(account, secret, float(asked["patience"]), float(asked["last"]))
    line.open()
    say(ready=True)
    while kind == "send" and "bye" not in (word := told()):
        line.deliver(word)
    line.close()


class ServerLine:
    """A line to the account's server: opened encrypted and signed in, and once more where it was lost.

    `patience`: seconds to wait for a word of the server; `last`: for the one after a mail's end.
    """

    def __init__(self, account: MailAccount, password: str, patience: float, last: float) -> None:
        self._account, self._password = account, password
        self._patience, self._last = patience, last
        self._server: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect and sign in. UserError says why that can't be done."""
        with self._spoken():
            self._server = self._connected()
            if not self._server.has_extn("auth"):
                raise UserError(_("{host} takes no sign-in. Nothing was sent.").format(host=self._account.host))
            self._server.login(self._account.user, self._password)

    def close(self) -> None:
        """Say good-bye, whoever still listens."""
        with suppress(OSError, smtplib.SMTPException):
            if self._server is not None:
                self._server.quit()

    def deliver(self, mail: Word) -> None:
        """Hand one mail over and say what became of it: {"state", "words"}, with "stop" where nothing else can go."""
        for last_try in (False, True):
            try:
                self._alive()
                self._begin(mail)
            except UserError as why:
                say(state="later", words="", stop=why.sentence)
                return
            except smtplib.SMTPResponseException as why:
                self._refused(why, sender=isinstance(why, smtplib.SMTPSenderRefused))
                return
            except (OSError, smtplib.SMTPException):
                self._server = None  # nothing of it was taken: the line is opened once more
                if last_try:
                    say(state="later", words="", stop=_("The mail server closes the line again and again."))
                    return
            else:
                self._finish()
                return

    def _alive(self) -> None:
        """Open the line where it was lost or closed in the meantime."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._server.noop()[0] == 250:
                    return
        self.open()

    def _begin(self, mail: Word) -> None:
        """Up to the text, without the sign that ends it."""
        server = self._server
        assert server is not None
        server.rset()
        options = ["SMTPUTF8", "BODY=8BITMIME"] if mail.get("utf8") else []
        if options and not server.has_extn("smtputf8"):
            words = _("this server doesn't write to addresses with such letters")
            raise smtplib.SMTPDataError(553, words)
        _expect(server.mail(str(mail["sender"]), options), smtplib.SMTPSenderRefused)
        _expect(server.rcpt(str(mail["to"])), smtplib.SMTPDataError)
        _expect(server.docmd("DATA"), smtplib.SMTPDataError, 354)
        text = base64.b64decode(mail["text"])
        whole = re.sub(rb"(?m)^\.", b"..", re.sub(rb"\r\n|\r|\n", b"\r\n", text))
        server.send(whole if whole.endswith(b"\r\n") else whole + b"\r\n")

    def _finish(self) -> None:
        """The end of the text, and the server's word on it: without that word nobody knows."""
        server = self._server
        assert server is not None
        say(ending=True)
        try:
            if server.sock is not None:
                server.sock.settimeout(self._last)
            server.send(b".\r\n")
            code, words = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(self._patience)
        except (OSError, smtplib.SMTPException) as why:
            self._server = None
            say(state="going", words=str(why)[:LONGEST_WORDS])
            return
        if code == 250:
            say(state="sent", words=_plain(code, words))
        else:
            self._refused(smtplib.SMTPDataError(code, words))

    def _refused(self, why: smtplib.SMTPResponseException, sender: bool = False) -> None:
        code, words = why.smtp_code, _plain(why.smtp_code, why.smtp_error)
        with suppress(OSError, smtplib.SMTPException):
            if self._server is not None:
                self._server.rset()
        if sender and code >= 500:
            stop = _("The mail server lets nobody write from {address}: {words}")
            say(state="later", words=words, stop=stop.format(address=self._account.address, words=words))
        else:
            say(state="refused" if code >= 500 else "later", words=words)

    def _connected(self) -> smtplib.SMTP:
        account, context = self._account, _trusting()
        if account.security == TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, US, timeout=self._patience, context=context
            )
            server.ehlo()
            return server
        server = smtplib.SMTP(account.host, account.port, US, timeout=self._patience)
        server.ehlo()
        if not server.has_extn("starttls"):
            server.close()
            words = _("{host} offers no encrypted line on port {port}. Nothing was sent, your password neither.")
            raise UserError(words.format(host=account.host, port=account.port))
        server.starttls(context=context)
        server.ehlo()
        return server

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """Turn what keeps a line from being opened into a sentence."""
        host, port = self._account.host, self._account.port
        try:
            yield
        except ssl.SSLCertVerificationError as why:
            words = _("{host} can't prove that it is {host} ({why}). Nothing was sent, your password neither.")
            raise UserError(words.format(host=host, why=why.verify_message)) from why
        except ssl.SSLError as why:
            words = _("{host} speaks no encrypted line on port {port}. Nothing was sent, your password neither.")
            raise UserError(words.format(host=host, port=port)) from why
        except smtplib.SMTPAuthenticationError as why:
            words = _("{host} doesn't take this user name and password: {words}")
            raise UserError(words.format(host=host, words=_plain(why.smtp_code, why.smtp_error))) from why
        except smtplib.SMTPResponseException as why:
            words = _("{host} refuses the line: {words}")
            raise UserError(words.format(host=host, words=_plain(why.smtp_code, why.smtp_error))) from why
        except socket.gaierror as why:
            words = _("The mail server {host} isn't found. Look at its name, and whether this PC is online.")
            raise UserError(words.format(host=host)) from why
        except TimeoutError as why:
            raise UserError(_("{host} doesn't answer on port {port}.").format(host=host, port=port)) from why
        except (OSError, smtplib.SMTPException, UnicodeError) as why:
            words = _("{host} can't be reached on port {port}, or closes the line.")
            raise UserError(words.format(host=host, port=port)) from why


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    known = ssl.get_default_verify_paths()
    if not known.cafile and not known.capath:
        for file in TRUSTED:
            if Path(file).is_file():
                context.load_verify_locations(file)
                break
    return context


def _expect(answer: tuple[int, bytes], kind: type[smtplib.SMTPResponseException], wanted: int = 250) -> None:
    code, words = answer
    if code == wanted or (wanted == 250 and code == 251):
        return
    if code == -1:
        raise smtplib.SMTPServerDisconnected
    if kind is smtplib.SMTPSenderRefused:
        raise smtplib.SMTPSenderRefused(code, words, "")
    raise kind(code, words)


def _plain(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(f"{code} {text}".split())[:LONGEST_WORDS]


if __name__ == "__main__":
    sys.exit(main())
