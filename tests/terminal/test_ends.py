"""How the program ends: with a code, a usable terminal, and no word of the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.pty_run import Terminal, terminal
from tests.tui.sitting import records

SECRET = "The witness lives in Harbour Street."

CRASHING = """
import sys
import tui.reader
from textual._xterm_parser import XTermParser
from tui.session import Session
from tui.start import read

whole = {method}
def stumble(self, *arguments):
    if arguments and arguments[0] != "j": return whole(self, *arguments)
    raise RuntimeError("cannot read The witness lives in Harbour Street")

{method} = stumble
sys.exit(read(sys.argv[1:], "ana"))
"""


FULL_DISK = """
import os
def full(sync):
    def refuse(descriptor):
        if not os.path.exists("room"): raise OSError(28, "No space left on device")
        sync(descriptor)
    return refuse
os.fsync, os.fdatasync = full(os.fsync), full(getattr(os, "fdatasync", os.fsync))
"""
"""No save succeeds before there is a file named `room`."""


def open_document(folder: Path) -> None:
    (folder / "a.txt").write_text(SECRET + " Nobody asked.")


def restored(running: Terminal) -> str:
    """What stands on the screen after the program has left it as it was."""
    before, left, after = running.sent.rpartition(b"\x1b[?1049l")
    assert left
    assert before.count(b"\x1b[?1049h") == running.sent.count(b"\x1b[?1049l") == 1
    assert running.sent.rfind(b"\x1b[?25h") > running.sent.rfind(b"\x1b[?25l")
    for mode in (b"1000", b"1003", b"1006", b"2004", b"1004"):
        on, off = b"\x1b[?" + mode + b"h", b"\x1b[?" + mode + b"l"
        assert running.sent.rfind(off) >= running.sent.rfind(on), mode
    return after.decode()


def test_q_restores_the_terminal(folder: Path) -> None:
    open_document(folder)
    with terminal("a.txt", cwd=folder) as running:
        running.wait_for(SECRET, "✓ saved")
        running.press("q")
        assert running.end() == 0
        assert SECRET not in restored(running)


def test_control_q_ends_at_once(folder: Path) -> None:
    open_document(folder)
    with terminal("a.txt", cwd=folder) as running:
        running.wait_for(SECRET)
        running.press("\x11")
        assert running.end() == 0


@pytest.mark.parametrize(
    "method",
    ["tui.reader.Reader.next_sentence", "Session.freeze_next", "XTermParser.feed"],
    ids=["in a key", "in a worker", "in the input thread"],
)
def test_a_crash_ends_with_one_line_without_words_of_the_document(
    folder: Path, home: Path, method: str
) -> None:
    open_document(folder)
    script = CRASHING.format(method=method)
    with terminal("a.txt", cwd=folder, script=script) as running:
        running.wait_for(SECRET, "✓ saved")
        running.press("t")
        file = folder / ".postil" / "annotations" / "ana.json"
        running.wait_until(file.exists)
        running.press("j")
        assert running.end() == 1
        left = restored(running)
        (log,) = (home / ".state" / "postil").glob("crash-*.log")
        assert (
            "postil stopped: RuntimeError (<string>, line 11). What was marked is saved. "
            f"Details, without any text of yours: {log}\r\n"
        ) in left
        assert "witness" not in left
        assert "Traceback" not in left
        assert running.attributes == running.before
    assert "witness" not in log.read_text()
    assert "builtins.RuntimeError\n" in log.read_text()
    (mark,) = records(file, "annotations")
    assert mark["segments"][0]["exact"] == SECRET.rstrip(".")


def test_a_crash_does_not_call_saved_what_is_not(folder: Path) -> None:
    open_document(folder)
    script = FULL_DISK + CRASHING.format(method="tui.reader.Reader.next_sentence")
    with terminal("a.txt", cwd=folder, script=script) as running:
        running.wait_for(SECRET, "✓ saved")
        running.press("t")
        running.wait_for("NOT SAVED 1")
        running.press("j")
        assert running.end() == 1
        left = restored(running)
    assert " 1 change is not saved: no space left on device. " in left
    assert "is saved" not in left


def test_bytes_that_are_not_utf_8_are_no_reason_to_stop(folder: Path) -> None:
    """An old terminal, or words pasted from one."""
    open_document(folder)
    with terminal("--as", "ana", "a.txt", cwd=folder) as running:
        running.wait_for(SECRET, "✓ saved")
        running.press(b"\xe9\xff")
        running.press("t")
        running.wait_for("MARKED")
        running.press("q")
        assert running.end() == 0


def test_a_dumb_terminal_gets_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_document(folder)
    script = (
        "import os, sys; os.environ['TERM'] = 'dumb'\n"
        "from tui.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    with terminal("a.txt", cwd=folder, script=script) as running:
        assert running.end() == 2
        assert running.sent.decode() == (
            "postil: there is no terminal to read in; "
            "`postil list` and `postil export` need none\r\n"
        )
