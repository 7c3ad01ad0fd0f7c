"""The ways out of a finding: as buttons beside the text, and as a menu at the cursor for those who write by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from storeapp.articles.checks.records import ArticleFinding
from storeapp.articles.checks.rules import CLAIM_KINDS
from storeapp.articles.checks.wording import may_be_opinion
from storeapp.articles.drafts.ui.editor import ArticleEditor
from storeapp.kernel.text import _
from storeapp.qtkit.tips import menu_words

EVIDENCE_CODES = CLAIM_KINDS | {"quote", "price", "changed"}
LONGEST_NAME = 70  # letters of a finding that a menu shows


def ways_of(one: ArticleFinding) -> list[tuple[str, str]]:
    """What may be done about a finding, in words and by its name: mend, evidence, opinion, accept or again."""
    if one.accepted is not None:
        return [(_("Let it count again"), "again")]
    ways = [(one.mend.words, "mend")] if one.mend is not None else []
    if one.code in EVIDENCE_CODES:
        ways.append((_("Link evidence…"), "evidence"))
    if one.code in CLAIM_KINDS and may_be_opinion([one.code]):
        ways.append((_("My opinion"), "opinion"))
    if one.severity != "INFO":
        ways.append((_("Let it stand…"), "accept"))
    return ways


def ways_menu(
    found: Sequence[ArticleFinding], editor: ArticleEditor, asked: Callable[[str, ArticleFinding], None]
) -> QMenu:
    """A menu at the cursor with the ways out of each finding, the first one chosen; Esc leads back to the text."""
    menu = QMenu(editor)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    first = None
    for one in found:
        words = one.sentence if len(one.sentence) <= LONGEST_NAME else f"{one.sentence[:LONGEST_NAME].rstrip()}…"
        menu.addAction(menu_words(words)).setEnabled(False)
        for way, name in ways_of(one):
            action = menu.addAction(menu_words(way))
            action.triggered.connect(lambda _on, name=name, one=one: asked(name, one))
            first = first or action
        menu.addSeparator()
    menu.popup(editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft()))
    if first is not None:
        menu.setActiveAction(first)
    return menu
