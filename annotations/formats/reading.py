"""Reads what `json` and `jsonl` write, and lines that others wrote or a person.

A file is what it holds, not what it is called: an object of ours, an array of marks, or a mark on
each line. A line needs no more than `document` or `text_sha256`, `tag`, and `exact` or `segments`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from annotations.annotation import Annotation
from annotations.formats.incoming import (
    Contents,
    Described,
    Incoming,
    Refused,
    Said,
    annotation,
    document,
    is_ours,
)

NAME = "postil"
"""What an object of ours says that it is."""
VERSION = 1
"""The newest version of such an object that we know."""
LONGEST_LINE = 16 << 20
"""Bytes of the longest line of marks."""

_BOM = b"\xef\xbb\xbf"
_DERIVED = frozenset({"title", "author", "publisher", "date", "url", "quote"})
"""What `jsonl` says for people, and not for us."""
_KNOWN = frozenset(
    {"id", "document", "text_sha256", "segments", "start", "end", "exact", "prefix", "suffix"}
    | {"tag", "fields", "note", "annotator", "person", "created", "modified", "rev", "origin"}
    | {"extra", "source"}
)
_WHITE = re.compile(r"[ \t\r\n]*")


def read(data: bytes) -> Contents:
    """What a file holds. Raises ValueError, with a reason for people, for one that is no such."""
    data = data.removeprefix(_BOM)
    if not data.strip():
        raise ValueError("it is empty")
    if not data.lstrip()[:1] in (b"{", b"["):
        raise ValueError("it is neither JSON nor JSON Lines")
    return _lines(data) if _is_lines(data) else _whole(data)


def _is_lines(data: bytes) -> bool:
    """Whether the first line is a mark by itself, or means to be one."""
    first, _, rest = data.lstrip().partition(b"\n")
    if first[:1] == b"[" or first.strip() in (b"{", b""):
        return False
    if len(first) > LONGEST_LINE:
        return False
    try:
        value = _Decoder().value_of(first.decode())
    except ValueError:
        # A broken line is one of several when the next one begins like a line.
        return first.rstrip().endswith(b"}") and rest.lstrip()[:1] in (b"{", b"")
    return isinstance(value, dict) and "annotations" not in value and "format" not in value


# A mark on each line


def _lines(data: bytes) -> Contents:
    contents, decoder = Contents(), _Decoder()
    for number, line in enumerate(_split(data), 1):
        if not line.strip():
            continue
        try:
            if len(line) > LONGEST_LINE:
                raise ValueError(f"the line is longer than {LONGEST_LINE >> 20} MB")
            _take(contents, number, decoder.value_of(line.decode()))
        except UnicodeDecodeError as error:
            contents.refused.append(Refused(number, f"byte {error.start + 1} is not UTF-8"))
        except ValueError as error:
            contents.refused.append(Refused(number, str(error)))
    return contents


def _split(data: bytes) -> Iterator[bytes]:
    """The lines of a file, one after the other and not all at once."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end]
        start = end + 1


