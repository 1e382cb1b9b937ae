"""Annotations in the formats of other programs: one module a format.

A writer gets marks in the order of documents and texts and yields the pieces of a text, so that
memory does not grow with their number. The same marks always give the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from annotations.annotation import Annotation
from annotations.codebook import Codebook
from annotations.document import Document


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation with the document that it is in."""

    annotation: Annotation
    document: Document


EXPORTED = "<!-- exported by Postil -->"
"""First line of a Markdown file that this program wrote, so that it is not listed for reading."""

Writer = Callable[[Iterable[Mark], Codebook], Iterator[str]]

FORMATS = {
    "csv": "a table, a row for each segment",
    "jsonl": "JSON, one annotation a line",
    "markdown": "quotations with their sources, by document",
}
"""Names of the formats, and what each is."""


def writer(name: str) -> Writer:
    """The function that writes a format. Raises KeyError for an unknown name."""
    if name not in FORMATS:
        raise KeyError(name)
    write: Writer = import_module(f"annotations.formats.{name}").write
    return write
