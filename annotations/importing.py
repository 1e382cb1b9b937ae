"""A file of marks read and checked: every quote compared with the text in which it is to stand.

Nothing is changed here; `taking_in` does that with what comes out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from annotations import document, formats
from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.document import Document, Reading
from annotations.errors import AnnotationsError, BadCodebook, UnreadableDocument, reason_of
from annotations.files import contents, path_as_text
from annotations.formats import Format
from annotations.formats.incoming import Contents, Incoming, Refused
from annotations.formats.offsets import placed
from annotations.identity import recognise
from annotations.project import Project
from annotations.store import AnnotationStore
from annotations.text import Text

LARGEST = 1 << 30
"""Bytes of the largest file that is read."""
KEPT = 4
"""Texts that stay in memory: marks come in the order of their texts."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mark that stands in its text, and whose it will be."""

    line: int
    annotation: Annotation
    annotator: Annotator


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds, as far as it can be taken in."""

    marks: Sequence[Arrival]
    documents: Mapping[tuple[Annotator, str], Document]
    """Those of the marks and those that the file describes, by annotator and id."""
    text_of: Callable[[Document], Text | None]
    """The text of a document: the one that is kept here, or that the file brings."""
    read: int = 0
    """How many records there are in the file."""
    repaired: int = 0
    """Of how many the offsets were put right."""
    refused: Sequence[Refused] = ()
    """What cannot be taken in."""
    remarks: Sequence[str] = ()
    """What else there is to say, for people."""


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises AnnotationsError."""
    try:
        data = contents(path, LARGEST)
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise AnnotationsError(f"{path}: {reason}") from error
    if data is None:
        raise AnnotationsError(f"{path}: no such file")
    return data


def readable() -> list[Format]:
    """The formats in which marks can be read."""
    return [each for each in formats.formats().values() if each.read and each.of == "marks"]


def format_of(data: bytes, name: str = "") -> Format:
    """The format of a file, by how its name ends and what it holds.

    Raises AnnotationsError for one that cannot be read.
    """
    if not data.strip() and not name.endswith(".jsonl"):
        raise AnnotationsError(f"{name or 'the file'}: is empty")
    known = readable()
    for each in known:
        if name.endswith(each.suffix):
            return each
    if data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return formats.get("jsonl")  # which reads JSON of both kinds
    names = ", ".join(each.name for each in known)
    what = f"is in none of the formats that can be read ({names})"
    raise AnnotationsError(f"{name or 'the file'}: {what}")


def read(
    format: Format, data: bytes, project: Project, me: Annotator, name: str = "", origin: str = ""
) -> Checked:
    """What a file holds, checked against the texts of a project.

    Marks of which the file does not say whose they are will be mine, with `origin` as where they
    come from. Raises AnnotationsError, with `name` in front, for a file that is none of the format.
    """
    assert format.read is not None
    try:
        found = format.read(data)
    except ValueError as error:
        raise AnnotationsError(f"{name or format.name}: {error}") from error
    return _Checking(project, me, found, origin).checked()


