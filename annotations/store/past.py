"""What was done to marks, and to what is done, group by group, so that it can be taken back.

Folded from the entries of the journal. When the journal begins anew, what was folded is carried
over to a file of the same line format; to lose that file is to lose undo, never a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from annotations import ids
from annotations.history import Change, Data, Pair, State, Step
from annotations.store import journal, records
from annotations.store.journal import Base, Entry
from annotations.store.lines import decode, encode
from annotations.store.records import COUNTERS

MOST = 1000
"""Groups that can be taken back."""

DONE, DATA = "documents", "data"
"""What is done to a document, apart from each other: that it is done, and what is known of it. By
these names they stand beside the tables."""
SAYS = {DONE: ("done",), DATA: ("described", "metadata")}
"""What of the record of a document says so; it is another state where the first is another."""

Pairs = Mapping[tuple[str, int], tuple[bytes | None, bytes | None]]
"""The states of records before and after, by table and number; None where there is none.

Those of a document differ in no more than what was done to it.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """What is taken back together: a mark with its adjustments, or an act on many."""

    id: str
    number: int
    """The last entry that belongs to it."""
    at: str
    pairs: Pairs


@dataclass(slots=True)
class Past:
    """What was done and can be taken back, what was taken back and can be done again."""

    done: list[Group] = field(default_factory=list)
    undone: list[Group] = field(default_factory=list)
    number: int = 0
    """The last entry in it."""

    def fold(self, entries: Iterable[Entry]) -> None:
        """Add entries; those that are in it already are passed over."""
        for entry in entries:
            if entry.number <= self.number:
                continue
            self.number = entry.number
            pairs = _pairs(entry)
            if not pairs or not entry.group:
                continue
            if entry.takes == "undo":
                self.undone.append(Group(entry.group, entry.number, entry.at, _inverse(pairs)))
            elif entry.takes == "redo":
                self._redone(entry.group)
            else:
                self.undone.clear()
            self._do(Group(entry.group, entry.number, entry.at, pairs))
        del self.done[:-MOST]

    def _redone(self, id: str) -> None:
        for place in reversed(range(len(self.undone))):
            if self.undone[place].id == id:
                del self.undone[place]
                return

    def _do(self, group: Group) -> None:
        """Put a change behind what its group did already; a group that did nothing is gone."""
        same = [each for each in self.done if each.id == group.id]
        pairs = group.pairs
        for earlier in same:
            self.done.remove(earlier)
            pairs = _then(earlier.pairs, pairs)
        if pairs:
            self.done.append(Group(group.id, group.number, group.at, pairs))

    def file(self) -> Iterable[bytes]:
        """The lines that hold it."""
        yield Base("", self.number).line()
        for takes, groups in ("", self.done), ("redo", self.undone):
            for each in groups[-MOST:]:
                yield _entry(each, takes).line()


def read(data: bytes) -> Past:
    """What a file holds; nothing where it cannot be read."""
    lines = journal.read(data)
    past = Past(number=lines.header.number if lines.header else 0)
    for entry in lines.entries if lines.header else []:
        groups = past.undone if entry.takes else past.done
        groups.append(Group(entry.group, entry.number, entry.at, _pairs(entry)))
    return past


def steps(groups: Iterable[Group]) -> Iterator[Step]:
    """The groups as steps of the history; what cannot be read cannot be brought back either."""
    for group in groups:
        try:
            pairs = tuple(_states(*key, *rows) for key, rows in group.pairs.items())
        except ValueError:
            continue
        yield Step(Change(pairs), group.id, older=True)


def _states(table: str, number: int, before: bytes | None, after: bytes | None) -> Pair:
    if table == "annotations":
        return _annotation(number, before), _annotation(number, after)
    states = [None if row is None else records.to_document(decode(row)) for row in (before, after)]
    known = states[0] or states[1]
    assert known is not None
    unsaid = replace(known, done="") if table == DONE else replace(known, metadata={}, described="")
    one, other = (state or unsaid for state in states)
    return (one, other) if table == DONE else (Data(one), Data(other))


def _annotation(number: int, row: bytes | None) -> State:
    return None if row is None else records.to_annotation(ids.letters(number), decode(row))


def _entry(group: Group, takes: str) -> Entry:
    """The line in which a group is kept."""
    put: dict[str, dict[int, bytes]] = {}
    gone: dict[str, tuple[int, ...]] = {}
    earlier: dict[str, dict[int, bytes | None]] = {}
    for (table, number), (before, after) in group.pairs.items():
        earlier.setdefault(table, {})[number] = before
        if after is None:
            gone[table] = (*gone.get(table, ()), number)
        else:
            put.setdefault(table, {})[number] = after
    return Entry(group.number, group.at, put, gone, earlier, group.id, takes)


def _pairs(entry: Entry) -> Pairs:
    pairs = {("annotations", number): pair for number, pair in _rows(entry, "annotations")}
    for table in (DONE, DATA):
        for number, pair in _rows(entry, table):
            for what in SAYS:
                if not _same(what, *pair):
                    pairs[what, number] = _only(what, *pair)
    return pairs


def _rows(entry: Entry, table: str) -> Iterator[tuple[int, tuple[bytes | None, bytes | None]]]:
    """The records of a table before and after an entry, by number."""
    after = entry.put.get(table, {})
    for number, before in entry.before.get(table, {}).items():
        yield number, (before, after.get(number))


def _only(what: str, one: bytes | None, other: bytes | None) -> tuple[bytes | None, bytes | None]:
    """Two states of a document that differ in nothing else: the first as the second with that."""
    if other is None:
        return one, other
    said = {} if one is None else decode(one)
    said = {name: value for name, value in said.items() if name in SAYS[what]}
    rest = {name: value for name, value in decode(other).items() if name not in SAYS[what]}
    return encode({**rest, **said}), other


def _when(what: str, row: bytes | None) -> object:
    """When something was done to a document, as its record says."""
    return "" if row is None else decode(row).get(SAYS[what][0], "")


def _inverse(pairs: Pairs) -> Pairs:
    return {key: (after, before) for key, (before, after) in pairs.items()}


def _then(first: Pairs, second: Pairs) -> Pairs:
    pairs = dict(first)
    for key, (before, after) in second.items():
        if key in first:
            before = first[key][0]
        pairs[key] = (before, after) if key[0] == "annotations" else _only(key[0], before, after)
    return {key: pair for key, pair in pairs.items() if not _same(key[0], *pair)}


def _same(table: str, one: bytes | None, other: bytes | None) -> bool:
    """Whether two states of a record say the same."""
    if table in SAYS:
        return _when(table, one) == _when(table, other)
    if one is None or other is None:
        return one is other
    return {**decode(one), **COUNTERS} == {**decode(other), **COUNTERS}
