"""Documents: reading a file into a text, and knowing it again."""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotations.annotation import NOTHING
from annotations.errors import UnreadableDocument, reason_of
from annotations.text import Text

HEAD = 1 << 20
"""Bytes of a file from which its first page is shown, before the whole of it is read."""
SNIFFED = 1 << 16
"""Bytes at the head of a file in which a NUL says that it is not text."""

# Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


UNSAID = "en"
"""The language of a document of which nobody said any."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""Codes of languages, such as `en` or `pt-BR`."""

BINARY = "is a binary file, not text; save it as plain text to read it"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read, and marked or called done in this state of its text."""

    id: str
    """16 hex digits, made from the path at that time and the hash of the text."""
    path: str
    """Relative to the project's folder, with `/`."""
    title: str
    """What people call it."""
    text_sha256: str
    """Hash of the frozen text."""
    length: int
    """Code points of the frozen text."""
    encoding: str = "utf-8"
    """Encoding of the file, as Python names it."""
    newline: str = "lf"
    """Newlines of the file: lf, crlf, cr or mixed."""
    bom: bool = False
    """Whether the file begins with a byte order mark."""
    language: str = UNSAID
    """Language by whose rules sentences are cut."""
    metadata: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """Author, publisher, date and so on, in CSL-JSON names."""
    added: str = ""
    """When it was first marked or called done, ISO 8601 in UTC; given by the store."""
    done: str = ""
    """When its coder called it done, ISO 8601 in UTC; empty while it is not."""
    described: str = ""
    """When its coder last said something of its metadata, ISO 8601 in UTC; empty for never."""

    def language_or(self, default: str) -> str:
        """The language that its metadata name, else its own; `default` where nobody said."""
        named = self.metadata.get("language")
        if isinstance(named, str) and LANGUAGE.fullmatch(named):
            return named
        return default if self.language == UNSAID else self.language


@dataclass(frozen=True, slots=True)
class Reading:
    """A file decoded: its text, and what is needed to find the file's own bytes again."""

    text: Text
    encoding: str
    newline: str
    bom: bool
    guessed: bool
    """Whether the encoding is a guess, because the file is neither marked nor UTF-8."""
    whole: bool
    """Whether this is the whole file; if not, its encoding is not settled yet."""


def read(path: Path, head_only: bool = False) -> Reading:
    """Decode a file, or only its first megabyte when it is longer than that.

    Raises UnreadableDocument.
    """
    data, whole = _bytes(path, HEAD if head_only else -1)
    try:
        return decode(data, whole)
    except ValueError as error:
        raise UnreadableDocument(path, str(error)) from error


def trouble(path: Path) -> str:
    """Why a file cannot be read, as far as its head tells without decoding it; else empty."""
    try:
        data, _ = _bytes(path, SNIFFED)
    except UnreadableDocument as error:
        return error.reason
    return BINARY if _is_binary(data) else ""


def _bytes(path: Path, most: int) -> tuple[bytes, bool]:
    """The first bytes of a regular file (all for -1), and whether that is all of it."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableDocument(path, "is a folder")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument(path, "is not a regular file")
        with path.open("rb") as file:
            data = file.read(most)
            return data, most < 0 or not file.read(1)
    except FileNotFoundError as error:
        raise UnreadableDocument(path, "no such file or folder") from error
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise UnreadableDocument(path, f"cannot be read: {reason}") from error


def _is_binary(data: bytes) -> bool:
    marked = any(data.startswith(mark) for mark, _ in _MARKS)
    return not marked and b"\0" in data[:SNIFFED]


def decode(data: bytes, whole: bool = True) -> Reading:
    """Settle encoding and newlines: byte order mark, else UTF-8, else Windows-1252 as a guess.

    The head of a file (`whole` False) is cut back to its last whole line or character. Raises
    ValueError, with a reason for people, for data that is not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, True, False, whole)
    if _is_binary(data):
        raise ValueError(BINARY)
    try:
        return _decoded(data, "utf-8", False, False, whole)
    except ValueError:
        return _decoded(data, "cp1252", False, True, whole)


def _decoded(data: bytes, encoding: str, bom: bool, guessed: bool, whole: bool) -> Reading:
    if encoding == "utf-8":
        if not data.isascii():
            if not whole:
                data = data[: data.rfind(b"\n") + 1] or _whole_characters(data)
            try:
                _check_utf8(data)
            except UnicodeDecodeError as error:
                raise ValueError(f"is marked as UTF-8 but is not: {error}") from error
    elif encoding == "cp1252":
        data = data.decode("cp1252", "postil-c1").encode()
    else:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            data = decoder.decode(data, final=whole).encode()
        except UnicodeError as error:
            name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
            raise ValueError(f"is marked as {name} but is not: {error}") from error
    data, newline = _with_lf(data)
    if not whole:
        data = data[: data.rfind(b"\n") + 1] or data
    return Reading(Text(data), encoding, newline, bom, guessed, whole)


def _check_utf8(data: bytes) -> None:
    """Raise ValueError for what is not UTF-8, without making a string of the whole."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), HEAD):
        decoder.decode(data[start : start + HEAD])
    decoder.decode(b"", final=True)


def _whole_characters(data: bytes) -> bytes:
    """UTF-8 cut back to its last whole character."""
    for back in range(1, min(4, len(data)) + 1):
        if data[-back] >= 0xC0:
            return data[:-back]
        if data[-back] < 0x80:
            break
    return data


def _with_lf(data: bytes) -> tuple[bytes, str]:
    """The data with LF as its only newline, and the kind that it had."""
    if b"\r" not in data:
        return data, "lf"
    pairs, returns, feeds = data.count(b"\r\n"), data.count(b"\r"), data.count(b"\n")
    kind = "mixed"
    if pairs == returns == feeds:
        kind = "crlf"
    elif not feeds:
        kind = "cr"
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), kind


def _undefined_in_cp1252(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open are the C1 controls, as web browsers read it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("postil-c1", _undefined_in_cp1252)
