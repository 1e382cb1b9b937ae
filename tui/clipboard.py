"""The system's clipboard, which may hang, lie or not be there."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping

PATIENCE = 2.0
"""Seconds that a clipboard program gets; some never return."""
TERMINAL_LIMIT = 74_994
"""Bytes that terminals take through OSC 52 at most, before base64."""


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a clipboard of this machine would be the one in front of the person."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def copy(text: str) -> bool:
    """Hand text to the system's clipboard; whether it says that it took it. Waits two seconds."""
    done = threading.Event()

    def hand_over() -> None:
        import pyperclip

        try:
            pyperclip.copy(text)
        except (pyperclip.PyperclipException, OSError):
            return
        done.set()

    threading.Thread(target=hand_over, daemon=True, name="clipboard").start()
    return done.wait(PATIENCE)
