"""A form: a few named entries, each of which is typed, or chosen among options."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from annotations.characters import all_clusters, around
from tui.lists.roll import Roll

LONGEST = 4000
"""Code points that a typed entry holds at most."""

_UNMEANT = frozenset({"Cc", "Cs"})
"""Kinds of characters that nobody means to paste."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values that an entry can have."""

    name: str
    """What the value is."""
    words: str
    """The same for people."""
    help: str = ""
    """What it means, instead of the help of the entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be filled in."""

    name: str
    """What its value is called in the values of the form."""
    label: str
    """The same for people."""
    value: str = ""
    """What it begins with."""
    help: str = ""
    """What may stand there, in a sentence."""
    options: tuple[Option, ...] = ()
    """What it is chosen among; without any it is typed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form could not be taken as it is."""

    entry: str
    """Name of the entry that has to be another one."""
    why: str
    """The reason, for people."""


Values = Mapping[str, str]
"""What stands in the entries of a form, by name."""


def _nothing(values: Values) -> Values:
    return {}


class Form(Roll[Entry]):
    """Entries with a cursor on one of them, and a caret in that one where it is typed.

    Public methods without arguments are commands of the table.
    """

    def __init__(
        self,
        title: str,
        entries: Sequence[Entry],
        done: Callable[[Values], Refusal | None],
        leave: Callable[[], None],
        follow: Callable[[Values], Values] = _nothing,
    ) -> None:
        """Begin in the first entry.

        `done` takes the values and closes the form, or says why not; `leave` only closes it. After
        each change `follow` says what entries that nobody touched hold now.
        """
        super().__init__()
        self.title = title
        self.caret = 0
        """Offset of the caret in the typed entry under the cursor, in code points."""
        self.trouble = ""
        """Why the form was not taken, until the next key."""
        self._entries = entries
        self._values = {entry.name: entry.value for entry in entries}
        self._done = done
        self._leave = leave
        self._follow = follow
        self._touched: set[str] = set()
        self.moved()

    @property
    def rows(self) -> Sequence[Entry]:
        return self._entries

    @property
    def values(self) -> Values:
        """What stands in the entries, by name."""
        return dict(self._values)

    @property
    def entry(self) -> Entry:
        """The one under the cursor."""
        return self._entries[self.cursor]

    @property
    def value(self) -> str:
        """What stands in it."""
        return self._values[self.entry.name]

    @property
    def help(self) -> str:
        """What there is to say about it."""
        option = self.option_of(self.entry)
        return (option and option.help) or self.entry.help

    def value_of(self, entry: Entry) -> str:
        """What stands in an entry, for people."""
        option = self.option_of(entry)
        return option.words if option else self._values[entry.name]

    def option_of(self, entry: Entry) -> Option | None:
        """What is chosen in an entry, if it is one that is chosen."""
        name = self._values[entry.name]
        return next((each for each in entry.options if each.name == name), None)

    def refuse(self, refusal: Refusal) -> None:
        """Say why the form cannot be taken, at the entry that has to be another one."""
        names = [entry.name for entry in self._entries]
        if refusal.entry in names:
            self.go(names.index(refusal.entry))
        self.trouble = refusal.why

    def moved(self) -> None:
        self.caret = len(self.value)

    # Keys

    def type(self, key: str) -> bool:
        """Take a key as a letter of the entry; whether it was one.

        Where there are options, the first letter of one chooses it, and a blank the next one.
        """
        char = " " if key == "space" else key
        if len(char) != 1 or not char.isprintable():
            return False
        if not self.entry.options:
            self._insert(char)
        elif char == " ":
            self._choose(1)
        else:
            self._choose_by(char.casefold())
        return True

    def paste(self, text: str) -> None:
        """Insert text where the caret is: line breaks become blanks, controls are left out."""
        self.trouble = ""
        words = " ".join(filter(None, text.splitlines())).replace("\t", " ")
        words = "".join(char for char in words if unicodedata.category(char) not in _UNMEANT)
        if words and not self.entry.options:
            self._insert(words)

    def _insert(self, text: str) -> None:
        value, at = self.value, self.caret
        if len(value) + len(text) > LONGEST:
            self.trouble = f"too long: {LONGEST:,} characters at most"
            return
        self._set(value[:at] + text + value[at:], at + len(text))

    def _set(self, value: str, caret: int) -> None:
        """Let that stand in the entry under the cursor; the caret never is inside a character."""
        self._values[self.entry.name] = value
        self.caret = around(value, caret)[1]
        self._touched.add(self.entry.name)
        followed = self._follow(self.values)
        self._values |= {k: v for k, v in followed.items() if k not in self._touched}

    def _choose(self, step: int) -> None:
        options = self.entry.options
        names = [option.name for option in options]
        at = names.index(self.value) if self.value in names else -1 if step > 0 else 0
        self._set(names[(at + step) % len(names)], 0)

    def _choose_by(self, letter: str) -> None:
        """Choose the next of the options that begin with a letter."""
        names = [option.name for option in self.entry.options]
        at = names.index(self.value) + 1 if self.value in names else 0
        for option in (*self.entry.options[at:], *self.entry.options[:at]):
            if option.words.casefold().startswith(letter):
                self._set(option.name, 0)
                return

    def _before(self) -> int:
        """The offset a character before the caret."""
        starts = [start for start, _ in all_clusters(self.value[: self.caret])]
        return starts[-1] if starts else 0

    def _after(self) -> int:
        """The offset a character after the caret."""
        _, end = next(all_clusters(self.value[self.caret :]), (0, 0))
        return self.caret + end

    # Commands

    def form_go(self) -> None:
        refusal = self._done(self.values)
        if refusal is not None:
            self.refuse(refusal)

    def form_leave(self) -> None:
        self._leave()

    def form_next(self) -> None:
        self.go((self.cursor + 1) % len(self._entries))

    def form_previous(self) -> None:
        self.go((self.cursor - 1) % len(self._entries))

    def form_left(self) -> None:
        if self.entry.options:
            self._choose(-1)
        else:
            self.caret = self._before()

    def form_right(self) -> None:
        if self.entry.options:
            self._choose(1)
        else:
            self.caret = self._after()

    def form_start(self) -> None:
        self.caret = 0

    def form_end(self) -> None:
        self.caret = len(self.value)

    def form_back(self) -> None:
        self._cut(self._before(), self.caret)

    def form_delete(self) -> None:
        self._cut(self.caret, self._after())

    def form_word_back(self) -> None:
        kept = self.value[: self.caret].rstrip(" /")
        start = max(kept.rfind(" "), kept.rfind("/")) + 1
        self._cut(around(self.value, start)[0], self.caret)

    def form_empty(self) -> None:
        self._cut(0, len(self.value))

    def _cut(self, start: int, end: int) -> None:
        """Take out what stands between two offsets of a typed entry."""
        if not self.entry.options and start < end:
            self._set(self.value[:start] + self.value[end:], start)
