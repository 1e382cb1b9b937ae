"""Two versions of a person's records made into one, without losing either.

Of a record the higher `rev` is the newer state; that a mark was taken off at some `rev` is newer
than the mark at that `rev`. Whether a document is done is said by the newer of its records, and
makes no version to be kept. What else is older and yet different may hold somebody's work, so it
is never dropped: it is returned, for the caller to set aside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from annotations import ids
from annotations.store.lines import Tables, Twin, decode, encode
from annotations.store.records import COUNTERS, DOCUMENT_COUNTERS, newness, rev_of

ASIDE = "quarantine"
"""The table of what was set aside: shown to people, never taken for a mark."""


def take_newer(tables: Tables, other: Tables) -> list[Twin]:
    """Take over from `other` what is newer; what is not, and says something else, is returned."""
    left = []
    live, gone = tables.setdefault("annotations", {}), tables.setdefault("deleted", {})
    theirs, theirs_gone = other.get("annotations", {}), other.get("deleted", {})
    for number in sorted({*theirs, *theirs_gone}):
        if _standing(other, number) > _standing(tables, number):
            if number in theirs:
                live[number] = theirs[number]
                gone.pop(number, None)
            else:
                live.pop(number, None)
                gone[number] = theirs_gone[number]
        elif number in theirs and not _says(tables, number, theirs[number]):
            left.append(Twin("annotations", number, theirs[number]))
    for name in other.keys() - {"annotations", "deleted"}:
        rows = tables.setdefault(name, {})
        for number, record in other[name].items():
            if number not in rows or _is_newer(name, record, rows[number]):
                rows[number] = record
            elif name != "about" and not _say_the_same(name, record, rows[number]):
                left.append(Twin(name, number, record))
    for name in [name for name, rows in tables.items() if not rows and name not in other]:
        del tables[name]
    return left


def merged(tables: Tables, twins: Iterable[Twin], copies: Iterable[Tables]) -> Tables:
    """These tables with the other versions of their records, and with all of the copies.

    Where two versions of a mark differ, both are there: the newer one under its number, the other
    as a mark of its own, so that a person can take off the one that is not wanted. To merge twice
    is to merge once.
    """
    tables = {name: dict(rows) for name, rows in tables.items()}
    for twin in twins:
        _take_in(tables, {twin.table: {twin.number: twin.record}})
    for copy in copies:
        _take_in(tables, copy)
    settle_removals(tables)
    return tables


def _take_in(tables: Tables, other: Tables) -> None:
    """Take over what is newer, and keep what was there and what is not newer beside it."""
    before = {name: dict(rows) for name, rows in tables.items()}
    left = take_newer(tables, other)
    for name, rows in before.items():
        for number in rows.keys() & {*other.get(name, ()), *other.get("deleted", ())}:
            now = tables.get(name, {}).get(number)
            if name == "annotations":
                is_kept = _says(tables, number, rows[number])
            else:
                is_kept = now is None or _say_the_same(name, now, rows[number])
            if not is_kept:
                left.append(Twin(name, number, rows[number]))
    for each in left:
        add_beside(tables, each)


def settle_removals(tables: Tables) -> bool:
    """A mark that one side took off is gone, unless the other side changed it since.

    Says whether there was one that is in both tables.
    """
    live, gone = tables.get("annotations", {}), tables.get("deleted", {})
    both = live.keys() & gone.keys()
    for number in sorted(both):
        if _standing({"annotations": live}, number) > _standing({"deleted": gone}, number):
            del gone[number]
        else:
            twin = Twin("annotations", number, live.pop(number))
            if not _says(tables, number, twin.record):
                add_beside(tables, twin)
    return bool(both)


def add_beside(tables: Tables, twin: Twin) -> None:
    """Add another version of a mark as a mark of its own; of something else, set it aside."""
    if twin.table != "annotations":
        set_aside(tables, twin, "another version of it is newer")
        return
    rows, number = tables.setdefault("annotations", {}), _beside(twin)
    record = decode(twin.record)
    if number in rows or number in tables.get("deleted", {}):
        return  # it was added before, and is somebody's mark since
    if not _says(tables, twin.number, twin.record):
        rows[number] = encode({**record, "rev": 1})


def _beside(twin: Twin) -> int:
    """A number of its own for another version, next to the first; the same for what it says."""
    said = encode({**decode(twin.record), **COUNTERS})
    key = hashlib.sha256(b"%d %b" % (twin.number, said)).digest()
    random = int.from_bytes(key[:4]) >> 32 - ids.RANDOM_BITS
    return twin.number >> ids.RANDOM_BITS << ids.RANDOM_BITS | random


def set_aside(tables: Tables, twin: Twin, why: str) -> None:
    """Keep a version of a record where nobody takes it for a mark."""
    key = hashlib.sha256(b"%b %d %b" % (twin.table.encode(), twin.number, twin.record)).digest()
    row = {
        "table": twin.table,
        "id": ids.letters(twin.number) if 0 <= twin.number <= ids.LARGEST else str(twin.number),
        "record": decode(twin.record),
        "why": why,
    }
    tables.setdefault(ASIDE, {})[int.from_bytes(key[:8]) >> 1] = encode(row)


def take_out(tables: Tables) -> tuple[Tables, list[Twin]]:
    """The tables without the marks that were set aside, and those marks."""
    rest: dict[int, bytes] = {}
    twins = []
    for key, row in tables.get(ASIDE, {}).items():
        value = decode(row)
        try:
            if value["table"] != "annotations":
                raise ValueError
            twins.append(Twin("annotations", ids.number(value["id"]), encode(value["record"])))
        except (KeyError, TypeError, ValueError, AttributeError):
            rest[key] = row
    return {**tables, ASIDE: rest} if ASIDE in tables else tables, twins


def _standing(tables: Tables, number: int) -> float:
    """How new the state of a mark is; below nothing where there was never one."""
    live = tables.get("annotations", {}).get(number)
    gone = tables.get("deleted", {}).get(number)
    standing = -1.0
    if live is not None:
        standing = rev_of(decode(live))
    if gone is not None:
        record = decode(gone).get("record")
        standing = max(standing, rev_of(record if isinstance(record, dict) else {}) + 0.5)
    return standing


def _says(tables: Tables, number: int, record: bytes) -> bool:
    """Whether the state of a mark, or the last one before it was taken off, is this.

    Counters may differ: it is the same that is said of the same words.
    """
    state: object = None
    if (live := tables.get("annotations", {}).get(number)) is not None:
        state = decode(live)
    elif (gone := tables.get("deleted", {}).get(number)) is not None:
        state = decode(gone).get("record")
    return isinstance(state, dict) and {**state, **COUNTERS} == {**decode(record), **COUNTERS}


def _is_newer(table: str, one: bytes, other: bytes) -> bool:
    """Whether of two records, not of marks, the first is the newer one."""
    if table == "documents":
        return newness(decode(one)) > newness(decode(other))
    return rev_of(decode(one)) > rev_of(decode(other))


def _say_the_same(table: str, one: bytes, other: bytes) -> bool:
    """Whether two records, not of marks, say the same."""
    may_differ = DOCUMENT_COUNTERS if table == "documents" else {}
    return {**decode(one), **may_differ} == {**decode(other), **may_differ}
