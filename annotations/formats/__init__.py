"""Annotations in the formats of other programs: one module a format, with a `FORMAT` that says so.

A writer goes once through marks in the order of documents and texts and yields the pieces of a
file, so that memory does not grow with their number. The same marks always give the same file.

Other packages add formats by entry points of the group `postil.formats`, each a `Format`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.codebook import Codebook
from annotations.document import Document
from annotations.errors import AnnotationsError
from annotations.text import Text

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from annotations.formats.incoming import Contents


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation with the document that it is in."""

    annotation: Annotation
    document: Document
    """With what is known of it: by the annotator and, where they said nothing, by others."""
    person: str = ""
    """Id of the person who made it: two people may have one name."""

    @property
    def id(self) -> str:
        """The 13 letters of the annotation."""
        return self.annotation.id

    @property
    def tag(self) -> str:
        """Id of its tag."""
        return self.annotation.tag

    @property
    def exact(self) -> str:
        """The marked words; those of several segments with an ellipsis between."""
        return self.annotation.exact

    @property
    def path(self) -> str:
        """Path of its document, relative to the project."""
        return self.document.path


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
    fields: Sequence[str] = ()
    """Ids of the fields that these marks have, sorted."""
    text_of: Callable[[Document], Text | None] = lambda document: None
    """The frozen text of a document, where it can still be found."""
    options: Options = PLAIN
    problems: list[str] = field(default_factory=list)
    """What had to be left out, for people; complete when the marks were gone through."""
    remarks: list[str] = field(default_factory=list)
    """What else there is to say, for people; nothing is missing because of it."""
    lost: Counter[str] = field(default_factory=Counter)
    """What a writer changed or left out because of its format, for people, and how often."""

    @property
    def loss(self) -> str:
        """The same in words; empty when nothing was lost."""
        return ", ".join(f"{what}: {count:,}" for what, count in sorted(self.lost.items()))


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
    options: frozenset[str] = frozenset()
    """Names of the options that it heeds."""
    of: str = "marks"
    """What there is one record of for each: `marks` or `documents`."""

    def check(self) -> None:
        """Raise TypeError or ValueError for one that cannot be used, whoever made it."""
        words = (self.name, self.title, self.suffix, self.keeps, self.loses, self.offsets)
        if not all(isinstance(each, str) for each in words):
            raise TypeError("its words are not all strings")
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}", self.name):
            raise ValueError(f"{self.name!r} is not a name: use a-z, 0-9 and -")
        if not re.fullmatch(r"(\.[A-Za-z0-9]{1,16}){1,2}", self.suffix):
            raise ValueError(f"{self.suffix!r} is not an ending of a file")
        if self.write is not None and not callable(self.write):
            raise TypeError("what it writes with cannot be called")


EXPORTED = "<!-- exported by Postil -->"
"""First line of a Markdown file that this program wrote, so that it is not listed for reading."""

BUILT_IN = ("xlsx", "csv", "json", "jsonl", "markdown", "html", "csl", "bibtex")
"""Names of our own formats, and of the modules that hold them; the one offered first is first."""
GROUP = "postil.formats"
"""Entry points of other packages that are formats."""


def get(name: str) -> Format:
    """The format of that name. Raises KeyError."""
    if name in BUILT_IN:
        made: Format = import_module(f"annotations.formats.{name}").FORMAT
        return made
    return formats()[name]


def formats() -> Mapping[str, Format]:
    """All formats by name, our own first."""
    found = {name: get(name) for name in BUILT_IN}
    return found | {each.format.name: each.format for each in added() if each.format}


def of_file(file: str) -> Format | None:
    """The format that is written into files whose names end so; the longest ending decides."""
    ends = [
        each for each in formats().values() if each.write and file.lower().endswith(each.suffix)
    ]
    return max(ends, key=lambda each: len(each.suffix), default=None)


def named(name: str, file: str = "") -> Format:
    """The format of that name or, without one, of such a file. Raises AnnotationsError."""
    found = formats().get(name) if name else of_file(file)
    if found is None:
        called = f"no format is called {name[:40]!r}" if name else "the format has to be named"
        raise AnnotationsError(f"{called}; there are {', '.join(formats())}")
    return found


@dataclass(frozen=True, slots=True)
class Added:
    """What another package adds as a format."""

    name: str
    """What the package calls it."""
    package: str
    """Name and version of the package."""
    format: Format | None = None
    """None for one that cannot be used."""
    reason: str = ""
    """Why it cannot, for people."""

    def __str__(self) -> str:
        """That it cannot be used, as a sentence."""
        return f"the format {self.name} of the package {self.package} cannot be used: {self.reason}"


@cache
def added() -> Sequence[Added]:
    """The formats of other packages, each name once, also those that cannot be used."""
    from importlib.metadata import distributions

    found: list[Added] = []
    names, packages = {*BUILT_IN}, set()
    for distribution in distributions():
        name = distribution.metadata["Name"]
        if name in packages:
            continue  # hidden by the one before it on the path
        packages.add(name)
        package = f"{name} {distribution.version}"
        try:
            points = [*distribution.entry_points.select(group=GROUP)]
        except Exception as error:  # a file that is not what it should be
            found.append(Added("?", package, reason=_in_short(error)))
            continue
        for point in points:
            each = _loaded(point, package, names)
            names |= {each.format.name} if each.format else set()
            found.append(each)
    return found


def _loaded(point: EntryPoint, package: str, taken: Container[str]) -> Added:
    try:
        made = point.load()
        if not isinstance(made, Format):
            raise TypeError(f"{point.value} is not an annotations.formats.Format")
        made.check()
        if made.name in taken:
            raise ValueError(f"there is a format {made.name} already")
    except (Exception, SystemExit) as error:
        return Added(point.name, package, reason=_in_short(error))
    return Added(point.name, package, made)


def _in_short(error: BaseException) -> str:
    """What went wrong in a package of others, on one line."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
