"""A TinyDB table in which a change costs what it touches, and not what there is.

TinyDB's own table reads all records, changes one and writes all. Every change there goes through
`_update_table` with a function that gets the records; here it gets a mapping that hands out copies
of those that are touched and remembers them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from tinydb.table import Table

from annotations import ids
from annotations.store.lines import Record, decode, encode

if TYPE_CHECKING:
    from annotations.store.storage import JournalStorage


class Records(MutableMapping[Any, Record]):
    """The records of a table as TinyDB sees them, by number (or the number as a string).

    A record is decoded, and so copied, when it is looked at. What was touched is known without
    comparing the rest.
    """

    def __init__(self, stored: Mapping[int, bytes]) -> None:
        self._stored = stored
        self.touched: dict[int, Record | None] = {}
        """The states of records that were looked at or set; None where one was removed."""

    def __getitem__(self, number: int | str) -> Record:
        number = int(number)
        if number not in self.touched:
            self.touched[number] = decode(self._stored[number])
        if (record := self.touched[number]) is None:
            raise KeyError(number)
        return record

    def __setitem__(self, number: int, record: Record) -> None:
        if not 0 <= number <= ids.LARGEST:
            raise ValueError(f"{number} is no number of a record")
        self.touched[number] = dict(record)

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self.touched[number] = None

    def __contains__(self, number: object) -> bool:
        number = int(number)  # type: ignore[call-overload]
        if number in self.touched:
            return self.touched[number] is not None
        return number in self._stored

    def __iter__(self) -> Iterator[int]:
        yield from [number for number in self._stored if number in self]
        new = [number for number in self.touched if number not in self._stored]
        yield from [number for number in new if number in self]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove all records."""
        self.touched.update(dict.fromkeys(self))

    @property
    def put(self) -> dict[int, bytes]:
        """The records that are new or different, encoded. Raises ValueError."""
        return {
            number: encode(record)
            for number, record in self.touched.items()
            if record is not None and not self._is_stored(number, record)
        }

    def _is_stored(self, number: int, record: Record) -> bool:
        stored = self._stored.get(number)
        return stored is not None and decode(stored) == record

    @property
    def removed(self) -> tuple[int, ...]:
        """The numbers of records that were there and are not any more."""
        return tuple(
            number
            for number, record in self.touched.items()
            if record is None and number in self._stored
        )


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
            before = dict(records.touched)
            try:
                updater(records)
            except BaseException:
                records.touched = before
                raise

    def _get_next_id(self) -> int:
        """Unique over processes and people, in order of creation, never used again."""
        return ids.number(ids.new_id())
