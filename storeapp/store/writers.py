"""Who writes into a shop: the window and the command line are two writers, and so are two people."""

from __future__ import annotations

import getpass
from functools import cache

from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _

WINDOW = "window"
COMMANDS = "commands"

# A condition on `actions a`: it was done by the writer whose `bound` is given. An older version of the program did not
# keep the writer: such an action is anybody's. Who takes another name in Settings still has the same account.
OWN = "(a.writer IS NULL OR (a.writer = :writer AND (a.who = :who OR (a.account = :account AND a.account <> ''))))"


@dataclass(frozen=True, slots=True)
class Writer:
    """`kind` is WINDOW, COMMANDS or "" (the program by itself), `name` the person's, `account` theirs on this PC."""

    kind: str
    name: str
    account: str

    @property
    def bound(self) -> dict[str, str]:
        """The values of OWN."""
        return {"writer": self.kind, "who": self.name, "account": self.account}

    def wrote(self, kind: str | None, name: str, account: str | None) -> bool:
        """Whether an action with these fields is this writer's own; OWN for one row."""
        return kind is None or (kind == self.kind and (name == self.name or (account or None) == self.account))


@cache
def account() -> str:
    """The name of the account on this PC, "" where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def place_and_name(kind: str | None, name: str) -> str:
    """A writer in words: "Ann (window)", "Ann (command line)", or only what of it is known."""
    place = {WINDOW: _("window"), COMMANDS: _("command line")}.get(kind or "", "")
    if not name:
        return place
    return _("{name} ({place})").format(name=name, place=place) if place else name
