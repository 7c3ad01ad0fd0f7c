"""`storeapp requests send --smtp` in a process of its own, against a real server."""

from __future__ import annotations

from click.testing import CliRunner

from storeapp.commands import cli
from storeapp.solicitation.smtp.service.accounts import keep_password
from tests.solicitation.smtp.mail_server import PASSWORD


def run(db, clock, *words):
    return CliRunner().invoke(cli, ["requests", "send", "--smtp", *words, "--shop", str(db.folder)], obj=clock)


def test_the_command_says_what_would_go_and_what_went(db, due, post, clock, account):
    due("ann", "refused", "not an address", "dropped")
    trial = run(db, clock, "--dry-run")
    assert (trial.exit_code, trial.stdout.splitlines()[:2]) == (
        0,
        ["3 mails would be sent.", "Nothing was changed: this was only a trial run."],
    )
    assert "“not an address" in trial.stdout
    asked = run(db, clock)
    assert (asked.exit_code, post.taken) == (1, [])
    assert "key ring" in asked.stderr
    keep_password(account, PASSWORD)
    done = run(db, clock)
    lines = done.stdout.splitlines()
    assert lines[:5] == [
        "1 mail was sent.",
        "1 was refused by the mail server.",
        "Of one nobody knows whether it went out: it is held back. Look whether it is in your sent mail.",
        "1 was left out.",
        "The line to the mail server broke off.",
    ]
    assert any(line.endswith(": 550 5.1.1 no such person") for line in lines)
    assert done.exit_code == 1
    assert post.to == ["ann"]
