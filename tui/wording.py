"""Messages: what happened, then what to press. The quote is cut to fit, never the key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.annotation import Annotation
from annotations.codebook import Codebook
from annotations.history import Change
from annotations.plain import flat
from tui.glyphs import line
from tui.wrap import fitted

SHORTEST = 12
"""Cells that a quote gets at least."""
LONGEST = 14
"""Cells that an option gets at most."""


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
class Fragments(Message):
    """A message with a quote for each fragment, of more than two the first and the last."""

    others: tuple[str, ...] = ()
    """The quotes behind the first one."""

    def fit(self, width: int) -> str:
        """The message in that many cells, as printable text."""
        if not self.others:
            return Message.fit(self, width)
        before, after = line(self.before), line(self.after)
        between = " … " if len(self.others) == 1 else " … … "
        room = width - len(before) - len(after) - len(between) - 4
        each = max(SHORTEST, room // 2)
        first, last = (fitted(line(flat(words)), each) for words in (self.quote, self.others[-1]))
        return fitted(f"{before}“{first}”{between}“{last}”{after}", width)


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


@dataclass(frozen=True, slots=True)
class Lettered(Message):
    """A message with options that keys choose; where there is little room, first letters do."""

    short: str = ""
    """The same as `before` in fewer words."""
    options: tuple[tuple[str, str], ...] = ()
    """The key and the name of each."""

    def fit(self, width: int) -> str:
        """The message in that many cells, as printable text."""
        named = [(key, line(name)) for key, name in self.options]
        spelled = "  ".join(f"{key} {fitted(name, LONGEST)}" for key, name in named)
        before, short = line(self.before), line(self.short)
        shapes = [before + spelled, before + _by_letter(named), short + _by_letter(named)]
        each = max(2, (width - len(short)) // max(1, len(named)) - 1)
        shapes.append(short + _by_letter(named, each))
        whole = (shape for shape in shapes if fitted(shape, width) == shape)
        return next(whole, fitted(_by_letter(named, max(2, width // len(named) - 1)), width))


def _by_letter(options: Iterable[tuple[str, str]], cells: int = LONGEST) -> str:
    """Options by their names in that many cells, those behind their keys that begin otherwise."""
    return " ".join(
        fitted(name if name.startswith(key) else f"{key} {name}", cells) for key, name in options
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


def pieced(
    annotation: Annotation, codebook: Codebook, before: str = "", after: str = ""
) -> Message:
    """The same with a quote for each of its fragments."""
    first, *others = (segment.exact for segment in annotation.segments)
    letter = codebook.get(annotation.tag).mark
    return Fragments(f"{before}{letter} ", first, after, tuple(others))


def choice(annotations: list[Annotation], codebook: Codebook, width: int = 78) -> Message:
    """A numbered list of marks on one line."""
    each = max(SHORTEST, (width - 20) // len(annotations) - 6)
    parts = [
        f"{number} {codebook.get(mark.tag).mark} “{fitted(line(flat(mark.exact)), each)}”"
        for number, mark in enumerate(annotations, 1)
    ]
    return Message(f"{len(annotations)} marks here: {' '.join(parts)}")


def retold(change: Change, codebook: Codebook, undone: bool) -> Message:
    """A message about what undo did or, if nothing was `undone`, redo."""
    what = "taken back" if undone else "done again"
    if len(change.pairs) > 1:
        documents = len(change.documents) + len(change.data)
        counts = (len(change.marks), "mark"), (documents, "document")
        return Message(f"{what}: {', '.join(counted(*each) for each in counts if each[0])}")
    if change.documents:
        ((_, document),) = change.documents
        again = "done again" if document.done else "not done again"
        return Message(f"{again}: {document.path}")
    if change.data:
        ((_, data),) = change.data
        return Message(f"{what}: data of {data.document.path}")
    ((before, after),) = change.marks
    state = after or before
    assert state is not None
    if after is None:
        deed = "taken back: mark " if undone else "taken off again: "
    elif before is None:
        deed = "brought back: " if undone else "done again: mark "
    else:
        deed = f"{what}: change "
    return named(state, codebook, deed)
