"""From the bytes of the files to the records: what a store holds after whatever happened.

Pure: the same bytes give the same records, for every window and as often as they are read. So
nothing has to be repaired before one can read, or save.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from annotations.store import journal, lines
from annotations.store.journal import NOTHING, Base, Entry, Lines
from annotations.store.lines import Contents, Tables, Twin
from annotations.store.merging import set_aside, settle_removals, take_newer
from annotations.store.migrations import SCHEMA, migrated, schema_of

Earlier = Callable[[], tuple[bytes | None, bytes | None]]
"""Reads the main file before this one and the journal that led from it to this one."""


@dataclass(slots=True)
class State:
    """The records, and what has to be said of the files they come from."""

    tables: Tables = field(default_factory=dict)
    snapshot: str = NOTHING
    """Hash (sha256) of the main file."""
    number: int = 0
    """The last entry that is in the records."""
    held: int = 0
    """The last entry that the main file holds by itself; below nothing where it has to be
    written anew in any case."""
    bases: list[Base] = field(default_factory=list)
    """The main files that the journal knows."""
    damage: str = ""
    """What is wrong with the main file; the records come from backup and journal then."""
    faults: list[str] = field(default_factory=list)
    """What cannot be read any more, for people."""
    twins: list[Twin] = field(default_factory=list)
    conflicted: bool = False
    foreign: bool = False
    """Whether another program (git, a sync program, a script) wrote the main file last."""
    incomplete: bool = False
    """Whether a main file is damaged and nothing says what else was in it."""
    schema: int = SCHEMA
    """The newest version of the records in the files."""
    written: int = SCHEMA
    """The version of the records in the main file."""


def recover(main: bytes | None, journal_data: bytes | None, earlier: Earlier) -> State:
    """What the main file and the journal hold; of a damaged one, what can be had of the rest."""
    known = journal.read(journal_data or b"")
    if journal_data is not None and not known.bases and not known.faults:
        known.faults.append("the journal is empty: saves may be missing")
    state = State(bases=known.bases, faults=list(known.faults))
    if main is not None:
        state.snapshot = hashlib.sha256(main).hexdigest()
        contents = lines.parse(main, checked=known.base_of(state.snapshot) is not None)
        if contents.faults:  # then it is not what we wrote, whatever the journal knows of it
            contents = lines.parse(main)
    else:
        contents = Contents()
        # Later lines may speak of a main file that a compaction had yet to put in place.
        had_one = known.header is not None and known.header.snapshot != NOTHING
        if had_one or earlier()[0] is not None:
            contents.faults.append("the file is gone")
    written = schema_of(contents.tables) if contents.tables else SCHEMA
    state.written = written
    state.schema = max([written, *(each.schema for each in known.bases + known.entries)])
    state.number = state.held = known.number
    state.twins, state.conflicted = contents.twins, contents.conflicted
    if contents.faults:
        state.damage, state.held = contents.faults[0], -1
        state.faults += contents.faults
        _rebuild(state, contents, known, earlier)
    else:
        state.tables = migrated(contents.tables, written)
        if not known.bases:
            number = journal.read(earlier()[1] or b"").number
            state.number = state.held = max(known.number, number)
        is_mixed = settle_removals(state.tables)  # git kept the line of a mark that is gone
        _replay(state, known)
        if is_mixed:
            state.held = -1
    if written < SCHEMA or state.twins or state.conflicted or known.faults:
        state.held = -1
    return state


def replay(tables: Tables, entries: Iterable[Entry]) -> None:
    """Bring tables to where entries leave them."""
    for entry in entries:
        for name, rows in migrated(entry.put, entry.schema).items():
            tables.setdefault(name, {}).update(rows)
        for name, numbers in entry.deleted.items():
            rows = tables.get(name, {})
            for number in numbers:
                rows.pop(number, None)


def _replay(state: State, known: Lines) -> None:
    """Apply the journal to a sound main file."""
    base = known.base_of(state.snapshot)
    entries = known.entries
    if base is not None:
        entries = [entry for entry in entries if entry.number > base.number]
        if not entries or entries[0].number == base.number + 1 or known.faults:
            state.held = base.number
            replay(state.tables, entries)
            return
    state.foreign = bool(known.bases)
    if entries:
        before = {name: dict(rows) for name, rows in state.tables.items()}
        _take_newer(state.tables, entries)
        state.held = state.number if state.tables == before else -1


def _take_newer(tables: Tables, entries: Iterable[Entry]) -> None:
    """Apply to a main file that the journal does not know only what is newer than in it."""
    last: Tables = {}
    replay(last, entries)
    for left in take_newer(tables, last):
        set_aside(tables, left, "another program's file held a newer version")


def _rebuild(state: State, contents: Contents, since: Lines, earlier: Earlier) -> None:
    """The records without the main file, and what is missing from them."""
    backup, backup_journal = earlier()
    known = since.with_earlier(journal.read(backup_journal or b""))
    state.number = known.number
    state.tables = _tables(backup)
    base = known.base_of(NOTHING if backup is None else hashlib.sha256(backup).hexdigest())
    first = known.number + 1 if base is None else base.number + 1
    entries = [entry for entry in known.entries if entry.number >= first]
    numbers = [entry.number for entry in entries]
    if base is not None and numbers == list(range(first, known.number + 1)):
        replay(state.tables, entries)
    else:
        _take_newer(state.tables, known.entries)
        state.faults.append("backup and journal do not reach back to it: saves may be missing")
        state.incomplete = True
    take_newer(state.tables, migrated(contents.tables, schema_of(contents.tables)))


def _tables(data: bytes | None) -> Tables:
    if data is None:
        return {}
    tables = lines.parse(data).tables
    return migrated(tables, schema_of(tables))
