"""The clipboards of terminal, tmux and system, which may hang, lie or not be there."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PATIENCE = 2.0
"""Seconds that a clipboard program gets for each step; some never return."""
TERMINAL_LIMIT = 74_994
"""Bytes that terminals take through OSC 52 at most, before base64."""

_PIECE = 240
"""Bytes that GNU screen passes on at once; some versions take no more than 256."""
HANDOVER = Path(__file__).with_name("handover.py")


class Outcome(StrEnum):
    """What came of handing text to a clipboard."""

    TOOK = "took"
    """The text was read back from it."""
    REFUSED = "refused"
    """It holds something else, whatever its program said."""
    HANGS = "hangs"
    """Its program did not return, and was ended."""
    NONE = "none"
    """There is no program for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a clipboard did with a text."""

    outcome: Outcome
    program: str = ""
    """The program that was asked, empty where it is not known."""


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a clipboard of this machine would be the one in front of the person."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return False
    if "web_driver" in environment.get("TEXTUAL_DRIVER", ""):  # served to a browser
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def who_tells(environment: Mapping[str, str] = os.environ) -> str:
    """Which clipboard tells whether it took a text: `system`, `tmux`, or none of them.

    tmux takes OSC 52 from programs only where `set-clipboard` is `on`, which it is not by default.
    """
    if has_display(environment):
        return "system"
    return "tmux" if environment.get("TMUX") else ""


def fits_terminal(text: str) -> bool:
    """Whether terminals take a text of this length."""
    return len(text.encode()) <= TERMINAL_LIMIT


def sequence(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """What puts text on the terminal's clipboard: OSC 52.

    GNU screen drops that, but passes on what comes in device control strings.
    """
    plain = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a"
    if not environment.get("STY") or environment.get("TMUX"):
        return plain
    pieces = (plain[at : at + _PIECE] for at in range(0, len(plain), _PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def hand_over(text: str, seconds: float = PATIENCE) -> Answer:
    """Hand text to the clipboard that tells whether it took it, and see whether it is there.

    That waits for a process, twice for so many seconds where it has to.
    """
    clipboard = who_tells()
    answer = _answer("copy", clipboard, text, seconds)
    if answer.outcome is Outcome.TOOK:
        answer = _answer("compare", clipboard, text, seconds)
    return answer


def _answer(step: str, clipboard: str, text: str, seconds: float) -> Answer:
    """What the process answers that does one step. It ends by itself in time."""
    data = text.encode()
    # -P: modules of ours are not to be taken for those of Python that have the same names
    words = [sys.executable, "-P", str(HANDOVER), step, clipboard, str(seconds), str(len(data))]
    try:
        ended = subprocess.run(
            words,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )
    except OSError:
        return Answer(Outcome.NONE)
    *program, outcome = ended.stdout.decode().split() or [Outcome.NONE]
    try:
        return Answer(Outcome(outcome), " ".join(program))
    except ValueError:  # it died behind the name
        return Answer(Outcome.REFUSED, outcome)
