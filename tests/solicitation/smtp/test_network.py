"""Nothing reaches a network while sending is off; while it is on, one process does, and it alone."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

from storeapp.solicitation.smtp.service.accounts import set_account
from tests.network_watch import ROOT, began, reached, watched_processes
from tests.solicitation.smtp.mail_server import PASSWORD

COMMANDS = """
import json, sys
from storeapp.commands import cli
from storeapp.kernel.clock import Clock
for words in json.loads(sys.argv[1]):
    try:
        cli.main(words, standalone_mode=False, obj=Clock())
    except Exception as refused:
        print(words, repr(refused))
"""


def test_no_command_reaches_a_network_while_it_is_off(db, due, account, monkeypatch, tmp_path):
    due("ann")
    set_account(db, replace(account, on=False))
    db.close()
    orders = tmp_path / "orders.csv"
    orders.write_text("Order ID,Sale Date,Ship Country,Order Total\n1,2026-06-01,United States,20.00\n", "utf-8")
    log = watched_processes(monkeypatch, tmp_path)
    mails = tmp_path / "mails"
    mails.mkdir()
    shop = ("--shop", db.folder)
    commands = (
        ("requests", *shop),
        ("requests", "send", "--to", mails, *shop),
        ("requests", "send", "--smtp", *shop),
        ("requests", "send", "--smtp", "--dry-run", *shop),
        ("requests", "proof", tmp_path / "proof.xlsx", *shop),
        ("report", tmp_path / "report.xlsx", *shop),
        ("import", orders, "--channel", "Etsy", "--yes", *shop),
        ("backup", *shop),
        ("stats", *shop),
    )
    plain = json.dumps([[str(word) for word in words] for words in commands])
    done = subprocess.run([sys.executable, "-c", COMMANDS, plain], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "1 order" in done.stdout, "the last of them was done"
    assert any("--child-reader" in who for who in began(log)), "the reader is watched too"
    assert not any("--child-mail" in who for who in began(log))
    assert reached(log) == []


def test_only_the_mail_process_does_while_it_is_on(db, due, post, monkeypatch, tmp_path):
    due("ann")
    log = watched_processes(monkeypatch, tmp_path)
    sent = subprocess.run(
        [sys.executable, "-m", "tests.solicitation.smtp.sender", str(db.folder)], cwd=ROOT, check=True
    )
    assert (sent.returncode, post.to) == (0, ["ann"])
    assert PASSWORD not in " ".join(began(log)), "nobody reads it in the list of processes"
    assert reached(log)
    assert {"--child-mail" in who for _what, who in reached(log)} == {True}
