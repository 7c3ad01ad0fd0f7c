"""Movements of the style guide: 120 ms for a hover fill and a toast, none at all with "reduce motion"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QVariantAnimation
from PySide6.QtGui import QColor, QEnterEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QGraphicsOpacityEffect, QWidget

from storeapp.qtkit.theme import theme

HOVER, TOAST = 120, 120  # ms


class Glide(QObject):
    """A number between 0 and 1 that goes to where it is sent, easing out; `moved` is told on every step."""

    def __init__(self, parent: QObject, moved: Callable[[], None], length: int = HOVER) -> None:
        super().__init__(parent)
        self._moved, self._length = moved, length
        self._way: QVariantAnimation | None = None
        self._value = 0.0

    @property
    def value(self) -> float:
        """Where it is now."""
        return self._value

    @property
    def moving(self) -> bool:
        """Whether it is on its way."""
        return self._way is not None and self._way.state() == QVariantAnimation.State.Running

    def go(self, goal: float) -> None:
        """Set out for `goal`; with "reduce motion" it is there at once."""
        length = theme().motion(self._length)
        if self._way is not None:
            self._way.stop()
        if not length or abs(goal - self._value) < 0.001:  # an animation between equals tells nothing
            self._stepped(goal)
            return
        if self._way is None:
            self._way = QVariantAnimation(self)
            self._way.setEasingCurve(QEasingCurve.Type.OutCubic)
            self._way.valueChanged.connect(self._stepped)
        self._way.setDuration(length)
        self._way.setStartValue(float(self._value))
        self._way.setEndValue(float(goal))
        self._way.start()

    def _stepped(self, value: Any) -> None:
        self._value = float(value)
        self._moved()


class PlainButton(QAbstractButton):
    """A button whose words are shown as they are: the "&" of "Tom & Ann" is no access key, as Qt would have it."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setShortcut(QKeySequence())


class Hovered(PlainButton):
    """A button that knows how far the pointer's fill has come in: `hovered`, 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glide: Glide | None = None

    @property
    def hovered(self) -> float:
        """How much of the fill is to be seen."""
        return self._glide.value if self._glide is not None else 0.0

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._glide_to(1.0)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._glide_to(0.0)

    def _glide_to(self, goal: float) -> None:
        if self._glide is None:  # on the first visit: most buttons are never hovered
            self._glide = Glide(self, self.update)
        self._glide.go(goal)


class Appearing(QObject):
    """Lets a widget come out of nothing, or go; `gone` is told when it has."""

    def __init__(self, widget: QWidget, gone: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget, self._gone = widget, gone
        self._leaving = False
        self._glide = Glide(self, self._show, TOAST)

    def come(self) -> None:
        """Appear."""
        self._leaving = False
        self._glide.go(1.0)

    def leave(self) -> None:
        """Disappear, then tell."""
        self._leaving = True
        self._glide.go(0.0)

    def stop(self) -> None:
        """It is gone already: begin from nothing the next time."""
        self._leaving = False
        self._glide._value = 0.0
        self._widget.setGraphicsEffect(None)  # type: ignore[arg-type]

    def _show(self) -> None:
        share = self._glide.value
        if self._leaving and share <= 0.001:
            self._widget.setGraphicsEffect(None)  # type: ignore[arg-type]
            self._gone()
        elif share >= 0.999:
            self._widget.setGraphicsEffect(None)  # type: ignore[arg-type]  # an effect left on would cost each paint
        else:
            effect = self._widget.graphicsEffect()
            if not isinstance(effect, QGraphicsOpacityEffect):
                effect = QGraphicsOpacityEffect(self._widget)
                self._widget.setGraphicsEffect(effect)
            effect.setOpacity(share)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """The colour `share` of the way from one to the other."""

    def between(a: float, b: float) -> float:
        return a + (b - a) * share

    return QColor.fromRgbF(
        between(one.redF(), other.redF()),
        between(one.greenF(), other.greenF()),
        between(one.blueF(), other.blueF()),
        between(one.alphaF(), other.alphaF()),
    )
