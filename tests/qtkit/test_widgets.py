"""Building blocks: names for readers, plain text, what fits at 200 %, forms, states and toasts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QListView, QToolButton, QVBoxLayout, QWidget

from storeapp.kernel import text
from storeapp.kernel.progress import Progress
from storeapp.kernel.settings import Settings
from storeapp.qtkit.audit import cut_texts, nameless, rich_labels
from storeapp.qtkit.forms import LabelledField, quiet
from storeapp.qtkit.labels import Label, Message
from storeapp.qtkit.notices import Notice
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    Card,
    Chip,
    Choice,
    DayField,
    Inspector,
    LoadingRows,
    NumberField,
    Option,
    ProgressBar,
    SearchField,
    Segment,
    Split,
    States,
    Steps,
    Tabs,
    TextLine,
    TickBox,
    Toast,
    empty_state,
)
from tests.gallery import charts, gallery


@pytest.fixture
def shown(qtbot):
    def show(widget, wide=400, high=200):
        qtbot.addWidget(widget)
        widget.resize(wide, high)
        widget.show()
        return widget

    return show


@pytest.mark.parametrize("sheet", [gallery, charts])
def test_every_block_has_a_name_and_shows_plain_text(look, shown, sheet):
    widget = shown(sheet(), 1440, 900)
    assert nameless(widget) == []
    assert rich_labels(widget) == []


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_no_word_of_the_sheet_is_cut_when_the_text_grows(look, shown, scale):
    look.choose(text_scale=scale)
    widget = gallery()
    shown(widget, *(widget.sizeHint().expandedTo(widget.minimumSizeHint()).toTuple()))
    assert cut_texts(widget) == []


def test_the_audit_finds_what_it_is_for(look, shown):
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.addWidget(QLineEdit())
    column.addWidget(QLabel("<b>rich</b>"))
    narrow = Label("a name that is longer than its place", parent=widget)
    narrow.setGeometry(0, 0, 40, 16)
    icon_only = QToolButton()
    icon_only.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    column.addWidget(icon_only)
    shown(widget)
    assert [path.split(" > ")[-1] for path in nameless(widget)] == ["QLineEdit", "QToolButton"]
    assert len(rich_labels(widget)) == 1
    assert len(cut_texts(widget)) == 1


def test_a_cut_label_shows_the_whole_as_a_tooltip_and_no_html(look, shown):
    label = shown(Label("Walnut <b>lamp</b> & shade, very long name indeed", elide=True), 60, 16)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "&lt;b&gt;lamp&lt;/b&gt; &amp; shade" in label.toolTip()
    label.resize(600, 16)
    assert label.toolTip() == ""


def test_a_message_grows_by_lines_of_twenty(look, shown):
    message = shown(Message("one\ntwo\n\nfour"), 300, 100)
    assert message.heightForWidth(300) == 80
    message.setText("word " * 100)
    assert message.heightForWidth(300) % 20 == 0
    assert message.heightForWidth(150) > message.heightForWidth(300) > 80


def test_filling_a_form_is_not_typing(look, shown):
    heard = []
    number, line = NumberField("Pieces"), TextLine("Title")
    choice = shown(Choice("Channel", [(1, "Own shop"), (2, "Etsy")]))
    number.valueChanged.connect(heard.append)
    line.textChanged.connect(heard.append)
    choice.picked.connect(heard.append)
    with quiet(number, line):
        number.setValue(7)
        line.setText("Lamp")
    choice.choose(2)
    assert (heard, choice.value()) == ([], 2)
    number.setValue(8)
    assert heard == [8]


def test_a_choice_tells_what_the_owner_picks_and_keeps_it_when_refilled(look, shown, qtbot):
    picked = []
    choice = shown(Choice("Channel", [Option(1, "Own shop", "own"), Option(2, "Etsy", "etsy")]))
    choice.picked.connect(picked.append)
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert (picked, choice.value()) == ([2], 2)
    choice.set_options([(5, "eBay"), (2, "Etsy")])
    assert choice.value() == 2
    choice.set_options([(5, "eBay")])
    assert (choice.value(), picked) == (5, [2])


def test_a_field_says_what_is_wrong_beside_it(look, shown):
    day = TextLine("Day", "31/31/26")
    field = shown(LabelledField("Shipped on", day))
    field.complain("Not a date, use 2026-07-31")
    assert field.wrong
    assert field.below.text() == "Not a date, use 2026-07-31"
    assert day.property("wrong") is True
    assert day.accessibleDescription() == "Not a date, use 2026-07-31"
    field.complain("")
    assert not field.wrong
    assert LabelledField("Name", QLineEdit()).control.accessibleName() == "Name"


def test_a_search_waits_for_the_last_key(look, shown, qtbot):
    heard, left = [], []
    field = shown(SearchField("Find"))
    field.searched.connect(heard.append)
    field.left.connect(lambda: left.append(True))
    qtbot.keyClicks(field, "lam")
    assert heard == []
    with qtbot.waitSignal(field.searched):
        qtbot.keyClicks(field, "p ")
    assert heard == ["lamp"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (heard, field.text(), left) == (["lamp", ""], "", [])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert left == [True]


def test_chips_segments_tabs_and_steps_tell_what_was_chosen(look, shown, qtbot):
    heard = []
    chip = shown(Chip("1 to 3 stars", True, True), 120, 28)
    chip.closed.connect(lambda: heard.append("closed"))
    chip.clicked.connect(lambda: heard.append("chip"))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 14))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 14))
    assert (heard, chip.isChecked()) == (["closed", "chip"], True)
    segment = shown(Segment([("a", "Mine"), ("b", "Theirs")], "Whose"))
    segment.chosen.connect(heard.append)
    qtbot.mouseClick(segment.findChildren(QWidget)[-1], Qt.MouseButton.LeftButton)
    assert (heard[-1], segment.value()) == ("b", "b")
    tabs = shown(Tabs([("x", "Overview"), ("y", "Reviews")], "Views"))
    tabs.chosen.connect(heard.append)
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    tabs.choose("x")
    assert (heard[-1], tabs.value()) == ("y", "x")
    steps = shown(Steps(["File", "Columns", "Check"]))
    steps.gone_back.connect(heard.append)
    steps.set_step(2)
    qtbot.mouseClick(steps, Qt.MouseButton.LeftButton, pos=QPoint(10, 100))
    assert heard[-1] == 0


def test_a_toast_stays_as_long_as_it_should(look, shown):
    toast = shown(Toast())
    undone, ways = [], []
    toast.undo_asked.connect(lambda: undone.append(True))
    toast.way_out.connect(ways.append)
    toast.show_notice(Notice("Reply marked as sent", undo=True))
    assert toast._clock.isActive()
    toast.findChildren(Button)[0].click()
    assert (undone, toast.isVisible()) == ([True], False)
    toast.show_notice(Notice("Nothing saved", "problem", way_out="import.open"))
    assert not toast._clock.isActive()
    toast.findChildren(Button)[1].click()
    assert ways == ["import.open"]


def test_loading_shows_only_when_it_takes_long(look, shown, qtbot):
    states = shown(States(QWidget()))
    states.show_loading("Reading 3,914 reviews")
    loading = states.findChild(LoadingRows)
    plain = loading.grab().toImage()
    qtbot.waitUntil(lambda: loading.grab().toImage() != plain)
    hint = empty_state("star", "No reviews yet", "Drop a file here.", [Button("Choose file")])
    states.show_hint(hint)
    states.show_content()
    assert states.content.isVisible()


def test_progress_says_how_long_it_still_takes(look, shown):
    bar = shown(ProgressBar())
    bar.show_progress(Progress(1000, 500, "Importing"), 30)
    assert (bar.text.text(), bar.state.text()) == ("Importing", "50%, about 30 s left")
    bar.show_progress(Progress(1000, 250, "Importing"), 100)
    assert bar.state.text() == "25%, about 5 min left"
    bar.show_progress(Progress(0, 1200, "Reading"))
    assert bar.state.text() == "1,200"


def test_a_locked_button_says_why(look, shown):
    button = shown(Button("Copy reply", "primary"))
    button.lock("Fix 1 problem to copy")
    assert (button.isEnabled(), button.toolTip()) == (False, "Fix 1 problem to copy")
    button.lock("")
    assert button.isEnabled()


def test_the_inspector_becomes_a_drawer_in_a_narrow_window(look, shown):
    settings = Settings()
    bench = shown(Split("reputation", settings, QWidget(), Inspector("Review")), 1400, 800)
    assert bench.orientation() == Qt.Orientation.Horizontal
    bench.moveSplitter(900, 1)
    assert settings.layout["reputation"]["inspector"] == bench.sizes()[1]
    bench.resize(1100, 800)
    assert bench.orientation() == Qt.Orientation.Vertical
    bench.resize(1400, 800)
    assert bench.orientation() == Qt.Orientation.Horizontal


def test_sizes_are_those_of_the_style_guide(look, shown):
    heights = {size: Button("Save", size=size).sizeHint().height() for size in ("large", "normal", "small", "mini")}
    assert heights == {"large": 40, "normal": 32, "small": 28, "mini": 24}
    assert [shown(TextLine("A")).sizeHint().height(), shown(TextLine("A", small=True)).sizeHint().height()] == [32, 28]
    assert [shown(NumberField("A")).sizeHint().height(), shown(DayField("A", small=True)).sizeHint().height()] == [
        32,
        28,
    ]
    assert [Choice("A").sizeHint().height(), Choice("A", small=False).sizeHint().height()] == [28, 32]
    assert [Chip("A").sizeHint().height(), Segment([("a", "A")], "A", 24).sizeHint().height()] == [28, 24]
    assert Card("Title").minimumSizeHint().height() >= 44
    assert TickBox("A").accessibleName() == "A"


def test_our_own_words_are_translated(look, shown, qtbot):
    text.use(text.PSEUDO)
    try:
        toast = Toast()
        qtbot.addWidget(toast)
        words = [button.text() for button in toast.findChildren(Button) if button.text()]
    finally:
        text.use("en")
    assert words
    assert all(word.startswith("[") for word in words)


def test_a_number_field_writes_what_the_program_prints(qtbot) -> None:
    from PySide6.QtCore import QLocale

    usual = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        field = NumberField("Sales", most=9_999_999, value=1250)
        qtbot.addWidget(field)
        assert field.text() == "1,250"
        field.lineEdit().setText("2,500")
        assert field.value() == 2500
    finally:
        QLocale.setDefault(usual)


class _Counted(Label):
    """Counts how often its lines are broken."""

    asked = 0

    def _high(self, width: int) -> int:
        self.asked += 1
        return super()._high(width)


def test_lines_are_broken_once_for_each_width(qtbot):
    label = _Counted("a few words that don't fit into one line of this width", wrap=True)
    qtbot.addWidget(label)
    high = label.heightForWidth(80)
    assert [label.heightForWidth(80) for _again in range(5)] == [high] * 5
    assert label.heightForWidth(400) < high
    assert label.asked == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda label: label.setText("short"),
        lambda label: label.setContentsMargins(0, 12, 0, 12),
        lambda label: label.setFont(theme().font("figure")),
        lambda label: label.setWordWrap(False),
        lambda _label: theme().choose(text_scale=150),
    ],
    ids=["text", "margins", "font", "one line", "text size"],
)
@pytest.mark.parametrize("kind", [Label, Message])
def test_a_height_is_asked_anew_after_a_change(qtbot, look, kind, change):
    words = "a few words that don't fit into one line of this width"
    label = kind(words, wrap=True) if kind is Label else kind(words)
    qtbot.addWidget(label)
    label.heightForWidth(80)
    change(label)
    QApplication.sendPostedEvents()
    kept = label.heightForWidth(80)
    label._heights.clear()
    assert label.heightForWidth(80) == kept


def test_the_list_of_a_choice_is_made_when_it_first_opens(shown, look):
    """Most are never opened, and the list takes twice as long to make as all the rest."""
    choice = shown(Choice("Channel", [(1, "Own shop"), (2, "Etsy")]), 200, 28)
    picked = []
    choice.picked.connect(picked.append)
    assert not any(one.accessibleName() for one in choice.findChildren(QListView))  # Qt makes a plain one for itself
    for _again in range(2):
        choice.showPopup()
        opened = choice.view()
        assert opened.accessibleName() == "Channel"
        assert opened.sizeHintForRow(0) == 28
        QTest.keyClick(opened, Qt.Key.Key_Down)
        QTest.keyClick(opened, Qt.Key.Key_Return)
    assert picked == [2, 2]
    assert choice.value() == 2


def test_a_line_that_is_longer_than_its_field_is_read_from_its_beginning(qtbot):
    line, other = TextLine("Title", "Why your bedside lamp flickers"), TextLine("Other")
    box = QWidget()
    row = QHBoxLayout(box)
    for field in (line, other):
        row.addWidget(field)
    qtbot.addWidget(box)
    assert line.cursorPosition() == 0
    line.setText("How to choose a reading lamp for a small room")
    assert line.cursorPosition() == 0
    box.show()
    box.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, ", tonight")
    assert line.text().endswith("room, tonight")  # who goes there by the program writes on behind it
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert line.cursorPosition() == 0


def test_a_click_below_a_record_leaves_the_keys_with_the_list(qtbot):
    rows, pane, pressed = QListView(), Inspector("Idea"), []
    dismiss = Button("Dismiss")
    dismiss.clicked.connect(lambda: pressed.append("dismissed"))
    pane.add_to_footer(dismiss)
    box = QWidget()
    row = QHBoxLayout(box)
    row.addWidget(rows)
    row.addWidget(pane)
    qtbot.addWidget(box)
    box.show()
    box.activateWindow()
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    qtbot.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    assert (pressed, rows.hasFocus()) == (["dismissed"], True)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert pressed == ["dismissed"]
    assert dismiss.focusPolicy() & Qt.FocusPolicy.TabFocus  # Tab still leads there
