"""What a text says of itself at its head, as data of a document in the names of CSL-JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from annotations import metadata
from annotations.document import Document
from annotations.front_matter import NAMES, folded
from annotations.text import Text

_FAMILY, _GIVEN = ("family", "last", "surname"), ("given", "first", "forename")


def front_data(text: Text) -> dict[str, Any]:
    """The data that the front matter of a text holds; what nobody could use is passed over."""
    said = {folded(name): value for name, value in text.front.values.items()}
    data: dict[str, Any] = {}
    for field, names in NAMES.items():
        for name in names:
            try:
                found = _people(said.get(name)) if field == "author" else _value(field, said, name)
            except ValueError:
                continue
            if found:
                data[field] = found
                break
    return data


def completed(document: Document, text: Text) -> Document:
    """A document with what its text says of itself, where nobody said anything else."""
    said = front_data(text)
    return replace(document, metadata={**said, **document.metadata}) if said else document


def _value(field: str, said: Mapping[str, Any], name: str) -> Any:
    words = _words(said.get(name))
    if name == "source" and (field == "URL") != words.startswith(("http://", "https://")):
        return None  # some name there who published it, some where it is found
    return metadata.checked({field: words})[field]


def _people(value: object) -> list[Any]:
    """The people in a name, a table of its parts, or a list of such."""
    found: list[Any] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            family, given = _part(each, _FAMILY), _part(each, _GIVEN)
            words = f"{family}, {given}" if family and given else family or _part(each, ("name",))
        else:
            words = _words(each).replace("[[", "").replace("]]", "")  # a link between notes
        found += metadata.parsed("author", words) or []
    return found


def _part(person: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((words for name in names if (words := _words(person.get(name)))), "")


def _words(value: object) -> str:
    if isinstance(value, (date, int)) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""
