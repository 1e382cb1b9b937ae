"""A text that never changes, kept as UTF-8 bytes with an index of its paragraphs.

Python keeps a whole `str` at four bytes a character as soon as it holds one emoji; bytes and an
index cost the size of the file. Strings are made a paragraph at a time, when they are asked for.

Every offset that leaves this module counts code points, and every range is half open.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from annotations.front_matter import front_matter

SAMPLE = 1 << 16
"""Bytes at the head of a text on which hard wrapping is decided."""
LONGEST = 1 << 16
"""Bytes of the longest paragraph; a longer line is cut at white space."""
BLOCK = 1 << 12
"""Bytes between two places of which the code-point offset is known."""
KEPT = 256
"""Decoded paragraphs kept in memory."""

_CONTINUATION = bytes(range(0x80, 0xC0))
_WHITE = b" \t\r\v\f"
_STANDS_ALONE = re.compile(rb"[ \t\r\v\f>*|-]|\xe2\x80\xa2|[0-9]+\.")
_SENTENCE_END = (".", "!", "?", ":", "”")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text or, where lines are hard-wrapped, a block of them."""

    index: int
    """Number of the paragraph in its text, from 0."""
    start: int
    """Offset of its first code point in the text."""
    text: str
    """What it says, without white space at the end; a hard-wrapped one keeps its newlines."""
    newlines: int
    """Newlines between this paragraph and the next: 2 and more leave a blank line, 0 is a cut."""

    @property
    def end(self) -> int:
        """Offset after its last code point in the text."""
        return self.start + len(self.text)


