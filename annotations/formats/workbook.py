"""Sheets of an Excel workbook, written a row at a time by XlsxWriter.

The rows wait in files, not in memory. What Excel or XML cannot hold is changed, and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from annotations.errors import AnnotationsError
from annotations.formats.cells import is_formula

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format as Look

MOST_ROWS = 1_048_576
"""Rows of a sheet."""
LONGEST = 32_767
"""UTF-16 units of a cell."""

CUT = f"cells cut at {LONGEST:,} characters"
PICTURED = "control characters written as pictures"

_PICTURES = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},
    **dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], 0xFFFD),
}
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

PAPER_A4 = 9
LINE, ROOM, HIGHEST = 15, 3, 409
"""Points of a line, of what stays free under the last one, and of the highest row."""
TINT = 0.2
"""How much of its colour a tag's tint has."""
INK = "#1f2328"
QUIET = "#8a8f98"
HEAD = "#eceef1"
RULE = "#d9dce1"
"""Colours of words, of words that few look for, behind those of the header, between rows."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    title: str
    width: int
    """In characters."""
    is_number: bool = False
    is_quiet: bool = False
    """Whether it is for programs more than for people: grey, at the end, and not printed."""


@dataclass(frozen=True, slots=True)
class Tinted:
    """Words on a tint."""

    words: str
    colour: str
    """That of the tint, `#rrggbb`."""


Value = str | int | float | datetime | Tinted


class Book:
    """A workbook that is being written."""

    def __init__(self, book: Workbook, lost: Counter[str]) -> None:
        """Put sheets into `book`; what they change is counted in `lost`."""
        self._book = book
        self._lost = lost
        self._looks: dict[tuple[object, ...], Look] = {}

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet with its header."""
        return Sheet(self._book.add_worksheet(name), columns, self.look, self._lost)

    def date(self, latest: str) -> None:
        """Say when the workbook was made: when the latest of what is in it was said."""
        made = moment(latest) or datetime(1980, 1, 1)
        self._book.set_properties({"title": "Marks", "comments": "Postil", "created": made})

    def look(self, **wanted: Any) -> Look:
        """The look of cells; one for all that look alike."""
        key = tuple(sorted(wanted.items()))
        if key not in self._looks:
            basic = {"align": "left", "valign": "top", "indent": 1, "font_color": INK, "bottom": 1}
            self._looks[key] = self._book.add_format(basic | {"bottom_color": RULE} | wanted)
        return self._looks[key]


class Sheet:
    """A sheet that is written from its top to its end."""

    def __init__(
        self, sheet: Any, columns: Sequence[Column], look: Any, lost: Counter[str]
    ) -> None:
        """Write the header of `sheet`; `look` gives the look of cells."""
        self._sheet = sheet
        self._look = look
        self._lost = lost
        self._columns = columns
        self.rows = 0
        """Rows so far, with the header."""
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            side = "right" if column.is_number else "left"
            head = look(bold=True, bg_color=HEAD, bottom_color=INK, align=side, text_wrap=True)
            self._words(number, column.title, head)
        self.rows = 1
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(PAPER_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&C&A · &P / &N")

    def add(self, values: Iterable[Value]) -> None:
        """Write a row. Raises AnnotationsError for more than a sheet can hold."""
        if self.rows == MOST_ROWS:
            raise AnnotationsError(
                f"a sheet holds {MOST_ROWS:,} rows and these are more; "
                "csv holds any number, or choose fewer"
            )
        row = list(zip(self._columns, values, strict=True))
        lines = max(_lines(value, column.width) for column, value in row if not column.is_quiet)
        self._sheet.set_row(self.rows, min(lines * LINE + ROOM, HIGHEST))
        for number, (column, value) in enumerate(row):
            self._put(number, column, value)
        self.rows += 1

    def end(self) -> None:
        """Let people choose among the rows, and print what is for them."""
        last = self.rows - 1
        loud = max(number for number, each in enumerate(self._columns) if not each.is_quiet)
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
        self._sheet.print_area(0, 0, last, loud)

    def _put(self, number: int, column: Column, value: Value) -> None:
        """Write a cell of the current row."""
        ink = QUIET if column.is_quiet else INK
        if isinstance(value, Tinted):
            tint = {"bg_color": pale(value.colour), "left": 5, "left_color": value.colour}
            self._words(number, value.words, self._look(bold=True, text_wrap=True, **tint))
        elif isinstance(value, datetime):
            look = self._look(num_format="yyyy-mm-dd hh:mm", font_color=ink)
            self._sheet.write_datetime(self.rows, number, value, look)
        elif not isinstance(value, str):
            look = self._look(align="right", font_color=ink)
            self._sheet.write_number(self.rows, number, value, look)
        elif value:
            # So marked, it stays text when somebody edits the cell.
            marked = {"quote_prefix": True} if is_formula(value) else {}
            look = self._look(text_wrap=not column.is_quiet, font_color=ink, **marked)
            self._words(number, value, look)
        else:
            self._sheet.write_blank(self.rows, number, None, self._look(font_color=ink))

    def _words(self, column: int, words: str, look: Look) -> None:
        """Words in the current row as they are, as far as a cell holds them."""
        words = self._possible(words)
        if words.startswith("<r>") and words.endswith("</r>"):
            # XlsxWriter would take them for markup of its own.
            self._sheet.write_rich_string(self.rows, column, "<", "r", words[2:], look)
        else:
            self._sheet.write_string(self.rows, column, words, look)

    def _possible(self, words: str) -> str:
        if "\r" in words:
            words = words.replace("\r\n", "\n").replace("\r", "\n")
        if impossible := _IMPOSSIBLE.findall(words):
            self._lost[PICTURED] += len(impossible)
            words = words.translate(_PICTURES)
        if len(words) * 2 > LONGEST and len(units := words.encode("utf-16-le")) > LONGEST * 2:
            self._lost[CUT] += 1
            words = units[: (LONGEST - 2) * 2].decode("utf-16-le", "ignore") + " …"
        return words


@contextmanager
def written_to(file: IO[bytes], lost: Counter[str]) -> Iterator[Book]:
    """A workbook that is in a file when this is left; what it changes is counted in `lost`.

    Raises AnnotationsError for what the system refuses.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    with TemporaryDirectory(prefix="postil-") as folder:
        book = Workbook(file, {"constant_memory": True, "tmpdir": folder})
        yield Book(book, lost)
        try:
            book.close()
        except XlsxWriterException as error:
            raise AnnotationsError(f"the workbook could not be put together: {error}") from error


def _lines(value: Value, width: int) -> int:
    """About how many lines words take in a column; spreadsheets do not find out by themselves."""
    words = value.words if isinstance(value, Tinted) else value
    if not isinstance(words, str):
        return 1
    return sum(1 + int(_wide(line) / (1.2 * width)) for line in words.split("\n"))


def _wide(line: str) -> int:
    """Characters of a line, those twice that are twice as wide."""
    return len(line) if line.isascii() else sum(1 + (char >= "\u1100") for char in line)


def moment(at: str) -> datetime | None:
    """A time as ISO 8601 in UTC, as spreadsheets know it: without a zone. None for another word."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    found = found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    return found if found.year >= 1900 else None


def pale(colour: str) -> str:
    """A colour as a tint, so light that dark words are read on it."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * TINT):02x}" for part in parts)
