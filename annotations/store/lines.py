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
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import orjson

Record = dict[str, Any]
Tables = dict[str, dict[str, Record]]

_TABLE = re.compile(rb',?("(?:[^"\\]|\\.)*"):\{$')
_RECORD = re.compile(rb',?"([^"\\]*)":(.*)$')


@dataclass(slots=True)
class Contents:
    """What a file held, and what of it could not be read."""

    tables: Tables = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Reasons for people, the line number in front where there is one."""


def dump(tables: Tables) -> bytes:
    """The file for these tables: tables by name, records by number, keys of a record sorted.

    Raises ValueError for what JSON cannot hold.
    """
    try:
        return _dump(tables)
    except TypeError as error:
        raise ValueError(str(error)) from error


def _dump(tables: Tables) -> bytes:
    parts = []
    for name in sorted(tables):
        records = tables[name]
        rows = b"\n,".join(
            orjson.dumps(key) + b":" + orjson.dumps(records[key], option=orjson.OPT_SORT_KEYS)
            for key in sorted(records, key=int)
        )
        parts.append(orjson.dumps(name) + b":{\n" + rows + (b"\n}" if rows else b"}"))
    return b"{" + b"\n,".join(parts) + b"\n}\n"


def parse(data: bytes) -> Contents:
    """The tables in a file; what cannot be read is named in `faults`, the rest is there."""
    if not data.strip(b"\0 \t\r\n"):
        return Contents(faults=["the file is empty"])
    lines = data.rstrip(b"\r\n").split(b"\n")
    if len(lines) == 1 or not _TABLE.match(lines[0].rstrip(b"\r").removeprefix(b"{")):
        return _parse_whole(data)
    contents = Contents()
    records: dict[str, Record] | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip(b"\r")
        if number == 1:
            line = line[1:]
        if table := _TABLE.match(line):
            records = _table(table[1], number, contents)
        elif line == b"}":
            if records is None and number < len(lines):
                contents.faults.append(f"line {number}: the file ends here, but goes on")
            records = None if number < len(lines) else records
        elif line:
            _read_record(line, number, records, contents)
    if lines[-1].rstrip(b"\r") != b"}" or records is not None:
        contents.faults.append("the end of the file is missing")
    return contents


def _read_record(
    line: bytes, number: int, records: dict[str, Record] | None, contents: Contents
) -> None:
    entry = _RECORD.match(line)
    try:
        record = orjson.loads(entry[2]) if entry else None
    except orjson.JSONDecodeError:
        record = None
    if entry is None or record is None:
        contents.faults.append(f"line {number} is not a record")
        return
    key = entry[1].decode(errors="replace")
    if records is None:
        contents.faults.append(f"line {number} is in no table")
    elif fault := _fault_in(key, record):
        contents.faults.append(f"line {number}: {fault}")
    elif key in records:
        contents.faults.append(f"line {number}: the record {key} is there twice")
    else:
        records[key] = record


def _parse_whole(data: bytes) -> Contents:
    """A file that another program wrote, such as stock TinyDB: all of it is good, or nothing."""
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return Contents(faults=[f"line {error.lineno} is not JSON"])
    if not isinstance(tables, dict):
        return Contents(faults=["it holds no tables"])
    for name, records in tables.items():
        if not isinstance(records, dict):
            return Contents(faults=[f"the table {name!r} holds no records"])
        for key, record in records.items():
            if fault := _fault_in(key, record):
                return Contents(faults=[f"table {name!r}: {fault}"])
    return Contents(tables)


def _fault_in(key: str, record: object) -> str | None:
    if not (key.isascii() and key.isdigit() and len(key) <= 19 and str(int(key)) == key):
        return f"the key {key[:40]!r} is not a number"
    if not isinstance(record, dict):
        return f"the record {key} is not an object"
    return None


def _table(literal: bytes, number: int, contents: Contents) -> dict[str, Record]:
    """The table of a name; records under a name that cannot be read are not kept."""
    try:
        name = orjson.loads(literal)
    except orjson.JSONDecodeError:
        contents.faults.append(f"line {number}: the name of the table cannot be read")
        return {}
    return contents.tables.setdefault(name, {})
