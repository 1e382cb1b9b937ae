"""JSON as its standard has it, value by value, with the lines on which they begin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_WHITE = re.compile(r"[ \t\r\n]*")


class Broken(ValueError):
    """Something is not JSON, so that nothing can be said of what follows."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class Decoder:
    """Decodes JSON as its standard has it, which Python's own decoder does not quite."""

    def __init__(self) -> None:
        self._fault = ""
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_float=self._float,
        )

    def value_of(self, source: str) -> Any:
        """The value that a string is. Raises ValueError."""
        try:
            value, end = self.value_at(source, _behind_white(source, 0))
        except json.JSONDecodeError as error:
            raise ValueError(f"it is not JSON: {error.msg} (character {error.pos + 1})") from error
        if source[end:].strip(" \t\r\n"):
            raise ValueError(f"it is not JSON: something follows it (character {end + 1})")
        if fault := self.fault():
            raise ValueError(fault)
        return value

    def value_at(self, source: str, start: int) -> tuple[Any, int]:
        """The value that begins at an offset, and the offset after it.

        Raises JSONDecodeError; what else is wrong with it says `fault`.
        """
        try:
            return self._decoder.raw_decode(source, start)
        except RecursionError as error:
            raise json.JSONDecodeError("it is nested too deep", source, start) from error

    def fault(self) -> str:
        """What was wrong with the last value; it is forgotten then."""
        fault, self._fault = self._fault, ""
        return fault

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) != len(pairs):
            self._fault = "a name is in it twice"
        return values

    def _constant(self, name: str) -> None:
        self._fault = f"{name} is not JSON"

    def _float(self, digits: str) -> float:
        value = float(digits)
        if value in (float("inf"), float("-inf")):
            self._fault = "a number in it is too large"
        return value


class Scanner:
    """Goes through a JSON file value by value, and knows on which line it is."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._decoder = Decoder()
        self._at = 0
        self._line, self._counted = 1, 0
        self._skip()

    @property
    def next(self) -> str:
        """The next character; empty at the end."""
        return self._source[self._at : self._at + 1]

    @property
    def line(self) -> int:
        """The line of the next character, from 1."""
        self._line += self._source.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def value(self) -> Any:
        """The next value. Raises ValueError, and Broken where what follows cannot be read."""
        try:
            value, self._at = self._decoder.value_at(self._source, self._at)
        except json.JSONDecodeError as error:
            line = self._source.count("\n", 0, error.pos) + 1
            raise Broken(line, error.msg) from error
        self._skip()
        if fault := self._decoder.fault():
            raise ValueError(fault)
        return value

    def items(self) -> Iterator[int]:
        """The lines of the items of the next array; each item is to be read before the next one."""
        return self._inside("[", "]")

    def members(self) -> Iterator[str]:
        """The names in the next object; each value is to be read before the next name."""
        for _ in self._inside("{", "}"):
            name = self.value()
            if not isinstance(name, str):
                raise Broken(self.line, "a name is expected")
            self._expect(":")
            yield name

    def end(self) -> None:
        """There is nothing more. Raises Broken."""
        if self.next:
            raise Broken(self.line, "something follows it")

    def _inside(self, opening: str, closing: str) -> Iterator[int]:
        self._expect(opening)
        if self.next == closing:
            self._expect(closing)
            return
        while True:
            yield self.line
            if self.next != ",":
                break
            self._expect(",")
        self._expect(closing)

    def _expect(self, character: str) -> None:
        if self.next != character:
            raise Broken(self.line, f"{character} is expected")
        self._at += 1
        self._skip()

    def _skip(self) -> None:
        self._at = _behind_white(self._source, self._at)


def _behind_white(source: str, start: int) -> int:
    """The offset of the next character that is not white space."""
    match = _WHITE.match(source, start)
    assert match is not None
    return match.end()
