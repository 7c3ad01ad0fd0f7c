"""An article in the formats that places take: to be pasted, to be saved as a file, or as a folder with its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path

from storeapp.articles.markdown.blocks import Document, Heading, Plain
from storeapp.articles.markdown.html import INLINE, HtmlLook, html
from storeapp.articles.markdown.markdown_text import markdown_text
from storeapp.articles.markdown.parsing import parse, readable
from storeapp.articles.markdown.plain_text import plain_name, plain_text
from storeapp.articles.markdown.targets import ArticlePicture, Targets, from_right
from storeapp.articles.markdown.word import word_file
from storeapp.articles.publishing.limits import PlaceLimit
from storeapp.articles.publishing.master import headline_of
from storeapp.evidence.preparing import ShapedPicture, shape
from storeapp.kernel.errors import UserError
from storeapp.kernel.paths import resource
from storeapp.kernel.progress import Progress
from storeapp.kernel.rows import dataclass
from storeapp.kernel.saving import saving
from storeapp.kernel.scratch import saying_no_room, scratch
from storeapp.kernel.text import N_, _

# What an article is saved as: the ending, and what an owner calls it.
FORMATS: Mapping[str, tuple[str, str]] = {
    "word": ("docx", N_("Word")),
    "html": ("html", N_("Web page")),
    "inline": ("html", N_("HTML for editors")),
    "markdown": ("md", N_("Markdown")),
    "plain": ("txt", N_("Plain text")),
}
MOST_ACROSS = 1600  # pixels of a picture in a folder, unless the place says another
IMAGES = "images"


# Shapes that places want, as pixels across to pixels down.
RATIOS: Mapping[float, str] = {
    0.0: N_("As it is"), 1.0: "1:1", 4 / 3: "4:3", 3 / 4: "3:4", 4 / 5: "4:5", 2 / 3: "2:3", 16 / 9: "16:9",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PictureLooks:
    """How pictures are made: at most `most` pixels across and down, cut to a `ratio` (0: not), with `mark` in a corner,
    and at most `largest` bytes (0: any).
    """

    most: int = MOST_ACROSS
    ratio: float = 0.0
    mark: str = ""
    largest: int = 0

    @property
    def plain(self) -> bool:
        """Whether nothing but their size changes."""
        return not self.ratio and not self.largest


def looks_for(limit: PlaceLimit) -> PictureLooks:
    """How pictures are made for a place as its rows say; as usual where they say nothing."""
    if limit.picture_across is None:
        return PictureLooks()
    across, down, largest = limit.picture_across, limit.picture_down, (limit.picture_kb or 0) * 1024
    if down is None:
        return PictureLooks(across, largest=largest)
    ratio = min(RATIOS, key=lambda one: abs(one - across / down))
    return PictureLooks(max(across, down), ratio, largest=largest)


@dataclass(frozen=True, slots=True)
class ArticleCopy:
    """One text as it goes out: `title` what the shop calls it, `author` who signs it."""

    title: str
    body: str
    language: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """What stands above it."""
        return headline_of(self.title, self.body)


def pasted(copy: ArticleCopy, targets: Targets, limit: PlaceLimit) -> tuple[str, str]:
    """The text to be pasted into an editor, as HTML with its looks in it and as plain text. Its headline isn't in it:
    editors have a field of its own for that.
    """
    document = _below_headline(parse(copy.body))
    look = replace(INLINE, numbered=limit.links == "no")
    return html(document, targets, look, copy.language), _tagged(plain_text(document, targets), copy)


def content_of(kind: str, copy: ArticleCopy, targets: Targets, at: datetime) -> bytes:
    """The bytes of a file of the text, in one of FORMATS, with its headline."""
    document = _with_headline(copy)
    if kind == "word":
        return word_file(copy.headline, _below_headline(document), at, targets, copy.language, copy.author)
    if kind == "markdown":
        return markdown_text(document, targets).encode("utf-8")
    if kind == "plain":
        return _tagged(plain_text(document, targets), copy).encode("utf-8")
    look = replace(INLINE, top=1) if kind == "inline" else HtmlLook(top=1)
    return _page(copy, html(document, targets, look, copy.language), kind == "html").encode("utf-8")


def save_file(out: Path, kind: str, copy: ArticleCopy, targets: Targets, at: datetime) -> None:
    """Write the text as a file; UserError where its place can't be written."""
    with saving(out) as temporary:
        temporary.write_bytes(content_of(kind, copy, targets, at))


