"""Gold spans: brat standoff, or the `jsonl` of `postil export`, beside the texts they lie in.

Nothing is written. What cannot be placed is told with its file and line, and the rest is read on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from annotations.characters import Span
from annotations.codebook import Codebook
from annotations.document import read
from annotations.errors import UnreadableDocument
from annotations.text import Text

_TEXT_BOUND = re.compile(r"(T\S*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Misplaced(ValueError):
    """A span that cannot be found where it says, with a reason for people."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A span that somebody marked."""

    place: str
    """File and line that it comes from."""
    tag: str
    """Id of a tag of the codebook, or the name that stands in the file."""
    segments: tuple[Span, ...]
    """One or more, in order, in code points of the text."""


@dataclass(slots=True)
class GoldDocument:
    """A text and its spans."""

    path: Path
    text: Text
    spans: list[GoldSpan] = field(default_factory=list)

    def add(self, span: GoldSpan) -> bool:
        """Keep the spans in the order of the text, none twice; whether this one is new."""
        if any((each.tag, each.segments) == (span.tag, span.segments) for each in self.spans):
            return False
        self.spans.append(span)
        self.spans.sort(key=lambda each: (each.segments, each.tag))
        return True


@dataclass(slots=True)
class Gold:
    """What a folder holds."""

    documents: list[GoldDocument]
    """Those with at least one span, by path."""
    troubles: list[str]
    """What could not be used: file, line and why."""
    repeated: int
    """Spans that stood there before, with the same tag on the same words."""


class _Found(NamedTuple):
    """What a line says."""

    tag: str
    segments: tuple[Span, ...]
    words: str
    """The marked words, those of several segments one after the other."""


def gold_in(folder: Path, codebook: Codebook) -> Gold:
    """All gold spans of a folder and the folders in it."""
    reader = _Reader(folder, codebook)
    for path in sorted(folder.rglob("*.ann")):
        reader.read_standoff(path)
    for path in sorted(folder.rglob("*.jsonl")):
        reader.read_lines(path)
    documents = [each for _, each in sorted(reader.documents.items()) if each.spans]
    return Gold(documents, reader.troubles, reader.repeated)


class _Reader:
    def __init__(self, folder: Path, codebook: Codebook) -> None:
        self.folder = folder
        self.documents: dict[Path, GoldDocument] = {}
        self.troubles: list[str] = []
        self.repeated = 0
        self._ids = {name.casefold(): tag.id for tag in codebook for name in (tag.name, tag.id)}

    def read_standoff(self, path: Path) -> None:
        """The text-bound annotations of a file; relations, events and notes are passed over."""
        for place, line in self._lines(path):
            if line.startswith("T"):
                with self._telling(place):
                    found = _text_bound(line)
                    self._add(self._document(path.with_suffix(".txt")), place, found)

    def read_lines(self, path: Path) -> None:
        """The annotations of a file that `postil export` wrote."""
        for place, line in self._lines(path):
            if line.strip():
                with self._telling(place):
                    found, name, sha256 = _exported(line)
                    self._add(self._document_of(path.parent, name, sha256), place, found)

    @contextmanager
    def _telling(self, place: str) -> Iterator[None]:
        """Go on after what cannot be used."""
        try:
            yield
        except (Misplaced, UnreadableDocument) as error:
            self.troubles.append(f"{place}: {error}")

    def _lines(self, path: Path) -> Iterator[tuple[str, str]]:
        shown = path.relative_to(self.folder)
        try:
            lines = path.read_text("utf-8").split("\n")
        except (OSError, UnicodeError) as error:
            self.troubles.append(f"{shown}: cannot be read: {error}")
            return
        for number, line in enumerate(lines, 1):
            yield f"{shown}:{number}", line

    def _document(self, path: Path) -> GoldDocument:
        if path not in self.documents:
            self.documents[path] = GoldDocument(path, read(path).text)
        return self.documents[path]

    def _document_of(self, beside: Path, name: str, sha256: str) -> GoldDocument:
        """The text of that hash: the document itself, or its frozen copy."""
        for path in self._places(beside, name, sha256):
            if path.is_file():
                document = self._document(path)
                if document.text.sha256 == sha256:
                    return document
        raise Misplaced(f"no text of {name} with the hash {sha256[:12]}… is here")

    def _places(self, beside: Path, name: str, sha256: str) -> Iterator[Path]:
        for folder in dict.fromkeys((beside, self.folder)):
            yield folder / name
        for folder in (beside, *beside.resolve().parents):
            yield folder / ".postil" / "texts" / f"{sha256}.txt"

    def _add(self, document: GoldDocument, place: str, found: _Found) -> None:
        _check(document.text, found)
        tag = self._ids.get(found.tag.casefold(), found.tag)
        self.repeated += not document.add(GoldSpan(place, tag, found.segments))


def _text_bound(line: str) -> _Found:
    """What a line of standoff says; raises Misplaced."""
    match = _TEXT_BOUND.fullmatch(line.rstrip("\r"))
    if match is None:
        raise Misplaced("is not `T1`, tab, tag and offsets, tab, words")
    _, tag, offsets, words = match.groups()
    pairs = (pair.split() for pair in offsets.split(";"))
    return _Found(tag, tuple((int(start), int(end)) for start, end in pairs), words)


def _exported(line: str) -> tuple[_Found, str, str]:
    """What a line of an export says, with the path of its document and the hash of its text."""
    try:
        record = json.loads(line)
        name, sha256, tag = record["document"], record["text_sha256"], record["tag"]
        parts = [(part["start"], part["end"], part["exact"]) for part in record["segments"]]
    except (ValueError, LookupError, TypeError) as error:
        raise Misplaced(f"is not an annotation as `postil export` writes it: {error!r}") from error
    strings = (name, sha256, tag, *(exact for _, _, exact in parts))
    offsets = [offset for start, end, _ in parts for offset in (start, end)]
    if (
        not all(isinstance(each, str) for each in strings)
        or not all(type(each) is int for each in offsets)
        or not _SHA256.fullmatch(sha256)
    ):
        raise Misplaced("is not an annotation as `postil export` writes it")
    segments = tuple((start, end) for start, end, _ in parts)
    return _Found(tag, segments, " ".join(exact for *_, exact in parts)), name, sha256


def _check(text: Text, found: _Found) -> None:
    """Raise Misplaced for a span that is not in the text."""
    edges = [offset for span in found.segments for offset in span]
    if not edges or sorted(set(edges)) != edges:
        raise Misplaced("its segments are empty, touch or overlap")
    if edges[-1] > len(text):
        raise Misplaced(f"ends at {edges[-1]}, the text at {len(text)}")
    there = " ".join(text[start:end] for start, end in found.segments)
    if _flat(there) != _flat(found.words):
        raise Misplaced(f"{found.words!r} is not there, but {there!r}")


def _flat(words: str) -> str:
    return " ".join(words.split())
