"""What is found, chosen or filled in over the text: keys, themes, tags, forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from tui.commands import BY_ID, DOCUMENTS_LIST, FORM
from tui.keymap import Bound
from tui.pending import Pending

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.lists.finder import Finder
    from tui.lists.form import Form


class Sheet:
    """The finder or the form of a desk, while there is one. Public commands are of the table."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.finder: Finder | None = None
        """What is being found, if anything."""
        self.form: Form | None = None
        """What is being filled in, if anything."""
        self.is_listing_keys = False
        """Whether that are the keys, in the place of the text."""

    @property
    def is_open(self) -> bool:
        """Whether keys go here."""
        return self.finder is not None or self.form is not None

    @property
    def state(self) -> str:
        """The state word while something is found or filled in."""
        if self.form is not None:
            return "FORM choose" if self.form.entry.options else "FORM"
        if self.finder is not None and not self.finder.typing:
            return "TAG"
        return "HELP" if self.is_listing_keys else "FIND"

    # Commands

    def help(self) -> None:
        self._find("keys")
        self.is_listing_keys = True

    def palette(self) -> None:
        self._find("everything")

    def find_theme(self) -> None:
        """Choose a theme, each of them shown."""
        self._find("themes")

    def find_width(self) -> None:
        """Choose how wide the text is, each width shown."""
        self._find("widths")

    def describe(self) -> None:
        """Fill in what is known of a document: in the list of them, of the one at the cursor."""
        desk = self._desk
        entry = desk.documents.row if desk.room == DOCUMENTS_LIST else desk.reader.opened.entry
        if entry is None or (entry != desk.reader.opened.entry and not desk.reader.open(entry)):
            return
        if not desk.reader.opened.settled:
            desk.say("it is not read to its end yet")
            return
        self.fill(import_module("tui.describing").form(desk, desk.reader.opened))

    def export(self) -> None:
        """Write marks to a file; while some cannot be saved, a copy of all of them elsewhere."""
        desk = self._desk
        desk.session.flush()
        if desk.session.unsaved:
            desk.reader.copy_marks()
        else:
            self.fill(import_module("tui.exporting").form(desk))

    def tag_any(self) -> None:
        self._find("tags", "mark as", lambda tag: self._desk.do(Bound(BY_ID["tag"], tag)))

    def offers_tags(self, pending: Pending, key: str) -> bool:
        """Let a tag that is asked for be chosen among all, if a key means that; whether it does."""
        bound = self._desk.keymap.bound(key)
        if pending.takes_tag is None or bound is None or bound.command.id != "tag_any":
            return False
        self._desk.reader.pending = None
        self._find("tags", "new tag", partial(self._give, pending.takes_tag))
        return True

    def _give(self, takes_tag: Callable[[str], None], tag: str) -> None:
        self._desk.reader.run(Bound(BY_ID["retag"], tag), takes_tag)

    def _find(self, what: str, *details: object) -> None:
        finding = import_module("tui.finding")  # seldom needed, and not before the first page
        self.finder = getattr(finding, what)(self._desk, *details)
        self.is_listing_keys = False

    def fill(self, form: Form) -> None:
        """Let a form be filled in."""
        self.finder, self.form = None, form
        self.is_listing_keys = False

    def stop(self) -> None:
        """Nothing was chosen, or what was filled in is taken."""
        self.finder = self.form = None
        self.is_listing_keys = False
        self._desk.choices.show()

    # Keys

    def press(self, key: str) -> None:
        """Do what a key does while something is found or filled in."""
        self._desk.reader.message = None
        if self.form is not None:
            self._fill_in(self.form, key)
        elif self.finder is not None:
            self._look_for(self.finder, key)

    def paste(self, text: str) -> bool:
        """Take text that was pasted; whether there is anything that takes it."""
        if self.form is None:
            return False
        self._desk.reader.message = None
        self.form.paste(text)
        return True

    def _fill_in(self, form: Form, key: str) -> None:
        form.trouble = ""
        if form.type(key):
            return
        bound = self._desk.keymap.bound(key, FORM)
        if bound is None:
            return
        if bound.command.id == "quit_at_once":
            self._desk.quit_at_once()
            return
        getattr(form, bound.command.id)()
        if bound.command.id == "form_go":
            self._desk.follow()
        elif bound.command.id == "form_leave":
            self._desk.say("nothing was changed")

    def _look_for(self, finder: Finder, key: str) -> None:
        desk = self._desk
        choice = finder.answer(key) or finder.answer(desk.keymap.at_its_place(key))
        if choice is not None:
            choice.act()
            return
        is_typed = finder.typing and finder.type(key)
        if is_typed and not (key == "?" and finder.query == "?" and self.is_listing_keys):
            return
        bound = desk.keymap.bound(key, DOCUMENTS_LIST)
        command = bound.command.id if bound is not None else ""
        if hasattr(type(finder), command):
            getattr(finder, command)()
        elif command == "quit_at_once":
            desk.quit_at_once()
        elif not finder.typing:
            finder.row_leave()
            desk.say("nothing was changed")
        elif command in ("help", "palette", "next_pane"):
            finder.row_leave()
