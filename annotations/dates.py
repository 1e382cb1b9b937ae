"""Dates as people write them, and as CSL-JSON has them: `{"date-parts": [[2024, 5, 13]]}`.

A date is a year, or one with month, or with month and day; a range has two. Only dates that there
are count, and words that may mean two days are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

Dates = dict[str, list[list[int]]]

_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        (
            *("january", "february", "march", "april", "may", "june", "july"),
            *("august", "september", "october", "november", "december"),
        ),
        start=1,
    )
    for length in (3, 4, len(name))
}
_YEAR = r"[0-9]{4}"
_DAY = r"[0-9]{1,2}"
_PART = rf"{_YEAR}(?:-{_DAY}){{0,2}}"
_RANGE = re.compile(rf"({_PART}) ?(?:/|–|—) ?({_PART})|({_YEAR}) ?- ?({_YEAR})")
_BY_YEAR = re.compile(rf"({_YEAR})(?:([-/.])({_DAY})(?:\2({_DAY}))?)?(?:[T ][0-9]{{2}}:.*)?")
_BY_DAY = re.compile(rf"({_DAY})\. ?({_DAY})\. ?({_YEAR})")
_EITHER = re.compile(rf"({_DAY})([/-])({_DAY})\2({_YEAR})")
_IN_WORDS = (
    re.compile(rf"(?:(?P<day>{_DAY})(?:st|nd|rd|th)? )?(?P<month>[a-z]+)[.,]* (?P<year>{_YEAR})"),
    re.compile(rf"(?P<month>[a-z]+)\.? (?P<day>{_DAY})(?:st|nd|rd|th)?,? (?P<year>{_YEAR})"),
)
_WRITTEN = "a date is like 2024-05-13, 13 May 2024, 2024-05 or 2024"


def parsed(words: str) -> Dates:
    """A date, or the two of a range. Raises ValueError with a reason for people."""
    if found := _RANGE.fullmatch(words):
        first, last = (_date(each) for each in found.groups() if each)
        if last < first:
            raise ValueError(f"{words} ends before it begins")
        return {"date-parts": [first, last]}
    return {"date-parts": [_date(words)]}


def typed(words: str) -> Dates:
    """The same from a person, who may say `today`."""
    return parsed(str(date.today()) if words.lower() == "today" else words)


def shown(value: Mapping[str, Any]) -> str:
    """A date as `parsed` takes it, else the words in which it is kept; empty for neither."""
    try:
        return "/".join(map(_iso, _parts(value)))
    except ValueError:
        raw = value.get("raw")
        return raw if isinstance(raw, str) else ""


def checked(value: Any) -> Dates | str:
    """A date from outside, in numbers or words. Raises ValueError with a reason for people."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        words = " ".join(str(value).split())
        return parsed(words) if words else ""
    if not isinstance(value, Mapping):
        raise ValueError("is not a date")
    if "date-parts" not in value:
        words = value.get("raw") or value.get("literal") or ""
        if not isinstance(words, str):
            raise ValueError("is not a date")
        return checked(words)
    return {"date-parts": _parts(value)}


def _date(words: str) -> list[int]:
    """Year, month and day, as far as they are said."""
    if found := _BY_YEAR.fullmatch(words):
        return _real(words, found[1], found[3], found[4])
    if found := _BY_DAY.fullmatch(words):
        return _real(words, found[3], found[2], found[1])
    if found := _EITHER.fullmatch(words):
        return _american_or_not(words, int(found[1]), int(found[3]), found[4])
    for order in _IN_WORDS:
        if (found := order.fullmatch(words.lower())) and (month := _MONTHS.get(found["month"])):
            return _real(words, found["year"], month, found["day"])
    raise ValueError(_WRITTEN)


def _american_or_not(words: str, first: int, second: int, year: str) -> list[int]:
    """A date with the day or the month first, where only one of these is a date."""
    if first <= 12 and second <= 12 and first != second:
        orders = f"{year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
        raise ValueError(f"{words} may mean two days: write {orders}")
    month, day = (first, second) if first <= 12 else (second, first)
    return _real(words, year, month, day)


def _real(words: str, *parts: str | int | None) -> list[int]:
    """The parts of a date that there is."""
    numbers = [int(part) for part in parts if part is not None]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError as error:
        raise ValueError(f"there is no {words}") from error
    return numbers


def _parts(value: Mapping[str, Any]) -> list[list[int]]:
    """The numbers of a date in CSL-JSON, of one day or of a range."""
    dates = value.get("date-parts")
    if not isinstance(dates, (list, tuple)) or not 1 <= len(dates) <= 2:
        raise ValueError("is not a date")
    made = []
    for parts in dates:
        if not isinstance(parts, (list, tuple)) or not 1 <= len(parts) <= 3:
            raise ValueError("is not a date")
        words = "-".join(str(part) for part in parts)
        if not re.fullmatch(r"[0-9]{1,4}(-[0-9]{1,2}){0,2}", words):
            raise ValueError("is not a date")
        made.append(_real(words, *words.split("-")))
    if made[-1] < made[0]:
        raise ValueError("it ends before it begins")
    return made


def _iso(parts: list[int]) -> str:
    year, *rest = parts
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
