"""What is known of a document, in the names of CSL-JSON: as people type it, and as they see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be known of a document."""

    name: str
    """Its name in CSL-JSON."""
    label: str
    """The same for people."""
    help: str
    """What may stand there, for people."""


FIELDS = (
    Field("title", "title", "What it is called"),
    Field("author", "author", "Doe, Jane; several with ; between them"),
    Field("publisher", "publisher", "Who published it"),
    Field("issued", "date", "2024, 2024-05 or 2024-05-13"),
    Field("URL", "URL", "Where it can be read: https://…"),
    Field("accessed", "accessed", "When it was seen there: 2024-05-13"),
    Field("language", "language", "Its code: en, de, pt-BR. Sentences are cut by its rules"),
)
"""In the order of a form."""


def parsed(name: str, words: str) -> Any:
    """What a person typed, as CSL-JSON has it; "" for nothing. Raises ValueError with a reason."""
    words = " ".join(words.split())
    if not words:
        return ""
    if name in ("issued", "accessed"):
        return {"date-parts": [_date(words)]}
    if name == "author":
        return [_person(each.strip()) for each in words.split(";") if each.strip()]
    if name == "URL" and not re.fullmatch(r"https?://\S+", words):
        raise ValueError("an address begins with http:// or https:// and has no blanks")
    if name == "language" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", words):
        raise ValueError("a language is a code: en, de, pt-BR")
    return words


def shown(name: str, value: Any) -> str:
    """The same the other way round."""
    if name == "author" and isinstance(value, list):
        return "; ".join(_named(each) for each in value if isinstance(each, Mapping))
    if isinstance(value, Mapping):
        (parts, *_) = value.get("date-parts") or [[]]
        return "-".join(f"{part:02}" for part in parts)
    return value if isinstance(value, str) else ""


def _date(words: str) -> list[int]:
    if not (match := re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", words)):
        raise ValueError("a date is 2024, 2024-05 or 2024-05-13")
    parts = [int(part) for part in match.groups() if part]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError as error:
        raise ValueError(f"there is no {words}") from error
    return parts


def _person(words: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in words.partition(","))
    return {"family": family, "given": given} if comma else {"literal": words}


def _named(person: Mapping[str, Any]) -> str:
    if "literal" in person:
        return str(person["literal"])
    return ", ".join(str(person[part]) for part in ("family", "given") if person.get(part))
