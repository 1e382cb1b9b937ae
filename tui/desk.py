"""What lies open: one text or two, the lists beside them, and which of them the keys go to.

No screen: a screen shows what a `Desk` says and hands it the keys.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from annotations.annotation import Annotation
from annotations.errors import UnreadableDocument, reason_of
from tui.arrange import Wishes, has_room_for_two
from tui.catalogue import Catalogue
from tui.choices import Choices
from tui.commands import CARET, CARETS, DOCUMENTS_LIST, FORM, INDEX, MARK, TEXT
from tui.copying import Copying
from tui.keyboards import Strangers, offer
from tui.keymap import Bound, Keymap
from tui.lists.documents import DocumentsList
from tui.lists.marks import MarksList
from tui.lists.roll import Filtered, Roll
from tui.opening import Entry, OpenDocument
from tui.pending import Pending
from tui.reader import Reader
from tui.session import Session
from tui.sheet import Sheet
from tui.surroundings import Made, Surroundings
from tui.wording import Message, counted

if TYPE_CHECKING:
    from tui.lists.finder import Finder
    from tui.lists.form import Form
    from tui.practice import Guide, Practice


_KEEP = ("help", "palette", "quit")
"""Commands besides those that mark that leave the caret where it is, or go by it."""


class Desk:
    """One or two readers, the lists, and what is being found. Public commands are of the table."""

    def __init__(
        self,
        session: Session,
        opened: OpenDocument,
        keymap: Keymap,
        surroundings: Surroundings,
        clock: Callable[[], float] = time.monotonic,
        practice: Practice | None = None,
        offers_practice: bool = False,
    ) -> None:
        """Begin with `opened`, of which the first page is there."""
        self.session = session
        self.keymap = keymap
        self.size = (80, 24)
        """Cells and rows of the screen; it says so when they change."""
        self.around = surroundings
        self._clock = clock
        self.copying = Copying(self)
        self.readers = [Reader(session, opened, keymap, surroundings, clock)]
        self.reader = self.readers[0]
        """The one that the keys go to, or went to last."""
        self.room = TEXT
        """Which keys are meant: those of the text or of one of the lists."""
        self.documents = DocumentsList(session, self)
        self.index = MarksList(session, self)
        self.sheet = Sheet(self)
        """What is being found over the text."""
        self.practice = practice
        """What is being practised, if anything."""
        self._offers_practice = offers_practice
        self._only_text = False
        self.choices = Choices(self)
        self._strangers = Strangers()
        self._is_gathering = False
        self.follow()

    # What a screen shows

    @property
    def wishes(self) -> Wishes:
        """What is to be seen besides the text."""
        return Wishes(
            documents=self.room == DOCUMENTS_LIST,
            marks=self.room == INDEX,
            second=len(self.readers) > 1 and has_room_for_two(*self.size),
            only_text=self._only_text,
            sheet=self.finder is not None and not self.sheet.is_listing_keys,
            help=self.sheet.is_listing_keys,
            form=len(self.form.rows) if self.form is not None else 0,
            guide=self.practice is not None or self._offers_practice,
        )

    @property
    def guide(self) -> Guide | None:
        """What a line above the others says to do, if anything."""
        if self._offers_practice:
            from tui.practice import OFFER

            return OFFER
        return self.practice.guide(self) if self.practice is not None else None

    @property
    def state(self) -> str:
        """The state word; the footer goes by it."""
        if self.reader.pending is not None:
            return self.reader.state
        if self.sheet.is_open:
            return self.sheet.state
        roll = self.roll
        if roll is not None:
            return "FILTER" if roll.typing else self.room.upper()
        return self.reader.state

    @property
    def finder(self) -> Finder | None:
        """What is being found, if anything."""
        return self.sheet.finder

    @property
    def form(self) -> Form | None:
        """What is being filled in, if anything."""
        return self.sheet.form

    @property
    def roll(self) -> DocumentsList | MarksList | None:
        """The list that the keys go to, if they do not go to the text."""
        if self.room == DOCUMENTS_LIST:
            return self.documents
        return self.index if self.room == INDEX else None

    @property
    def key_room(self) -> str:
        """The room whose keys are meant: a form, else that of the caret while the text has one."""
        if self.form is not None:
            return FORM
        return CARET if self.room == TEXT and self.reader.caret else self.room

    def follow(self) -> None:
        """Let texts and lists show what is true now."""
        for reader in self.readers:
            reader.follow()
        self.documents.follow(self.reader.opened.entry)
        if self.room == INDEX:
            self.index.settle()
        else:
            self.index.follow()
        if self.index.all_documents and self.session.marks.is_catalogue_stale:
            self.gather()
        if self.practice is not None:
            self.practice.look(self)

    def point_at_row(self, room: str, number: int | None, twice: bool) -> None:
        """A pointer is at a row of a list or of the sheet: put the cursor there, or do it."""
        self.follow()  # lists may have grown since the last key
        roll: Roll[Any] | None = self.finder or self.form
        if roll is None:
            self.reader.pending = None
            self.enter(INDEX if room == "marks" else room)
            roll = self.roll
        if number is not None and roll is not None:
            self.reader.message = None
            again = number == roll.cursor
            roll.go(number)
            if twice and again and isinstance(roll, Filtered):
                roll.row_go()
        self.follow()

    def refresh(self) -> bool:
        """See what other windows did; whether anything is different."""
        if not self.session.refresh():
            return False
        self.follow()
        return True

    def survey(self) -> None:
        """Look beside the keys which documents cannot be read."""
        self.around.beside(self.session.corpus.survey, self.session.corpus.unreadable.update)

    # Keys

    def needs_marks(self, key: str) -> bool:
        """Whether a key has to wait until the marks and the whole text are there."""
        if self.form is not None:
            return False
        if self.finder is not None:
            return key == "enter" or not self.finder.typing
        bound = self.keymap.bound(key, self.key_room)
        return bound is not None and bound.command.waits

    def press(self, key: str, more_to_come: bool = False) -> bool:
        """Do what a key does; whether it does anything."""
        if self._offers_practice:
            self._offers_practice = False
            if key == "enter":
                self.practise()
                return True
        if self.practice is None:
            return self._press(key, more_to_come)
        if self.practice.step is None and key == "escape":
            self.practice = None
            return True
        if self.practice.skip(self, key):
            self.reader.message = None
            return True
        return self._press(key, more_to_come)

    def _press(self, key: str, more_to_come: bool) -> bool:
        self.reader.more_to_come = more_to_come
        pending = self.reader.pending
        if pending is not None and self.sheet.offers_tags(pending, key):
            return True
        if pending is not None and self.reader.answer(key):
            self.follow()
            return True
        if self.sheet.is_open:
            self.sheet.press(key)
            return True
        roll = self.roll
        if roll is not None and roll.typing and self._type(roll, key):
            return True
        bound = self.keymap.bound(key, self.key_room)
        if bound is None:
            return self._offer_keyboard(key)
        self.do(bound)
        return True

    def _offer_keyboard(self, key: str) -> bool:
        """Offer the keyboard of a script whose letters come and mean nothing; whether it does."""
        keyboard = self._strangers.meet(key)
        if keyboard is None:
            return False
        answers = {"Y": partial(self.choices.keep_keyboard, keyboard)}
        prompt = Message(offer(keyboard))
        self.reader.pending = Pending("CHOOSE", prompt, answers, lets_through=True)
        return True

    def do(self, bound: Bound) -> None:
        """Run a command where the keys are; the caret is left for those that know none."""
        name = bound.command.id
        if self.reader.caret and bound.command.where not in (CARETS, MARK) and name not in _KEEP:
            self.reader.caret_leave()
        for handler in (self.roll or self.reader, self, self.sheet, self.reader):
            if hasattr(type(handler), name):
                self.reader.run(bound, getattr(handler, name))
                break
        self.follow()

    def _type(self, roll: DocumentsList | MarksList, key: str) -> bool:
        """Take a key as a letter of a list's filter; whether it was one, or ends the typing."""
        self.reader.message = None
        if key == "enter":
            roll.typing = False
        elif not roll.type(key):
            return False
        return True

    def say(self, sentence: str) -> None:
        """Say something to the person."""
        self.reader.message = Message(sentence)

    # Panes

    def go_documents(self) -> None:
        self.enter(DOCUMENTS_LIST if self.room != DOCUMENTS_LIST else TEXT)

    def go_index(self) -> None:
        self.enter(INDEX if self.room != INDEX else TEXT)

    def to_text(self) -> None:
        """Give the keys back to the text."""
        self.enter(TEXT)

    def next_pane(self) -> None:
        if self.room == TEXT and len(self.readers) > 1:
            first, second = self.readers
            self._turn_to(second if self.reader is first else first)
        else:
            self.enter({TEXT: INDEX, INDEX: DOCUMENTS_LIST, DOCUMENTS_LIST: TEXT}[self.room])

    def only_text(self) -> None:
        self._only_text = not self._only_text
        self.enter(TEXT)

    def split(self) -> None:
        if len(self.readers) > 1:
            self._close(next(each for each in self.readers if each is not self.reader))
            return
        if not has_room_for_two(*self.size):
            self.say("no room for two texts: the window is too small")
            return
        other = Reader(self.session, self.reader.opened, self.keymap, self.around, self._clock)
        other.stand_like(self.reader)
        self.readers.append(other)
        self.enter(TEXT)
        self._turn_to(other)
        other_key, close_key = map(self.keymap.shown, ("next_pane", "split"))
        self.say(f"two texts: {other_key} goes to the other, {close_key} closes it")

    def _close(self, reader: Reader) -> None:
        self.readers.remove(reader)
        reader.leave()
        self._turn_to(self.readers[0])

    def _turn_to(self, reader: Reader) -> None:
        self.reader = reader
        reader.message = None

    def enter(self, room: str) -> None:
        """Give the keys to a room."""
        for roll in (self.documents, self.index):
            roll.typing = False
        self.room = room
        if room != TEXT:
            self.reader.caret_leave()

    def touch(self, reader: Reader) -> bool:
        """A button goes down on a text, so keys go there; whether it may do more than that.

        It may not where it lets go of what was asked.
        """
        if not self.reader.touched():
            return False
        if self.sheet.is_open:
            self.sheet.stop()
        self.enter(TEXT)
        if reader is not self.reader:
            self._turn_to(reader)
        return reader.touched()

    # What the lists ask for

    def beside(self, work: Callable[[], Made], done: Callable[[Made], object]) -> None:
        """Do work beside the keys, then hand over what came out."""
        self.around.beside(work, done)

    def open(self, entry: Entry) -> None:
        """Show a document."""
        if entry.name == self.reader.opened.entry.name or self.reader.open(entry):
            self.enter(TEXT)

    def pick(self, mark: Annotation) -> None:
        """Show a mark in its document, and let keys act on it."""
        self.enter(TEXT)
        self.reader.go_to(mark)

    def gather(self) -> None:
        """Find the marks of all documents beside the keys; what changes meanwhile is seen to."""
        if self._is_gathering:
            return
        self._is_gathering = True
        began = self.session.marks.changes

        def done(catalogue: Catalogue) -> None:
            self._is_gathering = False
            if not self.session.marks.take(catalogue, began):
                self.gather()
            self.follow()

        self.around.beside(self.session.marks.gather, done)

    def practise(self) -> None:
        """Practise for a minute, on other texts than these."""
        self.sheet.stop()
        try:
            self.around.practise()
        except OSError as error:
            self.say(f"no practice: {reason_of(error)}")
        except UnreadableDocument as error:
            self.say(f"no practice: {error}")

    # The end

    def quit(self) -> None:
        if self.room != TEXT:
            self.enter(TEXT)
        elif self.reader.caret:
            self.reader.caret_leave()
        elif len(self.readers) > 1:
            self._close(self.reader)
        else:
            self._quit()

    def _quit(self) -> None:
        session = self.session
        session.flush()
        if session.unsaved and self.reader.latest != "quit":
            count = session.unsaved
            noun = "mark" if session.unsaved_are_marks else "change"
            what = f"{counted(count, noun)} {'is' if count == 1 else 'are'}"
            key = self.keymap.shown("quit")
            where, end = "only on this screen", f": {key} again leaves without saving"
            if session.copy is not None:
                where, end = f"not saved here, but in {session.copy}", f": {key} again leaves"
            self.reader.message = Message(f"{what} {where}", after=end)
            return
        self.around.leave()

    def quit_at_once(self) -> None:
        self.around.end()
