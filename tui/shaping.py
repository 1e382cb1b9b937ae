"""Edges moved, by keys or a pointer, of the current mark or the plain selection; marks joined."""

from __future__ import annotations

from collections.abc import Callable

from annotations.annotation import Annotation
from annotations.errors import AnnotationsError
from annotations.history import Pair
from annotations.selection import Selection, Spans
from tui.marking import Marking, age
from tui.wording import Message, pieced

BEGINS, ENDS = "the text begins here", "the text ends here"
NOTHING_LEFT = "nothing would be left"
"""Why an edge stays where it is."""


class Shaping(Marking):
    """A focus that marks and shapes. The commands are the methods of `Selection`, by their names.

    Each moves the current mark and saves it or, without one, what a tag key would mark.
    """

    # By clauses, words and sentences

    def start_out_clause(self) -> None:
        self._shape(self.selection.start_out_clause(), BEGINS)

    def start_in_clause(self) -> None:
        self._shape(self.selection.start_in_clause())

    def end_in_clause(self) -> None:
        self._shape(self.selection.end_in_clause())

    def end_out_clause(self) -> None:
        self._shape(self.selection.end_out_clause(), ENDS)

    def start_out_word(self) -> None:
        self._shape(self.selection.start_out_word(), BEGINS)

    def start_in_word(self) -> None:
        self._shape(self.selection.start_in_word())

    def end_in_word(self) -> None:
        self._shape(self.selection.end_in_word())

    def end_out_word(self) -> None:
        self._shape(self.selection.end_out_word(), ENDS)

    def end_out_sentence(self) -> None:
        self._shape(self.selection.end_out_sentence(), ENDS)

    def end_in_sentence(self) -> None:
        self._shape(self.selection.end_in_sentence())

    # From unit to unit

    def grow(self) -> None:
        self._shape(self.selection.grow(), "nothing larger: this is the paragraph")

    def shrink(self) -> None:
        self._shape(self.selection.shrink(), "nothing smaller: this is one word")

    def next_smart(self) -> None:
        self._to_smart(Selection.next_smart)

    def previous_smart(self) -> None:
        self._to_smart(Selection.previous_smart)

    def _to_smart(self, step: Callable[[Selection, str, Spans], Selection]) -> None:
        """Go on among the smart spans for the tag of the current mark, and say which it is."""
        tag = self.mark.tag if self.mark else ""
        others = (mark for mark in self.here if mark.id != self.current)
        marked = tuple((part.start, part.end) for mark in others for part in mark.segments)
        chosen = step(self.selection, tag, marked)
        place = chosen.smart_place(tag, marked)
        if place is None:
            clause, word = map(self.keymap.shown, ("start_in_clause", "label_start"))
            ways = f"{clause} goes by clauses, {word} to any word"
            self.message = Message(f"nothing likely in this sentence: {ways}")
        elif self._shape(chosen) or chosen.segments == self.selection.segments:
            number, count, name = place
            self.message = Message(f"{number}/{count} {name}")

    def _shape(self, selection: Selection, reason: str = NOTHING_LEFT) -> bool:
        """Move the edges of the current mark, or of the plain selection; whether they moved."""
        if selection.segments == self.selection.segments:
            self.message = Message(reason)
            return False
        if self.mark is not None:
            shaped = self._shaped(self.mark, selection)
            if shaped is None:
                return False
            self._change(self.mark, shaped)
        self.selection = selection
        self.viewport.show(selection.start, selection.end)
        return True

    def _shaped(self, mark: Annotation, selection: Selection) -> Annotation | None:
        """The mark on what is selected there; None where it says why that cannot be."""
        try:
            return mark.reshaped(self.opened.text, selection.segments)
        except ValueError as error:
            self.message = Message(str(error))
            return None

    # Joining

    def join(self) -> None:
        """Make the selection a further fragment of the last mark of this document.

        A mark that was just made and bears nothing goes into it: its words are what is selected.
        """
        if self._is_out_of_sight():
            return
        current, last = self.mark, self._last_mark()
        is_new = current is not None and self._made and self._is_new(current)
        if last is None or self.selection.empty:
            self.message = Message("no other mark in this text to join these words to")
        elif current is not None and self._made and not is_new:
            self.message = Message("joined already: go to further words, then join those")
        else:
            goes = current is not None and is_new and not (current.fields or current.note)
            self._join(last, current if goes else None)

    def _join(self, last: Annotation, absorbed: Annotation | None) -> None:
        """Add the selection to a mark, and take off the one that goes into it."""
        codebook = self.session.codebook
        try:
            joined = last.joined(self.opened.text, self.selection.segments)
        except ValueError as error:
            self.message = Message(str(error))
            return
        if joined == last:
            self.message = pieced(last, codebook, "in it already: ")
            return
        meets = len(joined.segments) < len(last.segments) + len(self.selection.segments)
        gone: list[Pair] = [] if absorbed is None else [(absorbed, None)]
        change = self.session.change([*gone, (last, joined)])
        _, joined_now = change.marks[-1]
        assert joined_now is not None
        self._take(joined_now, made_now=True)
        after = ""
        if absorbed is not None and absorbed.tag != last.tag:
            still, other = (codebook.get(mark.tag).name.lower() for mark in (last, absorbed))
            after = f"  still {still}, not {other}"
        said = "joined, they meet: " if meets else "joined: "
        self.message = pieced(joined_now, codebook, said, after)

    def _last_mark(self) -> Annotation | None:
        """The mark here, besides the current one, that was made or changed last, or the newest."""
        spans = self.opened.spans
        for change in self.session.history.of_this_sitting():
            for _, after in reversed(change.marks):
                mark = spans.get(after.id) if after is not None else None
                if mark is not None and mark.id != self.current:
                    return mark
        return max((each for each in spans if each.id != self.current), key=age, default=None)

    def _is_new(self, mark: Annotation) -> bool:
        """Whether undo would take the whole of a mark back."""
        wanted = self.session.history.next_undo()
        pairs = wanted.change.marks if wanted is not None else ()
        return any(before and before.id == mark.id and after is None for before, after in pairs)

    # What a pointer does

    def hold(self, selection: Selection) -> None:
        """Show the current mark with other edges, until it is dropped or anything else happens."""
        mark = self.mark
        if mark is not None and (shaped := self._shaped(mark, selection)) is not None:
            self._held = mark, shaped

    def drop(self) -> None:
        """Save the edges that the current mark is held by, if they are others than before."""
        mark, held = self.mark, self.held
        self._held = None
        if mark is None or held is None or held == mark:
            return
        self.more_to_come = False
        try:
            self._change(mark, held)
            self.selection = self._on(held)
        except AnnotationsError as error:
            self.message = Message(str(error))
