"""What a file of another program says, before any of it is compared with a text.

Records come from outside: each name that is looked at is checked, and ValueError says what is wrong
with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import PurePosixPath
from sys import intern
from typing import Any

import orjson

from annotations import ids
from annotations.annotation import NOTHING, Annotation, Segment
from annotations.annotator import Annotator
from annotations.document import LANGUAGE, Document
from annotations.files import path_from_text
from annotations.metadata import checked
from annotations.store.records import from_annotation, from_document, to_document

NOWHERE = -1
"""The offsets of a segment of which a file has only the words."""
LARGEST = 4 << 20
"""Bytes of the largest record, as JSON."""
LONGEST_NAME = 1000
"""Code points of the longest tag, and of the longest name of a person."""
MOST_CHANGES = (1 << 31) - 1
"""The highest count of changes that a record may claim."""

_PERSON = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NEWLINES = frozenset({"lf", "crlf", "cr", "mixed"})


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in a file that cannot be taken in."""

    line: int
    """Where it begins, from 1."""
    why: str
    """The reason, for people."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mark as a file has it."""

    line: int
    """Where it begins, from 1."""
    annotation: Annotation
    """Its offsets count in whatever unit, and are `NOWHERE` where the file has none; document,
    hash, annotator, id and times are empty, and `rev` is 0, where it says nothing of them."""
    path: str = ""
    """Path of the document, where the mark says one."""
    person: str = ""
    """Id of the person who made it, where the file says one."""

    @property
    def annotator(self) -> Annotator:
        """Who made it, as far as the file says."""
        return Annotator(self.annotation.annotator, self.person)


@dataclass(frozen=True, slots=True)
class Described:
    """A document as an annotator has it."""

    line: int
    document: Document
    annotator: Annotator


@dataclass(slots=True)
class Contents:
    """What a file holds."""

    marks: list[Incoming] = field(default_factory=list)
    documents: dict[tuple[Annotator, str], Described] = field(default_factory=dict)
    """By annotator and id."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """Texts in UTF-8 by their hash, which was checked."""
    tags: set[str] = field(default_factory=set)
    """Ids of the tags that the file describes."""
    refused: list[Refused] = field(default_factory=list)

    def describe(self, described: Described) -> None:
        """Add what is said of a document; what an annotator said first counts."""
        self.documents.setdefault((described.annotator, described.document.id), described)


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says, by name."""

    record: Mapping[str, Any]

    def string(self, name: str, most: int = LARGEST, required: bool = False) -> str:
        """A string of so many code points at most; empty where nothing is said."""
        value = self.record.get(name)
        if value is None or value == "":
            if required:
                raise ValueError(f"{name} is missing")
            return ""
        if not isinstance(value, str):
            raise ValueError(f"{name} is not a string")
        if len(value) > most:
            raise ValueError(f"{name} is longer than {most:,} characters")
        return value

    def matching(self, name: str, pattern: re.Pattern[str], what: str) -> str:
        """A string that is what it has to be, or empty."""
        value = self.string(name)
        if value and not pattern.fullmatch(value):
            raise ValueError(f"{name} is not {what}")
        return intern(value)

    def name(self, name: str, required: bool = False) -> str:
        """A short string that comes again and again."""
        return intern(self.string(name, LONGEST_NAME, required))

    def number(self, name: str, most: int = MOST_CHANGES) -> int | None:
        """A number that is not below 0; None where nothing is said."""
        value = self.record.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError(f"{name} is not a whole number")
        if not 0 <= value <= most:
            raise ValueError(f"{name} is {'below 0' if value < 0 else 'too large'}")
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        """An object; an empty one where nothing is said."""
        value = self.record.get(name)
        if value is not None and not isinstance(value, dict):
            raise ValueError(f"{name} is not an object")
        return value or NOTHING

    def time(self, name: str) -> str:
        """A time as annotations hold it: one that names another zone is given in UTC."""
        value = self.string(name)
        try:
            moment = datetime.fromisoformat(value) if value else None
            if moment is None or value.endswith("Z") or moment.tzinfo is None:
                return value
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{name} is not a time such as 2026-03-01T14:30:00Z") from error
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def path(self, name: str) -> str:
        """The path of a document in a folder, or empty."""
        path = self.string(name, 4096)
        if path and not _leads_down(path):
            raise ValueError(f"{name} does not lead to a file in the folder")
        return path_from_text(path)

    def annotator(self) -> Annotator:
        """Who made it, as far as that is said."""
        person = self.matching("person", _PERSON, "the id of a person")
        return Annotator(self.name("annotator"), person)


