"""Marks made, given another tag, picked and taken off."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from annotations.annotation import Annotation, segments_of
from annotations.caret import Caret
from annotations.selection import Selection
from annotations.spans import Order, order
from tui.focus import Focus
from tui.keymap import Keymap
from tui.opening import OpenDocument
from tui.paint import Lit
from tui.pending import Pending
from tui.session import Session
from tui.wording import Message, choice, named

OUT_OF_SIGHT = Message("the sentence in focus is out of sight: j goes to the first one here")

BOUNCE = 0.25
"""Seconds in which a second press of a tag key is a finger that slipped, not a change of mind."""


class Marking(Focus):
    """A focus that marks.

    At most one mark is current, just made (MARKED) or picked (PICKED). Keys that shape, retag, take
    off or copy act on it; without one, on the only mark in focus or one that is chosen.
    """

    def __init__(
        self,
        session: Session,
        opened: OpenDocument,
        keymap: Keymap,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.session = session
        self.keymap = keymap
        self.pending: Pending | None = None
        self.current: str | None = None
        """Id of the current mark."""
        self.caret: Caret | None = None
        """The caret, while there is one."""
        self.more_to_come = False
        """Whether more keys were pressed already: steps of one mark may share a save then."""
        self._clock = clock
        self._made = False
        self._in_group = False
        self._latest: tuple[str, str, float] = ("", "", 0.0)
        self._held: tuple[Annotation, Annotation] | None = None
        super().__init__(opened, session.positions, session.settings)

    def _show(self, opened: OpenDocument) -> None:
        self.pending = None
        self.current = self.caret = None
        self._made = self._in_group = False
        super()._show(opened)

    # What a screen shows

    @property
    def state(self) -> str:
        """The state word."""
        if self.pending:
            return self.pending.state
        if self.caret:
            return "CARET"
        if self.current:
            return "MARKED" if self._made else "PICKED"
        return "READING" if self.selection.is_sentence else "SELECTED"

    @property
    def mark(self) -> Annotation | None:
        """The current mark."""
        return self.opened.spans.get(self.current) if self.current else None

    @property
    def here(self) -> list[Annotation]:
        """The marks under the focus, in the order of the text."""
        focus = self.selection
        return self.opened.spans.between(focus.focus_start, focus.focus_end)

    @property
    def lit(self) -> Lit:
        """What the keys act on."""
        selection = self.selection
        is_plain = self.current is None and not selection.is_sentence
        plain = selection.segments if is_plain else ()
        focus, mark = (selection.focus_start, selection.focus_end), self.held or self.mark
        if self.caret:
            return Lit(focus, plain, mark, caret=self.caret.cell)
        edges = (selection.cluster(mark.start), selection.cluster(mark.end - 1)) if mark else ()
        return Lit(focus, plain, mark, edges)

    def marks_between(self, start: int, end: int) -> list[Annotation]:
        """The marks with a word between two offsets, as they are shown."""
        marks, held = self.opened.spans.between(start, end), self.held
        if held is not None:
            marks = [mark for mark in marks if mark.id != held.id]
            if any(part.start < end and part.end > start for part in held.segments):
                marks = sorted([*marks, held], key=order)
        return marks

    def let_go(self) -> None:
        """Back to the whole sentence; no mark is current."""
        self.current = self._held = self.caret = None
        self._made = self._in_group = False
        super().let_go()

    # Making

    def tag(self, tag: str) -> None:
        """Mark the selection; the same key as the very next one takes the mark off again."""
        name, latest, at = self._latest
        mark = self.mark
        if self._is_out_of_sight():
            return
        if mark is not None and self._made and mark.tag == tag and (name, latest) == ("tag", tag):
            if self._clock() - at >= BOUNCE:
                self.remove()
            return
        self._mark(tag, self.selection)

    def tag_rest(self, tag: str) -> None:
        """Mark what is left of the sentence after its last mark."""
        if self._is_out_of_sight():
            return
        marks = [self.mark] if self.mark and self._made else self.here
        if not marks:
            self.message = Message("no mark in this sentence yet: the small letter marks it")
            return
        rest = self.selection.rest_of_sentence(max(map(self._end_here, marks)))
        if rest is self.selection:
            self.message = Message("nothing is left of this sentence")
            return
        self._mark(tag, rest)

    def _end_here(self, mark: Annotation) -> int:
        """Where the last fragment of a mark that lies in the sentence in focus ends."""
        first, last = self.selection.focus_start, self.selection.focus_end
        return max((end for start, end in mark.spans if start < last and end > first), default=last)

    def repeat(self) -> None:
        """Mark the selection with the tag that was used last."""
        if self._is_out_of_sight():
            return
        tag = self._latest_tag()
        if tag is None:
            self.message = Message("no tag was used yet: its own key marks")
        else:
            self._mark(tag, self.selection)

    def _latest_tag(self) -> str | None:
        """The tag given last in this sitting, else that of the newest mark here or anywhere."""
        known = {tag.id for tag in self.session.codebook}
        for tag in self.session.history.tags_given():
            if tag in known:
                return tag
        for marks in (self.opened.spans, self.session.store):
            newest = max((each for each in marks if each.tag in known), key=age, default=None)
            if newest is not None:
                return newest.tag
        return None

    def _is_out_of_sight(self) -> bool:
        """Whether nobody sees what would be marked; says so."""
        selection = self.selection
        if selection.empty or self.viewport.sees(selection.start, selection.end):
            return False
        self.message = OUT_OF_SIGHT
        return True

    def retag(self) -> None:
        """Wait for a tag key, then give the mark that tag."""
        self._on_mark(lambda mark: self.ask_for_tag(partial(self._retag, mark)))

    def ask_for_tag(self, answer: Callable[[str], None]) -> None:
        """Wait for a tag key, which answers with the id of its tag."""
        answers = {key: partial(answer, tag) for key, tag in self.keymap.tag_keys.items()}
        tags = list(enumerate(self.session.codebook, 1))
        known = [
            f"{self.keymap.letters.get(tag.id, number)} {tag.name.lower()}"
            for number, tag in tags
            if number <= 9 or tag.id in self.keymap.letters
        ]
        after = f"  {self.keymap.shown('tag_any')} any" if len(known) < len(tags) else ""
        prompt = Message(f"new tag: {' '.join(known)}", after=after)
        self.pending = Pending("RETAG", prompt, answers, takes_tag=answer)

    def _retag(self, mark: Annotation, tag: str) -> None:
        if mark.tag == tag:
            self.message = named(mark, self.session.codebook, "already ")
            return
        self._change(mark, replace(mark, tag=tag))
        if mark.id != self.current:
            self._pick(mark)
        self.message = named(replace(mark, tag=tag), self.session.codebook, "now ")

    def _mark(self, tag: str, selection: Selection) -> None:
        """Make a mark on what is selected there."""
        if selection.empty or not self.opened.settled:
            self.message = Message("there is nothing to mark here")
            return
        try:
            segments = segments_of(self.opened.text, selection.segments)
        except ValueError as error:
            self.message = Message(str(error))
            return
        document = self.opened.document
        self._add(
            Annotation(
                document=document.id,
                text_sha256=document.text_sha256,
                segments=segments,
                tag=tag,
                annotator=self.session.annotator.name,
            )
        )

    def _add(self, annotation: Annotation) -> None:
        name = self.session.codebook.get(annotation.tag).name.lower()
        there = self.opened.spans.between(annotation.start, annotation.end)
        alike = [mark for mark in there if mark.tag == annotation.tag]
        for mark in alike:
            if mark.segments == annotation.segments:
                self._pick(mark)
                key = self.keymap.shown("remove")
                self.message = Message(f"{name} already: ", mark.exact, f"  {key} takes it off")
                return
        change = self.session.change([(None, annotation)])
        ((_, made),) = change.marks
        assert made is not None
        self._take(made, made_now=True)
        if alike:
            after = f"  {self.keymap.shown('undo')} takes it back"
            self.message = Message(f"over another {name}: ", alike[0].exact, after)

    def _change(self, mark: Annotation, state: Annotation) -> None:
        """Save a new state of a mark; while it stays current its changes are one group."""
        continues = self._in_group and mark.id == self.current
        self.session.change([(mark, state)], continues, later=self.more_to_come)
        self._in_group = mark.id == self.current

    @property
    def held(self) -> Annotation | None:
        """The current mark as it will be when an edge is let go that is dragged; not saved yet."""
        return self._held[1] if self._held is not None and self._held[0] == self.mark else None

    def pick(self, mark: Annotation) -> None:
        """Make a mark the current one, without moving the page."""
        top = self.viewport.top
        self._pick(mark)
        self.viewport.top = top

    # Marks

    def pick_next(self) -> None:
        self._pick_or_say(self.opened.spans.after(self._place), "no mark after this")

    def pick_previous(self) -> None:
        self._pick_or_say(self.opened.spans.before(self._place), "no mark before this")

    @property
    def _place(self) -> Order:
        """From where the next and the previous mark are looked for."""
        viewport, selection = self.viewport, self.selection
        if not selection.empty and not viewport.sees(selection.start, selection.end):
            return viewport.span(viewport.top)[0], -1 << 62, ""
        return order(self.mark) if self.mark else (selection.focus_start, -1 << 62, "")

    def pick_overlapping(self) -> None:
        marks = self.here
        if not marks:
            self.message = Message("no mark here")
            return
        ids = [mark.id for mark in marks]
        at = ids.index(self.current) + 1 if self.current in ids else 0
        self._pick(marks[at % len(marks)])

    def remove(self) -> None:
        self._on_mark(self._remove)

    def _remove(self, mark: Annotation) -> None:
        self.session.change([(mark, None)])  # a group of its own, or undoing it would do nothing
        self.let_go()
        after = f"  {self.keymap.shown('undo')} brings it back"
        self.message = named(mark, self.session.codebook, "taken off: ", after)

    def _on_mark(self, act: Callable[[Annotation], None]) -> None:
        """Act on the current mark, or the only one in focus, or the one that is chosen."""
        marks = [self.mark] if self.mark else self.here
        if not marks:
            self.message = Message("no mark here")
        elif len(marks) == 1:
            act(marks[0])
        else:
            marks = marks[:9]
            answers = {str(number): partial(act, mark) for number, mark in enumerate(marks, 1)}
            prompt = choice(marks, self.session.codebook)
            self.pending = Pending("CHOOSE", prompt, answers)

    def _pick_or_say(self, mark: Annotation | None, reason: str) -> None:
        if mark is None:
            self.message = Message(reason if len(self.opened.spans) else "no marks in this text")
        else:
            self._pick(mark)

    def _pick(self, mark: Annotation) -> None:
        self._take(mark, made_now=False)

    def _take(self, mark: Annotation, made_now: bool) -> None:
        """Make a mark the current one."""
        self.selection = self._on(mark)
        self.current, self._made, self._in_group = mark.id, made_now, made_now
        self.caret = None
        self.viewport.show(mark.start, mark.end)

    def _on(self, mark: Annotation) -> Selection:
        """The words of a mark, selected."""
        return self.selection.span(mark.start, mark.end, mark.gaps)


def age(mark: Annotation) -> tuple[str, str]:
    """What the newest of several marks has most of."""
    return mark.created, mark.id
