"""One window a shop: a second start raises the first window and hands its files over."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from storeapp.shell.session.system import door_name

log = logging.getLogger(__name__)
WAIT_MS = 2000
ANSWER_MS = 10_000  # the first window may be in the middle of something


def call(shop: Path | None, files: Sequence[Path]) -> bool:
    """Ask the window that has this shop open to come forward and take the files; False where none answers."""
    return hand_over(door_name(shop), files)


def hand_over(name: str, files: Sequence[Path]) -> bool:
    """Ask the window that listens under `name` to come forward and take the files; False where none answers."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(json.dumps([str(file.resolve()) for file in files]).encode() + b"\n")
    socket.waitForBytesWritten(WAIT_MS)
    answered = socket.waitForReadyRead(ANSWER_MS) and bytes(socket.readAll().data()).startswith(b"here")
    socket.disconnectFromServer()
    return answered


class Door(QObject):
    """Listens for later starts of the same shop."""

    called = Signal(list)  # list[Path], empty where only the window is wanted

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def open_for(self, shop: Path | None) -> None:
        """Listen for later starts of this shop."""
        self.listen(door_name(shop))

    def listen(self, name: str) -> None:
        """Listen under `name`; a name left behind by a crash is taken over."""
        if self._server.isListening():
            self._server.close()
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            log.warning("later starts can't be noticed: %s", self._server.errorString())

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setParent(self)
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._take(socket)

    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._take(socket)

    def _take(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        line = bytes(socket.readLine().data())
        socket.write(b"here\n")
        socket.flush()
        try:
            files = [Path(str(name)) for name in json.loads(line)]
        except ValueError:
            log.warning("a later start said something that can't be read")
            files = []
        self.called.emit(files)
