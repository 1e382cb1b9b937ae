"""The screen on which one reads and marks."""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress

from textual import on, work
from textual.app import ComposeResult
from textual.message import Message as Posted
from textual.screen import Screen

from annotations.errors import AnnotationsError, reason_of
from tui import clipboard
from tui.keymap import Keymap
from tui.opening import Loaded, OpenDocument, Settled
from tui.reader import Reader
from tui.screens import lines
from tui.session import Session
from tui.themes import Palette
from tui.widgets.help_pane import HelpPane
from tui.widgets.line import Line
from tui.widgets.painted import Painted
from tui.widgets.reading_pane import ReadingPane
from tui.wording import Message

AFTER_FIRST_PAGE = 0.03
"""Seconds that the first page has to itself."""
LOOK_AROUND = 0.5
"""Seconds between two looks at what other windows did."""
IDLE = 5.0
"""Seconds without a key after which the file of the marks is written as others should see it."""
SLOW = 0.2
"""Seconds after which a save that waits is spoken of."""
PATIENCE = 10.0
"""Seconds that a save waits for another window."""


class ReadingScreen(Screen[None]):
    """The text, a line above it and three below: inspector, status, footer."""

    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = "#text"

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

    class Copied(Posted):
        """The system's clipboard took a quote."""

        def __init__(self, length: int) -> None:
            super().__init__()
            self.length = length

    class NotFrozen(Posted):
        """The copy of a text could not be kept."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(self, session: Session, opened: OpenDocument) -> None:
        """Read `opened`, of which the first page is there."""
        super().__init__()
        self.session = session
        self.keymap = Keymap(session.codebook)
        self.reader = Reader(session, opened, self.keymap, self)
        self._waiting: deque[str] = deque()
        self._latest_key = time.monotonic()
        self._waits_since = 0.0
        self._tried = 0.0
        self._is_compacting = False
        self._unreadable: OpenDocument | None = None
        self._help = HelpPane(*lines.tag_keys(session.codebook, self.keymap), self.press)
        letters = {tag.id: tag.mark for tag in session.codebook.tags}
        self._pane = ReadingPane(self.reader, letters, self.press)
        self._title = Line("title")
        self._inspector = Line("inspector")
        self._status = Line("status")
        self._footer = Line("footer")
        self._parts: tuple[Painted, ...] = (
            self._title,
            self._pane,
            self._help,
            self._inspector,
            self._status,
            self._footer,
        )

    def compose(self) -> ComposeResult:
        self._take_colours()
        yield from self._parts

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self._recolour())
        self.show()
        # Loading takes turns with painting, so the first page goes out before it begins.
        self.set_timer(AFTER_FIRST_PAGE, lambda: self._load(self.reader.opened))
        self.set_interval(LOOK_AROUND, self._look_around)

    def on_resize(self) -> None:
        self.show()

    # Keys

    def press(self, key: str) -> None:
        """Do what a key does, or let it wait until the marks are there."""
        self._latest_key = time.monotonic()
        if self._help.display:
            self._press_in_help(key)
        elif self._is_ready or not (self._waiting or self._needs_marks(key)):
            if not self.reader.press(key, more_to_come=self._more_keys()):
                self.reader.message = Message(f"{key} does nothing here: ? lists the keys")
            self._after_a_key()
        else:
            self._waiting.append(key)
        self.show()

    def _more_keys(self) -> bool:
        """Whether something waits behind this key: steps of one mark then share a save."""
        return self.app.message_queue_size + self._pane.message_queue_size > 0

    def _after_a_key(self) -> None:
        self.reader.say_overtaken()
        self._freeze_if_needed()
        session = self.session
        if session.waiting and not self._waits_since:
            self._waits_since = time.monotonic()
            self.set_timer(SLOW, self.show)
            self._await_turn()
        elif session.unsaved and not session.waiting and not session.trouble:
            self._pane.call_later(self._save_now)  # behind the keys that wait

    def _save_now(self) -> None:
        self.session.flush()
        self._after_a_key()
        self.show()

    @property
    def _is_ready(self) -> bool:
        """Whether there is nothing to wait for: all was read, or never will be."""
        opened = self.reader.opened
        return self.session.loaded and (opened.settled or opened is self._unreadable)

    def _needs_marks(self, key: str) -> bool:
        bound = self.keymap[key]
        return bound is not None and bound.command.waits

    def _press_in_help(self, key: str) -> None:
        if not self._help.scroll_by_key(key):
            self._help.display, self._pane.display = False, True
            self._pane.focus()

    def show(self) -> None:
        """Show what the reader says now; only what changed is sent."""
        if not self.is_mounted:
            return
        self._pane.repaint()
        reader, palette = self.reader, self._pane.palette
        helping = self._help.display
        self._title.show(*lines.title(reader, palette))
        self._inspector.show(*lines.inspector(reader, palette, self.size.width))
        slow = bool(self._waits_since) and time.monotonic() - self._waits_since >= SLOW
        status = lines.status(reader, palette, self.size.width, bool(self._waiting), slow)
        self._status.show(*status)
        self._footer.show(*lines.footer("HELP" if helping else reader.state, self.keymap, palette))

    # Loading

    def settle(self, opened: OpenDocument) -> None:
        """Read the rest of a long document beside the keys."""
        self._load(opened)

    @work(thread=True, group="load")
    def _load(self, opened: OpenDocument) -> None:
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
        if event.opened is self.reader.opened:
            if isinstance(event.settled, str):
                self._unreadable = event.opened
                self._waiting.clear()
                self.reader.message = Message(event.settled)
            else:
                self.session.place(event.opened, event.settled)
                self.reader.settled()
                while self._waiting and self._is_ready:
                    self.reader.press(self._waiting.popleft())
                self._after_a_key()
        if event.loaded is not None:
            self.reader.offer_to_merge()  # not before: the keys that waited were no answer to it
        self.show()

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
            self.reader.message = Message(said)
        self._compact_if_needed()

    # Other windows, and being alone

    def _look_around(self) -> None:
        """Show what other windows did; when nobody types, tidy up."""
        if not self.session.loaded or self._waits_since:
            return
        if self.reader.refresh():
            self.show()
        if self.session.unsaved and time.monotonic() - self._tried >= IDLE:
            self._tried = time.monotonic()
            self._save_now()
        if time.monotonic() - self._latest_key >= IDLE:
            self._compact_if_needed()

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
        self.reader.say_overtaken()
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
        self.reader.message = Message(f"it is saved, a copy of the text not: {event.reason}")
        self.show()

    # What the reader asks for

    def copy(self, text: str) -> str:
        """Put text on the clipboard of the terminal and, where there is one, of the system."""
        if clipboard.has_display():
            self._copy_to_system(text)
        if len(text.encode()) > clipboard.TERMINAL_LIMIT:
            return "too long for the terminal's clipboard"
        self.app.copy_to_clipboard(text)
        return "terminal"

    @work(thread=True, group="copy", exclusive=True)
    def _copy_to_system(self, text: str) -> None:
        if clipboard.copy(text):
            self.post_message(self.Copied(len(text)))

    @on(Copied)
    def _say_copied(self, event: Copied) -> None:
        self.reader.message = Message(f"copied {event.length} characters (clipboard)")
        self.show()

    def show_help(self) -> None:
        """List the keys in the place of the text."""
        self._help.display, self._pane.display = True, False
        self._help.focus()

    def leave(self) -> None:
        """End the program."""
        self.app.exit()

    # Colours

    def _take_colours(self) -> None:
        app = self.app
        palette = Palette(app.current_theme, app.theme_variables, self.session.codebook)
        for part in self._parts:
            part.palette = palette

    def _recolour(self) -> None:
        self._take_colours()
        for part in self._parts:
            part.forget()
        self.show()
