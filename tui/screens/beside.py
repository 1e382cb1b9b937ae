"""What is done beside the keys: loading, waiting for other windows, compacting.

Workers never touch what is shown: they post what came out, and a handler takes it over.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from textual import on, work
from textual.message import Message as Posted
from textual.screen import Screen

from annotations.errors import AnnotationsError, reason_of
from tui.desk import Desk
from tui.opening import Loaded, OpenDocument, Settled
from tui.session import Session
from tui.settings import summary
from tui.surroundings import Made
from tui.wording import Message

LOOK_AROUND = 0.5
"""Seconds between two looks at what other windows did."""
IDLE = 5.0
"""Seconds without a key after which the file of the marks is written as others should see it."""
SLOW = 0.2
"""Seconds after which a save that waits is spoken of."""
PATIENCE = 10.0
"""Seconds that a save waits for another window."""


class Beside(Screen[None]):
    """A screen that works for a desk while keys are pressed."""

    session: Session
    desk: Desk

    class Opened(Posted):
        """Marks and documents were loaded, or a long document was read to its end."""

        def __init__(
            self, opened: OpenDocument, loaded: Loaded | None, settled: Settled | str
        ) -> None:
            """What was loaded; `settled` is the reason, where the document cannot be read."""
            super().__init__()
            self.opened = opened
            self.loaded = loaded
            self.settled = settled

    class TurnCame(Posted):
        """The other window is done with writing, or was waited for in vain."""

        def __init__(self, came: bool) -> None:
            super().__init__()
            self.came = came

    class Compacted(Posted):
        """The file of the marks was written anew, or could not be."""

    class NotFrozen(Posted):
        """The copy of a marked text could not be kept."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    class Done(Posted):
        """Something was made beside the keys."""

        def __init__(self, take: Callable[[], object]) -> None:
            """`take` takes over what came out."""
            super().__init__()
            self.take = take

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[str] = deque()
        self._latest_key = time.monotonic()
        self._waits_since = 0.0
        self._tried = 0.0
        self._is_compacting = False
        self._kept_after = 0.0
        self._unreadable: OpenDocument | None = None

    def show(self) -> None:
        """Show what the desk says now."""
        raise NotImplementedError

    @property
    def waits_for_turn(self) -> bool:
        """Whether a save has waited for another window for so long that it is spoken of."""
        return bool(self._waits_since) and time.monotonic() - self._waits_since >= SLOW

    # Keys that wait, saves that wait

    @property
    def is_ready(self) -> bool:
        """Whether there is nothing to wait for: all was read, or never will be."""
        opened = self.desk.reader.opened
        return self.session.loaded and (opened.settled or opened is self._unreadable)

    def after_a_key(self) -> None:
        """See to what a key left to be done."""
        self.desk.reader.say_overtaken()
        self._freeze_if_needed()
        session = self.session
        if session.waiting and not self._waits_since:
            self._waits_since = time.monotonic()
            self.set_timer(SLOW, self.show)
            self._await_turn()
        elif session.unsaved and not session.waiting and not session.trouble:
            self.call_later(self._save_now)  # behind the keys that wait

    def _save_now(self) -> None:
        self.session.flush()
        self.after_a_key()
        self.show()

    # Loading

    def settle(self, opened: OpenDocument) -> None:
        """Read the rest of a long document beside the keys."""
        self.load(opened)

    @work(thread=True, group="load")
    def load(self, opened: OpenDocument) -> None:
        """Read the marks, if they are not there yet, and the whole of a document."""
        loaded = None if self.session.loaded else self.session.load()
        store = loaded.store if loaded else None
        settled: Settled | str
        try:
            settled = self.session.settle(opened.entry, store=store)
        except AnnotationsError as error:
            settled = str(error)
        self.post_message(self.Opened(opened, loaded, settled))

    @on(Opened)
    def _take_over(self, event: Opened) -> None:
        if event.loaded is not None:
            self.session.begin(event.loaded)
            self._say_what_was_found()
            self.desk.survey()
        readers = [each for each in self.desk.readers if each.opened is event.opened]
        if readers and isinstance(event.settled, str):
            self._unreadable = event.opened
            self._waiting.clear()
            readers[0].message = Message(event.settled)
        elif readers and not isinstance(event.settled, str):
            self.session.place(event.opened, event.settled)
            for reader in readers:
                reader.settled()
            while self._waiting and self.is_ready:
                self.desk.press(self._waiting.popleft())
            self.after_a_key()
        if event.loaded is not None:
            self.desk.follow()
            self.desk.reader.offer_to_merge()  # not before: keys that waited are no answer
            self._say_what_does_not_count()
        self.show()

    def _say_what_does_not_count(self) -> None:
        """What of the settings has a fault, which tag has no letter; not over something else."""
        reader, session = self.desk.reader, self.session
        if reader.message is None and reader.pending is None:
            faults = (*session.settings.faults, *self.desk.keymap.faults)
            said, more = summary(faults)
            said = said or self.desk.keymap.about_tags(session.codebook)
            reader.message = Message(said, after=more) if said else None

    def _say_what_was_found(self) -> None:
        """What the marks' file had to be helped with, or why it cannot be written."""
        store = self.session.store
        if store.obstacle and not store.split:
            said = f"no mark can be saved: {store.path.name} {store.obstacle}"
        elif store.is_incomplete:
            said = f"{store.path.name} was damaged, marks may be missing: postil doctor says more"
        elif store.faults:
            said = f"{store.path.name} was damaged, the marks were kept: postil doctor says more"
        elif lost := len(store.misfits_of("")):
            said = f"{lost} mark{'s' * (lost > 1)} could not be placed in any text: postil doctor"
        elif store.set_aside:
            count = len(store.set_aside)
            said = f"{count} version{'s' * (count != 1)} of marks set aside: postil doctor --repair"
        else:
            said = ""
        if said:
            self.desk.reader.message = Message(said)
        self._compact_if_needed()

    # Other windows, and being alone

    def _look_around(self) -> None:
        """Show what other windows did; when nobody types, tidy up."""
        if not self.session.loaded or self._waits_since:
            return
        if self.desk.refresh():
            self.show()
        if self.session.unsaved and time.monotonic() - self._tried >= IDLE:
            self._tried = time.monotonic()
            self._save_now()
        if time.monotonic() - self._latest_key >= IDLE:
            self._compact_if_needed()
            if self._kept_after != self._latest_key:
                self._kept_after = self._latest_key  # once, even where it fails
                self._keep_positions()

    @work(thread=True, group="turn")
    def _await_turn(self) -> None:
        left = PATIENCE - (time.monotonic() - self._waits_since)
        self.post_message(self.TurnCame(self.session.store.await_turn(max(0.0, left))))

    @on(TurnCame)
    def _save_again(self, event: TurnCame) -> None:
        session = self.session
        if event.came:
            session.flush()
        if session.waiting and time.monotonic() - self._waits_since < PATIENCE:
            self._await_turn()
            return
        session.give_up_waiting()
        self.desk.reader.say_overtaken()
        self._waits_since = 0.0
        self.show()

    def _compact_if_needed(self) -> None:
        store = self.session.store
        if not self._is_compacting and not store.obstacle and not store.is_compact:
            self._is_compacting = True
            self._compact()

    @work(thread=True, group="compact")
    def _compact(self) -> None:
        with suppress(AnnotationsError):  # nothing is lost, and it is tried again
            self.session.store.compact()
        self.post_message(self.Compacted())

    @work(thread=True, group="positions")
    def _keep_positions(self) -> None:
        self.session.positions.save()

    @on(Compacted)
    def _is_compact(self) -> None:
        self._is_compacting = False

    def _freeze_if_needed(self) -> None:
        if self.session.loaded and self.session.needs_freezing:
            self._freeze()

    @work(thread=True, group="freeze")
    def _freeze(self) -> None:
        try:
            while self.session.freeze_next():
                pass
        except OSError as error:
            self.post_message(self.NotFrozen(reason_of(error)))

    @on(NotFrozen)
    def _say_not_frozen(self, event: NotFrozen) -> None:
        self.desk.reader.message = Message(
            f"the mark is saved, a copy of its text not: {event.reason}"
        )
        self.show()

    # What the desk asks for

    def copy(self, text: str, amount: str, more: str = "") -> Message:
        """Have the desk copy a text that one of its readers made; what to say about it."""
        return self.desk.copying.copy(text, amount, more)

    def to_terminal(self, text: str) -> None:
        """Put text on the clipboard of the terminal."""
        self.app.copy_to_clipboard(text)

    def beside(self, work: Callable[[], Made], done: Callable[[Made], object]) -> None:
        """Do work beside the keys, then hand over what came out."""
        self._work(work, done)

    @work(thread=True, group="beside")
    def _work(self, work: Callable[[], Made], done: Callable[[Made], object]) -> None:
        made = work()
        self.post_message(self.Done(lambda: done(made)))

    def apart(self, work: Callable[[], Made], done: Callable[[Made], object]) -> None:
        """The same with work that the end of the program does not wait for."""

        def do() -> None:
            made = work()
            with suppress(RuntimeError):  # the program ended meanwhile
                self.post_message(self.Done(lambda: done(made)))

        threading.Thread(target=do, daemon=True, name="apart").start()

    @on(Done)
    def _take_what_was_made(self, event: Done) -> None:
        event.take()
        self.show()
