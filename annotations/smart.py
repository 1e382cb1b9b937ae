"""Smart spans: what of a sentence one would most likely mark, the best first.

Rules find them: what stands behind a word that reports something, what stands before or around "he
said", what is quoted, clauses. Each find is worth so much; how the worths were found and how often
the first span is right is told in `docs/decisions/010-smart-spans.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from annotations.characters import Span
from annotations.clauses import edges
from annotations.edges import balanced
from annotations.quotations import Quotation, interrupted, quotations
from annotations.reported import Attribution, Content, Reported

MOST = 6
"""Smart spans of a sentence at most."""
LONGEST = 5_000
"""Code points of a sentence in which they are looked for; longer ones are no prose."""

BEHIND = {
    "prepositions": 85,
    "that": 80,
    "infinitives": 80,
    "bare": 75,
    "objects": 72,
    "hearsay": 60,
    "speech": 35,
}
"""What a content is worth by the rule that found it."""
PROMISED = 60
"""What is worth what stands right behind a verb that reports an act of some tag."""
OF_THE_TAG, OF_ANOTHER, BY_NOUN = 15, -20, -20
"""What it adds that the cue reports what the tag marks, or another tag does; that it is a noun."""
NEXT_END, JOINED = -12, -20
"""What it adds that a content ends later than at the best place; that "and" joins it to one."""
BEFORE, AROUND = 80, 85
"""What is worth what stands before "he said", and what stands around it."""
NO_STATEMENT, NO_MORE = -40, -40
"""What it adds that no statement stands before "he said"; that behind it another one begins."""
LATER_LEFT, LATER_RIGHT = -10, -15
"""What it adds that what is said begins in an earlier clause, or ends at a later place."""
HALVES, THEIR_WORDS, HALVES_OF_TWO_SENTENCES = 90, 60, 25
QUOTATION, MIXED, ITS_WORDS, SCARE_QUOTES = 70, 45, 55, 25
SHORT_QUOTATION = 3
"""Words of a quotation that is somebody's choice of words rather than a statement."""
TO_THE_END, CLAUSE = 30, 20


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
def spans(
    paragraph: str,
    sentence: Span,
    language: str,
    tag: str,
    marked: tuple[Span, ...] = (),
) -> tuple[SmartSpan, ...]:
    """The smart spans of a sentence, the best first; offsets are code points of the paragraph.

    `tag` is the id of the tag to mark with, empty where that is not known; what is `marked` already
    comes last.
    """
    if sentence[1] - sentence[0] > LONGEST:
        return ()
    found: dict[tuple[Span, ...], tuple[int, str]] = {}
    for worth, name, parts in _finds(paragraph, sentence, language, tag):
        segments = tuple(balanced(paragraph, *part) for part in parts if part[0] < part[1])
        if segments and worth > found.get(segments, (0, ""))[0]:
            found[segments] = worth, name
    found.pop((balanced(paragraph, *sentence),), None)
    best = sorted(
        found, key=lambda each: (all(part in marked for part in each), -found[each][0], each)
    )
    return tuple(SmartSpan(found[segments][1], segments) for segments in best[:MOST])


Find = tuple[int, str, tuple[Span, ...]]
"""What a span is worth, what it is, and its parts, not trimmed yet."""


def _finds(paragraph: str, sentence: Span, language: str, tag: str) -> Iterator[Find]:
    """Every find, the same span perhaps by several rules."""
    reported = Reported(paragraph, sentence, language)
    yield from _quoted(reported, paragraph, sentence, language)
    for content in reported.contents():
        yield from _behind(reported, content, tag)
    for attribution in reported.attributions():
        yield from _beside(reported, attribution, tag)
    yield from _clauses(paragraph, sentence, language)


