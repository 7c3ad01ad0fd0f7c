"""Key rings for tests: one that keeps its keys in a folder, one that is locked."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class FolderRing(KeyringBackend):
    """Keeps keys in $TEST_RING."""

    priority = 9.0

    def _file(self, service: str, user: str) -> Path:
        return Path(os.environ["TEST_RING"]) / sha256(f"{service}\x1f{user}".encode()).hexdigest()

    def get_password(self, service: str, username: str) -> str | None:
        file = self._file(service, username)
        return file.read_text("utf-8") if file.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file(service, username).write_text(password, "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        self._file(service, username).unlink()


class LockedRing(FolderRing):
    """Says no to everything."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(service)

    set_password = delete_password = get_password  # type: ignore[assignment]


class PlainFileRing(FolderRing):
    """Works, but keeps its keys where everybody reads them."""

    priority = 0.5
