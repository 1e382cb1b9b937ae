"""TinyDB's JSON written one record a line, and read back line by line.

    {"about":{
    "1":{"schema":1}
    }
    ,"annotations":{
    "7203":{...}
    ,"7204":{...}
    }
    }

Any JSON reader, stock TinyDB included, reads such a file. A new record is one new line with its
comma in front, so that a version control system shows and merges just that line; a broken line
costs one record and not the file.

In memory a record stays the JSON that its line holds, until somebody looks at it: that is a third
of the memory, it cannot be changed by mistake, and it is written back as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

Record = dict[str, Any]
Rows = dict[int, bytes]
"""The records of a table: number, and the record as JSON without line breaks."""
Tables = dict[str, Rows]

AT_ONCE = 200
"""Records that are written in one go, in less than a millisecond: others may have to wait."""

_TABLE = re.compile(rb',?("(?:[^"\\]|\\.)*"):\{$')
_RECORD = re.compile(rb',?"([^"\\]*)":(.*)$')
_MARKER = re.compile(rb"(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)( |$)")


@dataclass(frozen=True, slots=True)
class Twin:
    """One more version of a record that is in the file already."""

    table: str
    number: int
    record: bytes


@dataclass(slots=True)
class Contents:
    """What a file held, and what of it could not be read."""

    tables: Tables = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Reasons for people, the line number in front where there is one."""
    twins: list[Twin] = field(default_factory=list)
    """What two versions of the file say differently, after git put them together."""
    conflicted: bool = False
    """Whether git left its conflict markers in it."""


def encode(record: Record) -> bytes:
    """A record as its line holds it, the keys sorted.

    Raises ValueError for what JSON cannot hold.
    """
    try:
        return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise ValueError(str(error)) from error


def decode(record: bytes) -> Record:
    """The record in a line that was checked before."""
    value: Record = orjson.loads(record)
    return value


def dump(tables: Tables) -> Iterator[bytes]:
    """The file for these tables, piece by piece: tables by name, records by number."""
    before = b"{"
    for name in sorted(tables):
        yield before + orjson.dumps(name) + b":{\n"
        rows, numbers = tables[name], sorted(tables[name])
        for first in range(0, len(numbers), AT_ONCE):
            some = numbers[first : first + AT_ONCE]
            comma = b"\n," if first else b""
            yield comma + b"\n,".join(b'"%d":%b' % (number, rows[number]) for number in some)
        yield b"\n}" if tables[name] else b"}"
        before = b"\n,"
    yield b"\n}\n" if tables else b"{\n}\n"


def parse(data: bytes, checked: bool = False) -> Contents:
    """The tables in a file; what cannot be read is named in `faults`, the rest is there.

    Of a file that is known to be what `dump` wrote, the records need not be `checked` again.
    """
    if not data.strip(b"\0 \t\r\n"):
        return Contents(faults=["the file is empty"])
    lines = data.rstrip(b"\r\n").split(b"\n")
    first = next((line for line in lines if not _MARKER.match(line)), b"").rstrip(b"\r")
    if first == b"{" and len(lines) == 2 and lines[1].rstrip(b"\r") == b"}":
        return Contents()
    if len(lines) == 1 or not (first[:1] == b"{" and _TABLE.match(first[1:])):
        return _parse_whole(data)
    return _Reader(checked).read(lines)


class _Reader:
    """Reads the lines of a file one after the other."""

    def __init__(self, checked: bool) -> None:
        self.contents = Contents()
        self._checked = checked
        self._table = ""
        self._rows: Rows | None = None
        self._left_out = False

    def read(self, lines: list[bytes]) -> Contents:
        ended = False
        for number, raw in enumerate(lines, 1):
            line = raw.removesuffix(b"\r")
            if number == 1 or line.startswith(b'{"'):
                line = line.removeprefix(b"{")
            entry = _RECORD.match(line)
            if self._left_out and not _MARKER.match(line):
                continue  # what both sides began with
            if entry is not None and entry[2] != b"{":
                self._take(number, entry[1], entry[2])
            elif table := _TABLE.match(line):
                self._open(number, table[1])
                ended = False
            elif line == b"}":
                self._rows = None
                ended = True
            elif marker := _MARKER.match(line):
                self.contents.conflicted = True
                self._left_out = marker[1] == b"|||||||"
            elif line:
                self.contents.faults.append(f"line {number} is not a record")
        closes = [line for line in lines[-2:] if line.rstrip(b"\r") == b"}"]
        if (not ended or len(closes) < 2) and not self.contents.conflicted:
            self.contents.faults.append("the end of the file is missing")
        return self.contents

    def _open(self, number: int, literal: bytes) -> None:
        try:
            self._table = orjson.loads(literal)
        except orjson.JSONDecodeError:
            self.contents.faults.append(f"line {number}: the name of the table cannot be read")
            self._table, self._rows = "", {}
            return
        self._rows = self.contents.tables.setdefault(self._table, {})

    def _take(self, number: int, key: bytes, record: bytes) -> None:
        rows = self._rows
        faults = self.contents.faults
        if not self._checked and not _is_record(record):
            faults.append(f"line {number} is not a record")
        elif rows is None:
            faults.append(f"line {number} is in no table")
        elif (record_number := _number(key)) is None:
            name = key[:40].decode(errors="replace")
            faults.append(f"line {number}: the key {name!r} is not a number")
        elif record_number not in rows:
            rows[record_number] = record
        elif decode(rows[record_number]) != decode(record):
            self.contents.twins.append(Twin(self._table, record_number, record))


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _parse_whole(data: bytes) -> Contents:
    """A file that another program wrote, such as stock TinyDB: all of it is good, or nothing."""
    try:
        # Not orjson: of two values under one name it keeps the last and says nothing.
        tables = json.loads(data, object_pairs_hook=_each_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        return Contents(faults=[f"line {error.lineno} is not JSON"])
    except (ValueError, RecursionError) as error:
        return Contents(faults=[f"it is not JSON: {error}"])
    if not isinstance(tables, dict):
        return Contents(faults=["it holds no tables"])
    contents = Contents()
    for name, records in tables.items():
        if not isinstance(records, dict):
            return Contents(faults=[f"the table {name!r} holds no records"])
        rows = contents.tables.setdefault(name, {})
        for key, record in records.items():
            number = _number(key.encode(errors="replace"))
            if number is None:
                return Contents(faults=[f"table {name!r}: the key {key[:40]!r} is not a number"])
            if not isinstance(record, dict):
                return Contents(faults=[f"table {name!r}: the record {key} is not an object"])
            try:
                rows[number] = encode(record)
            except ValueError as error:
                return Contents(faults=[f"table {name!r}: the record {key}: {error}"])
    return contents


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a name is there twice")
    return values


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _number(key: bytes) -> int | None:
    """The number of a record, if the key is one as we write it."""
    if key.isdigit() and len(key) <= 19 and (key == b"0" or not key.startswith(b"0")):
        return int(key)
    return None
