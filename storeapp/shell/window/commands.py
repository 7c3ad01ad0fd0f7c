"""The commands of the window itself, as data: menus, palette and the sheet of shortcuts are built from them."""

from __future__ import annotations

from collections.abc import Sequence

from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionSpec
from storeapp.shell.rooms import Room

PALETTE = ActionSpec("window.palette", N_("Search or run a command"), "search", "Ctrl+K", scope="window")
WINDOW: tuple[ActionSpec, ...] = (
    PALETTE,
    ActionSpec("window.undo", N_("Undo"), "undo", "Ctrl+Z", scope="window", needs="undo"),
    ActionSpec("window.redo", N_("Redo"), "redo", "Ctrl+Shift+Z", scope="window", needs="redo"),
    ActionSpec("window.back", N_("Back to the page before"), "arrow-left", "Alt+Left", scope="window", needs="shop"),
    ActionSpec("window.primary", N_("Main action of the page"), "check", "Ctrl+Return", scope="window", needs="shop"),
    ActionSpec("window.pane", N_("Next part of the window"), "columns", "F6", scope="window"),
    ActionSpec("window.shortcuts", N_("All shortcuts"), "keyboard", "F1", scope="window"),
    ActionSpec("window.files", N_("Import files…"), "import", "Ctrl+I", scope="window", needs="shop"),
    ActionSpec("window.look", N_("Look for new exports now"), "search", scope="window", needs="shop"),
    ActionSpec("window.backup", N_("Back up now"), "shield-check", scope="window", needs="shop"),
    ActionSpec("window.restore", N_("Restore a backup…"), "history", scope="window", needs="shop"),
    ActionSpec("window.check", N_("Check my data"), "shield", scope="window", needs="shop"),
    ActionSpec("window.open", N_("Open another shop…"), "folder-open", "Ctrl+O", scope="window"),
    ActionSpec("window.new", N_("New shop…"), "plus", scope="window"),
    ActionSpec("window.sample", N_("Open the sample shop"), "lamp", scope="window"),
    ActionSpec("window.folder", N_("Show the shop's folder"), "folder", scope="window", needs="shop"),
    ActionSpec("window.light", N_("Light colours"), "sun", scope="window"),
    ActionSpec("window.dark", N_("Dark colours"), "moon", scope="window"),
    ActionSpec("window.about", N_("About Storeapp"), "info", scope="window"),
    ActionSpec("window.quit", N_("Quit"), "power", "Ctrl+Q", scope="window"),
)


def page_commands(rooms: Sequence[Room]) -> list[ActionSpec]:
    """One command a page: go there. They work once a shop is being opened, not on the screens that stand before one."""
    return [
        ActionSpec(f"go.{room.id}", room.title, room.icon, room.keys, scope="window", needs="pages") for room in rooms
    ]
