"""Questions to the owner in dialogs that never block: each opens, and the answer comes to `then`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.buttons import Button
from storeapp.qtkit.labels import Label, body, section


class Question(QDialog):
    """One question with a verb to go on and a way back; `line` is there when a text is asked for."""

    def __init__(
        self, parent: QWidget, question: str, text: str, verb: str, danger: bool = False, field: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(question)
        self.setMinimumWidth(400)
        self.setMaximumWidth(640)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(section(question, wrap=True))
        if text:
            column.addWidget(body(text, wrap=True, tone="text-2"))
        self.line: QLineEdit | None = None
        if field:
            self.line = QLineEdit()
            self.line.setAccessibleName(field)
            label = Label(field, "small", "muted", wrap=True)
            label.setBuddy(self.line)
            column.addSpacing(4)
            column.addWidget(label)
            column.addWidget(self.line)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch(1)
        self.back = Button(_("Cancel"), "quiet")
        self.go = Button(verb, "danger" if danger else "primary")
        row.addWidget(self.back)
        row.addWidget(self.go)
        column.addLayout(row)
        self.back.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        self.go.setDefault(self.line is not None)
        (self.line or (self.back if danger else self.go)).setFocus()


class _Answer(QObject):
    """Hands the dialog's answer to the one who asked; lives as long as its dialog."""

    def __init__(self, dialog: QDialog, then: Callable[[], None]) -> None:
        super().__init__(dialog)
        self._then = then
        dialog.accepted.connect(self.accepted)

    @Slot()
    def accepted(self) -> None:
        """The owner said yes."""
        self._then()


class _Typed(QObject):
    """Lets the question go on only while the wanted word stands in its line."""

    def __init__(self, dialog: Question, word: str) -> None:
        super().__init__(dialog)
        self._dialog, self._word = dialog, word.casefold()
        assert dialog.line is not None
        dialog.line.textChanged.connect(self.look)
        self.look(dialog.line.text())

    @Slot(str)
    def look(self, text: str) -> None:
        """The line has changed."""
        self._dialog.go.setEnabled(bool(text.strip()) if not self._word else text.strip().casefold() == self._word)


class Ask:
    """The questions pages may ask. All return at once; `then` is called only when the owner goes on."""

    def confirm(
        self, parent: QWidget, question: str, text: str, verb: str, then: Callable[[], None], danger: bool = False
    ) -> Question:
        """A question with a verb for its button, such as "Delete 3 articles"."""
        dialog = Question(parent, question, text, verb, danger)
        _Answer(dialog, then)
        dialog.open()
        return dialog

    def text(
        self,
        parent: QWidget,
        question: str,
        label: str,
        then: Callable[[str], None],
        value: str = "",
        verb: str = "",
        text: str = "",
        empty: bool = False,
    ) -> Question:
        """Ask for one line of text; `empty`: none will do as well."""
        dialog = Question(parent, question, text, verb or _("Save"), field=label)
        line = dialog.line
        assert line is not None
        line.setText(value)
        line.selectAll()
        if not empty:
            _Typed(dialog, "")
        _Answer(dialog, lambda: then(line.text().strip()))
        dialog.open()
        return dialog

    def secret(
        self, parent: QWidget, question: str, label: str, then: Callable[[str], None], verb: str, text: str = ""
    ) -> Question:
        """Ask for a password, which is shown as dots and kept nowhere."""
        dialog = Question(parent, question, text, verb, field=label)
        line = dialog.line
        assert line is not None
        line.setEchoMode(QLineEdit.EchoMode.Password)
        _Typed(dialog, "")
        _Answer(dialog, lambda: then(line.text()))
        dialog.open()
        return dialog

    def typed_yes(
        self, parent: QWidget, question: str, text: str, word: str, verb: str, then: Callable[[], None]
    ) -> Question:
        """Go on only after the owner has typed `word`: for what would empty much of the shop."""
        label = _("Type {word} to go on").format(word=word)
        dialog = Question(parent, question, text, verb, danger=True, field=label)
        _Typed(dialog, word)
        _Answer(dialog, then)
        dialog.open()
        return dialog

    def files(
        self,
        parent: QWidget,
        title: str,
        then: Callable[[list[Path]], None],
        filters: Sequence[str] = (),
        folder: Path | None = None,
    ) -> QFileDialog:
        """Choose one or more files. `filters` are Qt's, such as "Tables (*.csv *.xlsx)"."""
        dialog = self._file_dialog(parent, title, filters, folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        _Answer(dialog, lambda: then([Path(name) for name in dialog.selectedFiles()]))
        dialog.open()
        return dialog

    def folder(
        self, parent: QWidget, title: str, then: Callable[[Path], None], folder: Path | None = None
    ) -> QFileDialog:
        """Choose one folder."""
        dialog = self._file_dialog(parent, title, (), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        _Answer(dialog, lambda: then(Path(dialog.selectedFiles()[0])))
        dialog.open()
        return dialog

    def save_file(
        self,
        parent: QWidget,
        title: str,
        name: str,
        then: Callable[[Path], None],
        filters: Sequence[str] = (),
        folder: Path | None = None,
    ) -> QFileDialog:
        """Choose where a new file goes; the suffix of `name` is added if the owner leaves it out."""
        dialog = self._file_dialog(parent, title, filters, folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
        dialog.selectFile(name)
        _Answer(dialog, lambda: then(Path(dialog.selectedFiles()[0])))
        dialog.open()
        return dialog

    def _file_dialog(self, parent: QWidget, title: str, filters: Sequence[str], folder: Path | None) -> QFileDialog:
        dialog = QFileDialog(parent, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if folder is not None:
            dialog.setDirectory(str(folder))
        if filters:
            dialog.setNameFilters(list(filters))
        return dialog
