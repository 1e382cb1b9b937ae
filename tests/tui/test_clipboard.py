"""The clipboards of terminal and system: it is known what they took, and none is waited for."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tui.clipboard_program import (
    FAILS,
    HANGS,
    HANGS_WHEN_READ,
    LIES,
    STAYS,
    TMUX,
    WORKS,
    Program,
    installed,
    is_alive,
)
from tui import clipboard
from tui.clipboard import Answer, Outcome

QUOTE = "“we will pay” (a.txt)\n\n“nünca 🙂” (b.txt)"
SHORT = 0.5
"""Seconds that a program gets that hangs."""
LONG = 20.0
"""Seconds that one gets which does not."""


@pytest.fixture(autouse=True)
def this_is_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.parametrize(
    ("environment", "there"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0", "SSH_TTY": "/dev/pts/1"}, False),
        ({"DISPLAY": ":0", "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, False),
        ({"DISPLAY": ""}, False),
    ],
)
def test_a_display_of_this_machine_has_a_clipboard(
    environment: dict[str, str], there: bool
) -> None:
    assert clipboard.has_display(environment) is there


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_a_mac_has_one_without_saying_so_but_not_from_afar(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert clipboard.has_display({})
    assert not clipboard.has_display({"SSH_TTY": "/dev/pts/1"})


@pytest.mark.parametrize(
    ("environment", "who"),
    [
        ({}, ""),
        ({"SSH_TTY": "/dev/pts/1", "DISPLAY": "localhost:10"}, ""),
        ({"DISPLAY": ":0", "TMUX": "/tmp/tmux,1,0"}, "system"),
        ({"SSH_TTY": "/dev/pts/1", "TMUX": "/tmp/tmux,1,0"}, "tmux"),
    ],
)
def test_where_the_system_does_not_tmux_tells_what_it_took(
    environment: dict[str, str], who: str
) -> None:
    assert clipboard.who_tells(environment) == who


# The system's clipboard, and tmux


@pytest.mark.parametrize("text", [QUOTE, "words\n", "--help", "", "a" * 200_000])
def test_a_clipboard_that_works_has_the_text(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, WORKS, monkeypatch)
    assert clipboard.hand_over(text, LONG) == Answer(Outcome.TOOK, "xclip")
    assert program.held == text


def test_tmux_has_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = installed(tmp_path, TMUX, monkeypatch, "tmux")
    assert clipboard.hand_over(QUOTE, LONG) == Answer(Outcome.TOOK, "tmux")
    assert program.held == QUOTE


@pytest.mark.parametrize("script", [FAILS, LIES])
def test_a_tmux_that_is_gone_or_old_did_not_take_it(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, script, monkeypatch, "tmux")
    assert clipboard.hand_over(QUOTE, LONG) == Answer(Outcome.REFUSED, "tmux")
    (program.path / "tmux").unlink()
    assert clipboard.hand_over(QUOTE, LONG) == Answer(Outcome.REFUSED, "tmux")


@pytest.mark.parametrize("script", [FAILS, LIES, "exit 1", "cat >/dev/null; printf '\\377'"])
def test_a_clipboard_that_fails_or_lies_did_not_take_it(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    installed(tmp_path, script, monkeypatch)
    assert clipboard.hand_over(QUOTE, LONG) == Answer(Outcome.REFUSED, "xclip")
    assert capfd.readouterr() == ("", "")  # a program that complains does not do so on the page


def test_a_clipboard_that_holds_something_else_did_not_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, WORKS.replace("cat >", "sed s/we/they/ >"), monkeypatch)
    assert clipboard.hand_over(QUOTE, LONG).outcome is Outcome.REFUSED


@pytest.mark.parametrize("script", [HANGS, HANGS_WHEN_READ])
def test_a_program_that_hangs_is_named_and_ended(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, script, monkeypatch)
    assert clipboard.hand_over(QUOTE, SHORT) == Answer(Outcome.HANGS, "xclip")
    assert_gone(program)


def left_alone(step: str, seconds: float, length: int) -> subprocess.Popen[bytes]:
    """The process that hands text over, as it is when the application ended behind starting it."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-P", str(clipboard.HANDOVER), step, "system", str(seconds), str(length)],
        stdin=subprocess.PIPE,
        stdout=writing,
        start_new_session=True,
    )
    os.close(reading)
    os.close(writing)
    return process


