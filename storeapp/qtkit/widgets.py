"""One door to all building blocks, so that a page imports them from one place."""

from storeapp.qtkit.bars import Steps, Tab, Tabs, Toolbar
from storeapp.qtkit.buttons import Button, IconButton, Link
from storeapp.qtkit.fields import Area, Choice, DayField, NumberField, Option, SearchField, TextLine
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.labels import Label, big, body, figure, greeting, message, section, small, title
from storeapp.qtkit.marks import Bar, ChannelTile, Count, Icon, KeyCap, KeyHints, MixBar, Painted, Rule, Stars, Tag
from storeapp.qtkit.panels import Card, Inspector, Note, Ribbon, Split, scrolling
from storeapp.qtkit.states import Hint, LoadingRows, ProgressBar, States, Toast, empty_state, error_state
from storeapp.qtkit.toggles import Chip, Segment, TickBox

__all__ = [
    "Area",
    "Bar",
    "Button",
    "Card",
    "ChannelTile",
    "Chip",
    "Choice",
    "Count",
    "DayField",
    "Filled",
    "Hint",
    "Icon",
    "IconButton",
    "Inspector",
    "KeyCap",
    "KeyHints",
    "Label",
    "Link",
    "LoadingRows",
    "MixBar",
    "Note",
    "NumberField",
    "Option",
    "Painted",
    "ProgressBar",
    "Ribbon",
    "Rule",
    "SearchField",
    "Segment",
    "Split",
    "Stars",
    "States",
    "Steps",
    "Tab",
    "Tabs",
    "Tag",
    "TextLine",
    "TickBox",
    "Toast",
    "Toolbar",
    "big",
    "body",
    "empty_state",
    "error_state",
    "figure",
    "greeting",
    "message",
    "scrolling",
    "section",
    "small",
    "title",
]
