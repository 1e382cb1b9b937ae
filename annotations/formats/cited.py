"""What formats say of the document of a mark, in words for people."""

from __future__ import annotations

from annotations.files import path_as_text
from annotations.formats import Mark
from annotations.quote import Quoted

CITED = ("title", "author", "publisher", "date", "url")
"""Names of that in the formats."""


def cited(mark: Mark) -> dict[str, str]:
    """What is known of the document of a mark, by name; empty where nothing is."""
    quoted = Quoted(mark.annotation, mark.document)
    return {name: path_as_text(quoted.value(name)) for name in CITED}