def test_a_program_that_hangs_is_ended_though_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, HANGS, monkeypatch)
    process = left_alone("copy", SHORT, 5)
    process.communicate(b"words")
    assert process.returncode == -signal.SIGKILL
    assert_gone(program)


def test_a_copy_arrives_though_nobody_waits_but_no_half_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, WORKS, monkeypatch)
    left_alone("copy", LONG, 5).communicate(b"wor")
    assert program.held is None
    left_alone("copy", LONG, 5).communicate(b"words")
    assert program.held == "words"


def test_a_program_that_stays_to_serve_the_clipboard_is_neither_waited_for_nor_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, STAYS, monkeypatch)
    try:
        assert clipboard.hand_over(QUOTE, LONG) == Answer(Outcome.TOOK, "xclip")
        (pid,) = program.pids
        assert is_alive(pid)
        # A terminal that is closed sends SIGHUP to its session.
        assert os.getsid(pid) != os.getsid(0)
    finally:
        for pid in program.pids:
            os.kill(pid, signal.SIGKILL)


def test_no_program_is_no_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, WORKS, monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert clipboard.hand_over(QUOTE, LONG) == Answer(Outcome.NONE)


def test_no_python_is_no_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert clipboard.hand_over(QUOTE, LONG) == Answer(Outcome.NONE)


def test_a_python_that_fails_says_nothing_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    program = installed(tmp_path, FAILS, monkeypatch)
    monkeypatch.setattr(sys, "executable", str(program.path / "xclip"))
    assert clipboard.hand_over(QUOTE, LONG) == Answer(Outcome.NONE)
    assert capfd.readouterr() == ("", "")


def test_modules_among_the_documents_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed(tmp_path, WORKS, monkeypatch)
    (tmp_path / "pyperclip.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert clipboard.hand_over(QUOTE, LONG).outcome is Outcome.TOOK
    assert program.held == QUOTE


def test_the_patience_is_two_seconds() -> None:
    assert clipboard.PATIENCE == 2.0


def assert_gone(program: Program) -> None:
    """The only process that a program left is none any more."""
    (pid,) = program.pids
    end = time.monotonic() + LONG
    while is_alive(pid):
        assert time.monotonic() < end
        time.sleep(0.01)


# The terminal's clipboard


@pytest.mark.parametrize("environment", [{}, {"TMUX": "/tmp/tmux,1,0", "STY": "1.pts"}])
def test_a_terminal_gets_the_text_in_base64(environment: dict[str, str]) -> None:
    sent = clipboard.sequence(QUOTE, environment)
    begin, data, end = sent[:7], sent[7:-1], sent[-1]
    assert (begin, end) == ("\x1b]52;c;", "\a")
    assert base64.b64decode(data, validate=True).decode() == QUOTE


@pytest.mark.parametrize("length", [0, 3, 171, 172, 173, clipboard.TERMINAL_LIMIT])
def test_screen_gets_it_in_pieces_that_it_passes_on(length: int) -> None:
    text = "a" * length
    sent = clipboard.sequence(text, {"STY": "1.pts-0", "TERM": "screen"})
    pieces = re.findall("\x1bP(.{1,240}?)\x1b\\\\", sent, re.DOTALL)
    assert sent == "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    assert "".join(pieces) == clipboard.sequence(text, {})


def test_a_terminal_takes_bytes_up_to_a_limit() -> None:
    assert clipboard.fits_terminal("a" * 74_994)
    assert not clipboard.fits_terminal("a" * 74_995)
    assert not clipboard.fits_terminal("ü" * 37_498)