@lru_cache(1000)
def _leads_down(path: str) -> bool:
    """Whether a path is one as annotations name it, and does not leave the folder."""
    parts = PurePosixPath(path)
    is_outside = parts.is_absolute() or ".." in parts.parts
    return not is_outside and str(parts) == path and "\0" not in path and path != "."


def annotation(said: Said, document: str) -> Annotation:
    """The mark that a record says, on the document of that id (empty where it says none).

    An id that is not one of ours is kept in `extra`.
    """
    id, extra = said.record.get("id"), said.mapping("extra")
    if id is not None and not is_ours(id):
        id, extra = "", {**extra, "id": id}
    made = Annotation(
        document=intern(document),
        text_sha256=said.matching("text_sha256", _SHA256, "a hash"),
        segments=_segments(said),
        tag=said.name("tag", required=True),
        annotator=said.name("annotator"),
        id=id or "",
        fields=said.mapping("fields"),
        note=said.string("note"),
        created=said.time("created"),
        modified=said.time("modified"),
        rev=said.number("rev") or 0,
        origin=said.string("origin", LONGEST_NAME),
        extra=extra,
    )
    _check_storable(from_annotation(made))
    return made


def is_ours(id: object) -> bool:
    """Whether it is an id as we give it to marks."""
    try:
        return isinstance(id, str) and ids.number(id) >= 0
    except ValueError:
        return False


def document(said: Said) -> Document:
    """The document that a record says."""
    said.path("path")
    said.name("id", required=True)
    said.matching("text_sha256", _SHA256, "a hash")
    said.number("length", 1 << 40)
    said.time("added")
    said.time("done")
    said.time("described")
    if said.string("newline") not in ("", *_NEWLINES):
        raise ValueError("newline is not one of lf, crlf, cr, mixed")
    said.matching("language", LANGUAGE, "a language such as en or pt-BR")
    said.name("encoding")
    data = checked(said.mapping("metadata"))
    made = to_document({**said.record, "metadata": data})
    _check_storable(from_document(made))
    return made


def _segments(said: Said) -> tuple[Segment, ...]:
    """The segments that a record says, or the one that it is itself."""
    segments = said.record.get("segments")
    if segments is None:
        return (_segment(said),)
    if not isinstance(segments, list) or not segments:
        raise ValueError("segments is not a list with something in it")
    if not all(isinstance(each, dict) for each in segments):
        raise ValueError("a segment is not an object")
    return tuple(_segment(Said(each)) for each in segments)


def _segment(said: Said) -> Segment:
    start, end = said.number("start", 1 << 40), said.number("end", 1 << 40)
    if (start is None) != (end is None):
        raise ValueError("start and end go together")
    exact, prefix, suffix = (
        # No text of ours has a CR: where a quote has one, it was counted in a file with CR LF.
        said.string(name, required=name == "exact").replace("\r\n", "\n").replace("\r", "\n")
        for name in ("exact", "prefix", "suffix")
    )
    if start is None or end is None:
        start = end = NOWHERE
    return Segment(start, end, exact, prefix, suffix)


def _check_storable(record: Mapping[str, Any]) -> None:
    """Raise ValueError for what no record can hold."""
    try:
        size = len(orjson.dumps(record))
    except TypeError as error:
        reason = str(error).lower()
        if "recursion" in reason:
            raise ValueError("it is nested too deep") from error
        if "integer" in reason:
            raise ValueError("a number in it is larger than 64 bits") from error
        raise ValueError("there is half a character in it (a lone surrogate)") from error
    if size > LARGEST:
        raise ValueError(f"it is larger than {LARGEST >> 20} MB")