class _Checking:
    """Compares what a file holds with what a project knows."""

    def __init__(self, project: Project, me: Annotator, found: Contents, origin: str) -> None:
        self._project = project
        self._found = found
        self._stores = project.stores()
        self._shelf = _Shelf(project, self._stores, found.texts)
        names = {each.person: each.annotator.name for each in found.marks}
        self._whose = _Whose(self._stores, me, origin, names)
        self._described = {id: each.document for (_, id), each in found.documents.items()}
        self._tags = _Tags(project)
        self._refused = list(found.refused)
        self._arrived: list[Arrival] = []
        self._documents: dict[tuple[Annotator, str], Document] = {}
        self._repaired = 0
        self._lines: dict[tuple[Annotator, str], Arrival] = {}

    def checked(self) -> Checked:
        """Everything, in the order of the file."""
        for described in self._found.documents.values():
            who = self._whose.of(described.annotator)
            self._documents[who, described.document.id] = described.document
        for some in self._by_document():
            self._check(some)
        self._arrived.sort(key=lambda each: each.line)
        return Checked(
            self._arrived,
            self._documents,
            self._shelf.text_of,
            len(self._found.marks) + len(self._found.refused),
            self._repaired,
            sorted(self._refused, key=lambda each: each.line),
            list(self._tags.remarks(self._arrived, self._found.tags)),
        )

    def _by_document(self) -> Iterator[list[Incoming]]:
        """The marks that were made on one text, for they count in one unit."""
        groups: dict[tuple[str, str, str], list[Incoming]] = {}
        for mark in self._found.marks:
            each = mark.annotation
            groups.setdefault((each.document, each.text_sha256, mark.path), []).append(mark)
        yield from groups.values()

    def _check(self, marks: list[Incoming]) -> None:
        """Find the text of some marks, and the marks in it."""
        first = marks[0]
        try:
            found, text = self._document(first)
        except ValueError as error:
            for mark in marks:
                if self._is_here(mark):
                    self._arrived.append(Arrival(mark.line, mark.annotation, mark.annotator))
                else:
                    self._refused.append(Refused(mark.line, str(error)))
            return
        moved = first.annotation.text_sha256 not in ("", found.text_sha256)
        places = placed(text, [each.annotation.segments for each in marks])
        for mark, place in zip(marks, places, strict=True):
            try:
                segments = place.segments(text)
            except ValueError as error:
                why = f"{path_as_text(found.path)}: {error}"
                self._refused.append(Refused(mark.line, why))
                continue
            annotation = replace(
                mark.annotation,
                document=found.id,
                text_sha256=found.text_sha256,
                segments=segments,
                tag=self._tag(mark),
            )
            if self._arrive(mark, annotation, found):
                self._repaired += place.repaired or moved

    def _arrive(self, mark: Incoming, annotation: Annotation, found: Document) -> bool:
        """Whether a mark can be taken in with the others."""
        who, annotation = self._whose.claimed(mark, annotation)
        arrival = Arrival(mark.line, annotation, who)
        if annotation.id:
            same = self._lines.setdefault((who, annotation.id), arrival)
            if same is not arrival:
                if same.annotation != annotation:
                    why = f"line {same.line} has its id, and says something else"
                    self._refused.append(Refused(mark.line, why))
                return False
        self._documents.setdefault((who, found.id), found)
        self._arrived.append(arrival)
        return True

    def _tag(self, mark: Incoming) -> str:
        """The id of its tag; what a person or another program wrote may be the name."""
        each = mark.annotation
        return each.tag if each.rev else self._tags.id(each.tag)

    def _is_here(self, mark: Incoming) -> bool:
        """Whether the project has a mark as it is, so that its text need not be known."""
        each = mark.annotation
        for store in self._stores:
            if store.owner == mark.annotator and (known := store.get(each.id)):
                return known.says_the_same(each)
        return False

    def _document(self, mark: Incoming) -> tuple[Document, Text]:
        """The document of a mark, and its text. Raises ValueError where there is none."""
        each = mark.annotation
        described = self._found.documents.get((mark.annotator, each.document))
        said = described.document if described else self._described.get(each.document)
        path = mark.path or (said.path if said else "")
        sha256 = each.text_sha256 or (said.text_sha256 if said else "")
        text = self._shelf.text(sha256, path) if sha256 else None
        if text is None:
            return self._shelf.now_at(path, sha256)
        if said and said.text_sha256 == sha256:
            return replace(said, length=len(text)), text
        return self._shelf.document(path, text), text


class _Tags:
    """The tags that a project knows, and those that come."""

    def __init__(self, project: Project) -> None:
        self._ids: set[str] | None = None
        self._named: dict[str, str] = {}
        self._broken = ""
        try:
            tags = project.codebook().tags
        except BadCodebook as error:
            self._broken = str(error)
        else:
            self._ids = {tag.id for tag in tags}
            self._named = {tag.name.casefold(): tag.id for tag in tags}

    def id(self, words: str) -> str:
        """The id of a tag that somebody called by id or by name, or the words themselves."""
        return words if words in (self._ids or ()) else self._named.get(words.casefold(), words)

    def remarks(self, arrived: Iterable[Arrival], described: Container[str]) -> Iterator[str]:
        """What has to be said of the tags of marks, of which the file describes some."""
        if self._ids is None:
            yield self._broken
            return
        used = Counter(each.annotation.tag for each in arrived)
        for tag, count in sorted(used.items()):
            if tag not in self._ids:
                marks = "1 mark has" if count == 1 else f"{count:,} marks have"
                there = "; the file describes it" if tag in described else ""
                yield f"{marks} the tag {tag[:60]}, which the codebook does not know{there}"


