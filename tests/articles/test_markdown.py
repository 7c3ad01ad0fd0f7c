"""The text of an article read once and written as HTML, plain text, Markdown and Word: nothing lost, nothing run."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from html.parser import HTMLParser

import html5lib
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storeapp.articles.markdown.blocks import Document, Heading, Linked, ShownPicture, all_pieces
from storeapp.articles.markdown.html import INLINE, PAGE, HtmlLook, html
from storeapp.articles.markdown.links import allowed
from storeapp.articles.markdown.markdown_text import markdown_text
from storeapp.articles.markdown.parsing import DEEPEST, parse
from storeapp.articles.markdown.plain_text import cut, plain_text, summary_of
from storeapp.articles.markdown.targets import ArticlePicture, Targets
from storeapp.articles.markdown.word import word_file

AT = datetime(2026, 3, 1, tzinfo=UTC)
GUIDE = """# How to choose a lamp

A lamp should light the **page**, not *your* eyes. See [the lamp](product:4) or [our test](https://shop.example/a_b).

## Three questions

1. How warm? ~~Cold~~ `2,700 K`
2. How long?
   - 1.8 m
   - 1.6 m

7. Seventh

> They said
>
> - it works

| What | How much |
|:-----|---------:|
| Cable \\| cord | 1.6 m |

```text
<b>kept</b>
```

![A lamp on a desk](picture:7 "Our workshop")

Last line\\
and the next
goes on.

---

1\\. no list, \\* no list, \\# no heading, a\\_b, 3 < 4 & 5, &amp;amp; !
"""


def own(document: Document) -> Targets:
    """Leads each reference to itself, so that what is written can be read again."""
    found = list(all_pieces(document.blocks))
    return Targets(
        {one.address: one.address for one in found if isinstance(one, Linked)},
        {one.address: ArticlePicture(one.address) for one in found if isinstance(one, ShownPicture)},
    )


class Seen(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


HARMLESS = {
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "table",
        "thead",
        "tbody",
    ),
    *("tr", "th", "td", "hr", "br", "a", "img", "strong", "em", "s", "figure", "figcaption", "div", "section"),
}
ATTRIBUTES = {
    *("id", "dir", "href", "rel", "src", "alt", "width", "height", "loading", "decoding", "start", "scope", "style"),
    *("class", "role", "aria-label", "tabindex"),
}


def harmless(page: str) -> None:
    for tag, attributes in Seen(page).found:
        assert tag in HARMLESS
        assert attributes.keys() <= ATTRIBUTES, attributes
        for name in ("href", "src"):
            if attributes.get(name):
                assert allowed(attributes[name]), attributes
    # Another judge, by the same list of elements: it finds nothing to take away.
    kept = nh3.clean(
        page, tags=HARMLESS, attributes={"*": ATTRIBUTES}, link_rel=None, url_schemes=nh3.ALLOWED_URL_SCHEMES
    )
    assert [tag for tag, _ in Seen(kept).found] == [tag for tag, _ in Seen(page).found]


def strict(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(
        f"<!DOCTYPE html><html><head><title>x</title></head><body>{page}</body></html>"
    )


def test_a_guide_as_a_page():
    page = html(
        parse(GUIDE),
        Targets({"product:4": "https://shop.example/lamp"}, {"picture:7": ArticlePicture("a.jpg", 800, 600)}),
    )
    strict(page)
    harmless(page)
    assert '<h2 id="how-to-choose-a-lamp">How to choose a lamp</h2>' in page
    assert '<h3 id="three-questions">' in page
    assert '<a href="https://shop.example/lamp">the lamp</a>' in page
    assert '<figure><img src="a.jpg" alt="A lamp on a desk" width="800" height="600"' in page
    assert "<figcaption>Our workshop</figcaption>" in page
    assert '<ol start="7">' not in page  # the same list goes on
    assert "&lt;b&gt;kept&lt;/b&gt;" in page
    assert '<th scope="col" style="text-align:right;">How much</th>' in page


def test_looks_for_editors_that_take_no_style_sheet():
    page = html(parse(GUIDE), Targets({}, {"picture:7": ArticlePicture("a.jpg")}), INLINE)
    strict(page)
    harmless(page)
    seen = Seen(page).found
    assert seen[0][0] == "section"
    assert not {"class", "id"} & {name for _tag, attributes in seen for name in attributes}
    plain = {"thead", "tbody", "tr", "br"}
    assert all("style" in attributes for tag, attributes in seen if tag not in plain)
    assert "figure" not in {tag for tag, _ in seen}


def test_links_nobody_can_follow_are_numbers_with_a_list():
    look = HtmlLook(styles=INLINE.styles, keys=False, numbered=True)
    page = html(
        parse("[One](https://a.example/) and [two](https://b.example/), [one](https://a.example/) again."), look=look
    )
    assert "One [1] and two [2], one [1] again." in page
    assert "[1] https://a.example/</p>" in page
    assert "<a" not in page


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#10;script:alert(1)", "&#106;avascript:alert(1)"),
        *("java%0ascript:alert(1)", "%6aavascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>"),
        *("file:///etc/passwd", "\u200bjavascript:alert(1)", "jａvascript:alert(1)", "\x01javascript:alert(1)"),
        *(
            "javascript&colon;alert(1)",
            "blob:x",
            "//evil.example/x",
            "\\\\evil.example\\x",
            "https://",
            "http://[x",
            "x:y",
        ),
        *("http://a b.example", "https://user:password@shop.example/", "view-source:http://a.example"),
    ],
)
def test_an_address_that_could_do_something_keeps_its_words_only(address):
    for text in (f"[words](<{address}>)", f"![words](<{address}>)"):
        document = parse(text)
        for page in (html(document), html(document, look=INLINE)):
            assert "words" in page
            assert "href" not in page
            assert "src" not in page
        assert "words" in markdown_text(document)
        assert not any(
            isinstance(piece, Linked | ShownPicture) for piece in all_pieces(parse(markdown_text(document)).blocks)
        )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JAVA\tSCRIPT:x", "data:text/html,<script>x</script>", "//x"]
)
def test_an_address_that_a_file_brought_for_a_product_leads_nowhere_else(address):
    targets, document = Targets({"product:1": address}), parse("[the lamp](product:1)")
    written = [html(document, targets), html(document, targets, INLINE), markdown_text(document, targets)]
    for page in [*written, plain_text(document, targets)]:
        assert "the lamp" in page
        assert address.casefold() not in page.casefold()
    with zipfile.ZipFile(io.BytesIO(word_file("T", document, AT, targets))) as file:
        assert b"hyperlink" not in file.read("word/document.xml")


def test_what_was_refused_is_said():
    assert parse("[a](javascript:alert(1)) [b](data:x) [c](https://a.example)").refused == (
        "javascript:alert(1)",
        "data:x",
    )


@pytest.mark.parametrize(
    "address",
    ["https://shop.example/a?b=1&c=2#d", "HTTP://A.example", "mailto:a@b.example", "tel:+4912", "#part", "page.html"],
)
def test_plain_addresses_lead_somewhere(address):
    assert "<a href=" in html(parse(f"[words](<{address}>)"))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", 'a <b onclick="x()">b</b>']
)
def test_html_in_a_text_is_text(text):
    document = parse(f"{text}\n\n# {text}\n\n| {text} |\n|---|\n| {text} |\n")
    for page in (html(document), html(document, look=INLINE)):
        harmless(page)
        assert not {"script", "b"} & {tag for tag, _ in Seen(page).found}
    assert text in plain_text(document)
    assert plain_text(parse(markdown_text(document))) == plain_text(document)


def test_a_reference_without_a_place_keeps_its_words():
    document = parse("[the lamp](product:4) [268 reviews](evidence:3) ![A lamp](picture:9)")
    assert html(document) == "<p>the lamp 268 reviews A lamp</p>\n"
    assert plain_text(document) == "the lamp 268 reviews A lamp\n"


def test_a_paid_partner_is_told_to_search_engines():
    assert 'rel="sponsored"' in html(parse("[maker](partner:07)"), Targets({"partner:07": "https://maker.example"}))


@pytest.mark.parametrize(
    "text",
    [
        *(
            GUIDE,
            "- a\n\n* b\n\n+ c",
            "1. a\n\n1) b",
            "> a\n\n> b",
            "a!\n[x](https://a.example)",
            "`` a`b ``",
            "` `",
            "*a*b",
        ),
        *(
            "- a\n  - b\n    - c\n\n      d",
            "```\n```\n",
            "````\n```\n````",
            "1\\. x",
            "- \\- x",
            "\\+ x\n\\> y",
            "***a** b*",
        ),
        *(
            "**“引用”** 文字",
            "[a b](<https://a.example/x(1)>)",
            "a\\\nb",
            "| a |\n|---|\n| `x` \\| y |",
            "# a \\#",
            "-\n- b",
        ),
        *(
            '![a "b"](picture:1 \'say "x"\')',
            "😀 👩‍👩‍👧 *é*",
            "שלום *עולם* abc",
            "a&nbsp;b &amp;lt;",
            "Setext\n======",
            "* * *",
        ),
        *("- [x](product:1)\n- ![y](picture:2)", "> 1. a\n>    > b", "    code\n\n    more", "a\n\\= b\n\\: c"),
    ],
)
def test_markdown_written_again_reads_the_same(text):
    document = parse(text)
    again = parse(markdown_text(document, own(document)))
    assert again.blocks == document.blocks


LETTERS = st.text(alphabet="ab \n*_`[]()!#>-+|~\\<&:=1.)é中א😀\t\u200b", max_size=60)


@settings(max_examples=60, deadline=None)
@given(LETTERS)
def test_whatever_is_typed_is_shown_harmless_and_whole(text):
    document = parse(text)
    for look in (PAGE, INLINE):
        page = html(document, look=look)
        strict(page)
        harmless(page)
    again = parse(markdown_text(document, own(document)))
    letters = [re.sub(r"[^a1é中א😀]", "", plain_text(one)) for one in (document, again)]
    assert letters[0] == letters[1]


@pytest.mark.parametrize(
    "text", [">" * 5000 + " end", "- " * 3000 + "end", "[" * 3000 + "end", "*" * 3000 + "end", "![" * 2000 + "end"]
)
def test_what_is_nested_without_end_is_still_there(text):
    document = parse(text)
    assert "end" in plain_text(document)
    assert "end" in html(document)
    assert parse(">" * DEEPEST + " end").flat


def test_headings_go_down_one_by_one():
    page = html(parse("#### a\n\n# b\n\n### c\n\n###### d\n\n# e\n\n#\n\n> # f"))
    assert re.findall(r"<h(\d)", page) == ["2", "2", "3", "4", "2", "2"]


def test_places_in_a_text_are_each_their_own():
    keys = [
        block.key for block in parse("# A\n\n# A\n\n# A 2\n\n# 😀\n\n# 灯\n\n# a").blocks if isinstance(block, Heading)
    ]
    assert keys == ["a", "a-2", "a-2-2", "part", "灯", "a-3"]


def test_thousands_of_headings_of_the_same_words_are_counted_on():
    keys = [block.key for block in parse("# Answer\n" * 2000 + "# answer 2").blocks]
    assert keys[:3] == ["answer", "answer-2", "answer-3"]
    assert keys[-2:] == ["answer-2000", "answer-2-2"]


def test_chinese_lines_join_without_a_space():
    assert html(parse("你好\n世界\nand more")) == "<p>你好世界\nand more</p>\n"
    assert html(parse("한국\n어")) == "<p>한국\n어</p>\n"


def test_letters_from_the_right_find_their_side():
    assert html(parse("abc\n\nשלום\n\n- مرحبا")).count('dir="auto"') == 2
    assert html(parse("abc"), language="ar").startswith('<p dir="auto">')


def test_plain_text():
    words = plain_text(parse(GUIDE), Targets({"product:4": "https://shop.example/lamp"}))
    assert "See the lamp (https://shop.example/lamp) or our test (https://shop.example/a_b)." in words
    assert "2. How long?\n\n   • 1.8 m\n   • 1.6 m" in words
    assert "Cable | cord | 1.6 m" in words
    assert "Last line\nand the next goes on." in words


def test_a_summary_is_the_first_paragraph_with_words():
    assert summary_of(parse("# A\n\n![x](picture:1)\n\n> q\n\nFirst *one*\nhere."), 99) == "x"
    assert summary_of(parse("# A\n\nFirst *one*\nhere."), 99) == "First one here."
    assert cut("one two three", 9) == "one two…"
    assert cut("灯" * 10, 5) == "灯灯灯灯…"


def docx_of(data: bytes):
    import docx

    return docx.Document(io.BytesIO(data))


def test_a_word_document(tmp_path):
    from PIL import Image

    place = tmp_path / "a.png"
    Image.new("RGB", (40, 30), "red").save(place)
    targets = Targets(
        {"product:4": "https://shop.example/lamp"}, {"picture:7": ArticlePicture("a.png", 40, 30, file=place)}
    )
    file = docx_of(word_file("How to choose", parse(GUIDE), AT, targets, "en", "Lumen"))
    styles = [(one.style.name, one.text) for one in file.paragraphs]
    assert ("Title", "How to choose") in styles
    assert ("Heading 1", "How to choose a lamp") in styles
    assert ("Heading 2", "Three questions") in styles
    assert ("List Number", "How long?") in styles
    assert ("List Bullet 2", "1.8 m") in styles
    assert ("Caption", "Our workshop") in styles
    assert file.core_properties.title == "How to choose"
    assert [cell.text for cell in file.tables[0].rows[1].cells] == ["Cable | cord", "1.6 m"]
    assert file.inline_shapes[0]._inline.docPr.get("descr") == "A lamp on a desk"
    links = [rel.target_ref for rel in file.part.rels.values() if rel.is_external]
    assert links == ["https://shop.example/lamp", "https://shop.example/a_b"]
    assert "the lamp" in file.paragraphs[2].text


def test_numbers_of_word_begin_anew_in_each_list():
    file = docx_of(word_file("", parse("1. a\n2. b\n\ntext\n\n5. c\n6. d"), AT))
    numbers = [one._p.pPr.numPr.numId.val for one in file.paragraphs if one.style.name == "List Number"]
    assert len(numbers) == 4
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_word_takes_every_letter():
    text = "a\x00b\x0bc\ud800d \x1f 😀 שלום\n\n# \x07"
    file = docx_of(word_file("T\x00i", parse(text), AT, language="he"))
    assert "abcd" in "".join(one.text for one in file.paragraphs)
    assert file.paragraphs[0].text == "Ti"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## What\n\n<!-- What is new? -->\n\nAll of it.", "<h2 id=\"what\">What</h2>\n<p>All of it.</p>"),
        ("<!-- two\n\nparagraphs -->\nText", "<p>Text</p>"),
        ("Wash <!-- how? -->it", "<p>Wash it</p>"),
        ("a\n<!-- b -->\nc", "<p>a</p>\n<p>c</p>"),
        ("`<!-- code -->`", "<p><code>&lt;!-- code --&gt;</code></p>"),
        ("<!-- never closed", "<p>&lt;!-- never closed</p>"),
        ("<!-- mine\n\nmine too\n--> Text", "<p>Text</p>"),
        ("<!-- a --> <!-- b\n\nmine -->\nText", "<p>Text</p>"),
        ("- <!-- a\n\n  mine --> one\n- two", "<ul>\n<li><p>one</p></li>\n<li><p>two</p></li>\n</ul>"),
        ("<!-->\n\nText\n\n-->", "<p>Text</p>\n<p>--&gt;</p>"),
        ("<!-- one\n\nText\n\n<!-- two -->", "<p>&lt;!-- one</p>\n<p>Text</p>"),
    ],
)  # fmt: skip
def test_the_questions_of_an_outline_are_the_writers_own(text, shown):
    assert html(parse(text)).strip() == shown
