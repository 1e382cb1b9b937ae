"""However the program is made to end: marks saved, terminal restored, code right, process gone."""

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

from annotations.store import AnnotationStore
from tests.terminal.pty_run import ROOT, Terminal, terminal
from tests.terminal.test_ends import FULL_DISK, SECRET, restored
from tui import ending

SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT]
LIMIT = 7.0
"""Seconds until the process is gone: five, and two for a slow machine."""

RUN = """
import os, pathlib, signal, sys, threading, time
import tui.ending
from tui.session import Session
from tui.start import read

def wait_for_the_disk(seconds):
    "A wait that no signal ends, as that for a disk is."
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    time.sleep(seconds)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())

def note(word):
    with open("notes", "a") as file: file.write(word + " ")

finish = Session.finish
def noted(self):
    note("finish")
    finish(self)
Session.finish = noted
{change}
from tui.cli.exits import ended
sys.exit(ended(read, sys.argv[1:], "ana"))
"""

IN_ORDER = "tui.ending.GRACE = 60"
"""Nothing is cut short."""

FSYNC = """
def slow(sync):
    def wait(descriptor):
        if threading.current_thread() is threading.main_thread():
            note("saving")
            wait_for_the_disk({seconds})
        sync(descriptor)
    return wait
os.fsync, os.fdatasync = slow(os.fsync), slow(getattr(os, "fdatasync", os.fsync))
"""


def marks(folder: Path) -> int:
    """How many marks are on disk."""
    return len(AnnotationStore(folder / ".postil" / "annotations" / "ana.json"))


def notes(folder: Path) -> list[str]:
    """What a script has noted down so far."""
    file = folder / "notes"
    return file.read_text().split() if file.exists() else []


@contextmanager
def reading(
    folder: Path, change: str = "", controlling: bool = False, ready: bool = True
) -> Iterator[Terminal]:
    """Read a long document; a script may change the program, and `finish` is noted."""
    (folder / "a.txt").write_text(f"{SECRET} Nobody asked.\n\n" + "He went on. They left. " * 3000)
    script = RUN.format(change=change)
    with terminal("a.txt", cwd=folder, script=script, controlling=controlling) as running:
        if ready:
            running.wait_for(SECRET, "✓ saved")
        yield running


