"""Messages: what happened, then what to press. The quote is cut to fit, never the key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.annotation import Annotation
from annotations.codebook import Codebook
from annotations.quote import flat
from tui.glyphs import line
from tui.wrap import fitted

SHORTEST = 12
"""Cells that a quote gets at least."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with a quote from a document in it. Made printable when it is shown."""

    before: str
    quote: str = ""
    after: str = ""

    def fit(self, width: int) -> str:
        """The message in that many cells, as printable text."""
        before, quote, after = line(self.before), line(flat(self.quote)), line(self.after)
        if not quote:
            return fitted(fitted(before, max(SHORTEST, width - len(after))) + after, width)
        room = max(SHORTEST, width - len(before) - len(after) - 2)
        return fitted(f"{before}“{fitted(quote, room)}”{after}", width)


@dataclass(frozen=True, slots=True)
class Listing(Message):
    """A message with options that digits choose; each of them keeps its digit, however short."""

    options: tuple[str, ...] = ()

    def fit(self, width: int) -> str:
        """The message in that many cells, as printable text."""
        whole = line(self.before) + _numbered(self.options, width)
        if fitted(whole, width) == whole:
            return whole
        return fitted(
            _numbered(self.options, max(2, width // max(1, len(self.options)) - 4)), width
        )


def _numbered(options: Iterable[str], width: int) -> str:
    """Options behind their digits, each in that many cells."""
    return "  ".join(
        f"{number} {fitted(line(each), width)}" for number, each in enumerate(options, 1)
    )


def counted(count: int, what: str) -> str:
    """A number of things: `1 mark`, `3 marks`."""
    return f"{count} {what}{'s' * (count != 1)}"


def named(annotation: Annotation, codebook: Codebook, before: str = "", after: str = "") -> Message:
    """A message about a mark: `before`, its letter, its quote, `after`."""
    return Message(f"{before}{codebook.get(annotation.tag).mark} ", annotation.exact, after)


def choice(annotations: list[Annotation], codebook: Codebook, width: int = 78) -> Message:
    """A numbered list of marks on one line."""
    each = max(SHORTEST, (width - 20) // len(annotations) - 6)
    parts = [
        f"{number} {codebook.get(mark.tag).mark} “{fitted(line(flat(mark.exact)), each)}”"
        for number, mark in enumerate(annotations, 1)
    ]
    return Message(f"{len(annotations)} marks here: {' '.join(parts)}")
