"""A document, a file name, a mark: none of them says anything to the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.oracle import foreign
from tests.terminal.pty_run import terminal
from tests.tui.sitting import Sitting

ATTACKS = [
    "\x1b]52;c;b3duZWQ=\x07",  # writes the clipboard
    "\x1b]52;c;b3duZWQ=\x1b\\",
    "\x1b]0;owned\x07",  # sets the title
    '\x1bP$q"p\x1b\\',  # asks, and the answer arrives as keys
    "\x1b[6n",
    "\x1b[c",
    "\x1b[>c",
    "\x1b[21t",
    "\x1b[?1049l",  # leaves the screen
    "\x1b[?1000h",
    "\x1b[8m",  # hides what follows
    "\x1bc",  # resets
    "\x1b[2J",
    "\x9b2J",  # the same in one byte
    "\x9d0;owned\x9c",
    "\x90q\x9c",
    "\x0e",  # another character set
    "\x08\x08\x08",
    "\x07",
    "\x7f",
    "\u202eback\u202c",
    "\u2066in\u2069",
    "\u200fleft",
]
OWN = ["\x1b[2J", "\x1b[?1049l", "\x1b[?1000h", "\x1b[8m"]
"""Attacks of a kind that the program itself may send."""
DOCUMENT = "\n".join(f"Word {number}{attack} here." for number, attack in enumerate(ATTACKS))
NAME = "evil\x1b]0;owned\x07\x9b2J\u202e.txt"


@pytest.mark.parametrize("attack", [each for each in ATTACKS if each not in OWN])
def test_the_oracle_knows_an_attack(attack: str) -> None:
    assert foreign(f"\x1b[1;1HWord{attack} here.\x1b[0m".encode())


def test_the_oracle_knows_what_the_program_may_send() -> None:
    assert (
        foreign(b"\x1b[?1049h\x1b[?25l\x1b[38;2;1;2;3mwords\x1b[0m\r\n\x1b[>1u\x1b[?2026$p") == []
    )
    assert foreign(b"\x1b]52;c;aGk=\x07") == [b"\x1b]52;c;aGk=\x07"]
    assert foreign(b"\x1b]52;c;aGk=\x07", copied="hi") == []


def test_a_hostile_document_says_nothing_to_the_terminal(folder: Path) -> None:
    (folder / NAME).write_text(DOCUMENT)
    with terminal(NAME, cwd=folder, size=(100, 34)) as running:
        running.wait_for("Word 0␛]52;c;b3duZWQ=␇ here.", "evil␛]0;owned␇�2J◂.txt", "✓ saved")
        running.press("t" + "jc" * 12)
        running.wait_for("MARKED C")
        running.press("xo?")
        running.wait_for("Next sentence")
        running.press("?G")
        running.wait_for("Word 22")
        running.press("q")
        assert running.end() == 0
        assert foreign(running.sent) == []
        for number, attack in enumerate(ATTACKS):
            assert f"Word {number}{attack}".encode() not in running.sent
        assert b"owned\x07" not in running.sent


def test_a_copied_quote_is_the_only_thing_on_the_clipboard(folder: Path) -> None:
    (folder / "a.txt").write_text("Pay\x1b]52;c;b3duZWQ=\x07 now.")
    with terminal("a.txt", cwd=folder) as running:
        running.wait_for("✓ saved")
        running.press("ty")
        running.wait_for("copied 1 quote")
        running.press("q")
        assert running.end() == 0
        assert foreign(running.sent, copied="“Pay]52;c;b3duZWQ= now” (a.txt)") == []
        assert b"\x1b]52;" in running.sent


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["export", "--format", "csv"]])
def test_commands_that_print_on_a_terminal_print_pictures(folder: Path, command: list[str]) -> None:
    (folder / NAME).write_text(DOCUMENT)
    Sitting(folder, NAME).press("t", *["j", "a"] * (len(ATTACKS) - 1))
    with terminal(*command, ".", cwd=folder, size=(200, 60)) as running:
        assert running.end() == 0
        assert running.sent.count(b"Word") >= len(ATTACKS)
        assert foreign(running.sent) == []


def test_a_list_on_a_terminal_shows_what_it_does_not_send(folder: Path) -> None:
    (folder / NAME).write_text("Pay \x1b[2J now.")
    Sitting(folder, NAME).press("t")
    with terminal("list", ".", cwd=folder) as running:
        assert running.end() == 0
        assert running.sent.decode() == (
            "evil␛]0;owned␇�2J◂.txt:0-12\tthreat\tPay ␛[2J now\tana\r\n"
        )


def test_what_is_said_about_a_hostile_name_is_printable(folder: Path) -> None:
    (folder / NAME).write_bytes(b"\0")
    with terminal(NAME, "--", cwd=folder) as running:
        assert running.end() != 0
        assert foreign(running.sent) == []
