"""What is known of a mark or a document beside its words, as a list of names and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotations.citation import chicago, title_of
from annotations.citation import in_words as names_in_words
from annotations.document import Document
from annotations.formats.html.inert import alone, escaped, linked


def of_document(document: Document) -> str:
    """A document cited, and its file where that is not how it is called; empty without either."""
    rows = []
    if any(document.metadata.values()):
        before, url, after = _around(chicago(document), document.metadata.get("URL"))
        link = linked(url) if url else ""
        rows.append(("Source", f"<bdi>{escaped(before)}</bdi>{link}{escaped(after)}"))
    if title_of(document) != document.path:
        rows.append(("File", alone(document.path)))
    return _listed(rows)


def of_fields(fields: Mapping[str, Any]) -> str:
    """The fields of a mark that are filled; the speaker stands with the source."""
    words = {name: in_words(value) for name, value in fields.items() if name != "speaker"}
    return _listed((name, alone(value)) for name, value in words.items() if value)


def in_words(value: Any) -> str:
    """The value of a field, of whatever kind, on one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(in_words, value)))
    return names_in_words(value)


def _around(words: str, url: Any) -> tuple[str, str, str]:
    """A citation before its address, the address, and what comes behind it."""
    url = names_in_words(url)
    if not url or url not in words:
        return words, "", ""
    return words.rpartition(url)


def _listed(rows: Iterable[tuple[str, str]]) -> str:
    """Names, and values that are HTML."""
    items = "".join(f"<div><dt>{alone(name)}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f'<dl class="facts">{items}</dl>\n' if items else ""
