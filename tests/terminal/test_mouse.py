"""A mouse as terminals send it: SGR sequences go in, marks are in the file."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.oracle import foreign
from tests.terminal.pty_run import Terminal, terminal
from tests.tui.sitting import records
from tui.restoring import LEAVE

TEXT = "He warned that we will pay. She promised 漢字 bread.\n\nInspectors took money."


def cell(running: Terminal, words: str, at: int = 0) -> tuple[int, int]:
    """Column and row of some words on the screen, from 1, where all before is one cell wide."""
    rows = running.screen.split("\n")
    row = next(number for number, each in enumerate(rows) if words in each)
    return rows[row].index(words) + at + 1, row + 1


def sgr(button: int, place: tuple[int, int], end: str = "M") -> str:
    return f"\x1b[<{button};{place[0]};{place[1]}{end}"


def click(place: tuple[int, int]) -> str:
    return sgr(0, place) + sgr(0, place, "m")


def test_a_mouse_selects_picks_and_drags_an_edge_in_a_terminal(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT)
    with terminal("--as", "ana", "a.txt", cwd=folder) as running:
        running.wait_for("Inspectors took money", "✓ saved")
        left, right = cell(running, "warned", 2), cell(running, "will", 1)
        running.press(sgr(0, left) + sgr(32, right) + sgr(0, right, "m"))
        running.wait_for("SELECTED · 4 words")
        running.press("t")
        running.wait_for("MARKED T")
        running.press(click(cell(running, "took")) + "c")
        running.wait_for("MARKED C")
        running.press(click(cell(running, "that", 1)))
        running.wait_for("PICKED T")
        left, right = cell(running, "warned"), cell(running, "that", 2)
        running.press(sgr(0, left) + sgr(32, right) + sgr(0, right, "m"))
        running.press(sgr(65, right) + sgr(64, right))
        running.press("q")
        assert running.end() == 0
        sent = running.sent
    marks = records(folder / ".postil" / "annotations" / "ana.json", "annotations")
    found = {(mark["tag"], segment["exact"]) for mark in marks for segment in mark["segments"]}
    assert found == {("threat", "that we will"), ("commitment", "Inspectors took money")}
    assert foreign(sent) == []


def test_a_terminal_is_asked_for_drags_and_not_for_every_motion(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT)
    with terminal("--as", "ana", "a.txt", cwd=folder) as running:
        running.wait_for("Inspectors took money", "✓ saved")
        assert b"\x1b[?1002h" in running.sent
        assert b"\x1b[?1003h" not in running.sent
        before = len(running.sent)
        running.press("q")
        assert running.end() == 0
        after = running.sent[before:]
    for mode in (b"1000", b"1002", b"1006", b"1016"):
        assert b"\x1b[?" + mode + b"l" in after
        assert b"\x1b[?" + mode + b"l" in LEAVE
