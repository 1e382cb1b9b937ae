"""How the program ends when it is told to from outside, or when its terminal is gone or stuck.

A thread waits beside the program. What ends it (a signal, a terminal that is closed, `q`) wakes the
thread, which asks the application to leave; after `GRACE` seconds it restores the terminal itself,
lets what is unsaved have a last chance, and ends the process. Nothing it does can be held up by the
main thread, which may be waiting for a disk or for a terminal that takes no more output.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from time import monotonic
from types import FrameType
from typing import NoReturn, Protocol

GRACE = 3.0
"""Seconds that the program has to end in order after a signal."""
LAST_CHANCE = 1.5
"""Seconds after them in which the terminal is restored and what is unsaved may be saved."""
LEAVING = 10.0
"""Seconds until the screen must have been left after `q` or after a crash."""

SIGNALS = [
    getattr(signal, name)
    for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")
    if hasattr(signal, name)
]
CLOSED = 128 + 1
"""The exit code when the terminal is closed: that of SIGHUP, which may not be sent."""
STUCK = 1
"""The exit code when nothing asked for the end but `q`, and the screen could not be left."""


class Screen(Protocol):
    """A terminal as it was taken, to be given back."""

    def restore(self) -> None:
        """Put it back as it was, without waiting for anybody."""


class Ending:
    """The end of one run of the program: asked for once, carried out once."""

    def __init__(self) -> None:
        """An ending that nobody has asked for; it is for the main thread to `watch`."""
        self.code: int | None = None
        """The exit code that a signal or a closed terminal asks for; None while there is none."""
        self._deadline: float | None = None
        self._ask: Callable[[], object] | None = None
        self._screen: Screen | None = None
        self._works: list[Callable[[], object]] = []
        self._begun = threading.Lock()
        self._finished = threading.Event()
        # Held while the thread decides that there is no screen to restore.
        self._entering = threading.Lock()
        self._ears: int | None = None
        self._mouth: int | None = None
        self._is_over = False

    def __enter__(self) -> Ending:
        """A run of the program."""
        return self

    def __exit__(self, *_: object) -> None:
        """The run is over, whether all went well or not."""
        try:
            self.restore()
            self.finish()
        finally:
            self.over()

    # What the program tells

    def watch(self) -> None:
        """Take the signals and start the thread."""
        self._ears, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)
        # Python runs handlers only between two steps of the main thread; this reaches the thread
        # also while the main one waits for a disk.
        signal.set_wakeup_fd(self._mouth, warn_on_full_buffer=False)
        for number in SIGNALS:
            # `nohup` means what it says; of the others a shell ignores some for no reason of ours.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._take)
        threading.Thread(target=self._watch, name="postil-ending", daemon=True).start()

    def work(self, work: Callable[[], object]) -> None:
        """What has to be done once before the process ends, in whatever way it ends.

        Of several works the first is done first, and none is left out because another one failed.
        """
        self._works.append(work)

    def attend(self, ask: Callable[[], object]) -> None:
        """From now on there is somebody to `ask` to leave; any thread may do it."""
        with self._entering:
            self._ask = ask
        if self.code is not None:
            ask()

    def entered(self, screen: Screen) -> None:
        """From now on there is a screen to restore."""
        with self._entering:
            self._screen = screen

    def left(self) -> None:
        """The screen was restored: what takes its time now is work, unless a signal came."""
        self._screen = None
        self._deadline = None
        if self.code is not None:  # looked at last: a signal may come between any two lines
            self._deadline = monotonic() + GRACE

    def restore(self) -> None:
        """Restore the screen by force, where an error went by what should have left it."""
        screen, self._screen = self._screen, None
        if screen is not None:
            screen.restore()

    # What ends it

    def begin(self, code: int) -> None:
        """End the process with this code, in order or not. For any thread; the first counts."""
        if self.code is None:
            self.code = code
            self._deadline = monotonic() + GRACE
        self._wake()

    def leave(self) -> None:
        """The program leaves the screen by itself: see to it that this does not take for ever."""
        if self._deadline is None:
            self._deadline = monotonic() + LEAVING
            self._wake()

    def finish(self) -> None:
        """Do the work that has to be done; who comes second waits for it."""
        if not self._begun.acquire(blocking=False):
            self._finished.wait()
            return
        try:
            with ExitStack() as stack:
                for work in reversed(self._works):
                    stack.callback(work)
        finally:
            self._finished.set()

    def over(self) -> None:
        """The last thing of all: nothing is to be saved or shown any more."""
        if self._mouth is None:
            return
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if self.code is not None:
            # Not by way of the interpreter: it would wait for threads, and change the code where
            # the last words on stderr reach nobody.
            os._exit(self.code)
        signal.set_wakeup_fd(-1)
        self._is_over = True
        self._wake()

    def _take(self, number: int, _: FrameType | None) -> None:
        # In the background, the terminal would stop the process for being restored.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self.begin(128 + number)

    def _wake(self) -> None:
        if self._mouth is not None:
            with suppress(OSError):  # full: the thread wakes up in any case
                os.write(self._mouth, b"\0")

    # The thread

    def _watch(self) -> None:
        assert self._ears is not None
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        asked = False
        while not self._is_over:
            until = self._deadline
            wait = None if until is None else max(0.0, until - monotonic())
            if select.select([self._ears], [], [], wait)[0]:
                for number in os.read(self._ears, 64):
                    if number in SIGNALS:
                        self.begin(128 + number)
            if self.code is not None and not asked:
                asked = self._has_asked()
            if self._deadline is not None and monotonic() >= self._deadline:
                self._force()

    def _has_asked(self) -> bool:
        with self._entering:
            if self._ask is None and self._screen is None:
                self._force()  # nothing to leave yet, and nothing to wait for
            ask = self._ask
        if ask is None:
            return True  # `attend` will
        with suppress(RuntimeError):  # it has left by now
            ask()
        return True

    def _force(self) -> NoReturn:
        end = monotonic() + LAST_CHANCE
        try:
            last = threading.Thread(target=self._try_to_finish, daemon=True)
            last.start()
            self.restore()
            last.join(max(0.0, end - monotonic()))
        finally:
            os._exit(STUCK if self.code is None else self.code)

    def _try_to_finish(self) -> None:
        with suppress(Exception):
            self.finish()
