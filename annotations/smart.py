"""Smart spans: what of a sentence one would most likely mark, best first.

What is reported is found by rules: which words report something (`annotations.cues`), what leads
from them to the content, where the content ends. `docs/decisions/010-smart-spans.md` says how the
rules and their order were found, and how often they are right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from annotations import clauses
from annotations.characters import Span
from annotations.cues import Cue, cues, tokens
from annotations.edges import balanced
from annotations.languages import language
from annotations.quotations import interrupted, quotations

MOST = 6
"""Smart spans of a sentence at most."""
TAGS = ("threat", "commitment", "allegation")
SOURCE = 12
"""Tokens that "X said" has at most, where it stands behind or inside what is said."""


@dataclass(frozen=True, slots=True)
class SmartSpan:
    """A span that one would likely mark."""

    name: str
    """What it is, for people."""
    segments: tuple[Span, ...]
    """Its spans, in order."""

    @property
    def gaps(self) -> tuple[Span, ...]:
        """What lies between its segments."""
        return tuple((one[1], other[0]) for one, other in pairwise(self.segments))

    def moved(self, by: int) -> SmartSpan:
        """The same that many code points further on."""
        segments = tuple((start + by, end + by) for start, end in self.segments)
        return replace(self, segments=segments)


@lru_cache(maxsize=256)
def spans(paragraph: str, sentence: Span, code: str, tag: str) -> tuple[SmartSpan, ...]:
    """The smart spans of a sentence, the best first; offsets are code points of the paragraph.

    `code` is that of the language; `tag` the id of the tag to mark with, empty where not known.
    """
    whole = balanced(paragraph, *sentence)
    found: dict[tuple[Span, ...], tuple[float, SmartSpan]] = {}
    for worth, each in _Sentence(paragraph, sentence, code, tag).candidates():
        if each.segments == (whole,):
            continue
        kept = found.get(each.segments)
        if kept is None or kept[0] < worth:
            found[each.segments] = worth, each
    ordered = sorted(found.values(), key=lambda one: -one[0])
    return tuple(each for _, each in ordered[:MOST])


class _Sentence:
    """A sentence, and what of it is reported."""

    def __init__(self, paragraph: str, sentence: Span, code: str, tag: str) -> None:
        self.paragraph, self.code, self.tag = paragraph, code, tag
        self.start, self.end = sentence
        self.rules = rules = language(code)
        self.begins_a_clause = {words[0] for words in rules.subordinators} | (
            rules.coordinators
            | rules.relatives
            | rules.clause_subordinators
            | rules.prepositions
            | {"a", "adding", "that"}
        )
        self.tokens = tokens(paragraph, sentence)
        self.cues = cues(paragraph, sentence, code)

    def candidates(self) -> Iterator[tuple[float, SmartSpan]]:
        """Spans, each with what it is worth."""
        yield from self._interrupted()
        yield from self._quoted()
        yield from self._behind_cues()
        yield from self._before_cues()
        yield from self._clauses()

    def _span(self, name: str, *spans: Span) -> SmartSpan:
        return SmartSpan(name, tuple(balanced(self.paragraph, *span) for span in spans))

    def _interrupted(self) -> Iterator[tuple[float, SmartSpan]]:
        for group in interrupted(self.paragraph, self.code):
            if any(each.start < self.end and each.end > self.start for each in group):
                parts = ((each.start, each.end) for each in group)
                between = self.paragraph[group[-2].end : group[-1].start].rstrip()
                is_one = between.endswith((",", "—", "–", "-"))
                yield 90 if is_one else 25, self._span("both halves", *parts)

    def _quoted(self) -> Iterator[tuple[float, SmartSpan]]:
        for each in quotations(self.paragraph, self.code):
            if self.start <= each.start and each.end <= self.end:
                long = len(self.paragraph[each.start : each.end].split()) > 3
                yield 70 if long else 30, self._span("quotation", (each.start, each.end))
                yield 40 if long else 20, self._span("words", (each.inner_start, each.inner_end))

    def _behind_cues(self) -> Iterator[tuple[float, SmartSpan]]:
        worths = {"that": 80, "to": 80, "of": 85, "quotation": 60, "": 50}
        for cue in self.cues:
            if cue.content is None:
                continue
            worth = worths[cue.how] + self._bonus(cue)
            for less, end in enumerate(self._ends(cue)):
                if end > cue.content:
                    yield worth - 12 * less, self._span(f"after “{cue.word}”", (cue.content, end))

    def _bonus(self, cue: Cue) -> float:
        if cue.word in self.rules.of_tag(self.tag):
            return 15
        others = any(cue.word in self.rules.of_tag(tag) for tag in TAGS)
        return -10 if self.tag and others else 0

    def _ends(self, cue: Cue) -> Iterator[int]:
        """Where the content of a cue ends: the best first."""
        words = self.tokens
        last = self._last_of(cue.content or cue.end)
        yield from (min(end, last) for end in self._all_ends(cue, last))

    def _last_of(self, offset: int) -> int:
        """Where the innermost quotation around an offset ends, or else the sentence."""
        inner = [
            each.inner_end
            for each in quotations(self.paragraph, self.code)
            if each.inner_start <= offset < each.inner_end
        ]
        return min([*inner, self.end])

    def _all_ends(self, cue: Cue, last: int) -> Iterator[int]:
        words = self.tokens
        for other in self.cues:
            at = other.token - 1
            if other.token <= cue.token + 2 or other.start <= (cue.content or 0):
                continue
            joined = words[at].word in self.rules.coordinators
            if joined or (words[at].word == "," and other.how and other.is_verb):
                at -= joined and words[at - 1].word == ","
                yield words[at].start
                break
        for other in self.cues:
            comma = self._comma_before(other)
            if (
                comma is not None
                and comma > cue.token
                and not other.how
                and other.token > cue.token
            ):
                yield words[comma].start
                break
        yield last
        ends = clauses.clause_ends(self.paragraph, self.code)
        yield from (end for end in ends if (cue.content or 0) + 10 < end < self.end)

    def _comma_before(self, cue: Cue) -> int | None:
        """The token that ends what stands before "X said", if that is what a cue is in."""
        words = self.tokens
        for at in range(cue.token - 1, max(0, cue.token - 1 - SOURCE), -1):
            if words[at].word in ",?!—–":
                behind = words[at + 1].word
                if behind in self.begins_a_clause:
                    return None
                return at
        return None

    def _before_cues(self) -> Iterator[tuple[float, SmartSpan]]:
        words = self.tokens
        for cue in self.cues:
            if cue.how in ("that", "to", "of"):
                continue
            comma = self._comma_before(cue)
            if comma is None or comma < 3:
                continue
            left = self.start, words[comma].start
            bonus = self._bonus(cue)
            yield 65 + bonus, self._span(f"before “{cue.word}”", left)
            for at in range(cue.token + 1, min(cue.token + SOURCE, len(words) - 3)):
                if words[at].word == ",":
                    rest = words[at + 1].start, self.end
                    worth = 40 if words[at + 1].word in self.begins_a_clause else 68
                    yield worth + bonus, self._span(f"around “{cue.word}”", left, rest)
                    break

    def _clauses(self) -> Iterator[tuple[float, SmartSpan]]:
        starts = clauses.clause_starts(self.paragraph, self.code)
        ends = clauses.clause_ends(self.paragraph, self.code)
        starts = tuple(each for each in starts if self.start <= each < self.end)
        ends = tuple(each for each in ends if self.start < each <= self.end)
        for number, start in enumerate(starts):
            if number:
                yield 30 - number, self._span("clause", (start, self.end))
            first = next((end for end in ends if end > start), None)
            if first is not None:
                yield 20 - number, self._span("clause", (start, first))
