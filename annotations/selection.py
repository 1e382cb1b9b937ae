"""The focus in a text, and how keys move and reshape what they would mark.

A `Selection` is a value: one method a key, each returning the new selection, or the same one when
the key can do nothing here. It knows a text and its units and nothing of a screen, so that it can
be driven, tested and measured without one:

    selection = Selection.first(Text.of("He warned that we will pay. She laughed."))
    selection.start_in_word().start_in_word().start_in_word().quote     # "we will pay"
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from annotations import units
from annotations.characters import around
from annotations.text import Paragraph, Text

_BETWEEN = frozenset(units.CLOSING) | frozenset(",;:.!?… \t\n\xa0")
"""What may stand between a mark and the rest of its sentence."""

Unit = Callable[[str], tuple[int, ...]]


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
    """Language by whose rules sentences are cut."""

    # Where to begin

    @classmethod
    def first(cls, text: Text, language: str = "en") -> Selection:
        """The first sentence of a text."""
        nowhere = cls(text, 0, 0, 0, 0, language)
        return nowhere._sentence_from(0, first=True) or nowhere

    @classmethod
    def at(cls, text: Text, offset: int, language: str = "en") -> Selection:
        """The sentence at an offset, or the one before the white space that is there."""
        start = cls.first(text, language)
        if start.empty:
            return start
        paragraph = text.paragraph_at(offset)
        spans = start._sentences(paragraph)
        if not spans:
            return (
                start._sentence_from(paragraph.index, first=True)
                or start._sentence_before(paragraph.index)
                or start
            )
        index = bisect_right([first for first, _ in spans], max(offset, spans[0][0])) - 1
        return start._on(*spans[index])

    def span(self, start: int, end: int) -> Selection:
        """Exactly that span, with the sentence it begins in (or this one, inside it) in focus."""
        if start <= self.focus_start < end:
            return replace(self, start=start, end=end)
        return replace(Selection.at(self.text, start, self.language), start=start, end=end)

    # What it is

    @property
    def empty(self) -> bool:
        """Whether there is nothing to mark: the text holds no sentence."""
        return self.start == self.end

    @property
    def quote(self) -> str:
        """The words that would be marked."""
        return self.text[self.start : self.end]

    @property
    def is_sentence(self) -> bool:
        """Whether a tag key would mark just the sentence in focus."""
        return self == self.whole_sentence()

    # Moving the focus

    def next_sentence(self) -> Selection:
        """The sentence after the one in focus."""
        if self.empty:
            return self
        paragraph = self._paragraph_of(self.focus_start)
        for span in self._sentences(paragraph):
            if span[0] >= self.focus_end:
                return self._on(*span)
        return self._sentence_from(paragraph.index + 1, first=True) or self.whole_sentence()

    def previous_sentence(self) -> Selection:
        """The sentence before the one in focus."""
        if self.empty:
            return self
        paragraph = self._paragraph_of(self.focus_start)
        for span in reversed(self._sentences(paragraph)):
            if span[1] <= self.focus_start:
                return self._on(*span)
        return self._sentence_before(paragraph.index) or self.whole_sentence()

    def next_paragraph(self) -> Selection:
        """The first sentence of the next paragraph."""
        if self.empty:
            return self
        paragraph = self._paragraph_of(self.focus_start)
        return self._sentence_from(paragraph.index + 1, first=True) or self.whole_sentence()

    def previous_paragraph(self) -> Selection:
        """The first sentence of this paragraph or, from there, of the one before."""
        if self.empty:
            return self
        paragraph = self._paragraph_of(self.focus_start)
        spans = self._sentences(paragraph)
        if spans and spans[0][0] < self.focus_start:
            return self._on(*spans[0])
        before = self._sentence_before(paragraph.index)
        if before is None:
            return self.whole_sentence()
        return before._on(*before._sentences(before._paragraph_of(before.focus_start))[0])

    def last(self) -> Selection:
        """The last sentence of the text."""
        return self._sentence_before(self.text.paragraph_count) or self

    def whole_sentence(self) -> Selection:
        """Let go of every reshaping: the sentence in focus."""
        return self if self.empty else self._on(self.focus_start, self.focus_end)

    # Moving an edge

    def start_out_word(self) -> Selection:
        """The start edge to the word before it, out of the sentence if need be."""
        return self._with(self._stop_before(self.start, units.word_starts), self.end)

    def start_in_word(self) -> Selection:
        """The start edge to the next word inside."""
        return self._with(self._stop_after(self.start, units.word_starts), self.end)

    def end_in_word(self) -> Selection:
        """The end edge back to the end of the word before it."""
        return self._with(self.start, self._stop_before(self.end, units.word_ends))

    def end_out_word(self) -> Selection:
        """The end edge to the end of the next word, out of the sentence if need be."""
        return self._with(self.start, self._stop_after(self.end, units.word_ends))

    def end_out_sentence(self) -> Selection:
        """The end edge to the end of the sentence it is in or, from there, of the next one."""
        return self._with(self.start, self._stop_after(self.end, self._sentence_ends))

    def end_in_sentence(self) -> Selection:
        """The end edge back to the end of the sentence before the one it is in."""
        return self._with(self.start, self._stop_before(self.end, self._sentence_ends))

    # Where a pointer is

    def word(self, offset: int) -> Selection:
        """The word at an offset; between two words the one before, if a paragraph has one there."""
        if self.empty:
            return self
        start, end = self._word_start(offset), self._word_end(offset)
        is_first = end is None or end <= self._paragraph_of(offset).start
        if start is not None and (start <= offset or is_first):
            end = self._stop_after(max(start, offset), units.word_ends)
        elif end is not None:
            start = self._stop_before(end, units.word_starts)
        return self._beginning(start, end)

    def words(self, one: int, other: int) -> Selection:
        """From the word at one offset to the word at the other, whichever comes first."""
        return self._beginning(self._word_start(min(one, other)), self._word_end(max(one, other)))

    def start_to(self, offset: int) -> Selection:
        """The start edge to the word at an offset, or to the last one that is selected."""
        start = self._word_start(offset)
        if start is None or start >= self.end:
            start = self._stop_before(self.end, units.word_starts)
        return self._with(start, self.end)

    def end_to(self, offset: int) -> Selection:
        """The end edge to the word at an offset, or to the first one that is selected."""
        end = self._word_end(offset)
        if end is None or end <= self.start:
            end = self._stop_after(self.start, units.word_ends)
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
        start, end = self.trimmed(start, self.focus_end)
        if not any(char.isalnum() for char in self.text[start:end]):
            return self
        return replace(self, start=start, end=end)

    # Edges that a mark may have

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without what a mark never begins or ends with, on whole characters.

        White space, `, ; :` and a final full stop go; an ellipsis, and a full stop before a closing
        quotation mark, stay. Edges inside a grapheme cluster move out of it. A span that would be
        left without anything keeps all but its white space.
        """
        first, last = units.trim(self.text[start:end])
        return self._outward(start + first, start + last)

    def _outward(self, start: int, end: int) -> tuple[int, int]:
        first, last = self.text.paragraph_at(start), self.text.paragraph_at(max(start, end - 1))
        return (
            first.start + around(first.text, start - first.start)[0],
            last.start + around(last.text, end - last.start)[1],
        )

    def cluster(self, offset: int) -> tuple[int, int]:
        """Start and end of the grapheme cluster that a code point of the text belongs to."""
        return self._outward(offset, offset + 1)

    # Below the keys

    def _on(self, start: int, end: int) -> Selection:
        """The sentence between two offsets in focus, its trimmed span to be marked."""
        return Selection(self.text, start, end, *self.trimmed(start, end), self.language)

    def _with(self, start: int | None, end: int | None) -> Selection:
        """The span between two stops, if there are such and something is between them."""
        if start is None or end is None or start >= end:
            return self
        return replace(self, start=start, end=end)

    def _beginning(self, start: int | None, end: int | None) -> Selection:
        """The trimmed span between two stops, with the sentence it begins in in focus."""
        if start is None or end is None or start >= end:
            return self
        start, end = self.trimmed(start, end)
        return replace(Selection.at(self.text, start, self.language), start=start, end=end)

    def _paragraph_of(self, offset: int) -> Paragraph:
        return self.text.paragraph_at(offset)

    def _sentences(self, paragraph: Paragraph) -> list[tuple[int, int]]:
        return [
            (paragraph.start + start, paragraph.start + end)
            for start, end in units.sentences(paragraph.text, self.language)
        ]

    def _sentence_ends(self, paragraph: str) -> tuple[int, ...]:
        """Where marks of whole sentences end, in a paragraph."""
        return tuple(
            around(paragraph, start + units.trim(paragraph[start:end])[1])[1]
            for start, end in units.sentences(paragraph, self.language)
        )

    def _sentence_from(self, index: int, first: bool) -> Selection | None:
        """The first sentence in the paragraphs from that number on."""
        for paragraph in self.text.paragraphs(index):
            if spans := self._sentences(paragraph):
                return self._on(*spans[0 if first else -1])
        return None

    def _sentence_before(self, index: int) -> Selection | None:
        """The last sentence in the paragraphs before that number."""
        for before in range(min(index, self.text.paragraph_count) - 1, -1, -1):
            if spans := self._sentences(self.text.paragraph(before)):
                return self._on(*spans[-1])
        return None

    def _word_start(self, offset: int) -> int | None:
        """Where the word at an offset starts, or the marks before it; between two, the next one."""
        start = self._stop_before(offset + 1, units.word_starts)
        if start is not None:
            end = self._stop_after(start, units.word_ends)
            if end is not None and offset < end:
                return start
        return self._stop_after(offset, units.word_starts)

    def _word_end(self, offset: int) -> int | None:
        """Where the word at an offset ends, or the marks behind it; between two, the one before."""
        end = self._stop_after(offset, units.word_ends)
        if end is not None:
            start = self._stop_before(end, units.word_starts)
            if start is not None and start <= offset:
                return end
        return self._stop_before(offset + 1, units.word_ends)

    def _stop_after(self, offset: int, unit: Unit) -> int | None:
        """The first place after an offset at which such an edge may stop."""
        if self.empty:
            return None
        for paragraph in self.text.paragraphs(self._paragraph_of(offset).index):
            stops = unit(paragraph.text)
            index = bisect_right(stops, offset - paragraph.start)
            if index < len(stops):
                return paragraph.start + stops[index]
        return None

    def _stop_before(self, offset: int, unit: Unit) -> int | None:
        """The last place before an offset at which such an edge may stop."""
        if self.empty:
            return None
        for number in range(self._paragraph_of(offset).index, -1, -1):
            paragraph = self.text.paragraph(number)
            stops = unit(paragraph.text)
            index = bisect_left(stops, offset - paragraph.start)
            if index:
                return paragraph.start + stops[index - 1]
        return None
