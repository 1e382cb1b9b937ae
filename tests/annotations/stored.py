"""What lies on the disk, and what may happen to it."""

from __future__ import annotations

import errno
import json
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from annotations.errors import NotSaved
from annotations.store import AnnotationStore
from tests.annotations.examples import DOCUMENT, ME, mark

DOCUMENT_2 = replace(DOCUMENT, id="2" * 16, path="second.txt")

CHANGES_OF_THE_DISK = (
    *("write", "fdatasync", "fsync", "replace", "link", "unlink", "ftruncate", "mkdir", "fchmod"),
)
"""The calls through which the store does anything to the disk."""


class Killed(BaseException):
    """The program ended here."""


def beside(path: Path, suffix: str) -> Path:
    """A file that belongs to a main file: its journal, its backup."""
    return path.with_name(f"{path.name}.{suffix}")


def quotes(store: AnnotationStore) -> list[str]:
    return [each.exact for each in store]


def in_file(path: Path) -> dict[str, dict[str, Any]]:
    """The main file, after everything was written into it."""
    AnnotationStore(path, ME).compact()
    tables = json.loads(path.read_bytes())
    assert isinstance(tables, dict)
    return tables


def written(path: Path, content: bytes) -> AnnotationStore:
    """The store after another program wrote the main file."""
    path.write_bytes(content)
    return AnnotationStore(path, ME)


def line_with(path: Path, words: bytes) -> bytes:
    """The only line of a file in which words stand."""
    (line,) = (line for line in path.read_bytes().split(b"\n") if words in line)
    return line


def journal_line(value: object) -> bytes:
    """A line of a journal whose checksum fits."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return b"%08x %b\n" % (zlib.crc32(body), body)


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def tree(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, without the locks."""
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(".lock")
    }


def assert_nothing_can_be_saved(store: AnnotationStore) -> None:
    """Every save names file and reason, and the files stay as they are, byte for byte."""
    assert str(store.read_only).startswith(f"{store.path}: ")
    before, known = tree(store.path.parent), list(store)
    attempts: list[Callable[[], object]] = [
        lambda: store.add(mark("money")),
        lambda: store.keep_document(DOCUMENT_2),
    ]
    if known:
        attempts += [
            lambda: store.change(replace(known[0], note="x"), known[0].rev),
            lambda: store.remove(known[0].id, known[0].rev),
        ]
    for attempt in attempts:
        with pytest.raises(NotSaved) as caught:
            attempt()
        assert str(caught.value) == store.read_only
    assert not store.compact()
    assert tree(store.path.parent) == before
    assert list(store) == known


def full(*_: object, **__: object) -> None:
    """What every call that needs room does on a full disk."""
    raise OSError(errno.ENOSPC, "No space left on device")


@contextmanager
def killed_at(number: int) -> Iterator[list[str]]:
    """The program ends at that call of those that change the disk, in the middle of a write.

    Yields the names of the calls that were made.
    """
    made: list[str] = []

    def standing_between(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **options: Any) -> Any:
            if len(made) > number:
                raise Killed
            made.append(name)
            if len(made) > number:
                if name == "write":
                    call(args[0], bytes(args[1])[: len(args[1]) // 2])
                raise Killed
            return call(*args, **options)

        return called

    patches = [
        patch.object(os, name, standing_between(name, getattr(os, name)))
        for name in CHANGES_OF_THE_DISK
    ]
    for each in patches:
        each.start()
    try:
        yield made
    finally:
        for each in patches:
            each.stop()
