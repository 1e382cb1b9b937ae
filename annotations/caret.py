"""A caret in a text, for spans that no other key reaches: names, oddities, parts of words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotations import stops
from annotations.selection import Selection
from annotations.stops import WORDS


@dataclass(frozen=True, slots=True)
class Caret:
    """A caret on a character of a text, and the one at which it was anchored, if it was.

    A value like `Selection`: one method a key, each returning the new caret, or the same one when
    the key can do nothing here. Keys that go by the rows of a screen call `to`.
    """

    selection: Selection
    """What was selected when the caret began."""
    head: int
    """Offset of the first code point of the character that the caret is on."""
    anchor: int | None = None
    """The same of the character at which the span begins or ends; None while none was set."""

    @classmethod
    def at_start(cls, selection: Selection) -> Caret:
        """A caret on the first character of a selection, which is not empty."""
        return cls(selection, selection.start)

    @property
    def cell(self) -> tuple[int, int]:
        """Start and end of the character that the caret is on, in code points of the text."""
        return self.selection.cluster(self.head)

    @property
    def spanned(self) -> Selection:
        """What a tag key marks: from the anchor to the caret, the characters at both included.

        Without an anchor it is what was selected when the caret began.
        """
        if self.anchor is None:
            return self.selection
        first, last = sorted((self.anchor, self.head))
        return self.selection.span(first, self.selection.cluster(last)[1])

    def anchored(self) -> Caret:
        """Begin a span at this character, or let go of the one that was begun."""
        return replace(self, anchor=self.head if self.anchor is None else None)

    def to(self, offset: int) -> Caret:
        """The character at an offset of the text, or the last one before its end."""
        text = self.selection.text
        inside = max(0, min(offset, len(text) - 1))
        return replace(self, head=self.selection.cluster(inside)[0])

    def left(self) -> Caret:
        """The character before; the first of a paragraph has none."""
        start = self.selection.text.paragraph_at(self.head).start
        return self.to(self.head - 1) if self.head > start else self

    def right(self) -> Caret:
        """The character behind; the last of a paragraph has none."""
        end = self.selection.text.paragraph_at(self.head).end
        after = self.cell[1]
        return self.to(after) if after < end else self

    def next_word(self) -> Caret:
        """Where the next word begins."""
        return self._at(stops.after(self.selection.text, self.head, WORDS.starts))

    def previous_word(self) -> Caret:
        """Where the word begins, or else the one before it."""
        return self._at(stops.before(self.selection.text, self.head, WORDS.starts))

    def word_end(self) -> Caret:
        """The last character of the word or, from there, of the next one."""
        end = stops.after(self.selection.text, self.cell[1], WORDS.ends)
        return self._at(None if end is None else end - 1)

    def _at(self, offset: int | None) -> Caret:
        return self if offset is None else self.to(offset)