@contextmanager
def soon() -> Iterator[None]:
    """What is inside does not take longer than a process may that has to end."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < LIMIT


def test_five_seconds_are_all() -> None:
    assert ending.GRACE + ending.LAST_CHANCE < 5


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_saves_and_restores(folder: Path, number: signal.Signals) -> None:
    with reading(folder, IN_ORDER) as running:
        running.press("t")
        running.wait_for("MARKED")
        with soon():
            running.send(number)
            assert running.end() == 128 + number
        assert SECRET not in restored(running)
        assert running.attributes == running.before
    assert marks(folder) == 1
    assert notes(folder) == ["finish"]


def test_several_signals_are_one(folder: Path) -> None:
    with reading(folder, "finish = lambda self: time.sleep(0.3)") as running:
        with soon():
            running.send(signal.SIGTERM, signal.SIGHUP)
            running.wait_until(lambda: "finish" in notes(folder))
            running.send(signal.SIGINT, signal.SIGQUIT)
            assert running.end() in (128 + signal.SIGTERM, 128 + signal.SIGHUP)
        restored(running)
    assert notes(folder) == ["finish"]


def test_a_signal_after_q_is_heeded(folder: Path) -> None:
    with reading(folder, "finish = lambda self: time.sleep(0.3)") as running:
        running.press("q")
        running.wait_until(lambda: "finish" in notes(folder))
        running.send(signal.SIGTERM)
        assert running.end() == 128 + signal.SIGTERM
        restored(running)
    assert notes(folder) == ["finish"]


def test_what_has_to_be_done_after_q_takes_its_time(folder: Path) -> None:
    short = "tui.ending.LEAVING, tui.ending.LAST_CHANCE = 0.3, 0.1\n"
    slow = short + "finish = lambda self: time.sleep(0.6)"
    with reading(folder, slow) as running:
        running.press("q")
        assert running.end() == 0
        restored(running)
    assert notes(folder) == ["finish"]


def test_a_signal_when_all_is_over_changes_nothing(folder: Path) -> None:
    late = (
        "import atexit\n"
        "def last():\n"
        "    note('over')\n"
        "    time.sleep(0.2)\n"
        "    note(str(signal.getsignal(signal.SIGTERM) == signal.SIG_IGN))\n"
        "atexit.register(last)"
    )
    with reading(folder, late) as running:
        running.press("q")
        running.wait_until(lambda: "over" in notes(folder))
        running.send(*SIGNALS)
        assert running.end() == 0
    assert notes(folder) == ["finish", "over", "True"]


def test_a_signal_before_the_screen_ends_at_once(folder: Path) -> None:
    slow = "Session.open_first = lambda self: (note('opening'), wait_for_the_disk(60))"
    with reading(folder, slow, ready=False) as running:
        running.wait_until(lambda: "opening" in notes(folder))
        with soon():
            running.send(signal.SIGQUIT)
            assert running.end() == 128 + signal.SIGQUIT
        assert running.sent == b""


def test_a_signal_while_the_screen_is_made_restores_it(folder: Path) -> None:
    slow = (
        "from tui.screens.reading import ReadingScreen\n"
        "tui.ending.GRACE = 0.3\n"
        "ReadingScreen.compose = lambda self: (note('composing'), wait_for_the_disk(60))"
    )
    with reading(folder, slow, ready=False) as running:
        running.wait_until(lambda: "composing" in notes(folder))
        with soon():
            running.send(signal.SIGTERM)
            assert running.end() == 128 + signal.SIGTERM
        restored(running)
        assert running.attributes == running.before


def test_a_save_under_way_gets_its_time(folder: Path) -> None:
    short = "tui.ending.GRACE = 0.1\n"
    with reading(folder, short + FSYNC.format(seconds=0.04)) as running:  # a dozen, the first time
        running.press("t")
        running.wait_until(lambda: "saving" in notes(folder))
        with soon():
            running.send(signal.SIGTERM)
            assert running.end() == 128 + signal.SIGTERM
        restored(running)
    assert marks(folder) == 1


def test_a_save_that_never_ends_ends_with_the_process(folder: Path) -> None:
    short = "tui.ending.GRACE = tui.ending.LAST_CHANCE = 0.5\n"
    with reading(folder, short + FSYNC.format(seconds=60)) as running:
        running.press("t")
        running.wait_until(lambda: "saving" in notes(folder))
        with soon():
            running.send(signal.SIGTERM)
            assert running.end() == 128 + signal.SIGTERM
        restored(running)
        assert running.attributes == running.before
    assert notes(folder)[-1] == "finish"


def test_a_worker_that_goes_on_does_not_keep_the_process(folder: Path) -> None:
    slow = "tui.ending.GRACE = 0.2\nSession.load = lambda self: (note('loading'), time.sleep(60))"
    with reading(folder, slow, ready=False) as running:
        running.wait_until(lambda: "loading" in notes(folder))
        with soon():
            running.send(signal.SIGTERM)
            assert running.end() == 128 + signal.SIGTERM
        restored(running)


def test_what_was_not_saved_is_saved_at_the_end(folder: Path) -> None:
    with reading(folder, FULL_DISK) as running:
        running.press("t")
        running.wait_for("o space left on device")
        assert marks(folder) == 0
        (folder / "room").touch()
        running.close()
        assert running.end() == 128 + signal.SIGHUP
    assert marks(folder) == 1


@pytest.mark.parametrize("controlling", [True, False])
def test_a_closed_terminal_ends_it(folder: Path, controlling: bool) -> None:
    with reading(folder, IN_ORDER, controlling=controlling) as running:
        running.press("t")
        running.wait_for("MARKED")
        with soon():
            running.close()
            assert running.end() == 128 + signal.SIGHUP
    assert marks(folder) == 1
    assert notes(folder) == ["finish"]


def test_a_screen_that_fails_is_a_closed_terminal(folder: Path) -> None:
    fail = (
        "from tui.reader import Reader\n"
        "next_sentence = Reader.next_sentence\n"
        "def fail(self):\n"
        "    os.dup2(os.open('/dev/full', os.O_WRONLY), 2)\n"
        "    next_sentence(self)\n"
        "Reader.next_sentence = fail"
    )
    with reading(folder, fail) as running:
        running.press("tj")
        with soon():
            assert running.end() == 128 + signal.SIGHUP
        assert running.attributes == running.before
    assert marks(folder) == 1


def test_a_terminal_closed_before_it_is_entered_ends_it(folder: Path) -> None:
    late = (
        "import tui.app\n"
        "on_load = tui.app.PostilApp.on_load\n"
        "def wait(self):\n"
        "    on_load(self)\n"
        "    note('waiting')\n"
        "    while 'closed' not in os.listdir(): time.sleep(0.01)\n"
        "tui.app.PostilApp.on_load = wait"
    )
    with reading(folder, late, ready=False) as running:
        running.wait_until(lambda: "waiting" in notes(folder))
        running.close()
        (folder / "closed").touch()
        with soon():
            assert running.end() == 128 + signal.SIGHUP


@pytest.mark.parametrize("halted", [True, False])
def test_a_terminal_that_takes_nothing_does_not_keep_the_process(
    folder: Path, halted: bool
) -> None:
    slow = "finish = lambda self: time.sleep(0.3)\n"  # the program could go on painting meanwhile
    with reading(folder, slow + "tui.ending.GRACE = 0.5") as running:
        running.press("t")
        running.wait_for("MARKED")
        if halted:
            running.halt()
        for _ in range(100):  # nobody reads, and each of them paints the whole screen
            running.press("Gg")
            time.sleep(0.004)
        time.sleep(0.1)
        taken = running.cpu
        time.sleep(0.4)
        assert running.cpu - taken < 0.2
        with soon():
            running.send(signal.SIGTERM)
            assert running.end(reading=False) == 128 + signal.SIGTERM
        if halted:
            assert SECRET not in restored(running)
        assert running.sent.endswith(b"\x1b[?1049l\x1b[?25h")
        assert running.attributes == running.before
    assert marks(folder) == 1
    assert notes(folder) == ["finish"]


def test_what_was_stopped_and_ended_does_not_take_the_terminal_again(folder: Path) -> None:
    """As by Ctrl+Z in a shell, to which the terminal belongs then, and `kill`."""
    shell = """
