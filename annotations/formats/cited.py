"""What formats say of a document, in words for people."""

from __future__ import annotations

from annotations.citation import date, in_words, title_of
from annotations.document import Document
from annotations.files import path_as_text

CITED = ("title", "author", "publisher", "date", "url")
"""The names of that in formats."""


def cited(document: Document) -> dict[str, str]:
    """What is known of a document by these names; empty where nothing is."""
    data = document.metadata
    known = (
        title_of(document),
        in_words(data.get("author")),
        in_words(data.get("publisher")),
        date(data.get("issued")),
        in_words(data.get("URL")),
    )
    return dict(zip(CITED, map(path_as_text, known), strict=True))
