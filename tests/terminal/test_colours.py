"""Which colours reach the terminal: those that it has, and none where they are not wanted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.pty_run import terminal

TEXT = "He warned that we will pay. She promised bread.\n\nInspectors took money."
BOLD, DIM, UNDERLINE, REVERSE, DOUBLE = 1, 2, 4, 7, 21
PLAIN = {0, BOLD, DIM, UNDERLINE, REVERSE, DOUBLE}
"""What is not a colour, as far as it is used."""
DEFAULT = {39, 49}
"""Back to what the terminal has by itself."""
YELLOW, CYAN = 43, 46
"""Pages of the tints of threat and allegation."""
TRUECOLOUR = 2

_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")


def sgr(sent: bytes) -> list[list[int]]:
    """The numbers of each sequence that sets how characters look."""
    return [[int(each or 0) for each in re.split(b"[;:]", found)] for found in _SGR.findall(sent)]


def sent(folder: Path, **environment: str) -> bytes:
    """What the terminal gets while words are selected, marked twice, and the help is shown."""
    (folder / "a.txt").write_text(TEXT)
    with terminal("a.txt", cwd=folder, size=(90, 24), environment=environment) as running:
        running.wait_for("a.txt", "Inspectors took money", "✓ saved")
        running.press("w")
        running.wait_for("SELECTED · 5 words")
        running.press("t")
        running.wait_for("MARKED T")
        running.press("a?")
        running.wait_for("Next sentence")
        running.press("?")
        running.wait_for("bread")
        running.press("q")
        assert running.end() == 0
        return running.sent


@pytest.mark.parametrize("theme", ["postil-dark", "textual-light", "ansi-dark"])
def test_with_no_color_none_reaches_the_terminal(folder: Path, theme: str) -> None:
    found = sgr(sent(folder, NO_COLOR="1", TEXTUAL_THEME=theme))
    assert {number for numbers in found for number in numbers} <= PLAIN | DEFAULT
    assert [BOLD, UNDERLINE, REVERSE, DOUBLE] in found  # an edge of the mark that was made last
    assert [UNDERLINE, DOUBLE] in found  # between its edges
    assert [REVERSE] in found  # what was selected
    assert [BOLD] in found  # letters in the lanes


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
def test_in_a_theme_of_16_colours_no_others_reach_the_terminal(folder: Path, theme: str) -> None:
    found = sgr(sent(folder, TEXTUAL_THEME=theme))
    numbers = {number for each in found for number in each}
    assert {YELLOW, CYAN, UNDERLINE, DOUBLE, REVERSE} <= numbers
    assert not numbers & {38, 48}


def test_a_terminal_that_has_16_colours_gets_no_others(folder: Path) -> None:
    found = sgr(sent(folder, TERM="xterm", COLORTERM=""))
    numbers = {number for each in found for number in each}
    assert YELLOW in numbers
    assert not numbers & {38, 48}


def test_an_empty_no_color_asks_for_nothing(folder: Path) -> None:
    found = sgr(sent(folder, NO_COLOR=""))
    assert any(numbers[-5:-3] == [48, TRUECOLOUR] for numbers in found)


def test_a_theme_of_ours_can_be_the_first(folder: Path) -> None:
    pages = [numbers[-5:] for numbers in sgr(sent(folder, TEXTUAL_THEME="postil-light"))]
    assert [48, TRUECOLOUR, 246, 243, 236] in pages
    assert [48, TRUECOLOUR, 18, 18, 18] not in pages  # of Textual's, not even for a moment
