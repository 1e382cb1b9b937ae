"""What is known of a document, in the names of CSL-JSON: as people type it, and as they see it.

The names and shapes are those of the CSL-JSON schema (github.com/citation-style-language/schema).
Dates are years, months and days that there are; what is not one is refused, never guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from annotations import dates, people
from annotations.document import LANGUAGE
from annotations.plain import not_too_long, one_line

MOST_NAMES = 200
"""Names that data from outside may have."""
DEEPEST = 6
"""Levels of lists and objects that may lie in a value that we do not know."""
MOST_VALUES = 10_000
"""Values that may lie in one."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be known of a document."""

    name: str
    """Its name in CSL-JSON."""
    label: str
    """The same for people."""
    help: str
    """What may stand there, for people."""


FIELDS: tuple[Field, ...] = (
    Field("title", "title", "What it is called"),
    Field("author", "author", "Doe, Jane; Roe, Rita; a name without a comma stays as it is"),
    Field("publisher", "publisher", "Who published it"),
    Field("issued", "date", "2024-05-13, 13 May 2024, 2024-05 or 2024"),
    Field("URL", "URL", "Where it can be read: https://…"),
    Field("accessed", "accessed", "When it was seen there: 2024-05-13, or today"),
    Field("language", "language", "Its code: en, de, pt-BR. Sentences are cut by its rules"),
)
"""In the order of a form."""
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}


def parsed(name: str, words: str) -> Any:
    """What a person typed for a field, in the shape of CSL-JSON; "" for no words.

    Raises ValueError with a reason for people.
    """
    words = one_line(words)
    return _PARSED[name](words) if words else ""


def shown(name: str, value: Any) -> str:
    """A value as `parsed` takes it, for editing; empty for one that has no such shape."""
    if isinstance(value, str):
        return value
    if name == "author" and isinstance(value, (list, tuple)):
        return people.shown(value)
    if name in ("issued", "accessed") and isinstance(value, Mapping):
        return dates.shown(value)
    return ""


def checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data from outside: our names in their shapes, others as they are, if of sane size.

    Nothing (null) is left out; particles go to the family names, and dates in words become numbers.
    Raises ValueError with a reason for people.
    """
    if len(data) > MOST_NAMES:
        raise ValueError(f"it has more than {MOST_NAMES} names")
    known: dict[str, Any] = {}
    for name, value in data.items():
        if not isinstance(name, str) or len(name) > 100:
            raise ValueError("one of its names is too long")
        if value is None:
            continue
        if name not in BY_NAME:
            known[name] = _sane(name, value)
            continue
        try:
            known[name] = _CHECKED[name](value)
        except ValueError as error:
            raise ValueError(f"{BY_NAME[name].label}: {error}") from error
    return known


# Words


def _url(words: str) -> str:
    if not re.match(r"https?://[^/?#]", words, re.I):
        raise ValueError("an address begins with http:// or https://")
    for char in words:
        if unicodedata.category(char)[0] in "CZ":
            seen = "blank" if char == " " else f"U+{ord(char):04X}"
            raise ValueError(f"an address has no {seen} in it")
    return not_too_long(words)


def _language(words: str) -> str:
    code = words.replace("_", "-")
    if not LANGUAGE.fullmatch(code) or len(code) > 35:
        raise ValueError("a language is a code: en, de, pt-BR")
    return code


# From outside


def _checked_words(read: Callable[[str], str]) -> Callable[[Any], str]:
    def checked_words(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("is not in words")
        words = one_line(value)
        return read(words) if words else ""

    return checked_words


def _sane(name: str, value: Any) -> Any:
    """A value that we do not know, if it is of sane size, as it is in JSON."""
    seen = 0

    def look(each: Any, deep: int) -> Any:
        nonlocal seen
        seen += 1
        if seen > MOST_VALUES or deep > DEEPEST:
            raise ValueError(f"{name[:40]}: holds too much")
        if isinstance(each, str) and len(each) <= 100_000:
            return each
        if each is None or isinstance(each, bool):
            return each
        if isinstance(each, int) and abs(each) < 1 << 63:
            return each
        if isinstance(each, float) and math.isfinite(each):
            return each
        if isinstance(each, (list, tuple)):
            return [look(inner, deep + 1) for inner in each]
        if isinstance(each, Mapping) and all(isinstance(key, str) for key in each):
            return {key: look(inner, deep + 1) for key, inner in each.items()}
        raise ValueError(f"{name[:40]}: has a value that cannot be kept")

    return look(value, 0)


_PARSED: Mapping[str, Callable[[str], Any]] = {
    "title": not_too_long,
    "author": people.parsed,
    "publisher": not_too_long,
    "issued": dates.typed,
    "URL": _url,
    "accessed": dates.typed,
    "language": _language,
}
_CHECKED: Mapping[str, Callable[[Any], Any]] = {
    "author": people.checked,
    "issued": dates.checked,
    "accessed": dates.checked,
    **{name: _checked_words(_PARSED[name]) for name in ("title", "publisher", "URL", "language")},
}
