"""Annotations in the formats of other programs: one module a format, with a `FORMAT` that says so.

A writer goes once through marks in the order of documents and texts and yields the pieces of a
file, so that memory does not grow with their number. The same marks always give the same file.

Other packages add formats by entry points of the group `postil.formats`, each a `Format`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.codebook import Codebook
from annotations.document import Document
from annotations.text import Text

if TYPE_CHECKING:
    from annotations.formats.incoming import Contents


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation with the document that it is in."""

    annotation: Annotation
    document: Document
    """With what is known of it: by the annotator and, where they said nothing, by others."""
    person: str = ""
    """Id of the person who made it: two people may have one name."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a table is written."""

    tsv: bool = False
    """Tabs between the cells, not commas."""
    excel: bool = False
    """A byte order mark in front, without which Excel takes the encoding for another."""


PLAIN = Options()


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written."""

    marks: Iterable[Mark]
    """In the order of documents and texts; to be gone through once."""
    codebook: Codebook
    documents: Sequence[Document] = ()
    """The documents of these marks and, where everything is meant, all that somebody described or
    called done; each once, with what anybody knows of it."""
    records: Sequence[tuple[Annotator, Document]] = ()
    """The same as each annotator has them."""
    text_of: Callable[[Document], Text | None] = lambda document: None
    """The frozen text of a document, where it can still be found."""
    options: Options = PLAIN
    problems: list[str] = field(default_factory=list)
    """What had to be left out, for people; complete when the marks were gone through."""
    remarks: list[str] = field(default_factory=list)
    """What else there is to say, for people; nothing is missing because of it."""
    lost: Counter[str] = field(default_factory=Counter)
    """What a writer changed or left out because of its format, for people, and how often."""


Written = Iterator[str] | Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files."""

    name: str
    """What people call it on the command line."""
    title: str
    """What it is, in a few words."""
    suffix: str
    """How its files end, with the dot."""
    keeps: str
    """What of a mark is in it, for people."""
    loses: str = ""
    """What is not; empty when everything is."""
    offsets: str = "code points"
    """The unit in which it counts; `none` when it does not."""
    write: Callable[[Export], Written] | None = None
    """Gives the pieces of a file."""
    read: Callable[[bytes], Contents] | None = None
    """Gives what a file holds. Raises ValueError, with a reason for people, for one that is of
    another format."""
    is_binary: bool = False
    """Whether the pieces are bytes, of no use on a terminal."""


EXPORTED = "<!-- exported by Postil -->"
"""First line of a Markdown file that this program wrote, so that it is not listed for reading."""

BUILT_IN = ("csv", "jsonl", "markdown")
"""Names of our own formats, and of the modules that hold them; the one offered first is first."""


def get(name: str) -> Format:
    """The format of that name. Raises KeyError."""
    if name in BUILT_IN:
        made: Format = import_module(f"annotations.formats.{name}").FORMAT
        return made
    return added()[name]


def formats() -> Mapping[str, Format]:
    """All formats by name, our own first."""
    return {name: get(name) for name in BUILT_IN} | dict(added())


@cache
def added() -> Mapping[str, Format]:
    """The formats that other packages add; those of our names are passed over."""
    from importlib.metadata import entry_points

    found = {}
    for point in entry_points(group="postil.formats"):
        made = point.load()
        if isinstance(made, Format) and made.name not in BUILT_IN:
            found[made.name] = made
    return found
