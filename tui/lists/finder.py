"""Finding something to do by typing: the keys, the palette, the themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tui.lists.roll import Filtered, holds, words_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen."""

    name: str
    """What it is or does, for people."""
    act: Callable[[], None]
    keys: str = ""
    """The keys that do the same."""
    group: str = ""
    """What kind of thing it is."""
    also: str = ""
    """Other words by which it is found."""
    preview: Callable[[], None] | None = None
    """Shows what choosing would do."""

    @property
    def folded(self) -> str:
        """What typed words are looked for in."""
        return f"{self.name} {self.group} {self.keys} {self.also}".casefold()


class Finder(Filtered[Choice]):
    """Choices, those with the typed words in them; the better fits first."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        leave: Callable[[], None],
        shown: Sequence[Choice] | None = None,
        plain: Callable[[], None] = lambda: None,
        answers: Mapping[str, Choice] | None = None,
    ) -> None:
        """Offer `choices`; `shown` are those that stand there before anything is typed.

        `leave` is called when nothing is chosen, `plain` where there is no preview. Where there are
        `answers`, keys choose those until one begins to type.
        """
        super().__init__()
        self.title = title
        self.typing = not answers
        self.longest_keys = max((len(each.keys) for each in choices), default=0)
        """Characters of the longest keys."""
        self._choices = choices
        self._first = choices if shown is None else shown
        self._rows = self._first
        self._answers = answers or {}
        self._leave = leave
        self._plain = plain

    @property
    def rows(self) -> Sequence[Choice]:
        return self._rows

    def filter(self, query: str) -> None:
        words = words_of(query)
        if words:
            found = [each for each in self._choices if holds(words, each.folded)]
            found.sort(key=lambda choice: _distance(words[0], choice.name.casefold()))
            self._rows = found
        else:
            self._rows = self._first
        self.top = 0
        self.go(0)

    def moved(self) -> None:
        ((self.row and self.row.preview) or self._plain)()

    def answer(self, key: str) -> Choice | None:
        """What a key chooses at once."""
        return None if self.typing else self._answers.get(key)

    # Commands

    def row_go(self) -> None:
        if self.row is not None:
            self.row.act()

    def row_leave(self) -> None:
        self._leave()


def _distance(word: str, name: str) -> int:
    """How far a name is from what was typed: it begins with it, a word of it does, or neither."""
    if name.startswith(word):
        return 0
    return 1 if f" {word}" in name else 2
