"""A process of its own that hands text to a clipboard program, or sees whether it is there.

    python -P handover.py copy|compare system|tmux SECONDS BYTES

So many bytes of text come on stdin. The answer is the name of the clipboard program and what came
of it: `took`, `refused` or `hangs`; `none` where there is no program. After so many seconds this
process ends itself and what it started, whether anybody still waits for the answer or not. Why this
is no thread of the application: docs/decisions/012-clipboard-in-a-process.md.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

NAMES = {
    "osx_pbcopy": "pbcopy",
    "osx_pyobjc": "macOS",
    "wl": "wl-copy",
    "wsl": "clip.exe",
    "windows": "Windows",
    "dev_clipboard": "/dev/clipboard",
}
"""What pyperclip's ways are called where the program has another name."""


def main(step: str, clipboard: str, seconds: float, length: int) -> None:
    """Do one step with the text on stdin, and answer on stdout."""
    data = sys.stdin.buffer.read()
    if len(data) < length:  # our caller ended before it had written all
        return
    answers = os.dup(1)
    # A program that stays to serve the clipboard would hold the pipe to our caller open.
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    watch = threading.Timer(seconds, _end_all, [answers])
    watch.daemon = True
    watch.start()
    outcome = _outcome(step, clipboard, data.decode(), answers)
    watch.cancel()
    _answer(answers, outcome)


def _outcome(step: str, clipboard: str, text: str, answers: int) -> str:
    """What came of a step; before it is begun, the name of the program is answered."""
    copy, paste = (copy_tmux, paste_tmux) if clipboard == "tmux" else _of_system()
    name = getattr(copy, "__name__", "").removeprefix("copy_")
    if name in ("", "qt"):  # what Qt keeps on the clipboard ends with its process
        return "none"
    _answer(answers, f"{NAMES.get(name, name)} ")
    with suppress(Exception):  # pyperclip raises whatever its programs bring about
        if step == "copy":
            copy(text)
            return "took"
        if _comparable(paste()) == _comparable(text):
            return "took"
    return "refused"


def _of_system() -> tuple[Callable[[str], None], Callable[[], str]]:
    from pyperclip import determine_clipboard

    copy, paste = determine_clipboard()
    return copy, paste


def copy_tmux(text: str) -> None:
    """Make text the latest buffer of tmux, which passes it on to its terminal. Needs tmux 3.2."""
    subprocess.run(["tmux", "load-buffer", "-w", "-"], input=text.encode(), check=True)


def paste_tmux() -> str:
    """The latest buffer of tmux."""
    return subprocess.run(
        ["tmux", "show-buffer"], stdout=subprocess.PIPE, check=True
    ).stdout.decode()


def _comparable(text: str) -> str:
    """Text without what clipboards change by themselves: kinds of line ends, some at its end."""
    return text.replace("\r\n", "\n").rstrip("\n")


def _answer(answers: int, words: str) -> None:
    with suppress(OSError):  # the application may have ended, and the copy is wanted all the same
        os.write(answers, words.encode())


def _end_all(answers: int) -> None:
    _answer(answers, "hangs")
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
