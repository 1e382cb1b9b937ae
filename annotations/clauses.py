"""Where a mark may start and end when its edges are moved by clauses.

    text = "He warned that we will pay if they do."
    [text[at:] for at in clause_starts(text)]       # "He warned ...", "we will ...", "if they ..."
    [text[:at] for at in clause_ends(text)]         # "He warned", "... will pay", "... they do"

What is found depends on the sentences of the paragraph, on its quotations and on the rules of
`annotations.cuts`. A line break in a paragraph is a space; offsets do not change by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from annotations import units
from annotations.characters import Span, around
from annotations.cuts import RULES
from annotations.languages import language as table_of
from annotations.quotations import quotations
from annotations.sentence import SHORTEST, Sentence, word_spans

START_RULES = (
    *("labels", "before quotations", "before attributions", "behind attributions"),
    *("that", "infinitives", "prepositions", "bare", "objects"),
    *("behind quotations", "marks", "dashes", "subordinators", "relatives"),
    *("fronting", "commas", "participles", "coordination"),
)
"""Names of the rules that bring starts. Of two that would be too close the earlier rule wins."""

END_RULES = (
    *("behind quotations", "before attributions", "behind attributions"),
    *("marks", "dashes", "subordinators", "relatives"),
    *("fronting", "commas", "participles", "coordination", "before quotations"),
    *("that", "infinitives", "prepositions", "bare", "objects"),
)
"""Names of the rules that bring ends. Of two that would be too close the earlier rule wins."""

NEVER_TOO_SHORT = frozenset(START_RULES[:9])
"""Rules whose starts stand however short the piece is: it is quoted, said or says who does."""

ENDS_NEVER_TOO_SHORT = frozenset(END_RULES[:3])
"""Rules whose ends stand however short the piece is."""

INSIDE_QUOTATIONS = False
"""Whether edges also stop inside the marks of a quotation; else only outside of them."""

_ATTACHED_BEFORE = "([{¿¡$€£¥#@&+'’°~"
_OPENING = "before quotations"
_BULLET = re.compile(r"\s*[>*•|–-]+\s")
_ATTACHED_BEHIND = re.compile(r"(?:\.{2,}|[…)\]}%!?°+]|\.(?![”’»›\"']))*")


class Edges(NamedTuple):
    """Where marks may start and end in one sentence, in code points of its paragraph, in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]


def clause_starts(paragraph: str, language: str = "en") -> tuple[int, ...]:
    """Offsets at which a mark may start: sentences, clauses, quotations, what follows *that*."""
    return _all(paragraph, language).starts


def clause_ends(paragraph: str, language: str = "en") -> tuple[int, ...]:
    """Offsets at which a mark may end: never behind white space, a comma or a final full stop."""
    return _all(paragraph, language).ends


def starts_near(paragraph: str, offset: int, language: str) -> tuple[int, ...]:
    """The starts around an offset: the last one before it and the next one, if there are such."""
    return _near(paragraph, offset, language, lambda each: each.starts)


def ends_near(paragraph: str, offset: int, language: str) -> tuple[int, ...]:
    """The ends around an offset, in the same way."""
    return _near(paragraph, offset, language, lambda each: each.ends)


@lru_cache(maxsize=4096)
def edges(paragraph: str, span: Span, language: str) -> Edges:
    """The edges in the sentence of a paragraph that has that span."""
    found = _Edges(sentence_at(paragraph, span, language))
    return Edges(
        tuple(sorted({around(paragraph, start)[0] for start in found.starts()})),
        tuple(sorted({around(paragraph, end)[1] for end in found.ends()})),
    )


def sentence_at(paragraph: str, span: Span, language: str) -> Sentence:
    """The sentence of a paragraph that has that span."""
    start, end = span
    both = [
        each
        for each in quotations(paragraph, language)
        if start <= each.start < end or (each.start < start <= each.inner_end < end)
    ]
    return Sentence(paragraph, span, word_spans(paragraph, start, end), both, table_of(language))


def forget() -> None:
    """Forget what was found, after a change of the rules."""
    edges.cache_clear()


def _all(paragraph: str, language: str) -> Edges:
    found = [edges(paragraph, span, language) for span in units.sentences(paragraph, language)]
    return Edges(
        tuple(sorted({start for each in found for start in each.starts})),
        tuple(sorted({end for each in found for end in each.ends})),
    )


