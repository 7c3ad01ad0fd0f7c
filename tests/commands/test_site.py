"""`storeapp site`: published articles as a small website, told in sentences and as JSON."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from storeapp.articles.drafts.rules import ArticleFields
from storeapp.articles.drafts.service import new_article
from storeapp.articles.publishing.rules import PublishFields
from storeapp.articles.publishing.service import publish
from storeapp.commands import cli


@pytest.fixture
def run(db, clock, tmp_path):
    """The command on a shop with one published article that has a link too many."""
    body = "# Care of a lamp\n\nWipe it dry. [More](article:99) [x](javascript:alert(1)) [y](https://a.example)"
    number = new_article(db, ArticleFields(title="Care", body=body, language="en")).value
    publish(db, number, PublishFields("site", "", body), clock)

    def run(*words):
        folder = str(tmp_path / "site")
        return CliRunner().invoke(cli, ["site", folder, "--shop", str(db.folder), *words], obj=clock)

    return run


def test_a_site_is_written_and_told(run, tmp_path):
    told = run()
    assert told.exit_code == 0
    assert "1 article in" in told.output
    assert "“Care of a lamp”: article:99 leads nowhere: that article isn't published." in told.output
    assert "javascript:alert(1) leads nowhere" in told.output
    assert "1 link leads to another site" in told.output
    assert "Give its address once" in told.output
    assert (tmp_path / "site/articles/care-of-a-lamp.html").is_file()
    again = json.loads(run("--json", "--address", "https://lamps.example/").output)
    assert "sitemap.xml" in again["written"]
    assert [one["why"] for one in again["broken"]] == ["refused", "article"]
    assert json.loads(run("--json").output)["written"] == []


def test_what_was_changed_by_hand_stays_until_it_is_asked_for(run, tmp_path):
    run()
    page = tmp_path / "site/index.html"
    page.write_text("mine", "utf-8")
    assert "index.html was changed by somebody else" in run().output
    assert page.read_text("utf-8") == "mine"
    run("--overwrite")
    assert "Care of a lamp" in page.read_text("utf-8")


def test_a_folder_of_somebody_else_is_refused(run, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("mine", "utf-8")
    told = run()
    assert told.exit_code == 1
    assert "Choose an empty folder" in told.output