class _Whose:
    """Who the people of a file are in a project."""

    def __init__(
        self,
        stores: Sequence[AnnotationStore],
        me: Annotator,
        origin: str,
        names: Mapping[str, str],
    ) -> None:
        """`names` are those of persons whom the file names somewhere, by id."""
        self._me = me
        self._names = names
        self._origin = origin
        self._known: dict[str, list[Annotator]] = {me.name: [me]}
        for store in stores:
            if (owner := store.owner) and owner.name != me.name:
                self._known.setdefault(owner.name, []).append(owner)

    def of(self, annotator: Annotator) -> Annotator:
        """Whose the marks of somebody become: theirs, if one knows who that is, else mine."""
        if annotator.person:
            name = annotator.name or self._names.get(annotator.person)
            return Annotator(name or self._me.name, annotator.person)
        known = self._known.get(annotator.name, ())
        return known[0] if len(known) == 1 else self._me

    def claimed(self, mark: Incoming, annotation: Annotation) -> tuple[Annotator, Annotation]:
        """Whose a mark becomes, and the mark as it says so."""
        who = self.of(mark.annotator)
        if mark.person or who.name == annotation.annotator:
            return who, replace(annotation, annotator=who.name)
        extra = annotation.extra
        if annotation.annotator:
            extra = {**extra, "annotator": annotation.annotator}
        origin = annotation.origin or self._origin
        return who, replace(annotation, annotator=who.name, origin=origin, extra=extra)


class _Shelf:
    """The texts and documents that a project knows, and those that a file brings."""

    def __init__(
        self, project: Project, stores: Sequence[AnnotationStore], brought: Mapping[str, bytes]
    ) -> None:
        self._project = project
        self._brought = brought
        self._known: dict[str, list[Document]] = {}
        for store in stores:
            for each in store.documents():
                self._known.setdefault(each.text_sha256, []).append(each)
        self._elsewhere: dict[str, str] | None = None
        self.text = lru_cache(KEPT)(self._text)

    def text_of(self, document: Document) -> Text | None:
        """The text of a document, if it is to be found."""
        return self.text(document.text_sha256, document.path)

    def document(self, path: str, text: Text) -> Document:
        """What a text is called that no record of the file describes. Raises ValueError."""
        known = self._known.get(text.sha256, [])
        if known and not path:
            return known[0]
        path = path or self._path_of(text.sha256)
        if not path:
            raise ValueError(f"no document here has the text {text.sha256[:12]}…")
        reading = self._reading(path)
        if reading is None or reading.text.sha256 != text.sha256:
            reading = Reading(text, "utf-8", "lf", False, False, True)
        return recognise(path, reading, known, self._exists).document

    def now_at(self, path: str, sha256: str) -> tuple[Document, Text]:
        """The document at a path, whatever its text is by now. Raises ValueError."""
        if not path:
            raise ValueError(f"no document here has the text {sha256[:12]}…")
        if not self._exists(path):
            raise ValueError(f"{path_as_text(path)} is not here, and its text is not in the file")
        reading = self._reading(path)
        if reading is None:
            raise ValueError(f"{path_as_text(path)} cannot be read as text")
        return self.document(path, reading.text), reading.text

    def _text(self, sha256: str, path: str) -> Text | None:
        if (text := self._project.text_of(path, sha256)) is not None:
            return text
        if sha256 in self._brought:
            return Text(self._brought[sha256])
        for known in self._known.get(sha256, ()):
            if (text := self._project.text_of(known.path, sha256)) is not None:
                return text
        other = self._path_of(sha256)
        return self._project.text_of(other, sha256) if other else None

    def _path_of(self, sha256: str) -> str:
        """The document of the folder that has a text; empty where none has."""
        if self._elsewhere is None:
            self._elsewhere = {}
            try:
                paths = list(self._project.documents())
            except UnreadableDocument:
                paths = []
            for path in paths:
                if (reading := self._reading(path)) is not None:
                    self._elsewhere.setdefault(reading.text.sha256, path)
        return self._elsewhere.get(sha256, "")

    def _exists(self, path: str) -> bool:
        return self._project.holds(path, self._project.folder)

    def _reading(self, path: str) -> Reading | None:
        try:
            return document.read(self._project.folder / path) if self._exists(path) else None
        except UnreadableDocument:
            return None