def _quoted(reported: Reported, paragraph: str, sentence: Span, language: str) -> Iterator[Find]:
    """Both halves of a quotation, and each one with its marks and without."""
    first, last = sentence
    for group in interrupted(paragraph, language):
        if any(each.start < last and each.end > first for each in group):
            yield HALVES_OF_TWO_SENTENCES, "both halves", _whole(group)
        for halves in _of_one_sentence(paragraph, group):
            if len(halves) > 1 and any(each.start < last and each.end > first for each in halves):
                yield HALVES, "both halves", _whole(halves)
                yield THEIR_WORDS, "words of both halves", _inside(halves)
    for each in quotations(paragraph, language):
        if first <= each.start and each.end <= last:
            words = len(paragraph[each.inner_start : each.inner_end].split())
            mixed = reported.is_mixed(each.start)
            worth = SCARE_QUOTES if words <= SHORT_QUOTATION else MIXED if mixed else QUOTATION
            yield worth, "quotation", ((each.start, each.end),)
            yield min(worth, ITS_WORDS), "quoted words", ((each.inner_start, each.inner_end),)


def _of_one_sentence(
    paragraph: str, group: tuple[Quotation, ...]
) -> Iterator[tuple[Quotation, ...]]:
    """The quotations of a group between which no sentence ends."""
    halves = [group[0]]
    for before, after in pairwise(group):
        if not paragraph[before.end : after.start].rstrip().endswith((",", "—", "–", "-")):
            yield tuple(halves)
            halves = []
        halves.append(after)
    yield tuple(halves)


def _whole(group: tuple[Quotation, ...]) -> tuple[Span, ...]:
    return tuple((each.start, each.end) for each in group)


def _inside(group: tuple[Quotation, ...]) -> tuple[Span, ...]:
    return tuple((each.inner_start, each.inner_end) for each in group)


def _behind(reported: Reported, content: Content, tag: str) -> Iterator[Find]:
    """What a cue leads to, with the ends that it may have, and what is joined to it."""
    sentence, (rule, cue, first) = reported.sentence, content
    tags = reported.tags_of(cue)
    worth = BEHIND[rule]
    if rule == "speech" and tags:
        worth = PROMISED
    if rule == "infinitives" and cue >= 0 and not tags and not reported.is_passive(cue):
        worth = BEHIND["speech"]  # "said they were ready to leave"
    if rule in ("that", "infinitives", "prepositions") and cue >= 0 and not sentence.speaks(cue):
        worth += BY_NOUN
    worth += _by_tag(tags, tag)
    name = f"after “{sentence.words[cue]}”" if cue >= 0 else "clause"
    for number, end in enumerate(reported.ends(first)):
        yield worth + NEXT_END * number, name, ((reported.offset(first), end),)
    for _, joined in reported.halts(first):
        if joined is not None:
            end = reported.ends(joined)[0]
            yield worth + JOINED, name, ((reported.offset(joined), end),)


def _beside(reported: Reported, attribution: Attribution, tag: str) -> Iterator[Find]:
    """What "he said" stands behind, or inside."""
    sentence, (first, end, verb) = reported.sentence, attribution
    if reported.introduces(first, end):
        return
    bonus, word = _by_tag(reported.tags_of(verb), tag), sentence.words[verb]
    clauses = (at for _, at, rule in reported.cuts if rule in ("commas", "dashes") and at < first)
    begins = [0, *clauses]
    states = sentence.is_finite(begins[-1], first)
    goes_on = end < len(sentence) and not reported.begins_other(end)
    before = BEFORE + bonus + (0 if states else NO_STATEMENT)
    around = AROUND + bonus + (0 if goes_on or not states else NO_MORE)
    for number, at in enumerate(reversed(begins)):
        left = reported.offset(at), sentence.firsts[first]
        yield before + LATER_LEFT * number, f"before “{word}”", (left,)
        if end < len(sentence):
            for more, last in enumerate(reported.ends(end)[:2]):
                worth = around + LATER_LEFT * number + LATER_RIGHT * more
                yield worth, f"around “{word}”", (left, (reported.offset(end), last))


def _clauses(paragraph: str, sentence: Span, language: str) -> Iterator[Find]:
    """From where a clause starts to the end of the sentence, or of that clause."""
    last = sentence[1]
    starts, ends = edges(paragraph, sentence, language)
    for number, start in enumerate(starts):
        if number:
            yield TO_THE_END - number, "to the end", ((start, last),)
        if end := next((end for end in ends if end > start), None):
            yield CLAUSE - number, "clause", ((start, end),)


def _by_tag(tags: set[str], tag: str) -> int:
    """What it adds that a cue announces acts of these tags, where the mark is to have that one."""
    if not tag or not tags:
        return 0
    return OF_THE_TAG if tag in tags else OF_ANOTHER
