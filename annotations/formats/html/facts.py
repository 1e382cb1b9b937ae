"""What is known of a mark or a document beside its words, as a list of names and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotations.document import Document
from annotations.formats.html.inert import alone, escaped, linked

_DATA = {
    "author": "Author",
    "publisher": "Publisher",
    "issued": "Date",
    "URL": "Link",
    "accessed": "Accessed",
}
"""What is shown of a document's data, and how it is called."""


def of_document(document: Document) -> str:
    """The data of a document; empty when there is none."""
    named = ((label, document.metadata.get(name)) for name, label in _DATA.items())
    rows = [(label, words) for label, value in named if (words := in_words(value))]
    if document.title != document.path:
        rows.append(("File", document.path))
    return _listed(
        (label, linked(words) if label == _DATA["URL"] else alone(words)) for label, words in rows
    )


def of_fields(fields: Mapping[str, Any]) -> str:
    """The fields of a mark that are filled; the speaker stands with the source."""
    words = {name: in_words(value) for name, value in fields.items() if name != "speaker"}
    return _listed((name, alone(value)) for name, value in words.items() if value)


def in_words(value: Any) -> str:
    """Any value of a field or of data in CSL-JSON: people by their names, dates as numbers."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return " ".join(value.split())
        case int() | float():
            return str(value)
        case list() | tuple():
            return ", ".join(filter(None, map(in_words, value)))
        case {"date-parts": [*dates]}:
            return "–".join(filter(None, map(_date, dates)))
        case {"literal": str() as name} | {"raw": str() as name}:
            return in_words(name)
        case {"family": family}:
            return " ".join(filter(None, map(in_words, (value.get("given"), family))))
        case Mapping():
            known = ((name, in_words(each)) for name, each in value.items())
            return "; ".join(f"{name}: {words}" for name, words in known if words)
    return ""


def _date(parts: Any) -> str:
    """Year, month and day as far as they are known: `2024-05-01`."""
    return (
        "-".join(str(part).zfill(2) for part in parts) if isinstance(parts, (list, tuple)) else ""
    )


def _listed(rows: Iterator[tuple[str, str]]) -> str:
    """Names, and values that are HTML."""
    items = "".join(f"<div><dt>{escaped(name)}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f'<dl class="facts">{items}</dl>\n' if items else ""
