"""Actions as data: menus, buttons, the command palette and the list of shortcuts are built from the same book."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from storeapp.kernel.rows import dataclass
from storeapp.kernel.settings import Settings
from storeapp.kernel.text import N_, _
from storeapp.qtkit.icons import icon
from storeapp.qtkit.tips import set_status_tip, set_tip

_ACCESS_KEY = re.compile(r"(?<!&)&(?=[^\s&])")  # "&Open" has one, "Customers & orders" has none
PASSING = ("undo", "redo")  # what these need comes and goes with every action: their keys are told all the same
SCOPES = {"window": N_("Everywhere"), "page": N_("On this page"), "list": N_("In lists")}


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing the owner can do.

    `text` and `tip` are marked with N_. `keys` is a QKeySequence text; single letters are allowed in scope "list"
    only, where they work while a list has the focus. `needs` names a condition ("selection", "one", ...) that
    `ActionBook.met` must have been told of before the action is enabled. `waits`: its key acts on what is written and
    read by now, so it waits for what is on its way, see held_keys.
    """

    id: str
    text: str
    icon: str = ""
    keys: str = ""
    tip: str = ""
    scope: str = "page"
    needs: str = ""
    waits: bool = False

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise ValueError(f"{self.id}: unknown scope {self.scope!r}")
        if len(self.keys) == 1 and self.scope != "list":
            raise ValueError(f"{self.id}: a single letter works in lists only")


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """An action as the command palette shows it."""

    id: str
    text: str
    keys: str
    icon: str
    enabled: bool
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line of the page of shortcuts."""

    scope: str
    text: str
    keys: str
    id: str = ""


class ActionBook(QObject):
    """All actions of the window, by id."""

    registered = Signal()

    def __init__(self, settings: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._specs: dict[str, ActionSpec] = {}
        self._actions: dict[str, QAction] = {}
        self._owners: dict[str, QWidget | None] = {}

    def register(
        self,
        specs: Sequence[ActionSpec],
        handlers: Mapping[str, Callable[[], None]],
        owner: QWidget | None = None,
        lists: Iterable[QWidget] = (),
    ) -> None:
        """Make the actions live.

        `handlers` maps each id to a bound method without arguments. `owner` is the page or window the shortcuts
        belong to: they work while it is visible. Actions of scope "list" work while one of `lists` has the focus.
        """
        for spec in specs:
            if spec.id in self._specs:
                raise ValueError(f"action {spec.id} is registered twice")
            self._check_keys(spec, owner)
            action = QAction(_(spec.text), self)
            action.setObjectName(spec.id)
            action.setProperty("waits", spec.waits)
            if spec.tip:
                set_tip(action, _(spec.tip))
                set_status_tip(action, _(spec.tip))
            action.setEnabled(not spec.needs)
            action.triggered.connect(_Trigger(handlers[spec.id], action).run)
            self._specs[spec.id], self._actions[spec.id], self._owners[spec.id] = spec, action, owner
            self._place(spec, action, owner, lists)
        self.registered.emit()

    def add_list(self, owner: QWidget, widget: QWidget, only: Collection[str] = ()) -> None:
        """Let the owner's actions of scope "list", or only these ids, work in a list built after `register`."""
        for name, spec in self._specs.items():
            if spec.scope == "list" and self._owners[name] is owner and (not only or name in only):
                widget.addAction(self._actions[name])

    def forget(self, owner: QWidget) -> None:
        """Take the actions of a page or window out of the book."""
        for name in [name for name, whose in self._owners.items() if whose is owner]:
            self._actions.pop(name).deleteLater()
            del self._specs[name], self._owners[name]

    def spec(self, action_id: str) -> ActionSpec:
        """The declaration of an action; KeyError if it isn't registered."""
        return self._specs[action_id]

    def action(self, action_id: str) -> QAction:
        """The live action; KeyError if it isn't registered."""
        return self._actions[action_id]

    def has(self, action_id: str) -> bool:
        """Whether this action is registered."""
        return action_id in self._actions

    def owner(self, action_id: str) -> QWidget | None:
        """The page or window the action belongs to; KeyError if it isn't registered."""
        return self._owners[action_id]

    def run(self, action_id: str) -> None:
        """Do it, if it is enabled."""
        self._actions[action_id].trigger()

    def met(self, owner: QWidget, conditions: Iterable[str]) -> None:
        """Enable the owner's actions whose `needs` is among `conditions`, disable the others that need something."""
        held = set(conditions)
        for name, spec in self._specs.items():
            if spec.needs and self._owners[name] is owner:
                self._actions[name].setEnabled(spec.needs in held)

    def menu(self, ids: Sequence[str], parent: QWidget, title: str = "") -> QMenu:
        """A menu of these actions; "-" makes a line between groups."""
        menu = QMenu(title, parent)
        for name in ids:
            if name == "-":
                menu.addSeparator()
            elif name in self._actions:
                self._dress(name)
                menu.addAction(self._actions[name])
        return menu

    def palette(self) -> list[PaletteEntry]:
        """Every action, enabled ones first, in the order they were registered."""
        entries = [
            PaletteEntry(
                name, self.plain_text(name), self.key_text(name), spec.icon, self._usable(name), action.trigger
            )
            for name, spec in self._specs.items()
            for action in (self._actions[name],)
        ]
        return sorted(entries, key=lambda entry: not entry.enabled)

    def shortcuts(self) -> list[Shortcut]:
        """Every action whose keys do something now, grouped by where they work: not those of pages out of sight."""
        found = [
            Shortcut(_(SCOPES[spec.scope]), self.plain_text(name), self.key_text(name), name)
            for name, spec in self._specs.items()
            if spec.keys and self._in_sight(name)
        ]
        order = [_(title) for title in SCOPES.values()]
        return sorted(found, key=lambda line: order.index(line.scope))

    def plain_text(self, action_id: str) -> str:
        """The action's words without the mark of an access key."""
        return _ACCESS_KEY.sub("", _(self._specs[action_id].text)).replace("&&", "&").rstrip("…")

    def key_text(self, action_id: str) -> str:
        """The action's keys as the owner's keyboard names them, "" if it has none."""
        return key_text(self._specs[action_id].keys)

    def refresh_icons(self) -> None:
        """Tint the icons again; called when the theme changes."""
        for action in self._actions.values():
            action.setIcon(QIcon())

    def allow_single_letters(self, allowed: bool) -> None:
        """Turn the single-letter keys on or off, as the owner set it."""
        for name, spec in self._specs.items():
            if len(spec.keys) == 1:
                self._actions[name].setShortcut(QKeySequence(spec.keys if allowed else ""))

    def _dress(self, name: str) -> None:
        """Give an action its icon when it is first put into a menu: drawing all of them would slow the start."""
        mark = self._specs[name].icon
        if mark and self._actions[name].icon().isNull():
            self._actions[name].setIcon(icon(mark))

    def _in_sight(self, name: str) -> bool:
        """Whether the keys of an action work where the owner is; those of a list only while it is shown."""
        action = self._actions[name]
        if action.shortcut().isEmpty():
            return False
        if self._specs[name].scope != "list":
            owner = self._owners[name]
            if self._specs[name].scope == "window":
                return action.isEnabled() or self._specs[name].needs in PASSING
            return owner is None or owner.isVisible()
        return any(isinstance(one, QWidget) and one.isVisible() for one in action.associatedObjects())

    def _usable(self, name: str) -> bool:
        owner = self._owners[name]
        here = self._specs[name].scope == "window" or owner is None or owner.isVisible()
        return self._actions[name].isEnabled() and here

    def _check_keys(self, spec: ActionSpec, owner: QWidget | None) -> None:
        if not spec.keys:
            return
        for name, other in self._specs.items():
            same_place = "window" in (spec.scope, other.scope) or self._owners[name] is owner
            if other.keys == spec.keys and same_place:
                raise ValueError(f"{spec.id} and {name} share the keys {spec.keys}")

    def _place(self, spec: ActionSpec, action: QAction, owner: QWidget | None, lists: Iterable[QWidget]) -> None:
        single = len(spec.keys) == 1
        if spec.keys and not (single and self._settings is not None and not self._settings.single_letter_keys):
            action.setShortcut(QKeySequence(spec.keys))
        if spec.scope == "list":
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            for widget in lists:
                widget.addAction(action)
        elif owner is not None:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            owner.addAction(action)


class _Trigger(QObject):
    """Drops the `checked` argument of QAction.triggered, so that handlers take none."""

    def __init__(self, handler: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._handler = handler

    def run(self) -> None:
        self._handler()


def key_text(keys: str) -> str:
    """A key sequence as the owner's keyboard names it; Return is shown by its arrow."""
    if keys in ("Return", "Enter"):
        return "↵"
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
