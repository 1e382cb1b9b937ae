"""What the keys do while reading. No screen: a pane shows what a `Reader` says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from annotations.annotation import Annotation
from annotations.errors import AnnotationsError
from annotations.history import Change, Step
from annotations.plain import copied, flat
from annotations.template import Template
from tui.keymap import Bound
from tui.pending import Pending
from tui.quoting import Question, cites_dates, making, takes_long
from tui.visiting import Visiting
from tui.wording import Listing, Message, counted, named, retold

JUMPS = frozenset({"first", "last", "label_sentence"})
"""Commands that jump to another sentence."""
MAY_LEAVE = frozenset({"pick_next", "pick_previous", "pick_overlapping", "undo", "redo"})
"""Commands that jump where they leave the page."""


class Reader(Visiting):
    """A focus that marks, with the keys that lead to other documents and out."""

    _confirming = ""
    """The command whose key has to come a second time."""

    @property
    def latest(self) -> str:
        """The command that was run last."""
        return self._latest[0]

    # Keys and buttons

    def run(self, bound: Bound, act: Callable[..., None]) -> None:
        """Run a command of this text, or one beside it. What goes wrong becomes the message."""
        self.message = None
        name = bound.command.id
        try:
            with self.noting_jumps(name in JUMPS, name in MAY_LEAVE):
                act(*([bound.tag] if bound.tag else []))
        except AnnotationsError as error:
            self.message = Message(str(error))
            self.follow()
            if self.session.loaded and self.session.store.split:
                self.offer_to_merge()
        self.say_overtaken()
        self.note_place()
        self._latest = name, bound.tag, self._clock()
        if name not in ("undo", "redo"):
            self._confirming = ""

    def answer(self, key: str) -> bool:
        """Take a key as an answer to what is asked; whether it was meant for that."""
        pending, self.pending = self.pending, None
        if pending is not None and key not in pending.answers:
            key = self.keymap.at_its_place(key)
        if pending is None or (key not in pending.answers and pending.lets_through):
            return False
        self.message = None
        if key not in pending.answers:
            self.message = Message("nothing was changed")
            return True
        try:
            with self.noting_jumps(self.latest in JUMPS):
                pending.answers[key]()
        except AnnotationsError as error:
            self.message = Message(str(error))
        return True

    def touched(self) -> bool:
        """A button went down: whether it may do more than let go of what was asked."""
        self.message, self._latest, self._confirming = None, ("", "", self._clock()), ""
        self.caret = None
        pending, self.pending = self.pending, None
        if pending is None or pending.lets_through:
            return True
        self.message = Message("nothing was changed")
        return False

    # Undo

    def undo(self) -> None:
        step = self.current is not None and self._in_group
        wanted = self.session.history.next_undo(step)
        if wanted is None:
            self.message = Message("nothing to take back")
        elif self._is_expected(wanted, "undo", "takes back"):
            undone = self.session.undo(step)
            assert undone is not None
            self._arrive(*undone, undone=True)

    def redo(self) -> None:
        wanted = self.session.history.next_redo()
        if wanted is None:
            self.message = Message("nothing to do again")
        elif self._is_expected(wanted, "redo", "does again"):
            redone = self.session.redo()
            assert redone is not None
            self._arrive(*redone, undone=False)

    def _arrive(self, change: Change, still_open: bool, undone: bool) -> None:
        """Show what was undone, or else done again, at its place."""
        self.message = retold(change, self.session.codebook, undone)
        if not change.marks:
            return
        before, after = change.marks[-1]
        state = after or before
        assert state is not None
        if state.document != self.opened.document.id:
            return
        made = self._made if self.current == state.id else False
        self.selection = self._on(state)
        if after is None:
            self.let_go()
        else:
            self._take(after, made)
            self._in_group = still_open
        self.viewport.show(state.start, state.end)

    def _is_expected(self, step: Step, command: str, does: str) -> bool:
        """Whether a step lies in this document and sitting; if not, its key has to come twice.

        The second time the document is opened, if it is one of those that can be.
        """
        change, here = step.change, self.opened.document.id
        if change.document == here and not step.older:
            return True
        entry = None if change.document == here else self.session.corpus.entry_of(change.document)
        if self._confirming != command:
            self._confirming = command
            key = self.keymap.shown(command)
            when = ", from an earlier sitting" if step.older else ""
            if change.marks:
                where = f" in {entry.path}" if entry else ""
                state = change.marks[0][0] or change.marks[0][1]
                assert state is not None
                self.message = Message(f"{key} again {does}{where}{when}: ", state.exact)
            elif change.data:
                ((_, data), *_) = change.data
                self.message = Message(
                    f"{key} again {does} data of {data.document.path}", after=when
                )
            else:
                ((_, document), *_) = change.documents
                path = document.path
                what = f"calls {path} done" if document.done else f"takes back that {path} is done"
                self.message = Message(f"{key} again {what}", after=when)
            return False
        self._confirming = ""
        if entry is not None:
            self.open(entry)  # where that fails, the step is still what was asked for
        return True

    # Other windows, other files

    def say_overtaken(self) -> None:
        """Say that another window had changed the same mark, and both versions are there now."""
        for mark in self.session.overtaken():
            after = " was changed in another window, too: both are kept"
            self.message = named(mark, self.session.codebook, after=after)

    def follow(self) -> None:
        """What is current is what another window made of it, if it is still there.

        Sentences are cut by the rules of the language that the document has now.
        """
        if self.selection.language != self.language:
            self.focus_at(self.selection.focus_start)
        if self.current is None:
            return
        mark = self.mark
        if mark is None:
            self.let_go()
        elif mark.spans != self.selection.segments:
            self.selection = self._on(mark)

    def offer_to_merge(self) -> None:
        """Ask whether other versions of the marks are to be taken in, if there are any."""
        store = self.session.store
        copies = store.copies()
        if store.split:
            what = f"{store.path.name} {store.split}"
        elif copies and not store.obstacle:
            more = f" and {len(copies) - 1} more" if len(copies) > 1 else ""
            what = f"a copy of your marks: {copies[0].name}{more}"
        else:
            return
        prompt = Message(what, after="  m merges, both stay")
        self.pending = Pending("MERGE", prompt, {"m": self._merge}, lets_through=True)

    def _merge(self) -> None:
        added = self.session.merge()
        self.message = Message(f"merged: {counted(added, 'mark')} more")

    def copy_marks(self) -> None:
        """Ask where a copy of the marks shall go, while they cannot be saved."""
        from tui import elsewhere

        places = elsewhere.places(self.session.store.path)
        if not places:
            self.message = Message("no other folder can be written to, either")
            return
        prompt = Listing("a copy of all marks to: ", options=tuple(map(elsewhere.shown, places)))
        answers = {str(n): self._copying(place) for n, place in enumerate(places, 1)}
        self.pending = Pending("COPY", prompt, answers)

    def _copying(self, place: Path) -> Callable[[], None]:
        def copy() -> None:
            count = self.session.copy_marks(place)
            what = "1 mark is" if count == 1 else f"{count} marks are"
            self.message = Message(f"{what} in {place}")

        return copy

    # Copying

    def copy_quote(self) -> None:
        if self.mark or self.here:
            self._on_mark(self._copy_mark)
        elif self.selection.empty:
            self.message = Message("there is nothing to copy here")
        else:
            words = flat(self.selection.quote)
            amount = f"{len(words):,} characters, not marked"
            self.message = self._around.copy(copied(words), amount)

    def _copy_mark(self, mark: Annotation) -> None:
        self.copy_quotes([mark])

    def copy_as(self) -> None:
        """Ask by which template to copy the mark, or all marks of this text."""
        every = self.opened.spans
        if not len(every):
            self.message = Message("no marks in this text")
        elif self.mark or self.here:
            self._on_mark(lambda mark: Question(self, [mark], lambda: [*every], len(every)).ask())
        else:
            Question(self, [], lambda: [*every], len(every)).ask()

    def copy_quotes(
        self, marks: Sequence[Annotation], template: Template | None = None, by_tag: bool = False
    ) -> None:
        """Copy marks, of any documents, as quotations; by the template of the settings, if none."""
        template = template or self.session.settings.quote
        make = making(self, marks, template, by_tag)
        more = ""
        if cites_dates(template) and self._lacks_date(marks):
            more = f". No date known: {self.keymap.shown('describe')} adds it"
        if takes_long(self, marks, template):
            self.message = Message(f"copying {counted(len(marks), 'quote')}")
            self._around.beside(make, partial(self._copy_text, len(marks), more, self.message))
        else:
            self._copy_text(len(marks), more, self.message, make())

    def _lacks_date(self, marks: Sequence[Annotation]) -> bool:
        """Whether these marks are all of the open document, of which no date is known."""
        document = self.opened.document
        is_here = all(mark.document == document.id for mark in marks)
        return is_here and not document.metadata.get("issued")

    def _copy_text(self, count: int, more: str, said: Message | None, quote: str) -> None:
        """Copy quotations; what comes of it is not said over what was said since."""
        amount = f"{counted(count, 'quote')}, {len(quote):,} characters"
        message = self._around.copy(quote, amount, more)
        if self.message is None or self.message is said:
            self.message = message
