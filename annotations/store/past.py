"""What was done to the marks of a store, group by group, so that it can be taken back.

Folded from the entries of the journal. When the journal begins anew, what was folded is carried
over to a file of the same line format; to lose that file is to lose undo, never a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotations.store import journal
from annotations.store.journal import Base, Entry
from annotations.store.lines import decode
from annotations.store.records import COUNTERS

MOST = 1000
"""Groups that can be taken back."""

TABLE = "annotations"

Pairs = Mapping[int, tuple[bytes | None, bytes | None]]
"""The states of records before and after, by number; None where there is none."""


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
                put = {number: after for number, (_, after) in each.pairs.items() if after}
                gone = tuple(number for number, (_, after) in each.pairs.items() if not after)
                before = {number: before for number, (before, _) in each.pairs.items()}
                yield Entry(
                    number=each.number,
                    at=each.at,
                    put={TABLE: put},
                    deleted={TABLE: gone},
                    before={TABLE: before},
                    group=each.id,
                    takes=takes,
                ).line()


def read(data: bytes) -> Past:
    """What a file holds; nothing where it cannot be read."""
    lines = journal.read(data)
    past = Past(number=lines.header.number if lines.header else 0)
    for entry in lines.entries if lines.header else []:
        groups = past.undone if entry.takes else past.done
        groups.append(Group(entry.group, entry.number, entry.at, _pairs(entry)))
    return past


def _pairs(entry: Entry) -> Pairs:
    before = entry.before.get(TABLE, {})
    after = entry.put.get(TABLE, {})
    return {number: (before[number], after.get(number)) for number in before}


def _inverse(pairs: Pairs) -> Pairs:
    return {number: (after, before) for number, (before, after) in pairs.items()}


def _then(first: Pairs, second: Pairs) -> Pairs:
    pairs = dict(first)
    for number, (before, after) in second.items():
        pairs[number] = (first[number][0] if number in first else before, after)
    return {number: pair for number, pair in pairs.items() if not _same(*pair)}


def _same(one: bytes | None, other: bytes | None) -> bool:
    """Whether two states of a record differ in their counters at most."""
    if one is None or other is None:
        return one is other
    return {**decode(one), **COUNTERS} == {**decode(other), **COUNTERS}
