"""Where one reads: a text, the rows of it on screen, and the sentence in focus."""

from __future__ import annotations

from annotations.selection import Selection
from tui.opening import OpenDocument
from tui.viewport import Viewport
from tui.wording import Message


class Focus:
    """The place in one open document, and the keys that move it.

    Public methods without arguments are commands of the table.
    """

    def __init__(self, opened: OpenDocument) -> None:
        self.message: Message | None = None
        """What the last key did, if it has to be said."""
        self.viewport = Viewport(opened.text)
        self._size = (0, 0)
        self._places: dict[tuple[str, str], int] = {}
        self.opened = opened
        opened.panes += 1
        self._show(opened)

    def _show(self, opened: OpenDocument) -> None:
        """Go to where a document was left in this sitting, or to its top."""
        self.opened.panes -= 1
        self.opened = opened
        opened.panes += 1
        self.viewport.show_text(opened.text)
        place = self._places.get(opened.entry.name, 0)
        self.selection = Selection.at(opened.text, place, opened.document.language)
        self.viewport.show(self.selection.focus_start, self.selection.focus_end)
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
        return self.selection.focus_end / text.paragraph(text.paragraph_count - 1).end

    def settled(self) -> None:
        """The open document was read to its end: go on in it at the same place."""
        place = self.selection.start
        self.viewport.replace(self.opened.text)
        self.selection = Selection.at(self.opened.text, place, self.opened.document.language)
        if self.opened.notice:
            self.message = Message(self.opened.notice)

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
        self._focus(Selection.first(self.opened.text, self.opened.document.language))

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
            first = Selection.first(self.opened.text, self.opened.document.language)
            self._focus(first, "the text begins here")
        else:
            self._focus_on_page()

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
        self.selection = Selection.at(self.opened.text, offset, self.opened.document.language)

    def _focus_on_page(self) -> None:
        """The first sentence that begins on the page, without moving the page."""
        self.let_go()
        self.selection = self._first_on_page()

    def _first_on_page(self) -> Selection:
        """The first sentence that begins on the page or, if none does, the one that is there."""
        start = self.viewport.span(self.viewport.top)[0]
        selection = Selection.at(self.opened.text, start, self.opened.document.language)
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
