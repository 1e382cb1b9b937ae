"""What lists have in common: a cursor, a window of rows and, most of them, a filter."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")

MARGIN = 2
"""Rows kept above and below the cursor."""


class Roll(ABC, Generic[Row]):
    """Rows with a cursor on one of them. Public methods without arguments are commands."""

    def __init__(self) -> None:
        self.cursor = 0
        """Number of the row that keys act on."""
        self.top = 0
        """Number of the first row on screen."""
        self.height = 1
        """How many rows are on screen; whoever draws them says so."""

    @property
    @abstractmethod
    def rows(self) -> Sequence[Row]:
        """The rows that are shown."""

    @property
    def row(self) -> Row | None:
        """The row under the cursor, if there is one."""
        rows = self.rows
        return rows[self.cursor] if self.cursor < len(rows) else None

    def go(self, number: int) -> None:
        """Put the cursor on a row, or on the last or first one where there is none."""
        self.cursor = max(0, min(number, len(self.rows) - 1))
        self.moved()

    def moved(self) -> None:
        """The cursor was moved by a person."""

    def scroll(self, rows: int) -> None:
        """Move the window and leave the cursor, but for a row that would go out of sight."""
        last = max(0, len(self.rows) - self.height)
        self.top = max(0, min(self.top + rows, last))
        above = self._margin if self.top else 0
        below = self._margin if self.top < last else 0
        lowest = self.top + self.height - 1 - below
        self.go(max(self.top + above, min(self.cursor, lowest)))

    def window(self) -> range:
        """The numbers of the rows on screen, moved as little as keeps the cursor in sight."""
        count = len(self.rows)
        self.cursor = max(0, min(self.cursor, count - 1))
        margin = self._margin
        lowest = self.cursor + margin + 1 - self.height
        self.top = max(lowest, min(self.top, self.cursor - margin))
        self.top = max(0, min(self.top, count - self.height))
        return range(self.top, min(count, self.top + self.height))

    @property
    def _margin(self) -> int:
        return min(MARGIN, (self.height - 1) // 3)

    # Commands

    def row_next(self) -> None:
        self.go(self.cursor + 1)

    def row_previous(self) -> None:
        self.go(self.cursor - 1)

    def row_page_down(self) -> None:
        self._turn(max(1, self.height - 1))

    def row_page_up(self) -> None:
        self._turn(-max(1, self.height - 1))

    def row_first(self) -> None:
        self.go(0)

    def row_last(self) -> None:
        self.go(len(self.rows) - 1)

    def _turn(self, rows: int) -> None:
        self.top = max(0, self.top + rows)
        self.go(self.cursor + rows)


class Filtered(Roll[Row]):
    """A roll of which only the rows are shown that have some words in them, or all."""

    def __init__(self) -> None:
        super().__init__()
        self.query = ""
        """What rows must have in them to be shown, as it was typed."""
        self.typing = False
        """Whether keys are letters of the filter."""

    @abstractmethod
    def filter(self, query: str) -> None:
        """Show only the rows that have all words of `query` in them; "" shows all."""

    # Commands

    @abstractmethod
    def row_go(self) -> None:
        """Do what Enter does."""

    def row_filter(self) -> None:
        self.typing = True

    # Typing

    def type(self, key: str) -> bool:
        """Take a key as a letter of the filter; whether it was one."""
        if key == "space":
            key = " "
        if key == "backspace":
            self._search(self.query[:-1])
        elif key in ("ctrl+u", "ctrl+w"):
            self._search("" if key == "ctrl+u" else self.query.rstrip().rpartition(" ")[0])
        elif len(key) == 1 and key.isprintable():
            self._search(self.query + key)
        else:
            return False
        return True

    def _search(self, query: str) -> None:
        if query != self.query:
            self.query = query
            self.filter(query)


def words_of(query: str) -> list[str]:
    """The words that a row must hold, case folded."""
    return query.casefold().split()


def holds(words: Sequence[str], text: str) -> bool:
    """Whether a text has all the words in it; `text` is case folded."""
    return all(word in text for word in words)