class Text:
    """An immutable text: code points, paragraphs, and a hash of the whole."""

    def __init__(self, data: bytes, hard_wrapped: bool | None = None) -> None:
        """Index `data`, which is valid UTF-8 with LF as its only newline and without a BOM.

        `hard_wrapped` says whether single newlines are only line breaks of the page; None decides
        it from the head of the text.
        """
        self.data = data
        self.front = front_matter(data)
        """What it says of itself at its head: in the offsets, and in no paragraph."""
        begin = self.front.size
        self.hard_wrapped = (
            looks_hard_wrapped(data, begin) if hard_wrapped is None else hard_wrapped
        )
        self._starts = array("Q", _paragraph_starts(data, begin, self.hard_wrapped))
        self._before = None if data.isascii() else _code_points_before(data)
        self._length = self._offset(len(data))
        self._kept: dict[int, Paragraph] = {}
        self._latest: Paragraph | None = None

    @classmethod
    def of(cls, string: str) -> Text:
        """The text of a string, its newlines made LF."""
        return cls(string.replace("\r\n", "\n").replace("\r", "\n").encode())

    def __len__(self) -> int:
        """Length in code points."""
        return self._length

    def __getitem__(self, span: slice) -> str:
        """The code points of `text[start:end]`."""
        if not isinstance(span, slice) or span.step not in (None, 1):
            raise TypeError("a Text is read as text[start:end]")
        latest = self._latest
        within = latest is not None and span.start is not None and span.stop is not None
        if latest and within and latest.start <= span.start <= span.stop <= latest.end:
            return latest.text[span.start - latest.start : span.stop - latest.start]
        start, end, _ = span.indices(len(self))
        return self.data[self._byte(start) : self._byte(max(start, end))].decode()

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the UTF-8 bytes: what a frozen copy is named after."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def begin(self) -> int:
        """Offset of the first code point behind the front matter."""
        return self._offset(self.front.size)

    @property
    def paragraph_count(self) -> int:
        return len(self._starts)

    def paragraph(self, index: int) -> Paragraph:
        """The paragraph of that number."""
        kept = self._kept.get(index)
        if kept is not None:
            return kept
        start = self._starts[index]
        after = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.data)
        raw = self.data[start:after]
        body = raw.rstrip(b"\n" + _WHITE)
        paragraph = Paragraph(
            index, self._offset(start), body.decode(), raw.count(b"\n", len(body))
        )
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[index] = paragraph
        return paragraph

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds a code point, or the one before the white space it is in.

        For what is in the front matter, the first one.

        Raises IndexError for a text without paragraphs.
        """
        latest = self._latest
        if latest is None or not latest.start <= offset < latest.end:
            byte = self._byte(min(max(offset, 0), len(self)))
            latest = self._latest = self.paragraph(max(0, bisect_right(self._starts, byte) - 1))
        return latest

    def paragraphs(self, start: int = 0) -> Iterator[Paragraph]:
        """The paragraphs from that number on."""
        return map(self.paragraph, range(start, self.paragraph_count))

    def _offset(self, byte: int) -> int:
        """Code points before a byte."""
        if self._before is None:
            return byte
        block = min(byte // BLOCK, len(self._before) - 1)
        return self._before[block] + _code_points(self.data[block * BLOCK : byte])

    def _byte(self, offset: int) -> int:
        """The byte at which a code point begins."""
        if self._before is None:
            return offset
        block = max(0, bisect_right(self._before, offset) - 1)
        byte = min(block * BLOCK, len(self.data))
        while byte < len(self.data) and 0x80 <= self.data[byte] < 0xC0:
            byte += 1
        left = offset - self._before[block]
        chunk = self.data[byte : byte + BLOCK + 4].decode(errors="ignore")
        return byte + len(chunk[:left].encode())


def looks_hard_wrapped(data: bytes, begin: int = 0) -> bool:
    """Whether lines were broken to fit a page rather than to end a paragraph, from a byte on.

    So it is when the median line is 50 to 90 code points wide and 60 % of the lines that another
    one follows in the same block end in the middle of a sentence.
    """
    lines = data[begin : begin + SAMPLE].decode(errors="ignore").split("\n")
    if len(data) > begin + SAMPLE:
        lines.pop()
    filled = [len(line.rstrip()) for line in lines if line.strip()]
    if not filled or not 50 <= _median(filled) <= 90:
        return False
    inside = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    unfinished = sum(not line.rstrip().endswith(_SENTENCE_END) for line in inside)
    return bool(inside) and unfinished >= 0.6 * len(inside)


def _median(values: list[int]) -> int:
    """The middle value: the `statistics` module would cost as much as reading a short file."""
    return sorted(values)[len(values) // 2]


def _paragraph_starts(data: bytes, begin: int, hard_wrapped: bool) -> Iterator[int]:
    """The byte at which each paragraph begins, from a byte on."""
    find, start, size = data.find, begin, len(data)
    joins, latest = False, 0
    while start < size:
        end = find(b"\n", start)
        end = size if end < 0 else end
        if end == start or (data[start] in _WHITE and not data[start:end].strip(_WHITE)):
            joins = False
        else:
            alone = hard_wrapped and _STANDS_ALONE.match(data, start) is not None
            if not joins or alone or end - latest > LONGEST:
                yield start
                latest = start
            joins = hard_wrapped and not alone
            if end - start > LONGEST:
                yield from _cuts(data, start, end)
        start = end + 1


def _cuts(data: bytes, start: int, end: int) -> Iterator[int]:
    """Where a line that is too long for one paragraph goes on in the next."""
    while end - start > LONGEST:
        cut = data.rfind(b" ", start + LONGEST // 2, start + LONGEST) + 1
        if not cut:
            cut = start + LONGEST
            while 0x80 <= data[cut] < 0xC0:
                cut -= 1
        if not data[cut:end].strip(_WHITE):
            return
        yield cut
        start = cut


def _code_points(chunk: bytes) -> int:
    """How many code points begin in a piece of UTF-8."""
    return len(chunk) if chunk.isascii() else len(chunk.translate(None, _CONTINUATION))


def _code_points_before(data: bytes) -> array[int]:
    """The number of code points before each block of bytes."""
    before, counted = array("Q", [0]), 0
    for start in range(0, len(data), BLOCK):
        counted += _code_points(data[start : start + BLOCK])
        before.append(counted)
    return before
