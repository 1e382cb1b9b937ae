"""Every call that changes files in a folder, on its way to the operating system."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = (
    "open",
    "write",
    "ftruncate",
    "fsync",
    "fdatasync",
    "replace",
    "rename",
    "link",
    "unlink",
    "remove",
    "mkdir",
    "close",
    "fchmod",
)
"""The functions of `os` through which the store touches the disk; not all systems have all."""

BY_DESCRIPTOR = {"write", "ftruncate", "fsync", "fdatasync", "close", "fchmod"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call, not yet made."""

    name: str
    """Such as `write`."""
    path: Path
    """The file or folder; of two paths the first."""
    arguments: tuple[Any, ...]
    """All of them, in order."""
    options: dict[str, Any]
    """Those given by name."""
    real: Callable[..., Any]
    """What `os` had under that name."""

    @property
    def changes(self) -> bool:
        """Whether it may change what is on the disk; a file that is opened to be read does not."""
        reads = self.name == "open" and not self.arguments[1] & (os.O_CREAT | os.O_TRUNC)
        return self.name != "close" and not reads

    @property
    def is_sync(self) -> bool:
        """Whether it waits for the disk."""
        return self.name in ("fsync", "fdatasync")

    def go(self) -> Any:
        """Make it."""
        return self.real(*self.arguments, **self.options)

    def __str__(self) -> str:
        return f"{self.name} {self.path.name}"


Handler = Callable[[Call], Any]


def go(call: Call) -> Any:
    """Let a call through."""
    return call.go()


class Calls:
    """While this is entered, calls on files under a folder go through `handler`.

    Locks are left out: they are no data, and go with their process. A file is followed from when it
    is opened, so the store has to be opened inside.
    """

    def __init__(self, folder: Path, handler: Handler = go) -> None:
        self.folder = folder.resolve()
        self.handler = handler
        """What is asked about each call; it makes the call, or does something else."""
        self._opened: dict[int, Path] = {}
        self._real = {name: getattr(os, name) for name in NAMES if hasattr(os, name)}

    def __enter__(self) -> Calls:
        for name, real in self._real.items():
            setattr(os, name, self._through(name, real))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for name, real in self._real.items():
            setattr(os, name, real)

    def _through(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            path = self._path(name, arguments[0])
            if path is None:
                return real(*arguments, **options)
            result = self.handler(Call(name, path, arguments, options, real))
            if name == "open":
                self._opened[result] = path
            elif name == "close":
                self._opened.pop(arguments[0], None)
            return result

        return called

    def _path(self, name: str, subject: Any) -> Path | None:
        """The file of ours that a call is about."""
        if name in BY_DESCRIPTOR:
            return self._opened.get(subject)
        if isinstance(subject, int):
            return None
        path = Path(os.path.abspath(os.fsdecode(subject)))  # noqa: PTH100 (resolve follows links)
        if path.suffix == ".lock" or not path.is_relative_to(self.folder):
            return None
        return path


def recorded(folder: Path, work: Callable[[], object]) -> list[Call]:
    """The calls that some work makes, in order."""
    made: list[Call] = []

    def note(call: Call) -> Any:
        made.append(call)
        return call.go()

    with Calls(folder, note):
        work()
    return made
