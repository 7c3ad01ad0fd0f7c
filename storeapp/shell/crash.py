"""What happens when something breaks unexpectedly: it is logged, shown once, and the window lives on."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, QUrl, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from storeapp import __version__
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.paths import log_folder
from storeapp.kernel.text import _
from storeapp.qtkit import widgets

log = logging.getLogger("storeapp.bug")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
KEPT_LOGS = 5
LOG_BYTES = 1_000_000


def keep_log() -> IO[str] | None:
    """Log to a file (five of 1 MB each), hard crashes to another that is returned; None where no log can be kept."""
    folder = log_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "storeapp.log", maxBytes=LOG_BYTES, backupCount=KEPT_LOGS - 1, encoding="utf-8"
        )
        crashes = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError as why:
        logging.getLogger(__name__).warning("no log is kept: %s", why)
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    faulthandler.enable(crashes)
    return crashes


def report_of(error: BaseException) -> str:
    """What a person who mends the program needs: versions and the place in the code, no data of the shop."""
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    system = f"{platform.system()} {platform.release()}"
    head = f"Storeapp {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {system}"
    return "\n".join([head, "", *(frame.rstrip() for frame in frames), f"{type(error).__name__}: {error}"])


class Watch(QObject):
    """Catches what nobody caught, in any thread, and Qt's own messages."""

    broke = Signal(object)  # BaseException; emitted from any thread, so receivers must be bound slots of a QObject

    def install(self) -> None:
        """Take over Python's and Qt's last resorts."""
        sys.excepthook = self._unhandled
        threading.excepthook = self._in_thread
        qInstallMessageHandler(_qt_says)

    @staticmethod
    def uninstall() -> None:
        """Give the last resorts back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _unhandled(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        if not isinstance(error, Cancelled):
            self.broke.emit(error)

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._unhandled(args.exc_type, args.exc_value, args.exc_traceback)


def _qt_says(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)


class BugDialog(QDialog):
    """Says that something broke and that the data is safe, with the report to copy."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.setMinimumSize(560, 360)
        self.report = report_of(error)
        heading = _("Something went wrong in the program")
        if isinstance(error, UserError):
            heading = error.sentence
        detail = _("Your shop's file is unchanged by this step, and you can go on working. The report below names the "
                   "place in the program, without data of your shop.")  # fmt: skip
        self._text = QPlainTextEdit(self.report)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(_("Report"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(widgets.section(heading))
        layout.addWidget(widgets.body(detail, wrap=True))
        layout.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.addWidget(self._button(_("Copy report"), self._copy))
        row.addWidget(self._button(_("Open log folder"), self._open_log))
        row.addStretch(1)
        close = self._button(_("Go on"), self.accept)
        close.setDefault(True)
        row.addWidget(close)
        layout.addLayout(row)

    def _button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(slot)
        return button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))
