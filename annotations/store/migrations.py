"""Records of older versions made into those of this one, in memory and when they are read.

A migration is a pure function from a record of one version to the same record of the next. The
file is written in the new version with the next snapshot; the one before stays beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from annotations.store.lines import Record, Rows, Tables, decode, encode

SCHEMA = 1
"""Version of the records that we write; a file with newer ones is read but not written."""

ABOUT = 1
"""Number of the one record in the table `about`."""

Migration = Callable[[str, Record], Record]
"""Takes the name of the table and a record of it."""

MIGRATIONS: Mapping[int, Migration] = {}
"""By the version that each of them begins with."""


def schema_of(tables: Tables) -> int:
    """The version of the records, as the file says; 1 where it says nothing."""
    schema = about(tables).get("schema", 1)
    return schema if isinstance(schema, int) else 1


def about(tables: Tables) -> Mapping[str, Any]:
    """What the file says of itself."""
    record = tables.get("about", {}).get(ABOUT)
    return decode(record) if record else {}


def migrated(tables: Tables, schema: int) -> Tables:
    """The same records in our version; those of a newer one as they are."""
    steps = [MIGRATIONS[version] for version in range(schema, SCHEMA) if version in MIGRATIONS]
    if schema >= SCHEMA:
        return tables
    moved = {name: _moved(name, rows, steps) for name, rows in tables.items()}
    if ABOUT in moved.get("about", {}):
        moved["about"][ABOUT] = encode({**about(moved), "schema": SCHEMA})
    return moved


def _moved(name: str, rows: Rows, steps: list[Migration]) -> Rows:
    moved = {}
    for number, line in rows.items():
        record = decode(line)
        for step in steps:
            record = step(name, record)
        moved[number] = encode(record)
    return moved
