"""Where a quote stands in a text, whatever white space, quotation marks and dashes it has there.

What is found is always a span of the text itself, in code points.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from annotations.characters import Span
from annotations.edges import outward
from annotations.errors import AnnotationsError
from annotations.text import Text

MOST = 1000
"""Places of a quote that are looked at; of more nobody chooses one."""
CONTEXT = 32
"""Code points of context that are shown on each side of a place."""
SHOWN = 60
"""Code points of a quote that a sentence shows."""
COMPARED = 200
"""Words of a quote that stands nowhere for which something like it is looked for."""

_ALIKE = ('"“”„‟«»″＂', "'’‘‚‛ʼ′`´‹›", "-‐‑‒–—―−")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """A place at which a quote stands."""

    number: int
    """Counted from 1, in the order of the text."""
    spans: tuple[Span, ...]
    """One for each fragment of the quote."""
    paragraph: int
    """Number of the paragraph in which it begins, from 1."""
    before: str
    """What stands before it, on one line."""
    exact: str
    """Its words, on one line; those of several fragments with an ellipsis between."""
    after: str
    """What stands behind it, on one line."""

    @property
    def start(self) -> int:
        """Offset of its first code point."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset after its last code point."""
        return self.spans[-1][1]


class NotFound(AnnotationsError):
    """A quote that stands nowhere in a text."""


class Ambiguous(AnnotationsError):
    """A quote that stands at several places of a text, or not at the one that was asked for."""

    def __init__(self, sentence: str, places: Sequence[Place]) -> None:
        super().__init__(sentence)
        self.places = tuple(places)
        """Those that can be chosen, 1,000 at most."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of several places is meant."""

    occurrence: int | None = None
    """Its number in the order of the text, from 1."""
    start: int | None = None
    """The offset at which it begins."""

    @property
    def is_made(self) -> bool:
        """Whether anything was chosen."""
        return self.occurrence is not None or self.start is not None

    def takes(self, place: Place) -> bool:
        """Whether a place may be the one."""
        return self.occurrence in (None, place.number) and self.start in (None, place.start)


ANY = Choice()
"""The only place there is."""


def locate(text: Text, quotes: Sequence[str], choice: Choice = ANY) -> Place:
    """The place of a quote, or of the fragments of one in their order.

    White space at its edges does not count. Raises NotFound, also for a quote without words, and
    Ambiguous.
    """
    wanted = [quote.strip() for quote in quotes]
    if not wanted or not all(wanted):
        raise NotFound("a quote needs at least one word")
    found = list(islice(places(text, wanted), MOST))
    if not found:
        raise NotFound(_nowhere(text, wanted))
    chosen = [place for place in found if choice.takes(place)]
    if len(chosen) == 1:
        return chosen[0]
    many = f"{len(found)} times" + (" or more" if len(found) == MOST else "")
    many = "once" if len(found) == 1 else many
    there = "" if chosen else ", but not there"
    raise Ambiguous(f"{_shown(wanted)} stands in the text {many}{there}", found)


def places(text: Text, quotes: Sequence[str]) -> Iterator[Place]:
    """All places of a quote, in order; fragments follow each other and do not overlap."""
    string = text[0 : len(text)]
    found = [_spans(text, string, quote) for quote in quotes]
    limit = len(string)
    for spans in reversed(found):  # so that each one that is left has all others behind it
        spans[:] = [span for span in spans if span[1] <= limit]
        limit = max((start for start, _ in spans), default=-1)
    for number, chosen in enumerate(_sequences(found, 0), 1):
        yield _place(text, number, chosen)


def _sequences(found: Sequence[list[Span]], at: int) -> Iterator[tuple[Span, ...]]:
    """One span of each list, each behind the one before."""
    if not found:
        yield ()
        return
    for span in found[0][bisect_left(found[0], (at, 0)) :]:
        for others in _sequences(found[1:], span[1]):
            yield span, *others


def _spans(text: Text, string: str, quote: str) -> list[Span]:
    """Where a fragment stands behind the front matter, by the strictest rule that finds it."""
    for rule in (re.escape, _with_any_space, _with_any_marks):
        matches = _matches(rule(quote), string, text.begin)
        found = [span for span in matches if outward(text, *span) == span]
        if found:
            return found
    return []


def _matches(pattern: str, string: str, at: int) -> Iterator[Span]:
    """Where a pattern fits from an offset on, also where that overlaps."""
    search: Callable[[str, int], re.Match[str] | None] = re.compile(pattern).search
    while match := search(string, at):
        yield match.span()
        at = match.start() + 1


def _with_any_space(quote: str) -> str:
    return r"\s+".join(map(re.escape, quote.split()))


def _with_any_marks(quote: str) -> str:
    quote = unicodedata.normalize("NFC", quote).replace("...", "…")
    return r"\s+".join("".join(map(_alike, word)) for word in quote.split())


def _alike(char: str) -> str:
    """A pattern for a character and those that people write for it."""
    if char == "…":
        return r"(?:…|\.\.\.)"
    for chars in _ALIKE:
        if char in chars:
            return f"[{re.escape(chars)}]"
    apart = unicodedata.normalize("NFD", char)
    return re.escape(char) if apart == char else f"(?:{char}|{apart})"


def _place(text: Text, number: int, spans: tuple[Span, ...]) -> Place:
    start, end = spans[0][0], spans[-1][1]
    return Place(
        number,
        spans,
        text.paragraph_at(start).index + 1,
        _flat(text[max(0, start - CONTEXT) : start]),
        " … ".join(_flat(text[start:end]).strip() for start, end in spans),
        _flat(text[end : end + CONTEXT]),
    )


def _nowhere(text: Text, quotes: Sequence[str]) -> str:
    """That a quote stands nowhere, and what is most like it."""
    for quote in quotes:
        if not _spans(text, text[0 : len(text)], quote):
            near = _nearest(text, quote)
            hint = ""
            if near:
                paragraph = text.paragraph_at(near[0]).index + 1
                hint = f"; paragraph {paragraph} has {_shown([text[slice(*near)]])}"
            return f"{_shown([quote])} is not in the text{hint}"
    return f"{_shown(quotes)} is not in the text in this order"


def _nearest(text: Text, quote: str) -> Span | None:
    """The stretch of a paragraph that shares most words with a quote, if it shares half of them."""
    from difflib import SequenceMatcher

    wanted = _WORD.findall(quote.casefold())[:COMPARED]
    known = set(wanted)
    shared, best = len(known) / 2, None
    for paragraph in text.paragraphs():
        some = len(known.intersection(_WORD.findall(paragraph.text.casefold())))
        if some >= shared and (best is None or some > shared):
            shared, best = some, paragraph
    if best is None or not wanted:
        return None
    words = list(_WORD.finditer(best.text))
    matcher = SequenceMatcher(None, [word[0].casefold() for word in words], wanted, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size
    if last - first > 2 * len(wanted):
        longest = max(blocks, key=lambda block: block.size)
        first, last = longest.a, longest.a + longest.size
    return best.start + words[first].start(), best.start + words[last - 1].end()


def _shown(quotes: Sequence[str]) -> str:
    words = " … ".join(_flat(quote).strip() for quote in quotes)
    return "“" + (words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…") + "”"


def _flat(words: str) -> str:
    """Words on one line; a space at their edges stays one."""
    return re.sub(r"\s+", " ", words)
