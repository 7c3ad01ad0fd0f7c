"""From question to question of an outline, to where each is answered."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor

from storeapp.articles.drafts.ui.editor import ArticleEditor
from storeapp.articles.markdown.lines import answer_lines


def stand_on_answer(editor: ArticleEditor, line: int) -> bool:
    """Put the cursor at the end of the first answer on this line or after it, else of the first of all; False where
    no question stands.
    """
    lines = answer_lines(editor.text())
    if lines:
        block = editor.document().findBlockByNumber(next((one for one in lines if one >= line), lines[0]))
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
    return bool(lines)
