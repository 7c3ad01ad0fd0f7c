"""A program that sends the mails of a shop, to be killed: `python -m tests.solicitation.smtp.sender FOLDER`."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.solicitation.smtp.service import sending
from storeapp.store.db import Database
from tests.solicitation.smtp.conftest import NOON
from tests.solicitation.smtp.mail_server import PASSWORD

if __name__ == "__main__":
    sending.MINUTE = 0.0
    with closing(Database.open(Path(sys.argv[1]), FixedClock(NOON), "Sender", derived=DERIVED)) as db:
        sending.post(db, password=PASSWORD)
