"""Copies of a person's file under another name, which sync programs make of what they cannot merge.

    ana.sync-conflict-20261122-101500-ABCDEFG.json     Syncthing
    ana (conflicted copy 2026-11-22 101500).json       Nextcloud, Dropbox with a name in front
    ana (1).json, ana-LAPTOP.json                      others, and people
    ana.copy-20261122-101500.json                      Postil, when it could not save

They are known by what is in them: the same person under the same name.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import ids
from annotations.annotation import Annotation, now
from annotations.annotator import Annotator
from annotations.document import Document
from annotations.errors import NotSaved, reason_of
from annotations.files import replace_file
from annotations.history import Data, State
from annotations.store.lines import Tables, decode, dump, encode
from annotations.store.lock import PATIENCE
from annotations.store.merging import merged, take_out
from annotations.store.migrations import about
from annotations.store.records import (
    called_done,
    described,
    from_annotation,
    from_document,
    to_annotation,
)
from annotations.store.recovery import recover

if TYPE_CHECKING:
    from annotations.store.storage import JournalStorage


def copies_of(path: Path, owner: Annotator) -> list[Path]:
    """The copies of a file beside it."""
    found = sorted(path.parent.glob("*.json"))
    return [each for each in found if each != path and _is_copy(each, path, owner)]


def read(path: Path) -> Tables:
    """The records in a copy, as far as they can be read. Raises OSError."""
    return recover(path.read_bytes(), None, lambda: (None, None)).tables


def read_sound(path: Path) -> Tables:
    """The same without marks that break a rule: what cannot be a mark here stays in the copy.

    Raises OSError.
    """
    tables = read(path)
    rows = tables.get("annotations", {})
    return {**tables, "annotations": {n: row for n, row in rows.items() if _is_sound(n, row)}}


def merge(file: JournalStorage, found: list[Path]) -> None:
    """Take copies into a file, and what git put together in it.

    What was merged is kept beside under another name. Raises NotSaved.
    """
    try:
        tables = [read_sound(path) for path in found]
        with file.transaction(ids.new_id()):
            rows, aside = take_out(file.state.tables)
            file.absorb(merged(rows, [*file.state.twins, *aside], tables))
        file.compact(PATIENCE)
        for path in found:
            path.rename(path.with_name(f"{path.name}.merged-{time.time_ns()}"))
    except OSError as error:
        raise NotSaved(file.path, reason_of(error)) from error


def write(path: Path, tables: Tables) -> None:
    """Write a copy, in a folder that need not exist. Raises NotSaved."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, b"".join(dump(tables)))
    except OSError as error:
        raise NotSaved(path, reason_of(error)) from error


def with_unsaved(
    tables: Tables,
    unsaved: Mapping[str, State],
    documents: Iterable[Document],
    numbers: Mapping[str, int],
) -> Tables:
    """These tables with states on top that are not in them yet, by `key_of`.

    `documents` are those that the states are about, `numbers` the ones of documents that the
    tables know, by id.
    """
    tables = {name: dict(rows) for name, rows in tables.items()}
    done = [state for state in unsaved.values() if isinstance(state, Document)]
    data = [state.document for state in unsaved.values() if isinstance(state, Data)]
    new: dict[str, int] = {}
    for document in (*documents, *done, *data):
        if document.id not in numbers and document.id not in new:
            new[document.id] = ids.number(ids.new_id())
            _add_document(tables, new[document.id], document)
    rows = tables.get("documents", {})
    for document in done:
        number = {**numbers, **new}[document.id]
        rows[number] = encode(called_done(decode(rows[number]), document.done))
    for document in data:
        number = {**numbers, **new}[document.id]
        rows[number] = encode(described(decode(rows[number]), document))
    for id, state in unsaved.items():
        if not isinstance(state, Document | Data):
            _put_mark(tables, id, state)
    return tables


def _put_mark(tables: Tables, id: str, state: Annotation | None) -> None:
    number = ids.number(id)
    rows, gone = tables.setdefault("annotations", {}), tables.setdefault("deleted", {})
    if state is not None:
        newer = replace(state, id=id, rev=state.rev + 1, modified=now())
        rows[number] = encode(from_annotation(newer))
        gone.pop(number, None)
    elif number in rows:
        gone[number] = encode({"at": now(), "record": decode(rows.pop(number))})


def _add_document(tables: Tables, number: int, document: Document) -> None:
    added = document.added or now()
    row = encode(from_document(replace(document, added=added, done="", described="")))
    tables.setdefault("documents", {})[number] = row


def _is_copy(copy: Path, path: Path, owner: Annotator) -> bool:
    # The name is looked at first: reading every file of a big project takes long.
    if not copy.stem.startswith(path.stem):
        return False
    try:
        said = about(read(copy))
    except OSError:
        return False
    return (said.get("name"), said.get("person")) == (owner.name, owner.person)


def _is_sound(number: int, row: bytes) -> bool:
    try:
        to_annotation(ids.letters(number), decode(row))
    except ValueError:
        return False
    return True