def _take(contents: Contents, line: int, value: Any) -> None:
    """Add the mark that a line is. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("it is not an object")
    said = Said(value)
    who, path = said.annotator(), said.path("document")
    id = ""
    if source := said.mapping("source"):
        described = document(Said(source))
        id, path = described.id, described.path
        contents.describe(Described(line, described, who))
    made = annotation(said, id)
    if not (made.text_sha256 or path):
        raise ValueError("document is missing")
    if not source:
        unknown = {name: value[name] for name in value.keys() - _KNOWN - _DERIVED}
        made = replace(made, extra={**dict(sorted(unknown.items())), **made.extra})
    contents.marks.append(Incoming(line, made, path, who.person))


# An object of ours, or an array of marks


def _whole(data: bytes) -> Contents:
    try:
        scanner = _Scanner(data.decode())
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not UTF-8") from error
    contents = Contents()
    try:
        if scanner.next == "[":
            for line in scanner.items():
                _refusing(contents, line, lambda line=line: _take(contents, line, scanner.value()))
        else:
            _Native(scanner, contents).read()
        scanner.end()
    except _Broken as error:
        if not (contents.marks or contents.refused):
            raise ValueError(f"line {error.line}: {error}") from error
        contents.refused.append(Refused(error.line, f"from here on it is not JSON: {error}"))
    return contents


def _refusing(contents: Contents, line: int, take: Any) -> None:
    """Take something, or note why not."""
    try:
        take()
    except _Broken:
        raise
    except ValueError as error:
        contents.refused.append(Refused(line, str(error)))


class _Native:
    """Reads the object that `json` writes, whatever the order of its names."""

    def __init__(self, scanner: _Scanner, contents: Contents) -> None:
        self._scanner = scanner
        self._contents = contents
        self._seen: set[str] = set()

    def read(self) -> None:
        """Everything in it. Raises ValueError for what is not such an object."""
        parts = {
            "format": self._format,
            "version": self._version,
            "codebook": self._codebook,
            "documents": self._documents,
            "texts": self._texts,
            "annotations": self._annotations,
        }
        for name in self._scanner.members():
            line = self._scanner.line
            try:
                if name in self._seen:
                    raise ValueError(f"{name} is there twice")
                self._seen.add(name)
                parts.get(name, self._scanner.value)()
            except _Broken:
                raise
            except ValueError as error:
                raise ValueError(f"line {line}: {error}") from error
        if "annotations" not in self._seen:
            raise ValueError("it is JSON, but there are no annotations in it")

    def _format(self) -> None:
        if self._scanner.value() != NAME:
            raise ValueError("it is JSON of another program")

    def _version(self) -> None:
        version = self._scanner.value()
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise ValueError("version is not a number")
        if version > VERSION:
            raise ValueError(f"it was written by a newer Postil (version {version})")

    def _codebook(self) -> None:
        value = self._scanner.value()
        tags = value.get("tags") if isinstance(value, dict) else None
        for tag in tags if isinstance(tags, list) else ():
            if isinstance(tag, dict) and isinstance(tag.get("id"), str):
                self._contents.tags.add(tag["id"])

    def _documents(self) -> None:
        for line in self._array("documents"):
            _refusing(self._contents, line, lambda line=line: self._document(line))

    def _document(self, line: int) -> None:
        said = self._record()
        rest = {k: v for k, v in said.record.items() if k not in ("person", "annotator")}
        described = Described(line, document(Said(rest)), said.annotator())
        self._contents.describe(described)

    def _texts(self) -> None:
        if self._scanner.next != "{":
            raise ValueError("texts is not an object")
        for sha256 in self._scanner.members():
            line = self._scanner.line
            _refusing(self._contents, line, lambda sha256=sha256: self._text(sha256))

    def _text(self, sha256: str) -> None:
        words = self._scanner.value()
        if not isinstance(words, str):
            raise ValueError("a text is not a string")
        data = words.encode(errors="replace")
        if hashlib.sha256(data).hexdigest() != sha256 or b"\r" in data:
            raise ValueError("a text is not the one that its hash says")
        self._contents.texts[sha256] = data

    def _annotations(self) -> None:
        for line in self._array("annotations"):
            _refusing(self._contents, line, lambda line=line: self._annotation(line))

    def _annotation(self, line: int) -> None:
        said = self._record()
        made = _native(said)
        self._contents.marks.append(Incoming(line, made, "", said.annotator().person))

    def _record(self) -> Said:
        value = self._scanner.value()
        if not isinstance(value, dict):
            raise ValueError("it is not an object")
        return Said(value)

    def _array(self, name: str) -> Iterator[int]:
        if self._scanner.next != "[":
            raise ValueError(f"{name} is not a list")
        return self._scanner.items()


def _native(said: Said) -> Annotation:
    id = said.record.get("id")
    if id is not None and not is_ours(id):
        raise ValueError("id is not the id of a mark")
    return annotation(said, said.name("document", required=True))


# JSON


class _Broken(ValueError):
    """Something is not JSON, so that nothing can be said of what follows."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class _Decoder:
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
            value, end = self.value_at(source, _WHITE.match(source).end())
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


class _Scanner:
    """Goes through a JSON file value by value, and knows on which line it is."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._decoder = _Decoder()
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
        """The next value. Raises ValueError, and _Broken where what follows cannot be read."""
        try:
            value, self._at = self._decoder.value_at(self._source, self._at)
        except json.JSONDecodeError as error:
            line = self._source.count("\n", 0, error.pos) + 1
            raise _Broken(line, error.msg) from error
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
                raise _Broken(self.line, "a name is expected")
            self._expect(":")
            yield name

    def end(self) -> None:
        """There is nothing more. Raises _Broken."""
        if self.next:
            raise _Broken(self.line, "something follows it")

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
            raise _Broken(self.line, f"{character} is expected")
        self._at += 1
        self._skip()

    def _skip(self) -> None:
        self._at = _WHITE.match(self._source, self._at).end()
