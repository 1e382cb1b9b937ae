"""The screen on which one reads and marks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.layout import Layout

from annotations.errors import NotSaved
from tui import themes
from tui.arrange import Box, Wishes, arrange, has_sides
from tui.commands import shown
from tui.desk import Desk
from tui.keymap import Keymap, normalise
from tui.opening import OpenDocument
from tui.reader import Reader
from tui.screens import lines
from tui.screens.beside import LOOK_AROUND, Beside
from tui.screens.layout import Boxes
from tui.screens.rows import ChoiceRows, DocumentRows, FormRows, MarkRows
from tui.session import Session
from tui.settings import remember
from tui.themes import Palette
from tui.widgets.line import Line
from tui.widgets.list_pane import ListPane
from tui.widgets.painted import Painted
from tui.widgets.reading_pane import ReadingPane
from tui.widgets.rule import Rule
from tui.wording import Message

if TYPE_CHECKING:
    from tui.practice import Practice

AFTER_FIRST_PAGE = 0.03
"""Seconds that the first page has to itself."""


class ReadingScreen(Beside):
    """One text or two, lists beside them, and three lines below: inspector, status, footer."""

    AUTO_FOCUS = ""
    CSS_PATH = "reading.tcss"

    def __init__(
        self,
        session: Session,
        opened: OpenDocument,
        practise: Callable[[], None],
        practice: Practice | None = None,
        offers_practice: bool = False,
    ) -> None:
        """Read `opened`, of which the first page is there; `practise` begins practice."""
        super().__init__()
        self.session = session
        self.keymap = Keymap(session.codebook, session.settings)
        self.desk = Desk(
            session,
            opened,
            self.keymap,
            self,
            practice=practice,
            offers_practice=offers_practice,
        )
        self._practise = practise
        self._boxes: dict[str, Box] = {}
        self._boxes_layout = Boxes(self._arranged, lambda part: part.id or "")
        self._boxes_for: tuple[Size, Wishes] | None = None
        self._parts: dict[str, Painted] = {}
        self._palette: Palette

    @property
    def layout(self) -> Layout:
        """Where the parts stand; Textual asks for it."""
        return self._boxes_layout

    @property
    def reader(self) -> Reader:
        """Who reads where the keys go, or went last."""
        return self.desk.reader

    def compose(self) -> ComposeResult:
        self._palette = self._mixed()
        yield from map(self._part, self._arranged(self.app.size))

    def on_mount(self) -> None:
        self._theme = self.app.theme
        self.app.theme_changed_signal.subscribe(self, lambda _: self._recolour())
        self.show()
        # Loading takes turns with painting, so the first page goes out before it begins.
        self.set_timer(AFTER_FIRST_PAGE, lambda: self.load(self.reader.opened))
        self.set_interval(LOOK_AROUND, self._look_around)

    def on_screen_resume(self) -> None:
        self._theme = self.app.theme  # another one may have been chosen in practice

    def on_resize(self, event: events.Resize) -> None:
        self.desk.size = event.size.width, event.size.height
        self.show()

    # Where things stand

    def _part(self, id: str) -> Painted:
        """A part of the screen; made when it is shown first, since each costs start-up time."""
        part = self._parts.get(id)
        if part is None:
            part = self._parts[id] = self._make(id)
            part.palette = self._palette
        return part

    def _make(self, id: str) -> Painted:
        desk, point = self.desk, self._point_at_row
        match id:
            case "text" | "second":
                letters = {tag.id: tag.mark for tag in self.session.codebook.tags}
                return ReadingPane(id, self._reader_of(id), letters, desk.touch, self.point)
            case "documents":
                return ListPane(id, desk.documents, DocumentRows(desk), point, rule="right")
            case "marks":
                return ListPane(id, desk.index, MarkRows(desk), point, rule="left")
            case "finder":
                return ListPane(id, desk.finder, ChoiceRows(desk), point)
            case "form":
                return ListPane(id, desk.form, FormRows(desk), point)
            case "second_rule":
                return Rule(id=id)
            case _:
                return Line(id, self._point_at_line)

    def _reader_of(self, id: str) -> Reader:
        """Who reads in a pane; where there is room for one of two, the one with the keys."""
        if not self.desk.wishes.second:
            return self.desk.reader
        return self.desk.readers[0 if id == "text" else 1]

    def _arranged(self, size: Size) -> dict[str, Box]:
        """The boxes for the size and the wishes of the moment."""
        wanted = size, self.desk.wishes
        if wanted != self._boxes_for:
            self._boxes_for = wanted
            self._boxes = arrange(*size, wanted[1])
        return self._boxes

    def _arrange_again(self) -> None:
        """Move the parts, if the wishes are not those of before."""
        if self._boxes_for != (self.size, self.desk.wishes):
            self._arranged(self.size)
            self._parts["text"].refresh(layout=True)
        if new := [id for id in self._boxes if id not in self._parts]:
            self.mount(*map(self._part, new))

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        key = normalise(event.key, event.character)
        if key is not None:
            event.stop()
            event.prevent_default()
            self.press(key)

    def press(self, key: str) -> None:
        """Do what a key does, or let it wait until the marks are there."""
        self._latest_key = time.monotonic()
        if self.is_ready or not (self._waiting or self.desk.needs_marks(key)):
            if not self.desk.press(key, more_to_come=self._more_keys()):
                keys = self.keymap.shown("help")
                self.reader.message = Message(f"{shown(key)} does nothing here: {keys} lists keys")
            self.after_a_key()
        else:
            self._waiting.append(key)
        self.show()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.desk.sheet.paste(event.text):
            self.show()

    def _more_keys(self) -> bool:
        """Whether something waits behind this key: steps of one mark then share a save."""
        return self.app.message_queue_size + self.message_queue_size > 0

    # The pointer

    def point(self, act: Callable[[], bool]) -> None:
        """Do what the mouse does in a text, unless keys wait: what they act on stays."""
        self._latest_key = time.monotonic()
        if not self._waiting and act():
            self.desk.follow()
            self.after_a_key()
            self.show()

    def _point_at_row(self, part: str, number: int | None, twice: bool) -> None:
        """A click puts the cursor on a row, a second one does what Enter does."""
        self._latest_key = time.monotonic()
        if not self._waiting:
            self.desk.point_at_row(part, number, twice)
            self.after_a_key()
            self.show()

    def _point_at_line(self, line: str, x: int) -> None:
        """A click on a key of the footer is that key, one on a heading goes to its list."""
        to = {"documents_heading": "go_documents", "marks_heading": "go_index"}.get(line)
        key = next(iter(self.keymap.keys_of(to)), "") if to else ""
        if line == "footer":
            key = lines.key_at(self.desk.state, self.keymap, self.size.width, x)
        if key:
            self.press(key)

    # Showing

    def show(self) -> None:
        """Show what the desk says now; only what changed is sent."""
        if not self.is_mounted:
            return
        self._arrange_again()
        for id in self._boxes:
            part = self._parts[id]
            if isinstance(part, Line):
                part.show(*self._said(id, self._palette))
                continue
            if isinstance(part, ReadingPane):
                part.read(self._reader_of(id))
            elif id == "finder" and isinstance(part, ListPane):
                part.roll = self.desk.finder
            elif id == "form" and isinstance(part, ListPane):
                part.roll = self.desk.form
            part.repaint()

    def _said(self, id: str, palette: Palette) -> lines.Parts:
        """What a line says."""
        desk, width = self.desk, self._boxes[id].width
        match id:
            case "text_heading" | "second_heading":
                reader = self._reader_of(id.removesuffix("_heading"))
                alone = id == "text_heading" and not has_sides(self.size.width, desk.wishes)
                return lines.heading(reader, desk, palette, width, alone)
            case "documents_heading":
                return lines.documents_heading(desk, palette)
            case "marks_heading":
                return lines.marks_heading(desk, palette, width)
            case "guide":
                return lines.guide(desk, palette, width)
            case "inspector":
                return lines.inspector(desk, palette, width)
            case "status":
                waits, slow = bool(self._waiting), self.waits_for_turn
                in_text = desk.roll is None and not desk.sheet.is_open
                return lines.status(desk.reader, palette, width, waits, slow, in_text)
            case _:
                return lines.footer(desk.state, self.keymap, palette, width)

    # What the desk asks for

    def themes(self) -> list[str]:
        """Names of the themes."""
        return themes.names()

    def show_theme(self, name: str) -> None:
        """Show everything in a theme; "" is the one that it began with."""
        self.app.theme = name or self._theme

    def remember(self, name: str, value: str | int) -> str:
        """Keep a setting for later sittings; why that was not possible, empty when it was."""
        try:
            remember(name, value)
        except NotSaved as error:
            return str(error)
        return ""

    def practise(self) -> None:
        """Let the person practise on the samples, then come back.

        Raises OSError or UnreadableDocument.
        """
        self._practise()

    def leave(self) -> None:
        """End the program."""
        self.end()

    def end(self) -> None:
        """End the program."""
        self.app.exit()

    # Colours

    def _mixed(self) -> Palette:
        """The colours of the theme of the moment."""
        app = self.app
        return Palette(
            app.current_theme,
            app.theme_variables,
            self.session.codebook,
            dim=self.session.settings.dim,
            colour=not app.no_color,
        )

    def _recolour(self) -> None:
        self._palette = self._mixed()
        for part in self._parts.values():
            part.palette = self._palette
            part.forget()
        self.show()