import termios, tty
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
if job := os.fork():
    os.waitpid(job, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    tty.setcbreak(0)
    mine = termios.tcgetattr(0)
    os.kill(job, signal.SIGTERM)
    os.kill(job, signal.SIGCONT)
    status = os.waitpid(job, os.WUNTRACED)[1]
    if os.WIFSTOPPED(status):
        os.kill(job, signal.SIGKILL)
        sys.exit("stopped again")
    if termios.tcgetattr(0) != mine:
        sys.exit("changed the terminal")
    sys.exit(os.waitstatus_to_exitcode(status))
os.setpgid(0, 0)
os.tcsetpgrp(0, os.getpid())
signal.signal(signal.SIGTTOU, signal.SIG_DFL)
note(str(os.getpid()))
"""
    with reading(folder, shell, controlling=True) as running:
        running.press("t")
        running.wait_for("MARKED")
        (job,) = notes(folder)
        with soon():
            os.kill(int(job), signal.SIGTSTP)
            assert running.end() == 128 + signal.SIGTERM
        restored(running)
    assert marks(folder) == 1


def test_a_shutdown_that_hangs_is_cut_short(folder: Path) -> None:
    hang = (
        "import asyncio, tui.app\n"
        "tui.ending.LEAVING = 0.3\n"
        "async def hang(self): await asyncio.sleep(60)\n"
        "tui.app.PostilApp._close_all = hang"
    )
    with reading(folder, hang) as running:
        running.press("tq")
        with soon():
            assert running.end() == 1
        assert running.attributes == running.before
    assert marks(folder) == 1
    assert notes(folder) == ["finish"]


def test_an_error_while_it_shuts_down_restores_the_terminal(folder: Path) -> None:
    stumble = (
        "import tui.app\n"
        "async def stumble(self): raise RuntimeError('The witness lives in Harbour Street')\n"
        "tui.app.PostilApp._close_all = stumble"
    )
    with reading(folder, stumble) as running:
        running.press("tq")
        assert running.end() == 1
        assert "postil stopped: RuntimeError (" in running.screen
        assert b"Traceback" not in running.sent
        assert running.attributes == running.before
    assert marks(folder) == 1
    assert notes(folder) == ["finish"]


@pytest.mark.parametrize("method", ["disable_input", "_enable_line_wrap"])
def test_an_error_while_it_leaves_the_screen_restores_it(folder: Path, method: str) -> None:
    stumble = (
        "from textual.drivers.linux_driver import LinuxDriver\n"
        "def stumble(self): raise RuntimeError('The witness lives in Harbour Street')\n"
        f"LinuxDriver.{method} = stumble"
    )
    with reading(folder, stumble) as running:
        running.press("tq")
        assert running.end() == 1
        assert "postil stopped: RuntimeError (" in restored(running)
        assert running.attributes == running.before
    assert marks(folder) == 1


def test_nohup_means_what_it_says(folder: Path) -> None:
    (folder / "a.txt").write_text(SECRET)
    script = (
        "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from tui.start import read; sys.exit(read(sys.argv[1:], 'ana'))"
    )
    with terminal("a.txt", cwd=folder, script=script) as running:
        running.wait_for(SECRET, "✓ saved")
        running.send(signal.SIGHUP)
        running.press("t")
        running.wait_for("MARKED")
        running.press("q")
        assert running.end() == 0


def test_without_a_terminal_signals_are_left_alone(folder: Path) -> None:
    (folder / "a.txt").write_text(SECRET)
    probe = (
        "import signal, sys; from tui.start import read\n"
        "before = signal.getsignal(signal.SIGTERM)\n"  # whatever this process had from its parent
        "read(['a.txt'], 'ana')\n"
        "sys.exit(signal.getsignal(signal.SIGTERM) is not before)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    assert ended.returncode == 0
