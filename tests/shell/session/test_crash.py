"""A fault is told once, with a report that names no customer, and the window lives on."""

from __future__ import annotations

import logging
import threading

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from storeapp.kernel.errors import Cancelled
from storeapp.kernel.targets import OpenPage
from storeapp.shell.session import log_files as logbook
from storeapp.shell.session.bug_dialog import BugDialog
from storeapp.shell.session.crash import Watch, report_of, without_people

SAID = "maria.lopez@example.org called +43 660 1234567\nsecond line with secrets"


def broken() -> ValueError:
    try:
        raise ValueError(SAID)
    except ValueError as error:
        return error


def test_the_report_names_the_place_and_no_people():
    report = report_of(broken())
    assert "Storeapp" in report
    assert "in broken" in report
    assert "(address)" in report
    assert "(number)" in report
    assert "maria" not in report
    assert "secrets" not in report
    assert without_people("row 12 of 1,400, €18.00") == "row 12 of 1,400, €18.00"


def test_a_fault_in_any_thread_is_told(qtbot, caplog):
    watch = Watch()
    watch.install()
    try:
        with qtbot.waitSignal(watch.broke) as caught, caplog.at_level(logging.ERROR):
            threading.Thread(target=broken_work).start()
        assert isinstance(caught.args[0], ZeroDivisionError)
        assert "ZeroDivisionError" in caplog.text
    finally:
        watch.uninstall()


def broken_work() -> None:
    1 / 0  # noqa: B018


def test_a_cancelled_piece_of_work_is_no_fault(qtbot):
    watch = Watch()
    heard = []
    watch.broke.connect(heard.append)
    watch._unhandled(Cancelled, Cancelled(), None)
    assert heard == []


def test_one_dialog_at_a_time_and_the_window_lives_on(program):
    program.commands.show_bug(broken())
    program.commands.show_bug(broken())
    (dialog,) = program.window.findChildren(BugDialog)
    assert "in broken" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.report
    dialog.accept()
    program.navigate(OpenPage("history"))
    assert program.window.navigation.current.ID == "history"


def test_a_bug_in_a_job_is_told(program):
    program.desk.jobs.read(lambda progress: 1 / 0, lambda value: None)
    (dialog,) = program.window.findChildren(BugDialog)
    dialog.accept()


def test_the_log_goes_to_its_folder(home):
    root = logging.getLogger()
    before = list(root.handlers)
    crashes = logbook.keep_log()
    try:
        logging.getLogger("storeapp.test").warning("hello log")
        assert "hello log" in (home / "log" / "storeapp.log").read_text("utf-8")
    finally:
        for handler in [handler for handler in root.handlers if handler not in before]:
            root.removeHandler(handler)
            handler.close()
        import faulthandler

        faulthandler.enable()
        crashes.close()