def _near(
    paragraph: str, offset: int, language: str, side: Callable[[Edges], tuple[int, ...]]
) -> tuple[int, ...]:
    """The edges of the sentence at an offset, and of those beside it where the next one may be."""
    spans = units.sentences(paragraph, language)
    if not spans:
        return ()
    at = max(0, bisect_right(spans, (offset, len(paragraph))) - 1)
    found = side(edges(paragraph, spans[at], language))
    if at and found[0] >= offset:
        found = (*side(edges(paragraph, spans[at - 1], language)), *found)
    if at + 1 < len(spans) and found[-1] <= offset:
        found = (*found, *side(edges(paragraph, spans[at + 1], language)))
    return found


class _Edges:
    """The edges that marks may have in one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        whole = [
            each
            for each in sentence.quotations
            if each.closed and sentence.start <= each.start and each.end <= sentence.end
        ]
        self.opening = [each.start for each in whole]
        self.closing = sorted(each.inner_end for each in whole)
        self.half = {
            offset for each in sentence.quotations for offset in (each.start, each.inner_end)
        }.difference(self.opening, self.closing)
        self.cuts = {
            name: [cut for cut in RULES[name](sentence) if cut[1] not in sentence.bracketed]
            for name in dict.fromkeys((*START_RULES, *END_RULES))
        }

    def starts(self) -> Iterator[int]:
        """Where the sentence starts, trimmed, and where its pieces do."""
        sentence = self.sentence
        start, end = sentence.start, sentence.end
        yield start + units.trim(sentence.paragraph[start:end])[0]
        flowing = {at for _, at in self.cuts.get(_OPENING, ()) if not sentence.has_pause(at)}
        kept = [0, len(sentence)]
        for name in START_RULES:
            for _, word in self.cuts[name]:
                self._keep(kept, word, name in NEVER_TOO_SHORT, flowing)
        half = self._is_half(start, sentence.firsts[:1])
        first = 0 if half or (sentence.words and _BULLET.match(sentence.gaps[0])) else 1
        yield from map(self._start_of, kept[first:-1])
        if INSIDE_QUOTATIONS:
            yield from (offset + 1 for offset in self.opening)

    def ends(self) -> Iterator[int]:
        """Where the sentence ends, trimmed, and where its pieces do."""
        sentence = self.sentence
        start, end = sentence.start, sentence.end
        yield start + units.trim(sentence.paragraph[start:end])[1]
        kept = [0, len(sentence)]
        for name in END_RULES:
            for word, _ in self.cuts[name]:
                self._keep(kept, word + 1, name in ENDS_NEVER_TOO_SHORT)
        last = sentence.spans[-1:]
        until = None if last and self._is_half(last[0][1], [end]) else -1
        yield from map(self._end_of, kept[1:until])
        if INSIDE_QUOTATIONS:
            for offset in self.closing:
                yield start + units.trim(sentence.paragraph[start:offset])[1]

    def _keep(
        self,
        kept: list[int],
        at: int,
        however_short: bool,
        flowing: Container[int] = (),
    ) -> None:
        """Add an edge to those that are kept, unless it leaves a piece that is too short.

        A piece does not end at a quotation that it flows into: "if “foreign customs men” came".
        """
        index = bisect_left(kept, at)
        if not 0 < index < len(kept) or kept[index] == at:
            return
        end = kept[min(index + (kept[index] in flowing), len(kept) - 1)]
        before = self.sentence.length(kept[index - 1], at)
        if however_short or min(before, self.sentence.length(at, end)) >= SHORTEST:
            kept.insert(index, at)

    def _is_half(self, start: int, end: list[int]) -> bool:
        """Whether a mark stands in a range whose quotation lies partly in another sentence."""
        return any(offset in self.half for offset in range(start, *end)) if end else False

    def _start_of(self, word: int) -> int:
        """The offset of a word, or of the marks before it that belong to it."""
        sentence = self.sentence
        offset = sentence.firsts[word]
        gap = offset - len(sentence.gaps[word])
        index = bisect_left(self.opening, gap)
        if index < len(self.opening) and self.opening[index] < offset:
            offset = self.opening[index]
        while offset > gap and sentence.paragraph[offset - 1] in _ATTACHED_BEFORE:
            if offset - 1 in self.half or self._closes(offset - 1):
                break
            offset -= 1
        return offset

    def _end_of(self, count: int) -> int:
        """The offset behind so many words, and behind the marks that belong to the last of them."""
        sentence = self.sentence
        offset = sentence.spans[count - 1][1]
        gap = offset + len(sentence.gaps[count])
        index = bisect_left(self.closing, gap) - 1
        if index >= 0 and self.closing[index] >= offset:
            offset = self.closing[index] + 1
        attached = _ATTACHED_BEHIND.match(sentence.paragraph, offset, gap)
        return attached.end() if attached else offset

    def _closes(self, offset: int) -> bool:
        index = bisect_left(self.closing, offset)
        return index < len(self.closing) and self.closing[index] == offset
