"""`… | postil -`: the text comes through a pipe, the keys from the terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal.pty_run import ROOT, Terminal, terminal
from tests.tui.command import Ended, postil

TEXT = "The Minister's letter\n\nHe warned that we will pay.\n\nThey lied.\n"


@contextmanager
def reading(data: bytes, folder: Path, *words: str, ends: bool = True) -> Iterator[Terminal]:
    """`postil -` on a terminal of its own, with this in the pipe, which ends or does not."""
    ours, theirs = os.pipe(), os.pipe()
    os.write(ours[1], data)
    if ends:
        os.close(ours[1])
    try:
        with terminal(*(words or ["-"]), cwd=folder, controlling=True, piped=ours[0]) as running:
            yield running
    finally:
        for each in (ours[0], *theirs, *(() if ends else (ours[1],))):
            os.close(each)


def kept(home: Path) -> list[Path]:
    return sorted((home / ".data" / "postil").glob("piped/*/*.txt"))


def test_marks_of_a_piped_text_are_there_the_next_time(home: Path, folder: Path) -> None:
    with reading(TEXT.encode(), folder) as running:
        running.wait_for("He warned that we will pay", "from a pipe; kept in ~/.data/postil/piped/")
        running.press("jt")
        running.wait_for("MARKED T", "✓ saved")
        running.press("q")
        assert running.end() == 0
        running.wait_for("this text and its marks are in", "postil quotes")
    path = kept(home)[0]
    assert path.name == "the-minister-s-letter.txt"
    assert path.read_text() == TEXT
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "threat\tHe warned that we will pay" in postil("list", path.parent).text
    assert list(folder.iterdir()) == []
    with reading(TEXT.encode(), folder) as running:
        running.wait_for("He warned that we will pay")
        running.press("i")
        running.wait_for("T He warned")
        running.press("\x11")
        assert running.end() == 0
    assert len(postil("list", path.parent).text.splitlines()) == 1


def test_a_text_that_was_not_marked_is_not_kept(home: Path, folder: Path) -> None:
    with reading(TEXT.encode(), folder) as running:
        running.wait_for("He warned")
        running.press("jjq")
        assert running.end() == 0
    assert kept(home) == []
    assert list((home / ".data" / "postil" / "piped").iterdir()) == []
    assert b"its marks are in" not in running.sent


def test_a_text_that_was_not_marked_is_not_kept_when_the_terminal_is_closed(
    home: Path, folder: Path
) -> None:
    with reading(TEXT.encode(), folder) as running:
        running.wait_for("He warned")
        running.close()
        assert running.end() == 128 + signal.SIGHUP
    assert kept(home) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x7fELF\0\0", "what came through the pipe is a binary file"),
        (b"", "nothing came through the pipe"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(
    home: Path, folder: Path, data: bytes, said: str
) -> None:
    with reading(data, folder) as running:
        assert running.end() == 1
        assert said in running.screen
    assert kept(home) == []


def test_a_slow_pipe_can_be_given_up(home: Path, folder: Path) -> None:
    with reading(b"The first words", folder, ends=False) as running:
        running.wait_for("postil: reading …")
        running.press("\x03")
        assert running.end() == 130
    assert kept(home) == []
    assert b"Traceback" not in running.sent


@pytest.mark.parametrize("words", [["-", "a.txt"], ["a.txt", "-"]])
def test_a_pipe_is_read_alone(folder: Path, words: list[str]) -> None:
    with reading(b"Words.", folder, *words) as running:
        assert running.end() == 2
        assert "it is read alone" in running.screen


def test_without_a_pipe_it_says_how_to_use_one(folder: Path) -> None:
    with terminal("-", cwd=folder, controlling=True) as running:
        assert running.end() == 2
        assert "use it as COMMAND | postil -" in running.screen


def test_without_a_terminal_there_is_no_reading(folder: Path) -> None:
    ended: Ended = postil("-", cwd=folder)
    assert ended.code == 2
    assert "there is no terminal" in ended.talk


def test_a_screen_alone_has_no_keys(folder: Path) -> None:
    """Stderr is a terminal, but not the one that the program belongs to."""
    with reading(b"Words.", folder) as running:
        running.wait_for("Words")
        running.press("q")
        running.end()
    ours, theirs = os.openpty()
    read, write = os.pipe()
    os.write(write, b"Words.")
    os.close(write)
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "-"],
        stdin=read,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        start_new_session=True,
    )
    os.close(read)
    assert process.wait(20) == 2
    time.sleep(0.05)
    assert b"there is no terminal for the keys" in os.read(ours, 4096)
    os.close(ours)
    os.close(theirs)
