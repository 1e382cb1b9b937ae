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

    def next_sentence(self) -> None:
        self._focus(self.selection.next_sentence(), "the text ends here")

    def previous_sentence(self) -> None:
        self._focus(self.selection.previous_sentence(), "the text begins here")

    def next_paragraph(self) -> None:
        self._focus(self.selection.next_paragraph(), "the last paragraph")

    def previous_paragraph(self) -> None:
        self._focus(self.selection.previous_paragraph(), "the first paragraph")

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

    def _focus_on_page(self) -> None:
        """The first sentence that begins on the page, without moving the page."""
        self.let_go()
        start = self.viewport.span(self.viewport.top)[0]
        selection = Selection.at(self.opened.text, start, self.opened.document.language)
        if selection.focus_start < start:
            below = selection.next_sentence()
            bottom = self.viewport.span(self.viewport.visible()[-1])[1]
            selection = below if start <= below.focus_start < bottom else selection
        self.selection = selection

    def let_go(self) -> None:
        """Back to the whole sentence."""
        self.selection = self.selection.whole_sentence()
