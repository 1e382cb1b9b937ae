"""Copies as they leave the program: what the terminal and what a clipboard program is given."""

from __future__ import annotations

import base64
import os
import re
import signal
from pathlib import Path

import pytest

from tests.terminal.oracle import foreign
from tests.terminal.pty_run import terminal
from tests.tui.clipboard_program import (
    FAILS,
    HANGS,
    LIES,
    STAYS,
    WORKS,
    Program,
    installed,
    is_alive,
)
from tui.clipboard import TERMINAL_LIMIT

TEXT = "She said: “Nünca 🙂 will we leave.”\n\nWe will pay."
QUOTE = "“She said: ‘Nünca 🙂 will we leave.’” (a.txt)"
AMOUNT = f"copied 1 quote, {len(QUOTE)} characters"


@pytest.fixture(autouse=True)
def text(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT)


def sent_to_clipboard(sent: bytes) -> list[str]:
    """What a terminal finds in the OSC 52 that it was sent."""
    found = re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)(?:\x07|\x1b\\)", sent)
    return [base64.b64decode(data, validate=True).decode() for data in found]


@pytest.mark.parametrize(
    "environment", [{}, {"SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22", "DISPLAY": ":97"}]
)
def test_from_afar_the_quote_goes_through_the_terminal(
    folder: Path, tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, WORKS, monkeypatch)
    monkeypatch.delenv("DISPLAY")
    with terminal("a.txt", cwd=folder, environment=environment) as running:
        running.wait_for("✓ saved")
        running.press("ty")
        running.wait_for(f"{AMOUNT} (terminal)")
        running.press("q")
        assert running.end() == 0
        assert sent_to_clipboard(running.sent) == [QUOTE]
        assert foreign(running.sent, copied=QUOTE) == []
    assert program.held is None


def test_at_a_display_the_quote_goes_both_ways(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, WORKS, monkeypatch)
    with terminal("a.txt", cwd=folder) as running:
        running.wait_for("✓ saved")
        running.press("ty")
        running.wait_for(f"{AMOUNT} (clipboard)")
        assert sent_to_clipboard(running.sent) == [QUOTE]
        assert program.held == QUOTE


@pytest.mark.parametrize("script", [FAILS, LIES])
def test_a_clipboard_that_took_nothing_is_spoken_of_and_says_nothing_itself(
    folder: Path, tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, script, monkeypatch)
    with terminal("a.txt", cwd=folder) as running:
        running.wait_for("✓ saved")
        running.press("ty")
        running.wait_for(f"{AMOUNT} (terminal; xclip did not take it)")
        assert "Can't open display" not in running.screen
        assert sent_to_clipboard(running.sent) == [QUOTE]


def test_a_clipboard_that_hangs_holds_nothing_up(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, HANGS, monkeypatch)
    with terminal("a.txt", cwd=folder) as running:
        running.wait_for("✓ saved")
        running.press("ty")
        running.wait_until(lambda: len(program.pids) == 1)
        running.press("y")  # while the first one hangs
        running.wait_until(lambda: len(program.pids) == 2)
        assert all(map(is_alive, program.pids))
        running.press("q")
        assert running.end() == 0  # nobody waited for them
        assert all(map(is_alive, program.pids))
        running.wait_until(lambda: not any(map(is_alive, program.pids)))
        assert sent_to_clipboard(running.sent) == [QUOTE, QUOTE]


def test_who_copies_and_leaves_at_once_has_the_copy(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, STAYS, monkeypatch)
    with terminal("a.txt", cwd=folder, controlling=True) as running:
        running.wait_for("✓ saved")
        running.press("tyq")
        assert running.end() == 0
        running.wait_until(lambda: bool(program.pids))
        assert program.held == QUOTE
    assert_served(program)


def assert_served(program: Program) -> None:
    """What serves the clipboard outlives the terminal; it is ended by this."""
    for pid in program.pids:
        assert is_alive(pid)
        os.kill(pid, signal.SIGKILL)


def test_from_within_screen_the_quote_goes_in_pieces(folder: Path) -> None:
    (folder / "a.txt").write_text("We will pay " + "all " * 200)
    quote = f"“We will pay{' all' * 200}” (a.txt)"
    with terminal("a.txt", cwd=folder, environment={"STY": "1.pts-0.host"}) as running:
        running.wait_for("✓ saved")
        running.press("ty")
        running.wait_for("(terminal)")
        pieces = re.findall(rb"\x1bP([^\x1b]{1,240}|\x1b[^\\].{1,239})\x1b\\", running.sent)
        assert sent_to_clipboard(b"".join(pieces)) == [quote]


def test_what_is_too_long_for_the_terminal_goes_to_a_file(folder: Path, home: Path) -> None:
    words = ["word " * 10_000, "more " * 10_000]
    (folder / "a.txt").write_text("\n\n".join(words))
    quote = "\n\n".join(f"“{each.strip()}” (a.txt)" for each in words)
    assert len(quote) > TERMINAL_LIMIT
    with terminal("a.txt", cwd=folder) as running:
        running.wait_for("✓ saved")
        running.press("tjtig  y")
        running.wait_for("too long to copy: 2 quotes, 100,", "Ctrl+P file saves it")
        assert sent_to_clipboard(running.sent) == []
        running.press("\x10file\r")
        running.wait_for("the last copy is in ~/documents/quotes-")
        (file,) = folder.glob("quotes-*.txt")
        assert file.read_text() == quote
