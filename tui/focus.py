"""Where one reads: a text, the rows of it on screen, and the sentence in focus."""

from __future__ import annotations

from annotations.selection import Selection
from tui.opening import OpenDocument
from tui.positions import Positions
from tui.settings import Settings
from tui.viewport import Viewport
from tui.wording import Message


class Focus:
    """The place in one open document, and the keys that move it.

    Public methods without arguments are commands of the table.
    """

    def __init__(self, opened: OpenDocument, positions: Positions, settings: Settings) -> None:
        """Show a document at its place among `positions`, which then follow the focus."""
        self.message: Message | None = None
        """What the last key did, if it has to be said."""
        self.viewport = Viewport(opened.text, settings.width)
        self._settings = settings
        self._positions = positions
        self._noted = 0
        self._awaited: int | None = None
        self._size = (0, 0)
        self.opened = opened
        opened.panes += 1
        self._show(opened)

    def _show(self, opened: OpenDocument) -> None:
        """Go to where a document was left, or to its top.

        A place behind what was read of a long document so far is gone to when all of it is here.
        """
        self.opened.panes -= 1
        self.opened = opened
        opened.panes += 1
        self.viewport.show_text(opened.text)
        path = opened.entry.path
        place = self._positions.place(path, opened.document.text_sha256) or 0
        self._positions.visit(path)
        self._awaited = None if opened.settled or place < len(opened.text) else place
        start = 0 if self._awaited else place
        self.selection = self._at(start)
        self.viewport.show(self.selection.focus_start, self.selection.focus_end)
        self._noted = self.selection.focus_start
        notice = opened.notice or ("" if opened.text.paragraph_count else "this text is empty")
        self.message = Message(notice) if notice else None

    def stand_like(self, other: Focus) -> None:
        """Go to the place of another focus on the same document."""
        self.selection = other.selection.whole_sentence()
        self.viewport.resize(other.viewport.width, other.viewport.height)
        self.viewport.top = other.viewport.top

    def leave(self) -> None:
        """The pane is closed."""
        self.opened.panes -= 1

    @property
    def share(self) -> float:
        """How much of the text, 0.0 to 1.0, lies before the end of the sentence in focus."""
        text = self.opened.text
        if self.selection.empty:
            return 1.0
        last = text.paragraph(text.paragraph_count - 1).end
        return max(0, self.selection.focus_end - text.begin) / (last - text.begin)

    def settled(self) -> None:
        """The open document was read to its end: go on in it at the same place.

        Or at the one where it was left, if that was not here yet and no key moved meanwhile.
        """
        place = self.selection.start if self._awaited is None else self._awaited
        self.viewport.replace(self.opened.text)
        self.selection = self._at(place)
        if self._awaited is not None:
            self._awaited = None
            self.viewport.show(self.selection.focus_start, self.selection.focus_end)
        self._noted = self.selection.focus_start
        if self.opened.notice:
            self.message = Message(self.opened.notice)

    def rewrapped(self) -> None:
        """The lines of the open document are read in another way: stay at the same place."""
        self.let_go()
        self.viewport.replace(self.opened.text)
        self.selection = self._at(self.selection.focus_start)
        self.viewport.show(self.selection.focus_start, self.selection.focus_end)

    def note_place(self) -> None:
        """Keep in mind where the focus is, if it was moved."""
        start, opened = self.selection.focus_start, self.opened
        if start == self._noted:
            return
        self._noted = start
        self._awaited = None
        sha256 = opened.document.text_sha256 if opened.settled else ""
        share = self.share if opened.settled else 0.0
        self._positions.leave(opened.entry.path, sha256, start, share)

    def fit(self, width: int, height: int) -> bool:
        """Fill a pane of that size, in cells and rows; whether it is another than before.

        A focus that was in sight stays so.
        """
        if (width, height) == self._size:
            return False
        self._size = width, height
        in_sight = self.in_sight
        self.viewport.fit(width, height)
        if in_sight:
            self.viewport.show(self.selection.focus_start, self.selection.focus_end)
        return True

    def widen(self, column: int) -> None:
        """Give the text that many cells in a row at most, when the pane is filled next."""
        if self.viewport.column != column:
            self.viewport.column = column
            self._size = (0, 0)

    @property
    def in_sight(self) -> bool:
        """Whether the page shows something of the sentence in focus."""
        return self.viewport.sees(self.selection.focus_start, self.selection.focus_end)

    def next_sentence(self) -> None:
        to = self._first_in_sight() or self.selection.next_sentence()
        self._focus(to, "the text ends here")

    def previous_sentence(self) -> None:
        to = self._topmost_in_sight() or self.selection.previous_sentence()
        self._focus(to, "the text begins here")

    def next_paragraph(self) -> None:
        to = self._first_in_sight() or self.selection.next_paragraph()
        self._focus(to, "the last paragraph")

    def previous_paragraph(self) -> None:
        to = self._topmost_in_sight() or self.selection.previous_paragraph()
        self._focus(to, "the first paragraph")

    def first(self) -> None:
        self._focus(self._at(0))

    def last(self) -> None:
        self._focus(self.selection.last())

    def page_down(self) -> None:
        before = self.viewport.top
        self.viewport.scroll(max(1, self.viewport.height - 2))
        if self.viewport.top == before:
            self._focus(self.selection.last(), "the text ends here")
        else:
            self._focus_on_page()

    def page_up(self) -> None:
        before = self.viewport.top
        self.viewport.scroll(-max(1, self.viewport.height - 2))
        if self.viewport.top == before:
            self._focus(self._at(0), "the text begins here")
        else:
            self._focus_on_page()

    def _at(self, offset: int) -> Selection:
        """The sentence at an offset, by the rules of the document and the settings."""
        return Selection.at(self.opened.text, offset, self.language, self._settings.trim)

    @property
    def language(self) -> str:
        """The language by whose rules the document is cut into sentences and clauses."""
        return self.opened.document.language_or(self._settings.language)

    def _focus(self, selection: Selection, at_the_end: str = "") -> None:
        """Put the focus there, let go of the current mark."""
        stays = selection.focus_start == self.selection.focus_start
        if at_the_end and stays and selection == self.selection:
            self.message = Message(at_the_end)
        self.let_go()
        self.selection = selection
        self.viewport.show(selection.focus_start, selection.focus_end)

    def scroll(self, rows: int) -> bool:
        """Move the page and leave the focus where it is; whether it moved.

        Keys that move a focus out of sight begin at the first sentence in sight.
        """
        before = self.viewport.top
        self.viewport.scroll(rows)
        return self.viewport.top != before

    def focus_at(self, offset: int) -> None:
        """Put the focus on the sentence at an offset, without moving the page."""
        self.let_go()
        self.selection = self._at(offset)

    def _focus_on_page(self) -> None:
        """The first sentence that begins on the page, without moving the page."""
        self.let_go()
        self.selection = self._first_on_page()

    def _first_on_page(self) -> Selection:
        """The first sentence that begins on the page or, if none does, the one that is there."""
        start = self.viewport.span(self.viewport.top)[0]
        selection = self._at(start)
        if selection.focus_start >= start:
            return selection
        below = selection.next_sentence()
        bottom = self.viewport.span(self.viewport.visible()[-1])[1]
        return below if start <= below.focus_start < bottom else selection

    def _first_in_sight(self) -> Selection | None:
        """Where to begin on a page from which the focus is gone; None while it is there."""
        if self.selection.empty or self.in_sight:
            return None
        first = self._first_on_page()
        return first if self.viewport.sees(first.focus_start, first.focus_end) else None

    def _topmost_in_sight(self) -> Selection | None:
        """The same backwards: the sentence at the top may have begun on the page before."""
        first = self._first_in_sight()
        if first is None:
            return None
        cut = first.previous_sentence()
        return cut if self.viewport.sees(cut.focus_start, cut.focus_end) else first

    def let_go(self) -> None:
        """Back to the whole sentence."""
        self.selection = self.selection.whole_sentence()
