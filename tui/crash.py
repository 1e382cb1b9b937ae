"""What is kept of an error in the program: where it was, never what it was about.

A message, a local variable or a line of source may hold words of a document; types, files, line
numbers and functions do not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType

KEPT = 10
"""How many logs of crashes are kept."""
FRAMES = 60
"""How many frames of one error are listed; of more, the middle is left out."""


@dataclass(frozen=True, slots=True)
class Crash:
    """An error that nobody expected."""

    kind: str
    """The type of the error."""
    place: str
    """File and line where it was raised."""
    log: Path | None
    """Where the details are; None where they could not be written."""
    while_saving: bool = False
    """Whether it came in the way of a save."""

    def sentence(self, about_marks: str = "") -> str:
        """What the person is told."""
        told = f"postil stopped: {self.kind}{f' ({self.place})' if self.place else ''}."
        if about_marks:
            told += f" {about_marks}"
        if self.log is not None:
            told += f" Details, without any text of yours: {self.log}"
        return told

    def about_marks(self, unsaved: int, reason: str) -> str:
        """What became of the marks, of which so many changes are not saved for that reason."""
        if unsaved:
            number = "1 change is" if unsaved == 1 else f"{unsaved} changes are"
            return f"{number} not saved{f': {reason}' if reason else ''}."
        if self.while_saving:
            return "What was marked before is saved; whether the last change is, is not certain."
        return "What was marked is saved."


def record(error: BaseException) -> Crash:
    """Write a log about an error, and say in short what it was."""
    frames = list(_frames(error))
    place = ""
    if frames:
        frame, line = frames[-1]
        place = f"{Path(frame.f_code.co_filename).name}, line {line}"
    log: Path | None = None
    with suppress(Exception):  # of two errors the first one is of interest
        log = _write(_report(error))
    return Crash(type(error).__name__, place, log, any(_is_save(frame) for frame, _ in frames))


def _report(error: BaseException) -> str:
    import platform
    from importlib.metadata import version

    now = datetime.now().astimezone()
    lines = [
        f"time      {now.isoformat(timespec='seconds')}",
        f"postil    {version('postil')}",
        f"textual   {version('textual')}",
        f"python    {platform.python_version()}",
        f"platform  {platform.platform()}",
    ]
    for relation, each in _chain(error):
        lines += ["", f"{relation}{type(each).__module__}.{type(each).__qualname__}"]
        frames = [_line(frame, number) for frame, number in _frames(each)]
        if (more := len(frames) - FRAMES) > 0:
            frames[FRAMES // 2 : -FRAMES // 2] = [f"  ({more} more)"]
        lines += frames
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    """An error and those it came from, each once."""
    waiting: list[tuple[str, BaseException]] = [("", error)]
    seen: set[int] = set()
    while waiting:
        relation, each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield relation, each
        if isinstance(each, BaseExceptionGroup):
            waiting += [("with ", part) for part in each.exceptions]
        if each.__cause__ is not None:
            waiting.append(("because of ", each.__cause__))
        if each.__context__ is not None:
            waiting.append(("while handling ", each.__context__))


def _frames(error: BaseException) -> Iterator[tuple[FrameType, int]]:
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _line(frame: FrameType, number: int) -> str:
    return f"  {frame.f_code.co_filename}:{number} {frame.f_code.co_qualname}"


def _is_save(frame: FrameType) -> bool:
    return frame.f_code.co_qualname == "Saver._bring"


def _write(report: str) -> Path:
    from platformdirs import user_state_path

    folder = user_state_path("postil", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    logs = sorted(folder.glob("crash-*.log"), key=lambda log: log.stat().st_mtime_ns)
    for old in logs[: -KEPT + 1]:
        old.unlink()
    name = f"crash-{datetime.now():%Y%m%d-%H%M%S}"
    path = folder / f"{name}.log"
    number = 1
    while path.exists():  # two in one second
        number += 1
        path = folder / f"{name}-{number}.log"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, report.encode("utf-8", "backslashreplace"))
    finally:
        os.close(descriptor)
    return path