def save_folder(
    folder: Path,
    copy: ArticleCopy,
    targets: Targets,
    at: datetime,
    progress: Progress,
    looks: PictureLooks | None = None,
) -> Path:
    """Write the text in every format with its pictures, made as `looks` says and without anything that says where they
    were taken, into a new folder inside `folder`; gives that folder.

    All of it is there afterwards or nothing. UserError where it can't be written.
    """
    if not folder.is_dir():
        raise UserError(_("The folder {folder} isn't there. Choose another place.").format(folder=folder))
    try:
        with saying_no_room(), scratch(folder) as work:
            shown = _small_pictures(work, targets, looks or PictureLooks(), progress)
            outside = replace(targets, pictures=shown)
            files = {f"article.{FORMATS[kind][0]}": kind for kind in ("word", "html", "markdown", "plain")}
            for name, kind in {**files, "article for editors.html": "inline"}.items():
                (work / name).write_bytes(content_of(kind, copy, outside, at))
            return _put_in(folder, work, plain_name(copy.headline) or "article")
    except OSError as why:
        words = _("The folder {folder} can't be written to. Choose another place. Nothing was written.")
        raise UserError(words.format(folder=folder)) from why


def _small_pictures(work: Path, targets: Targets, looks: PictureLooks, progress: Progress) -> dict[str, ArticlePicture]:
    (work / IMAGES).mkdir()
    found: dict[str, ArticlePicture] = {}
    asked = []
    for number, (address, picture) in enumerate(targets.pictures.items(), 1):
        if picture.file is None:
            continue
        ending = "jpg" if picture.file.suffix in (".jpg", ".jpeg") else "png"
        name = f"{number:02}-{plain_name(picture.alt)[:40].strip('-') or 'picture'}.{ending}"
        out = work / IMAGES / name
        ratio, mark = (0.0, "") if picture.whole else (looks.ratio, looks.mark.strip())
        asked.append(ShapedPicture(picture.file, name, out, looks.most, ratio, mark, looks.largest))
        # What it measures is known for certain where nothing but its size changes.
        wide, high = fitting(picture.width, picture.height, looks.most) if looks.plain else (0, 0)
        found[address] = replace(picture, src=f"{IMAGES}/{name}", width=wide, height=high, file=out)
    if asked:
        shape(asked, progress)
    else:
        (work / IMAGES).rmdir()
    return found


def fitting(wide: int, high: int, most: int) -> tuple[int, int]:
    """Pixels of a picture that is made to fit into a square of `most`, never larger than it is."""
    longest = max(wide, high)
    if longest <= most or not longest:
        return wide, high
    return max(1, round(wide * most / longest)), max(1, round(high * most / longest))


def _put_in(folder: Path, work: Path, stem: str) -> Path:
    place, number = folder / stem, 2
    while place.exists():
        place, number = folder / f"{stem} {number}", number + 1
    for path in work.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    work.rename(place)
    place.chmod(0o755)
    return place


def _below_headline(document: Document) -> Document:
    first = document.blocks[0] if document.blocks else None
    above = isinstance(first, Heading) and first.level == 1
    return replace(document, blocks=document.blocks[1:]) if above else document


def _with_headline(copy: ArticleCopy) -> Document:
    document = parse(copy.body)
    title = " ".join(readable(copy.title).split())
    if _below_headline(document) is not document or not title:
        return document
    return replace(document, blocks=(Heading(1, (Plain(title),), "_headline"), *document.blocks))


def _tagged(words: str, copy: ArticleCopy) -> str:
    return f"{words.rstrip()}\n\n{' '.join(f'#{tag}' for tag in copy.tags)}\n" if copy.tags else words


def _page(copy: ArticleCopy, body: str, styled: bool) -> str:
    side = "rtl" if from_right(copy.language) else "ltr"
    language = f' lang="{escape(copy.language.replace("_", "-"))}"' if copy.language else ""
    style = resource("articles", "site", "style.css").read_text("utf-8") if styled else ""
    looks = f"<style>\n{style}</style>\n" if style else ""
    return (
        f'<!DOCTYPE html>\n<html{language} dir="{side}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(copy.headline or _('Untitled'))}</title>\n{looks}</head>\n<body>\n"
        f"<main>\n{body}</main>\n</body>\n</html>\n"
    )
