"""Smart spans: what of a sentence one would most likely mark, the best first.

Rules find them, the same by which clauses are cut: what stands behind a word that reports something
("warned that"), what stands before or around "he said", what is quoted. Each find is worth so much;
the worths, and how often the first find is right, are in `docs/decisions/010-smart-spans.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from annotations.characters import Span
from annotations.clauses import clause_ends, clause_starts, sentence_at
from annotations.cuts import RULES
from annotations.edges import balanced
from annotations.quotations import interrupted, quotations

MOST = 6
"""Smart spans of a sentence at most."""
CONTENTS = {"that": 80, "infinitives": 80, "prepositions": 85, "bare": 75}
"""Rules that find where what is said begins, and what that is worth."""
NAMED, UNLIKELY = 60, 35
"""What the words right behind a verb of speech are worth: one of a tag, and any other."""
HEARSAY = 60
"""What the words behind "allegedly" are worth."""
HALTS = ("marks", "dashes", "before attributions", "participles", "commas", "coordination", "joins")
"""Rules where what is said ends."""
CONDITIONS = ("if", "unless", "until", "provided", "as")
TAGS = ("threat", "commitment", "allegation")
"""Tags whose verbs are known."""


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

    `tag` is the id of the tag to mark with, empty where that is not known; what touches words that
    are `marked` already comes last.
    """
    found: dict[tuple[Span, ...], tuple[float, str]] = {}
    for worth, name, parts in _Finds(paragraph, sentence, language, tag).all():
        segments = tuple(balanced(paragraph, *part) for part in parts)
        if worth > found.get(segments, (0, ""))[0]:
            found[segments] = worth, name
    found.pop((balanced(paragraph, *sentence),), None)
    best = sorted(found, key=lambda each: (_touches(each, marked), -found[each][0], each))
    return tuple(SmartSpan(found[segments][1], segments) for segments in best[:MOST])


def _touches(segments: tuple[Span, ...], marked: tuple[Span, ...]) -> bool:
    return any(start < until and since < end for start, end in segments for since, until in marked)


Find = tuple[float, str, tuple[Span, ...]]
"""What a span is worth, what it is, and its parts, not trimmed yet."""


