"""Copies of a person's file under another name, which sync programs make of what they cannot merge.

    ana.sync-conflict-20261122-101500-ABCDEFG.json     Syncthing
    ana (conflicted copy 2026-11-22 101500).json       Nextcloud, Dropbox with a name in front
    ana (1).json, ana-LAPTOP.json                      others, and people
    ana.copy-20261122-101500.json                      Postil, when it could not save

They are known by what is in them: the same person under the same name.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from annotations import ids
from annotations.annotation import Annotation, now
from annotations.annotator import Annotator
from annotations.document import Document
from annotations.store.lines import Tables, decode, encode
from annotations.store.migrations import about
from annotations.store.records import called_done, from_annotation, from_document, to_annotation
from annotations.store.recovery import recover


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


def put_mark(tables: Tables, id: str, state: Annotation | None) -> None:
    """Let tables say the unsaved state of a mark."""
    number = ids.number(id)
    rows, gone = tables.setdefault("annotations", {}), tables.setdefault("deleted", {})
    if state is not None:
        newer = replace(state, id=id, rev=state.rev + 1, modified=now())
        rows[number] = encode(from_annotation(newer))
        gone.pop(number, None)
    elif number in rows:
        gone[number] = encode({"at": now(), "record": decode(rows.pop(number))})


def add_document(tables: Tables, number: int, document: Document) -> None:
    """Let tables know a document, if they do not."""
    rows = tables.setdefault("documents", {})
    if number not in rows:
        added = document.added or now()
        rows[number] = encode(from_document(replace(document, added=added, done="")))


def say_done(tables: Tables, number: int, at: str) -> None:
    """Let tables say that a document they know was called done then or, if empty, is not done."""
    rows = tables["documents"]
    rows[number] = encode(called_done(decode(rows[number]), at))


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
