"""Reads what `json` and `jsonl` write, and lines that others wrote or a person.

A file is what it holds, not what it is called: an object of ours, an array of marks, or a mark on
each line. A line needs no more than `document` or `text_sha256`, `tag`, and `exact` or `segments`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from annotations.annotation import Annotation
from annotations.document import Document
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
from annotations.formats.scanning import Broken, Decoder, Scanner

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


def read(data: bytes) -> Contents:
    """What a file holds. Raises ValueError, with a reason for people, for one that is no such."""
    data = data.removeprefix(_BOM)
    begin = len(data) - len(data.lstrip())
    if begin == len(data):
        return Contents()
    if data[begin : begin + 1] not in (b"{", b"["):
        raise ValueError("it is neither JSON nor JSON Lines")
    return _lines(data) if _is_lines(data, begin) else _whole(data)


def _is_lines(data: bytes, begin: int) -> bool:
    """Whether the first line, which begins there, is a mark by itself or means to be one."""
    end = data.find(b"\n", begin)
    end = len(data) if end < 0 else end
    first = data[begin : min(end, begin + LONGEST_LINE)].rstrip()
    if first[:1] == b"[" or first == b"{":
        return False
    try:
        value = Decoder().value_of(first.decode())
    except ValueError:
        # A broken line is one of several when the next one begins as a line does.
        begins = data[end : end + 99].lstrip()[:1] in (b"{", b"")
        return begins and first.endswith(b"}") and b'"annotations"' not in first
    return isinstance(value, dict) and "annotations" not in value and "format" not in value


# A mark on each line


def _lines(data: bytes) -> Contents:
    contents, decoder = Contents(), Decoder()
    take = _Taker(contents)
    for number, line in enumerate(_split(data), 1):
        if line.strip():
            with _refusing(contents, number):
                take(number, decoder.value_of(_decoded(line)))
    return contents


def _decoded(line: bytes) -> str:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"the line is longer than {LONGEST_LINE >> 20} MB")
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start + 1} is not UTF-8") from error


def _split(data: bytes) -> Iterator[bytes]:
    """The lines of a file, one after the other and not all at once."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end]
        start = end + 1


class _Taker:
    """Adds the marks that lines are."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._latest: tuple[Mapping[str, Any], Document] | None = None

    def __call__(self, line: int, value: Any) -> None:
        """Add one. Raises ValueError."""
        if not isinstance(value, dict):
            raise ValueError("it is not an object")
        said = Said(value)
        who, path = said.annotator(), said.path("document")
        id = ""
        if source := said.mapping("source"):
            described = self._document(source)
            id, path = described.id, described.path
            self._contents.describe(Described(line, described, who))
        made = annotation(said, id)
        if not (made.text_sha256 or path):
            raise ValueError("document is missing")
        if not source:
            unknown = {name: value[name] for name in value.keys() - _KNOWN - _DERIVED}
            made = replace(made, extra={**dict(sorted(unknown.items())), **made.extra})
        self._contents.marks.append(Incoming(line, made, path, who.person))

    def _document(self, source: Mapping[str, Any]) -> Document:
        """The document of a line, which is that of the line before most of the time."""
        if self._latest is None or self._latest[0] != source:
            self._latest = source, document(Said(source))
        return self._latest[1]


# An object of ours, or an array of marks


def _whole(data: bytes) -> Contents:
    try:
        scanner = Scanner(data.decode())
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not UTF-8") from error
    contents = Contents()
    try:
        if scanner.next == "[":
            take = _Taker(contents)
            for line in scanner.items():
                with _refusing(contents, line):
                    take(line, scanner.value())
        else:
            _Native(scanner, contents).read()
        scanner.end()
    except Broken as error:
        if not (contents.marks or contents.refused):
            raise ValueError(f"line {error.line}: {error}") from error
        contents.refused.append(Refused(error.line, f"from here on it is not JSON: {error}"))
    return contents


@contextmanager
def _refusing(contents: Contents, line: int) -> Iterator[None]:
    """Note why something cannot be taken in, and go on behind it."""
    try:
        yield
    except Broken:
        raise
    except ValueError as error:
        contents.refused.append(Refused(line, str(error)))


class _Native:
    """Reads the object that `json` writes, whatever the order of its names."""

    def __init__(self, scanner: Scanner, contents: Contents) -> None:
        self._scanner = scanner
        self._contents = contents
        self._seen: set[str] = set()

    def read(self) -> None:
        """Everything in it. Raises ValueError for what is not such an object."""
        parts: dict[str, Callable[[], object]] = {
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
                part: Callable[[], object] = parts.get(name, self._scanner.value)
                part()
            except Broken:
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
            with _refusing(self._contents, line):
                self._document(line)

    def _document(self, line: int) -> None:
        said = self._record()
        rest = {k: v for k, v in said.record.items() if k not in ("person", "annotator")}
        described = Described(line, document(Said(rest)), said.annotator())
        self._contents.describe(described)

    def _texts(self) -> None:
        if self._scanner.next != "{":
            raise ValueError("texts is not an object")
        for sha256 in self._scanner.members():
            with _refusing(self._contents, self._scanner.line):
                self._text(sha256)

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
            with _refusing(self._contents, line):
                self._annotation(line)

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
