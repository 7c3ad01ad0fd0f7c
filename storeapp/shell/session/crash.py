"""What nobody caught: it is logged, told once, and the window lives on."""

from __future__ import annotations

import logging
import platform
import re
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from storeapp import __version__
from storeapp.kernel.errors import Cancelled

log = logging.getLogger("storeapp.bug")
MOST_MESSAGE = 300
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"\+?\d[\d ()/-]{7,}\d")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def report_of(error: BaseException) -> str:
    """What a person who mends the program needs: versions and the place in the code, no data of the shop."""
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    system = f"{platform.system()} {platform.release()}"
    head = f"Storeapp {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {system}"
    message = next(iter(str(error).splitlines()), "")[:MOST_MESSAGE]
    last = f"{type(error).__name__}: {without_people(message)}"
    return "\n".join([head, "", *(frame.rstrip() for frame in frames), last])


def without_people(words: str) -> str:
    """The words with e-mail addresses and phone numbers left out."""
    return _PHONE.sub("(number)", _ADDRESS.sub("(address)", words))


class Watch(QObject):
    """Python's and Qt's last resorts, in any thread."""

    broke = Signal(object)  # BaseException; emitted from any thread, so receivers must be bound slots of a QObject

    def install(self) -> None:
        """Take over the last resorts."""
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
        log.error("unexpected\n%s", report_of(error))
        if not isinstance(error, Cancelled):
            self.broke.emit(error)

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._unhandled(args.exc_type, args.exc_value, args.exc_traceback)


def _qt_says(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
