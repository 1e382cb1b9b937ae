"""A document cited, from its data in CSL-JSON names. What is not known goes with its punctuation.

A note is one of *The Chicago Manual of Style* (18th edition, chapters 13 and 14) for a page or an
article: two authors are named, of three or more the first; the title has quotation marks, those
in it are turned, and a comma or full stop stands before the closing one, also behind ? and !; the
day of access stands for a date that is not known. A citation in the text is one of the *Publication
Manual* of the APA (7th edition, chapter 8): two authors with &, of three or more the first, the
title without any, n.d. without a date, and the number of the paragraph where there are no pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from annotations.document import Document
from annotations.quotation_marks import inner

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ISO = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ABBREVIATED = re.compile(r"(?:\b(?:Co|Corp|Inc|Jr|Ltd|No|Sr|St|al|etc)|\.\w*|\b\w)\.$")
"""Ends of titles whose full stop belongs to the word, or is one of several."""


class Person(NamedTuple):
    """An author; a body, or a person written as one name, has only a `family`."""

    given: str
    family: str
    suffix: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return " ".join(filter(None, self))


def chicago(document: Document) -> str:
    """A note: `Ana Bo, “Title,” Publisher, May 1, 2024, https://…`, and a full stop."""
    data = document.metadata
    names = _named([person.name for person in authors(document)], " and ")
    publisher, issued = in_words(data.get("publisher")), day(data.get("issued"))
    accessed = day(data.get("accessed"))
    behind = [
        publisher if publisher != names else "",
        issued or (accessed and f"accessed {accessed}"),
        in_words(data.get("URL")),
    ]
    rest, title = ", ".join(filter(None, behind)), title_of(document)
    if title:
        title = _titled(title, "," if rest else ".")
        return f"{names}{', ' if names else ''}{title}{' ' if rest else ''}{_ended(rest)}"
    return _ended(", ".join(filter(None, (names, rest))))


def apa(document: Document, paragraph: str = "") -> str:
    """A citation in the text, in brackets: `(Bo, 2024, para. 3)`."""
    who = _named([person.family for person in authors(document)], " & ")
    when, where = year(document) or "n.d.", paragraph and f"para. {paragraph}"
    rest, title = ", ".join(filter(None, (when, where))), title_of(document)
    if title and not who:
        return f"({_titled(title, ',')} {rest})"
    return f"({who}{', ' if who else ''}{rest})"


def family_names(document: Document) -> str:
    """The family names of the authors: `Bo`, `Bo and Li`, of three and more `Bo et al.`"""
    return _named([person.family for person in authors(document)], " and ")


def authors(document: Document) -> list[Person]:
    """The authors of whom a name is known."""
    value = document.metadata.get("author")
    persons = map(_person, value if isinstance(value, (list, tuple)) else [value])
    return [person for person in persons if person.family]


def title_of(document: Document) -> str:
    """The title of a document, or what people call it."""
    return in_words(document.metadata.get("title")) or " ".join(document.title.split())


def year(document: Document) -> str:
    """The year of a document, or its date as it is written where that names none."""
    value = document.metadata.get("issued")
    if dates := _dates(value):
        return str(dates[0][0])
    written = in_words(value.get("raw") if isinstance(value, Mapping) else value)
    found = _YEAR.search(written)
    return found[0] if found else written


def day(value: Any) -> str:
    """A date as a note has it: `May 1, 2024`, `May 2024`, `2024`, or else as it is written."""
    if dates := _dates(value):
        return "–".join(map(_day, dates))
    return in_words(value.get("raw") if isinstance(value, Mapping) else value)


def date(value: Any) -> str:
    """A date as `2024-05-01`, from the numbers of CSL-JSON, or else as it is written."""
    if not isinstance(value, Mapping):
        return in_words(value)
    parts = value.get("date-parts")
    if not isinstance(parts, (list, tuple)) or not parts or not isinstance(parts[0], (list, tuple)):
        return in_words(value.get("raw"))
    return "-".join(str(part).zfill(2) for part in parts[0])


def in_words(value: Any) -> str:
    """A value of a field or of metadata on one line: of several, and of people, the names."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(in_words, value)))
    return _person(value).name if isinstance(value, Mapping) else ""


def _person(value: Any) -> Person:
    """A name in CSL-JSON, or in words."""
    if not isinstance(value, Mapping):
        return Person("", in_words(value) if isinstance(value, str) else "")
    literal, given, family, suffix = (
        in_words(part) if isinstance(part := value.get(name), str) else ""
        for name in ("literal", "given", "family", "suffix")
    )
    if literal or not family:
        return Person("", literal or given)
    return Person(given, family, suffix)


def _named(names: list[str], between: str) -> str:
    return between.join(names) if len(names) <= 2 else f"{names[0]} et al."


def _titled(title: str, stop: str) -> str:
    """A title in quotation marks with a comma or full stop before those that close it."""
    words = inner(title)
    body = words.rstrip("’") if "‘" in words else words
    marks = words[len(body) :]
    if body.endswith(".") and not _ABBREVIATED.search(body):
        body = body[:-1]
    if stop == "." and body.endswith((".", "?", "!", "…")):
        stop = ""
    return f"“{body}{stop}{marks}”"


def _ended(words: str) -> str:
    return f"{words}." if words and not words.endswith(".") else words


def _dates(value: Any) -> list[tuple[int, ...]]:
    """Year, month and day of a date, as far as they are known; both ends of a range."""
    if isinstance(value, str):
        found = _ISO.fullmatch(value.strip())
        return [tuple(int(part) for part in found.groups() if part)] if found else []
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    if not isinstance(parts, (list, tuple)):
        return []
    dates = [
        tuple(int(part) for part in each[:3] if str(part).lstrip("-").isdecimal())
        for each in parts[:2]
        if isinstance(each, (list, tuple))
    ]
    return [date for date in dates if date]


def _day(date: tuple[int, ...]) -> str:
    """A date in words; what is no month or day is left out."""
    if len(date) < 2 or not 1 <= date[1] <= 12:
        return str(date[0])
    month = _MONTHS[date[1] - 1]
    if len(date) < 3 or not 1 <= date[2] <= 31:
        return f"{month} {date[0]}"
    return f"{month} {date[2]}, {date[0]}"
