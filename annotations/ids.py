"""Identifiers that are unique over processes, machines and people without asking anybody.

TinyDB needs integers as keys; JavaScript and spreadsheets cannot hold 63-bit numbers. So a record
is an integer inside the TinyDB file and 13 letters (Crockford's base 32, lower case, which sorts
like the number) everywhere else.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Container

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LETTERS = 13
RANDOM_BITS = 22
LARGEST = (1 << 63) - 1

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


_latest = 0


def _random_bits() -> int:
    return int.from_bytes(os.urandom(4)) >> 32 - RANDOM_BITS


def new_id() -> str:
    """A new id: milliseconds since 1970, then 22 random bits; in order of creation."""
    global _latest
    now = time.time_ns() // 1_000_000 << RANDOM_BITS | _random_bits()
    _latest = max(now, _latest + 1)
    return letters(_latest)


def letters(number: int) -> str:
    """The 13 letters for the integer key of a record."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not a record number")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LETTERS - 1), -1, -5))


def number(id: str) -> int:
    """The integer key for the 13 letters of a record."""
    value = 0
    if len(id) != LETTERS or not set(id) <= _VALUES.keys():
        raise ValueError(f"{id!r} is not a record id")
    for letter in id:
        value = value << 5 | _VALUES[letter]
    if value > LARGEST:
        raise ValueError(f"{id!r} is not a record id")
    return value


def document_id(path: str, text_sha256: str, taken: Container[str] = ()) -> str:
    """16 hex digits, the same on every machine: from where a text was first marked and what it was.

    `path` is relative to the project, with `/` between folders.
    """
    named = f"{path}\0{text_sha256}".encode("utf-8", "surrogateescape")
    while (id := hashlib.sha256(named).hexdigest()[:16]) in taken:
        named += b"\0"
    return id
