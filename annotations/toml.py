"""TOML that people write: its values, and the line of each entry for sentences about it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

Way = tuple[str | int, ...]
"""The names that lead to an entry; a table of an array has its number, from 0."""


class BrokenToml(ValueError):
    """A source that is not TOML, with the line of the fault where that is known."""

    def __init__(self, line: int | None, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def parsed(source: str) -> dict[str, Any]:
    """The values of a TOML source. Raises BrokenToml."""
    import tomllib

    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        last = source.rstrip().count("\n") + 1  # where TOML only says: at the end of the document
        raise BrokenToml(int(line[1]) if line else last, reason.lower()) from error
    except RecursionError as error:
        raise BrokenToml(None, "is nested too deeply") from error
    except ValueError as error:  # Python reads no integer of more than 4,300 digits
        raise BrokenToml(None, "has a number that is too long") from error


class Lines:
    """The lines on which the entries of a TOML source begin."""

    def __init__(self, source: str = "") -> None:
        """Of a source that could be parsed; it is looked through when somebody asks."""
        self._source = source

    def of(self, *names: str | int) -> int | None:
        """The line, from 1, of an entry or of what it would be in; None where there is none."""
        for length in range(len(names), 0, -1):
            if (line := self._of.get(names[:length])) is not None:
                return line
        return None

    def sets(self, *names: str | int) -> bool:
        """Whether there is a line that sets just this entry."""
        return names in self._of

    @cached_property
    def _of(self) -> dict[Way, int]:
        found: dict[Way, int] = {}
        counts: dict[Way, int] = {}
        table: Way = ()
        open_string = ""
        for number, line in enumerate(self._source.split("\n"), 1):
            if open_string:
                open_string = "" if open_string in line else open_string
                continue
            if header := _HEADER.match(line):
                table = _table(_names(header[2])[0], header[1] == "[[", counts)
                found.setdefault(table, number)
                continue
            names, rest = _names(line)
            if names and rest.startswith("="):
                found.setdefault(table + names, number)
            open_string = _left_open(line)
        return found


_HEADER = re.compile(r"\s*(\[\[?)([^\[\]=]+)\]\]?\s*(?:#.*)?$")
_NAME = re.compile(r"""\s*(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([A-Za-z0-9_-]+))\s*""")


def _table(names: tuple[str, ...], is_array: bool, counts: dict[Way, int]) -> Way:
    """The way to a table; `counts` are those of the tables of each array."""
    way: Way = ()
    for depth, name in enumerate(names, 1):
        way += (name,)
        if is_array and depth == len(names):
            counts[way] = counts.get(way, 0) + 1
        if way in counts:
            way += (counts[way] - 1,)
    return way


def _names(line: str) -> tuple[tuple[str, ...], str]:
    """The dotted name at the head of a line, and what follows it."""
    names: list[str] = []
    at = 0
    while match := _NAME.match(line, at):
        names.append(_unquoted(match[1]) if match[1] else match[2] or match[3] or "")
        at = match.end()
        if line[at : at + 1] != ".":
            break
        at += 1
    return tuple(names), line[at:]


def _unquoted(name: str) -> str:
    """A name in double quotation marks, its escapes read."""
    try:
        return str(parsed(f"name = {name}")["name"])
    except BrokenToml:
        return name


def _left_open(line: str) -> str:
    """The quotation marks of a string that goes on in the next line."""
    if line.lstrip().startswith("#"):
        return ""
    return next((marks for marks in ('"""', "'''") if line.count(marks) % 2), "")
