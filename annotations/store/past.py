"""What was done to marks, and to what is done, group by group, so that it can be taken back.

Folded from the entries of the journal. When the journal begins anew, what was folded is carried
over to a file of the same line format; to lose that file is to lose undo, never a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from annotations import ids
from annotations.history import Change, Pair, State, Step
from annotations.store import journal, records
from annotations.store.journal import Base, Entry
from annotations.store.lines import decode
from annotations.store.records import COUNTERS

MOST = 1000
"""Groups that can be taken back."""

TABLES = ("annotations", "documents")

Pairs = Mapping[tuple[str, int], tuple[bytes | None, bytes | None]]
"""The states of records before and after, by table and number; None where there is none.

A document is among them where it is done now and was not before, or the other way round.
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
    one, other = (state or replace(known, done="") for state in states)
    return one, other


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
    pairs = {}
    for table in TABLES:
        after = entry.put.get(table, {})
        for number, before in entry.before.get(table, {}).items():
            pair = before, after.get(number)
            if table == "annotations" or _done(pair[0]) != _done(pair[1]):
                pairs[table, number] = pair
    return pairs


def _done(row: bytes | None) -> object:
    """What a record says of when a document was called done."""
    return "" if row is None else decode(row).get("done", "")


def _inverse(pairs: Pairs) -> Pairs:
    return {key: (after, before) for key, (before, after) in pairs.items()}


def _then(first: Pairs, second: Pairs) -> Pairs:
    pairs = dict(first)
    for key, (before, after) in second.items():
        pairs[key] = (first[key][0] if key in first else before, after)
    return {key: pair for key, pair in pairs.items() if not _same(key[0], *pair)}


def _same(table: str, one: bytes | None, other: bytes | None) -> bool:
    """Whether two states of a record say the same."""
    if table == "documents":
        return _done(one) == _done(other)
    if one is None or other is None:
        return one is other
    return {**decode(one), **COUNTERS} == {**decode(other), **COUNTERS}