class _Finds:
    """What the rules find in a sentence."""

    def __init__(self, paragraph: str, span: Span, language: str, tag: str) -> None:
        self.paragraph, self.language, self.tag = paragraph, language, tag
        self.start, self.end = span
        self.sentence = sentence_at(paragraph, span, language)
        before, behind = (
            list(RULES[f"{side} attributions"](self.sentence)) for side in ("before", "behind")
        )
        self.attributions = [
            (first, end) for (_, first), (_, end) in zip(before, behind, strict=True)
        ]
        """The first word of each "he said", and the first one behind it."""
        cuts = [(*cut, rule) for rule in RULES for cut in RULES[rule](self.sentence)]
        cuts += [(*cut, "joins") for cut in self.joins()]
        self.cuts: list[tuple[int, int, str]] = sorted(cuts)
        """Where it is cut into clauses: the word before, the word behind, the rule."""

    def all(self) -> Iterator[Find]:
        """Every find, the same span perhaps by several rules."""
        yield from self.interrupted()
        yield from self.quoted()
        yield from self.behind_cues()
        yield from self.beside_attributions()
        yield from self.clauses()

    # Quotations

    def interrupted(self) -> Iterator[Find]:
        """Both halves of a quotation."""
        for group in interrupted(self.paragraph, self.language):
            if any(each.start < self.end and each.end > self.start for each in group):
                between = self.paragraph[group[-2].end : group[-1].start].rstrip()
                worth = 90 if between.endswith((",", "—", "–", "-")) else 25
                yield worth, "both halves", tuple((each.start, each.end) for each in group)

    def quoted(self) -> Iterator[Find]:
        """A quotation, with its marks and without."""
        for each in quotations(self.paragraph, self.language):
            if self.start <= each.start and each.end <= self.end:
                long = len(self.paragraph[each.start : each.end].split()) > 3
                yield 70 if long else 25, "quotation", ((each.start, each.end),)
                yield 40 if long else 20, "quoted words", ((each.inner_start, each.inner_end),)

    # What is said

    def behind_cues(self) -> Iterator[Find]:
        """What a word that reports something leads to."""
        sentence, table = self.sentence, self.sentence.language
        for rule, worth in CONTENTS.items():
            for last, first in RULES[rule](sentence):
                cue = self.cue_before(last)
                known = cue >= 0 and self.is_of_a_tag(cue)
                if rule == "infinitives" and cue >= 0 and not known:
                    worth = UNLIKELY  # "said they were ready to leave"
                less = 0 if cue < 0 or sentence.speaks(cue) else 20  # a noun
                yield from self.content(worth - less + self.bonus(cue), self.behind(cue), first)
        for cue in range(len(sentence) - 1):
            if sentence.speaks(cue) and not sentence.is_bound(cue + 1):
                likely = self.is_of_a_tag(cue) and sentence.words[cue + 1] not in table.infinitives
                worth = NAMED if likely else UNLIKELY
                first = self.behind_receiver(cue + 1) if likely else cue + 1
                yield from self.content(worth + self.bonus(cue), self.behind(cue), first)

        for at in range(1, len(sentence) - 1):
            if sentence.words[at] in table.hearsay:
                worth = HEARSAY + (15 if self.tag == "allegation" else 0)
                yield from self.content(worth, self.behind(at), at + 1)

    def behind(self, cue: int) -> str:
        """The name of what stands behind a cue."""
        return f"after “{self.sentence.words[cue]}”" if cue >= 0 else "clause"

    def behind_receiver(self, first: int) -> int:
        """The word behind "the skippers" in "promised the skippers an escort"."""
        sentence, table = self.sentence, self.sentence.language
        if sentence.words[first] in table.objects:
            return first + 1 if first + 1 < len(sentence) else first
        for at in range(first + 1, min(first + 4, sentence.bound_after(first))):
            if sentence.words[at] in table.prepositions:
                break
            if sentence.words[at] in table.determiners and sentence.begins_subject(first):
                return at
        return first

    def cue_before(self, last: int) -> int:
        """The last word that reports something, up to a word; -1 for none."""
        return next((at for at in range(last, -1, -1) if self.sentence.reports(at)), -1)

    def is_of_a_tag(self, cue: int) -> bool:
        """Whether a word reports what some tag marks."""
        return any(self.sentence.words[cue] in self.sentence.language.of_tag(tag) for tag in TAGS)

    def bonus(self, cue: int) -> float:
        """What it adds that a word reports what the tag marks."""
        if cue < 0 or not self.tag:
            return 0
        if self.sentence.words[cue] in self.sentence.language.of_tag(self.tag):
            return 15
        return -20 if self.is_of_a_tag(cue) else 0

    def content(self, worth: float, name: str, first: int) -> Iterator[Find]:
        """What begins with a word, with the ends that it may have, the best first."""
        start = self.offset(first)
        seen: list[int] = []
        for end in self.ends(first):
            if end > start and end not in seen:
                yield worth - 12 * len(seen), name, ((start, end),)
                seen.append(end)
        for _, joined in self.halts(first):
            if joined is not None:
                end = next(self.ends(joined))
                yield worth - 20, name, ((self.offset(joined), end),)

    def ends(self, first: int) -> Iterator[int]:
        """Where what begins with a word may end, the best first."""
        start = self.offset(first)
        last = self.last_from(start)
        halts = [end for end, _ in self.halts(first) if end <= last]
        yield from halts[:1]
        yield last
        yield from halts[1:]
        yield from (
            end for end in clause_ends(self.paragraph, self.language) if start + 10 < end < last
        )

    def halts(self, first: int) -> Iterator[tuple[int, int | None]]:
        """The ends behind a word at which what is said most likely is over, in order.

        Each with the word at which more of it begins, where "and" joins that.
        """
        sentence, table = self.sentence, self.sentence.language
        fronted = sentence.words[first] in table.subordinating | table.clause_subordinators
        for last, behind, rule in self.cuts:
            if last <= first or behind >= len(sentence):
                continue
            word, comma = sentence.words[behind], sentence.has_comma(last + 1)
            if fronted and comma:
                fronted = False  # "if they come, we will go"
                continue
            joined = behind if sentence.words[last + 1] in table.coordinators else None
            if rule in ("subordinators", "relatives"):
                if not comma or word in CONDITIONS:
                    continue
            elif rule in CONTENTS:
                if joined is None:
                    continue
            elif rule not in HALTS:
                continue
            yield sentence.spans[last][1], joined

    def joins(self) -> Iterator[tuple[int, int]]:
        """Where "and" joins another statement, or another thing done, that no rule of clauses cuts.

        As in "accused of lying and hiding it", and "..., and its leader, Ms Crake, said".
        """
        sentence, table = self.sentence, self.sentence.language
        for at in range(2, len(sentence) - 2):
            if sentence.words[at] not in table.coordinators:
                continue
            participle = sentence.is_participle(at + 1) and not sentence.is_bound(at + 1)
            subject = sentence.has_comma(at) and sentence.begins_subject(at + 1)
            if participle or (subject and sentence.is_finite(at + 2, len(sentence))):
                yield at - 1, at + 1

    def last_from(self, offset: int) -> int:
        """Where the innermost quotation around an offset ends, or else the sentence."""
        around = [
            each.inner_end
            for each in quotations(self.paragraph, self.language)
            if each.inner_start <= offset < each.inner_end
        ]
        return min([*around, self.end])

    def beside_attributions(self) -> Iterator[Find]:
        """What "he said" stands behind, or inside."""
        sentence, table = self.sentence, self.sentence.language
        for first, end in self.attributions:
            if end < len(sentence) and sentence.words[end] in table.complementizers:
                continue  # "told them, on Friday, that"
            verb = next((at for at in range(first, end) if sentence.speaks(at)), first)
            if verb == first and end < len(sentence) and sentence.words[end] in table.determiners:
                apposed = sentence.bound_after(end)  # "wrote Ms Hale, the director, ..."
                if apposed < len(sentence) and not sentence.is_finite(end, apposed):
                    end = apposed
            bonus, word = self.bonus(verb), sentence.words[verb]
            lefts = [
                0,
                *(at for _, at, rule in self.cuts if rule in ("commas", "dashes") and at < first),
            ]
            whole = sentence.is_finite(lefts[-1], first)
            goes_on = end < len(sentence) and not (
                sentence.words[end] in table.coordinators
                or sentence.words[end] in table.relatives
                or sentence.is_participle(end)
                or sentence.words[end] in ("a", "an")
            )
            for less, at in enumerate(reversed(lefts)):
                left = self.offset(at), sentence.firsts[first]
                before = 80 if whole else 40
                yield before - 10 * less + bonus, f"before “{word}”", (left,)
                if end < len(sentence):
                    ends = list(self.ends(end))
                    around = 85 if goes_on or not whole else 45
                    for more, last in enumerate(ends[:2]):
                        yield (
                            around - 10 * less - 15 * more + bonus,
                            f"around “{word}”",
                            (left, (self.offset(end), last)),
                        )

    # Clauses

    def clauses(self) -> Iterator[Find]:
        """From where a clause starts to the end of the sentence, or of that clause."""
        starts = clause_starts(self.paragraph, self.language)
        ends = clause_ends(self.paragraph, self.language)
        ends = tuple(end for end in ends if self.start < end <= self.end)
        for number, start in enumerate(at for at in starts if self.start <= at < self.end):
            if number:
                yield 30 - number, "to the end", ((start, self.end),)
            if first := [end for end in ends if end > start]:
                yield 20 - number, "clause", ((start, first[0]),)

    def offset(self, word: int) -> int:
        """Where a word begins, or the opening marks before it."""
        offset = self.sentence.firsts[word]
        gap = offset - len(self.sentence.gaps[word].rpartition(" ")[2])
        return gap if word else offset
