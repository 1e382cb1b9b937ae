"""What a disk may hold after a power cut, made up from the calls of a run.

POSIX promises nothing before a sync, so here
- what was written to a file since its last sync may be there, missing, in part, or as zeros; of
  several writes any may be missing; a cut may not have happened yet;
- what was done to a folder since its last sync (a file made, linked, renamed or removed, a folder
  made) may be there in any combination, whatever became of the data of the files.
A sync of a file says nothing of its name, and that of a folder nothing of the files in it.
"""

from __future__ import annotations

import itertools
import math
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crash.calls import Call, Calls, Handler, go

COMBINED = 5
"""Changes of folders that are lost in every combination; of more, each one and each row of last."""

MOST = 250
"""Combinations of what may be read from files that were not synced, for the same names."""

Files = dict[str, bytes | None]
"""What a folder holds: contents by relative path, None for a folder."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One change of the disk, or a promise about it."""

    kind: str
    """`write`, `cut`, `name`, `unname`, `move`, `sync` (a file), `sync folder` or `said`."""
    file: int = 0
    """Which file or folder; of `said` the number of steps that were acknowledged."""
    path: str = ""
    """Relative to the folder that is watched."""
    target: str = ""
    """Of `move`, the new path."""
    offset: int = 0
    """Of `write` and `cut`, in bytes."""
    data: bytes = b""


