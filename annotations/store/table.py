"""A TinyDB table in which a change costs what it touches, and not what there is.

TinyDB's own table reads all records, changes one and writes all. Every change there goes through
`_update_table` with a function that gets the records; here it gets a mapping that hands out copies
of those that are touched and remembers them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.table import Table

from annotations import ids
from annotations.store.lines import Record, decode, encode

if TYPE_CHECKING:
    from annotations.store.storage import JournalStorage


NOTHING: Mapping[int, bytes | None] = {}


class Records(MutableMapping[Any, Record]):
    """The records of a table as TinyDB sees them, by number (or the number as a string).

    A record is decoded, and so copied, when it is looked at: what is done to it is done to nobody
    else's, and what was touched is known without comparing the rest.
    """

    def __init__(
        self, stored: Mapping[int, bytes], changed: Mapping[int, bytes | None] = NOTHING
    ) -> None:
        """The records of a table, with changes on top that are not saved yet."""
        self._stored = stored
        self._changed = changed
        self._touched: dict[int, Record | None] = {}

    def __getitem__(self, number: int | str) -> Record:
        number = int(number)
        if number not in self._touched:
            line = self._line(number)
            if line is None:
                raise KeyError(number)
            self._touched[number] = decode(line)
        if (record := self._touched[number]) is None:
            raise KeyError(number)
        return record

    def __setitem__(self, number: int, record: Record) -> None:
        if not 0 <= number <= ids.LARGEST:
            raise ValueError(f"{number} is no number of a record")
        self._touched[number] = dict(record)

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._touched[number] = None

    def __contains__(self, number: object) -> bool:
        key = int(number)  # type: ignore[call-overload]
        if key in self._touched:
            return self._touched[key] is not None
        return self._line(key) is not None

    def __iter__(self) -> Iterator[int]:
        for number in list(dict.fromkeys([*self._stored, *self._changed, *self._touched])):
            if number in self:
                yield number

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove all records."""
        self._touched.update(dict.fromkeys(self))

    @property
    def changes(self) -> dict[int, bytes | None]:
        """What is different now, None where a record was removed.

        Raises ValueError for what JSON cannot hold.
        """
        return {
            number: None if record is None else encode(record)
            for number, record in self._touched.items()
            if not self._is_as_before(number, record)
        }

    def _line(self, number: int) -> bytes | None:
        return self._changed[number] if number in self._changed else self._stored.get(number)

    def _is_as_before(self, number: int, record: Record | None) -> bool:
        line = self._line(number)
        return record is None if line is None else record == decode(line)


class JournalTable(Table):
    """A table of a `JournalStorage`."""

    def __init__(
        self, storage: JournalStorage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        """Without a query cache, which hides what other windows write, whatever is asked for.

        `persist_empty` would wipe a table that is there (tinydb #636).
        """
        super().__init__(storage, name, cache_size=0)
        self._journal = storage

    def _read_table(self) -> Any:
        return self._journal.records(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._journal.transaction():
            records = self._journal.records(self.name)
            updater(records)
            self._journal.change(self.name, records)

    def _get_next_id(self) -> int:
        """Unique over processes and people, in order of creation, never used again."""
        return ids.number(ids.new_id())


class JournalDB(TinyDB):
    """A TinyDB whose tables append to a journal."""

    table_class: type[Table] = JournalTable

    def __init__(self, storage: JournalStorage) -> None:
        """A database on an open storage."""
        super().__init__(storage=lambda: storage)
