"""A process that can be killed, and what it said before."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from typing import NoReturn


class Child:
    """A fork of this process that does some work and acknowledges each step of it."""

    def __init__(self, work: Callable[[Callable[[int], None]], object]) -> None:
        """Start it; `work` is given the function with which it acknowledges a step."""
        self._said, say = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(self._said)
            _work_and_exit(lambda: work(lambda step: _say(say, step)))
        os.close(say)

    def kill(self) -> None:
        """End it at once, as by `kill -9`."""
        os.kill(self.pid, signal.SIGKILL)

    def heard(self) -> int:
        """The next step that it acknowledged, once it did so; 0 when it ended before."""
        return int(os.read(self._said, 9) or 0)

    def wait(self) -> tuple[list[int], bool]:
        """The steps that it acknowledged, and whether it was killed. Fails when it failed."""
        heard = b""
        while some := os.read(self._said, 65536):
            heard += some
        os.close(self._said)
        _, status = os.waitpid(self.pid, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or os.WEXITSTATUS(status) == 0, "the child failed; its traceback is in stderr"
        return [int(step) for step in heard.split()], killed


def _say(pipe: int, step: int) -> None:
    os.write(pipe, b"%08d " % step)  # short enough to be written as one, or not at all


def _work_and_exit(work: Callable[[], object]) -> NoReturn:
    """Leave without what an interpreter does at its end: it is the end of another one."""
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)