@dataclass(slots=True)
class Disk:
    """Names and contents that last, and what was done since the last sync."""

    names: dict[str, int] = field(default_factory=dict)
    contents: dict[int, bytes | None] = field(default_factory=dict)
    """By file; None for a folder."""
    renamed: list[Effect] = field(default_factory=list)
    """Done to folders, not synced."""
    written: dict[int, list[Effect]] = field(default_factory=dict)
    """Done to files, not synced."""

    def do(self, effect: Effect) -> None:
        """Take one effect into account."""
        if effect.kind in ("write", "cut"):
            self.written.setdefault(effect.file, []).append(effect)
        elif effect.kind == "sync":
            before = self.contents.get(effect.file, b"") or b""
            self.contents[effect.file] = applied(before, self.written.pop(effect.file, []))
        elif effect.kind == "sync folder":
            stays = []
            for change in self.renamed:
                if os.path.dirname(change.target or change.path) == effect.path:  # noqa: PTH120
                    rename(self.names, change)
                else:
                    stays.append(change)
            self.renamed = stays
        elif effect.kind != "said":
            self.renamed.append(effect)

    def states(self) -> Iterator[Files]:
        """All that may be found when the power is cut now."""
        for kept in combinations(self.renamed):
            names = dict(self.names)
            for change in kept:
                rename(names, change)
            present = [file for file in self.written if file in names.values()]
            for found in picked([self._readings(file) for file in present]):
                contents = {**self.contents, **dict(zip(present, found, strict=True))}
                yield _reachable(names, contents)

    def _readings(self, file: int) -> list[bytes]:
        """What may be read from a file."""
        before, done = self.contents.get(file, b"") or b"", self.written[file]
        found = [applied(before, done[:number]) for number in range(len(done) + 1)]
        for number, effect in enumerate(done):
            others = done[:number] + done[number + 1 :]
            found.append(applied(before, others))
            if effect.kind == "write":
                for size in (1, len(effect.data) // 2, len(effect.data) - 1):
                    part = Effect("write", offset=effect.offset, data=effect.data[:size])
                    found.append(applied(before, [*done[:number], part]))
                zeros = Effect("write", offset=effect.offset, data=bytes(len(effect.data)))
                found.append(applied(before, [*done[:number], zeros, *done[number + 1 :]]))
        return list(dict.fromkeys(found))


def rename(names: dict[str, int], change: Effect) -> None:
    """Do to names what a change of a folder does."""
    if change.kind in ("unname", "move"):
        names.pop(change.path, None)
    if change.kind in ("name", "move"):
        names[change.target or change.path] = change.file


def applied(before: bytes, effects: list[Effect]) -> bytes:
    """Contents of a file after writes and cuts; a gap is filled with zeros."""
    data = bytearray(before)
    for effect in effects:
        if len(data) < effect.offset:
            data += bytes(effect.offset - len(data))
        if effect.kind == "cut":
            del data[effect.offset :]
        else:
            data[effect.offset : effect.offset + len(effect.data)] = effect.data
    return bytes(data)


def combinations(changes: list[Effect]) -> Iterator[tuple[Effect, ...]]:
    """Which of some changes of folders may have lasted."""
    if len(changes) <= COMBINED:
        for kept in itertools.product((True, False), repeat=len(changes)):
            yield tuple(itertools.compress(changes, kept))
        return
    for number in range(len(changes) + 1):
        yield tuple(changes[:number])
        yield tuple(changes[number:])
        yield tuple(changes[: max(0, number - 1)] + changes[number:])
        yield tuple(changes[max(0, number - 1) : number])


def picked(readings: list[list[bytes]]) -> Iterator[tuple[bytes, ...]]:
    """What may be read from each file, in every combination or, of very many, some."""
    count = math.prod(len(each) for each in readings)
    numbers: Sequence[int] = range(count)
    if count > MOST:  # which only happens to a store that forgets to sync
        numbers = random.Random(count).sample(numbers, MOST)
    for number in numbers:
        found = []
        for each in readings:
            number, index = divmod(number, len(each))
            found.append(each[index])
        yield tuple(found)


def _reachable(names: dict[str, int], contents: dict[int, bytes | None]) -> Files:
    """The files whose folders are there."""
    files: Files = {}
    for path in sorted(names):
        folder = os.path.dirname(path)  # noqa: PTH120
        if not folder or folder in files:
            files[path] = contents.get(names[path], b"")
    return files


class Recorder:
    """Notes the effects of all calls on files in a folder, while it is entered."""

    def __init__(self, folder: Path, handler: Handler = go) -> None:
        """`handler` makes the calls, or not; only those that it makes have an effect."""
        self.effects: list[Effect] = []
        self._handler = handler
        self.start = Disk()
        self._folder = folder.resolve()
        self._calls = Calls(folder, self._note)
        self._names: dict[str, int] = {}
        self._open: dict[int, tuple[int, bool]] = {}
        self._sizes: dict[int, int] = {}
        for path in sorted(self._folder.rglob("*")):
            if path.suffix != ".lock":
                data = None if path.is_dir() else path.read_bytes()
                number = self._named(path)
                self.start.contents[number] = data
                self._sizes[number] = len(data or b"")
        self.start.names = dict(self._names)

    def __enter__(self) -> Recorder:
        self._calls.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._calls.__exit__(*error)

    def said(self, step: int) -> None:
        """Note that a step was acknowledged."""
        self.effects.append(Effect("said", step))

    def _note(self, call: Call) -> Any:
        """Make a call, and note what it does when it does it."""
        before = call.path.exists()
        position = os.lseek(call.arguments[0], 0, os.SEEK_CUR) if call.name == "write" else 0
        result = self._handler(call)
        note: Callable[..., None] | None = getattr(self, f"_note_{call.name}", None)
        if note:
            note(call, result, before, position)
        return result

    def _note_open(self, call: Call, result: int, before: bool, _: int) -> None:
        flags = call.arguments[1]
        if not before:
            self._effect("name", self._named(call.path), self._relative(call.path))
        number = self._named(call.path)
        if before and flags & os.O_TRUNC:
            self._cut(number, 0)
        self._open[result] = number, bool(flags & os.O_APPEND)

    def _note_close(self, call: Call, *_: Any) -> None:
        self._open.pop(call.arguments[0], None)

    def _note_write(self, call: Call, result: int, _: bool, position: int) -> None:
        number, at_end = self._open[call.arguments[0]]
        offset = self._sizes.get(number, 0) if at_end else position
        data = bytes(call.arguments[1])[:result]
        self.effects.append(Effect("write", number, offset=offset, data=data))
        self._sizes[number] = max(self._sizes.get(number, 0), offset + result)

    def _note_ftruncate(self, call: Call, *_: Any) -> None:
        self._cut(self._open[call.arguments[0]][0], call.arguments[1])

    def _cut(self, number: int, size: int) -> None:
        self.effects.append(Effect("cut", number, offset=size))
        self._sizes[number] = size

    def _note_fsync(self, call: Call, *_: Any) -> None:
        number, path = self._open[call.arguments[0]][0], self._relative(call.path)
        self._effect("sync folder" if call.path.is_dir() else "sync", number, path)

    _note_fdatasync = _note_fsync

    def _note_mkdir(self, call: Call, *_: Any) -> None:
        number = self._named(call.path)
        self.start.contents[number] = None
        self._effect("name", number, self._relative(call.path))

    def _note_unlink(self, call: Call, *_: Any) -> None:
        path = self._relative(call.path)
        self._effect("unname", self._names.pop(path), path)

    _note_remove = _note_unlink

    def _note_link(self, call: Call, *_: Any) -> None:
        number, path = self._named(call.path), self._relative(Path(call.arguments[1]))
        self._names[path] = number
        self._effect("name", number, path)

    def _note_replace(self, call: Call, *_: Any) -> None:
        path, target = self._relative(call.path), self._relative(Path(call.arguments[1]))
        number = self._names.pop(path)
        self._names[target] = number
        self.effects.append(Effect("move", number, path, target))

    _note_rename = _note_replace

    def _effect(self, kind: str, number: int, path: str) -> None:
        self.effects.append(Effect(kind, number, path))

    def _named(self, path: Path) -> int:
        """The number of the file of that name, a new one when there is none."""
        relative = self._relative(path)
        if relative not in self._names:
            self._names[relative] = next(_numbers)
        return self._names[relative]

    def _relative(self, path: Path) -> str:
        relative = os.path.relpath(path, self._folder)
        return "" if relative == "." else relative


_numbers = itertools.count(1)


def crash_states(recorder: Recorder, begin: int = 0) -> list[tuple[Files, int]]:
    """Every different state that a power cut could leave, with the steps acknowledged till then.

    Of those from an effect of the recorder on.
    """
    disk, said = recorder.start, 0
    found: dict[tuple[int, frozenset[tuple[str, bytes | None]]], tuple[Files, int]] = {}
    for number, effect in enumerate((Effect("said"), *recorder.effects)):
        disk.do(effect)
        said = effect.file if effect.kind == "said" else said
        for files in disk.states() if number >= begin else ():
            found.setdefault((said, frozenset(files.items())), (files, said))
    return list(found.values())


def put(files: Files, folder: Path) -> None:
    """Make a folder that holds these files."""
    folder.mkdir(parents=True)
    for path, data in files.items():
        if data is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(data)
