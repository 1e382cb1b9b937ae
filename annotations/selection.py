"""The focus in a text, and how keys move and reshape what they would mark.

A `Selection` is a value: one method a key, each returning the new selection, or the same one when
the key can do nothing here. It knows a text and its units and nothing of a screen, so that it can
be driven, tested and measured without one:

    selection = Selection.first(Text.of("He warned that we will pay. She laughed."))
    selection.quote                             # "He warned that we will pay"
    selection.start_in_clause().quote           # "we will pay"
    selection.next_smart("threat").quote        # "we will pay"
    selection.end_out_sentence().quote          # "He warned that we will pay. She laughed"

`docs/keys.md` says which key calls which method.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations import edges, stops, units
from annotations.characters import Span
from annotations.stops import WORDS, Unit
from annotations.text import Paragraph, Text

if TYPE_CHECKING:
    from annotations.smart import SmartSpan

_BETWEEN = frozenset(units.CLOSING) | frozenset(",;:.!?… \t\n\xa0")
"""What may stand between a mark and the rest of its sentence."""

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """A sentence of a text in focus, and the span of it (or beyond it) that a tag key marks.

    All offsets are code points of the text, half open. In a text without a sentence both are
    empty; everywhere else neither ever is.
    """

    text: Text
    focus_start: int
    """Offset of the first code point of the sentence in focus."""
    focus_end: int
    """Offset after its last one, the final full stop included."""
    start: int
    """Offset of the first code point that would be marked."""
    end: int
    """Offset after the last one."""
    language: str = "en"
    """Language by whose rules sentences and clauses are cut."""
    gaps: tuple[Span, ...] = ()
    """What would not be marked between `start` and `end`, in order: such as "he said"."""
    trims: bool = True
    """Whether punctuation at its edges stays out; white space always does."""

    # Where to begin

    @classmethod
    def first(cls, text: Text, language: str = "en", trims: bool = True) -> Selection:
        """The first sentence of a text."""
        nowhere = cls(text, 0, 0, 0, 0, language, trims=trims)
        return nowhere._first_from(0) or nowhere

    @classmethod
    def at(cls, text: Text, offset: int, language: str = "en", trims: bool = True) -> Selection:
        """The sentence at an offset, or the one before the white space that is there."""
        start = cls.first(text, language, trims)
        if start.empty:
            return start
        paragraph = text.paragraph_at(offset)
        spans = start._sentences_of(paragraph)
        if not spans:
            return (
                start._first_from(paragraph.index) or start._last_before(paragraph.index) or start
            )
        index = bisect_right([first for first, _ in spans], max(offset, spans[0][0])) - 1
        return start._on(*spans[index])

    def span(self, start: int, end: int, gaps: tuple[Span, ...] = ()) -> Selection:
        """Exactly that span, with the sentence it begins in (or this one, inside it) in focus."""
        at = self
        if not start <= self.focus_start < end:
            at = Selection.at(self.text, start, self.language, self.trims)
        return replace(at, start=start, end=end, gaps=gaps)

    # What it is

    @property
    def empty(self) -> bool:
        """Whether there is nothing to mark: the text holds no sentence."""
        return self.start == self.end

    @property
    def segments(self) -> tuple[Span, ...]:
        """The spans that would be marked: one, or more where there are gaps."""
        edges = [self.start, *(edge for gap in self.gaps for edge in gap), self.end]
        return tuple(zip(edges[::2], edges[1::2], strict=True))

    @property
    def quote(self) -> str:
        """The words that would be marked; those of several segments with an ellipsis between."""
        return " … ".join(self.text[start:end] for start, end in self.segments)

    @property
    def is_sentence(self) -> bool:
        """Whether a tag key would mark just the sentence in focus."""
        return self == self.whole_sentence()

    # Moving the focus

    def next_sentence(self) -> Selection:
        """The sentence after the one in focus."""
        if self.empty:
            return self
        paragraph = self.text.paragraph_at(self.focus_start)
        for span in self._sentences_of(paragraph):
            if span[0] >= self.focus_end:
                return self._on(*span)
        return self._first_from(paragraph.index + 1) or self.whole_sentence()

    def previous_sentence(self) -> Selection:
        """The sentence before the one in focus."""
        if self.empty:
            return self
        paragraph = self.text.paragraph_at(self.focus_start)
        for span in reversed(self._sentences_of(paragraph)):
            if span[1] <= self.focus_start:
                return self._on(*span)
        return self._last_before(paragraph.index) or self.whole_sentence()

    def next_paragraph(self) -> Selection:
        """The first sentence of the next paragraph."""
        if self.empty:
            return self
        paragraph = self.text.paragraph_at(self.focus_start)
        return self._first_from(paragraph.index + 1) or self.whole_sentence()

    def previous_paragraph(self) -> Selection:
        """The first sentence of this paragraph or, from there, of the one before."""
        if self.empty:
            return self
        paragraph = self.text.paragraph_at(self.focus_start)
        spans = self._sentences_of(paragraph)
        if spans and spans[0][0] < self.focus_start:
            return self._on(*spans[0])
        before = self._last_before(paragraph.index)
        if before is None:
            return self.whole_sentence()
        return before._on(*before._sentences_of(before.text.paragraph_at(before.focus_start))[0])

    def last(self) -> Selection:
        """The last sentence of the text."""
        return self._last_before(self.text.paragraph_count) or self

    def whole_sentence(self) -> Selection:
        """Let go of every reshaping: the sentence in focus."""
        return self if self.empty else self._on(self.focus_start, self.focus_end)

    # Moving an edge

    def start_out_word(self) -> Selection:
        """The start edge to the word before it, out of the sentence if need be."""
        return self._with(stops.before(self.text, self.start, WORDS.starts), self.end)

    def start_in_word(self) -> Selection:
        """The start edge to the next word inside."""
        return self._with(stops.after(self.text, self.start, WORDS.starts), self.end)

    def end_in_word(self) -> Selection:
        """The end edge back to the end of the word before it."""
        return self._with(self.start, stops.before(self.text, self.end, WORDS.ends))

    def end_out_word(self) -> Selection:
        """The end edge to the end of the next word, out of the sentence if need be."""
        return self._with(self.start, stops.after(self.text, self.end, WORDS.ends))

    def start_out_clause(self) -> Selection:
        """The start edge to the clause before it, out of the sentence if need be."""
        return self._with(stops.before(self.text, self.start, self._clauses.starts), self.end)

    def start_in_clause(self) -> Selection:
        """The start edge to the next clause inside."""
        return self._with(stops.after(self.text, self.start, self._clauses.starts), self.end)

    def end_in_clause(self) -> Selection:
        """The end edge back to the end of the clause before it."""
        return self._with(self.start, stops.before(self.text, self.end, self._clauses.ends))

    def end_out_clause(self) -> Selection:
        """The end edge to the end of the next clause, out of the sentence if need be."""
        return self._end_out(self._clauses)

    def end_out_sentence(self) -> Selection:
        """The end edge to the end of the sentence it is in or, from there, of the next one."""
        return self._end_out(self._sentences)

    def end_in_sentence(self) -> Selection:
        """The end edge back to the end of the sentence before the one it is in."""
        stop: int | None = self.end
        while stop is not None and stop > self.start:
            stop = stops.before(self.text, stop, self._sentences.ends)
            if stop is not None and self.start < (end := self._kept(stop)) < self.end:
                return self._with(self.start, end)
        return self

    def start_at(self, offset: int) -> Selection:
        """The start edge exactly there, on a whole character."""
        return self._with(self.cluster(offset)[0], self.end) if self._holds(offset) else self

    def end_at(self, offset: int) -> Selection:
        """The end edge exactly there, on a whole character."""
        return self._with(self.start, self.cluster(offset - 1)[1]) if self._holds(offset) else self

    @property
    def clause_edges(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Where clauses of the sentence in focus start, and where they end."""
        if self.empty:
            return (), ()
        from annotations import clauses  # its rules take a while to load

        paragraph = self.text.paragraph_at(self.focus_start)
        first = paragraph.start
        span = self.focus_start - first, self.focus_end - first
        found = clauses.edges(paragraph.text, span, self.language)
        starts, ends = (tuple(first + edge for edge in each) for each in found)
        return starts, ends

    # From unit to unit

    def grow(self) -> Selection:
        """The next larger unit around the span: word, clause, sentence, quotation, paragraph."""
        if self.empty or self.gaps:
            return replace(self, gaps=())
        from annotations import nesting

        wider = nesting.around(self.text, self.start, self.end, self.language, self._edges)
        return self._with(*min(wider, key=_length)) if wider else self

    def shrink(self) -> Selection:
        """The largest unit inside: the longest quotation, or what begins where the span does."""
        if self.empty:
            return self
        from annotations import nesting

        inside = nesting.inside(self.text, self.start, self.end, self.language, self._edges)
        return self._with(*max(inside, key=_length)) if inside else self

    # What one would most likely mark

    def smart_spans(self, tag: str = "", marked: Spans = ()) -> tuple[SmartSpan, ...]:
        """Spans of the sentence in focus that one would most likely mark, the best first.

        Six at most. `tag` is the id of the tag to mark them with, empty where that is not known;
        what is `marked` already comes last.
        """
        from annotations import smart  # not before it is asked for: its rules take a while to load

        if self.empty:
            return ()
        paragraph = self.text.paragraph_at(self.focus_start)
        first = paragraph.start
        sentence = self.focus_start - first, self.focus_end - first
        there = tuple((start - first, end - first) for start, end in marked)
        found = smart.spans(paragraph.text, sentence, self.language, tag, there)
        return tuple(each.moved(first) for each in found)

    def next_smart(self, tag: str = "", marked: Spans = ()) -> Selection:
        """The smart span after this one, or the best one."""
        return self._smart(self.smart_spans(tag, marked), 1, 0)

    def previous_smart(self, tag: str = "", marked: Spans = ()) -> Selection:
        """The smart span before this one, or the last one."""
        return self._smart(self.smart_spans(tag, marked), -1, -1)

    def smart_place(self, tag: str = "", marked: Spans = ()) -> tuple[int, int, str] | None:
        """The number of this smart span from 1, how many there are, and what it is."""
        found = self.smart_spans(tag, marked)
        for number, each in enumerate(found, 1):
            if each.segments == self.segments:
                return number, len(found), each.name
        return None

    def _smart(self, found: tuple[SmartSpan, ...], step: int, first: int) -> Selection:
        if not found:
            return self
        spans = [each.segments for each in found]
        at = spans.index(self.segments) + step if self.segments in spans else first
        chosen = found[at % len(found)]
        (start, _), (_, end) = chosen.segments[0], chosen.segments[-1]
        return replace(self, start=start, end=end, gaps=chosen.gaps)

    # Where a pointer is

    def word(self, offset: int) -> Selection:
        """The word at an offset; between two words the one before, if a paragraph has one there."""
        if self.empty:
            return self
        text = self.text
        start, end = stops.word_start(text, offset), stops.word_end(text, offset)
        is_first = end is None or end <= self.text.paragraph_at(offset).start
        if start is not None and (start <= offset or is_first):
            end = stops.after(text, max(start, offset), WORDS.ends)
        elif end is not None:
            start = stops.before(text, end, WORDS.starts)
        return self._beginning(start, end)

    def words(self, one: int, other: int) -> Selection:
        """From the word at one offset to the word at the other, whichever comes first."""
        first, last = min(one, other), max(one, other)
        return self._beginning(stops.word_start(self.text, first), stops.word_end(self.text, last))

    def start_to(self, offset: int) -> Selection:
        """The start edge to the word at an offset, or to the last one that is selected."""
        start = stops.word_start(self.text, offset)
        if start is None or start >= self.end:
            start = stops.before(self.text, self.end, WORDS.starts)
        return self._with(start, self.end)

    def end_to(self, offset: int) -> Selection:
        """The end edge to the word at an offset, or to the first one that is selected."""
        end = stops.word_end(self.text, offset)
        if end is None or end <= self.start:
            end = stops.after(self.text, self.start, WORDS.ends)
        return self._with(self.start, end)

    # What is left

    def rest_of_sentence(self, after: int) -> Selection:
        """What is left of the sentence in focus after an offset, such as the end of a mark."""
        if not self.focus_start <= after < self.focus_end:
            return self
        start = after
        while start < self.focus_end:
            first, last = self.cluster(start)
            if first == start and self.text[start : start + 1] not in _BETWEEN:
                break
            start = last  # punctuation, or what combines with the last character of the mark
        if start >= self.focus_end:
            return self
        start, end = self._edges(self.text, start, self.focus_end)
        if not any(char.isalnum() for char in self.text[start:end]):
            return self
        return replace(self, start=start, end=end, gaps=())

    # Edges that a mark may have

    def trimmed(self, start: int, end: int) -> Span:
        """The span without what a mark never begins or ends with, on whole characters.

        See `annotations.edges`.
        """
        keep = edges.trimmed_in if self.trims else edges.stripped_in
        return keep(self.text, start, end)

    def cluster(self, offset: int) -> Span:
        """Start and end of the grapheme cluster that a code point of the text belongs to."""
        return edges.outward(self.text, offset, offset + 1)

    # Below the keys

    def _on(self, start: int, end: int) -> Selection:
        """The sentence between two offsets in focus, its trimmed span to be marked."""
        kept = self._edges(self.text, start, end)
        return Selection(self.text, start, end, *kept, self.language, trims=self.trims)

    def _with(self, start: int | None, end: int | None) -> Selection:
        """The span between two stops, if there are such and something is between them."""
        if start is None or end is None or start >= end:
            return self
        gaps = tuple(gap for gap in self.gaps if start < gap[0] and gap[1] < end)
        return replace(self, start=start, end=end, gaps=gaps)

    def _end_out(self, unit: Unit) -> Selection:
        """The end edge to the next end of a unit, without a mark that closes what is not opened."""
        stop: int | None = self.end
        while stop is not None:
            stop = stops.after(self.text, stop, unit.ends)
            if stop is not None and (end := self._kept(stop)) > self.end:
                return self._with(self.start, end)
        return self

    def _kept(self, end: int) -> int:
        """Where the span ends when it is to end at the end of that sentence."""
        return self._edges(self.text, self.start, end)[1]

    def _beginning(self, start: int | None, end: int | None) -> Selection:
        """The trimmed span between two stops, with the sentence it begins in in focus."""
        if start is None or end is None or start >= end:
            return self
        start, end = self.trimmed(start, end)
        at = Selection.at(self.text, start, self.language, self.trims)
        return replace(at, start=start, end=end, gaps=())

    @property
    def _edges(self) -> Callable[[Text, int, int], Span]:
        """What of a unit is marked."""
        return edges.balanced_in if self.trims else edges.stripped_in

    def _holds(self, offset: int) -> bool:
        return not self.empty and 0 <= offset <= len(self.text)

    @property
    def _clauses(self) -> Unit:
        return stops.clauses_in(self.language)

    @property
    def _sentences(self) -> Unit:
        return stops.sentences_in(self.language)

    def _sentences_of(self, paragraph: Paragraph) -> list[Span]:
        return [
            (paragraph.start + start, paragraph.start + end)
            for start, end in units.sentences(paragraph.text, self.language)
        ]

    def _first_from(self, index: int) -> Selection | None:
        """The first sentence in the paragraphs from that number on."""
        for paragraph in self.text.paragraphs(index):
            if spans := self._sentences_of(paragraph):
                return self._on(*spans[0])
        return None

    def _last_before(self, index: int) -> Selection | None:
        """The last sentence in the paragraphs before that number."""
        for before in range(min(index, self.text.paragraph_count) - 1, -1, -1):
            if spans := self._sentences_of(self.text.paragraph(before)):
                return self._on(*spans[-1])
        return None


def _length(span: Span) -> int:
    return span[1] - span[0]
