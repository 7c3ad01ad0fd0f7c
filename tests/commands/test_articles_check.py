"""`storeapp articles check`: texts written elsewhere, for people and for scripts."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from storeapp.commands import cli

TEXT = "# A stroller\n\nIt folds with one hand.\n\nIt is the best stroller in the world.\n"


@pytest.fixture
def asked(db, tmp_path, clock):
    file = tmp_path / "text.md"
    file.write_text(TEXT, "utf-8")

    def ask(*more: str):
        command = ["articles", "check", str(file), "--shop", str(db.place.folder), *more]
        return CliRunner().invoke(cli, command, obj=clock)

    ask.file = file
    return ask


def test_findings_come_with_place_rule_and_severity(asked):
    found = asked("--country", "GB", "--relation", "gifted", "--channel", "Instagram", "--json")
    assert found.exit_code == 1, found.output
    told = json.loads(found.stdout)
    assert (told["language"], told["country"], told["place"]["kind"]) == ("en", "GB", "social")
    first = told["findings"][0]
    (second,) = [one for one in told["findings"] if one["rule"] == "CLAIM-PROOF"]
    assert (first["rule"], first["severity"], first["line"]) == ("UK-ASA", "block", None)
    assert (second["rule"], second["severity"], second["line"], second["column"]) == ("CLAIM-PROOF", "warn", 5, 7)
    assert TEXT[slice(*second["span"])] == second["words"] == "the best"
    assert not told["publishable"]
    assert "USE-ANSWER" in told["nothing_to_say"]
    assert len(told["ask_yourself"]) == 7


def test_people_read_the_same_in_lines(asked):
    found = asked("--country", "uk", "--relation", "gifted")
    assert found.exit_code == 1
    assert "stops  whole text  UK: a paid or gifted post says “Ad” first  [UK-ASA]" in found.stdout
    assert "warns  line 5  A superlative without evidence: “the best”  [CLAIM-PROOF]" in found.stdout
    assert found.stdout.rstrip().endswith("1 finding stops publishing.")
    plain = asked()
    assert plain.exit_code == 0
    assert "No country was given" in plain.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--country", "Atlantis"), "“Atlantis” is no country"),
        (("--channel", "Nowhere"), "is called “Nowhere”"),
        (("--language", "klingon tongue"), "is no language"),
    ],
)
def test_what_is_not_known_is_said(asked, more, said):
    found = asked(*more)
    assert found.exit_code == 1
    assert said in found.stderr


@pytest.mark.parametrize(("content", "said"), [(None, "can't be read"), (b"\xff\xfe\x00bad", "no text in UTF-8")])
def test_a_file_that_is_no_text_is_refused(asked, content, said):
    asked.file.unlink()
    if content is not None:
        asked.file.write_bytes(content)
    found = asked()
    assert found.exit_code == 1
    assert said in found.stderr
