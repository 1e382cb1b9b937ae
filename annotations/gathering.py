"""Everybody's annotations of a project, in the order of documents and texts.

They are gone through a document at a time. A mark whose quote does not stand in its text is left
out and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from annotations import codebook
from annotations.annotator import Annotator
from annotations.document import Document
from annotations.errors import BadCodebook
from annotations.filtering import EVERYTHING, Filter
from annotations.formats import PLAIN, Export, Mark, Options

if TYPE_CHECKING:
    from annotations.project import Project
    from annotations.store import AnnotationStore

KEPT = 4
"""Texts that stay in memory: marks come in the order of their texts."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The marks that one annotator made in one document."""

    store: AnnotationStore
    own: Document
    """What they say of it."""
    document: Document
    """The same with what others say."""


class Gathering:
    """The marks of a project that are wanted, and what belongs to them."""

    def __init__(
        self, project: Project, stores: Sequence[AnnotationStore], wanted: Filter = EVERYTHING
    ) -> None:
        """Find the documents with such marks in these stores of a project."""
        self.problems = [problem for store in stores for problem in problems_of(store)]
        """What had to be left out, for people; complete when the marks were gone through."""
        self._project = project
        self._wanted = wanted
        self._text_of = lru_cache(KEPT)(project.text_of)
        data = _data(stores)
        parts = (
            _Part(store, document, _completed(document, data))
            for store in stores
            for document in _documents(store, wanted)
        )
        self._parts = sorted(parts, key=lambda part: part.document.path)

    def marks(self) -> Iterator[Mark]:
        """The marks, a document at a time."""
        for path, some in groupby(self._parts, key=lambda part: part.document.path):
            found = [mark for part in some for mark in _marks(part, self._wanted)]
            for mark in sorted(found, key=_place):
                each = mark.annotation
                text = self._text_of(path, each.text_sha256)
                if text is None or each.holds_in(text):
                    yield mark
                else:
                    self.problems.append(
                        f"{path}: mark {each.id} left out: "
                        "its quote is not in the text where it says"
                    )

    def export(self, options: Options = PLAIN) -> Export:
        """The same as writers of formats take it.

        A broken codebook costs the names of the tags and not the marks.
        """
        remarks = []
        try:
            tags = self._project.codebook()
        except BadCodebook as error:
            remarks.append(str(error))
            tags = codebook.built_in()
        return Export(
            self.marks(),
            tags,
            list({part.document.id: part.document for part in self._parts}.values()),
            [(_annotator(part.store), part.own) for part in self._parts],
            sorted(self._fields()),
            lambda document: self._text_of(document.path, document.text_sha256),
            options,
            self.problems,
            remarks,
        )

    def _fields(self) -> set[str]:
        marks = (mark for part in self._parts for mark in _marks(part, self._wanted))
        return {field for mark in marks for field in mark.annotation.fields}


def problems_of(store: AnnotationStore) -> list[str]:
    """What is wrong with a file of marks so that some may be missing, for people."""
    path = store.path
    problems = [f"{path}: {fault}" for fault in store.faults]
    problems += [f"{path}: record {each.key} left out: {each.reason}" for each in store.misfits]
    problems += [f"{path}: {store.split}"] if store.split else []
    problems += [
        f"{copy}: a copy of {path.name}, left out; postil doctor --repair merges it"
        for copy in store.copies()
    ]
    return problems


def _documents(store: AnnotationStore, wanted: Filter) -> Iterator[Document]:
    """The documents of a store with wanted marks; all of them where everything is."""
    known = {document.id: document for document in store.documents()}
    for id, sha256 in store.marked_documents():
        known.setdefault(id, Document(id, id, id, sha256, 0))
    for document in known.values():
        if wanted == EVERYTHING or (
            wanted.takes_document(document.path)
            and any(wanted.takes(Mark(each, document)) for each in store.of_document(document.id))
        ):
            yield document


def _data(stores: Iterable[AnnotationStore]) -> Mapping[str, Mapping[str, Any]]:
    """What anybody said of documents, by id; who comes first goes before the others."""
    data: dict[str, Mapping[str, Any]] = {}
    for store in stores:
        for document in store.documents():
            if document.metadata:
                data[document.id] = {**document.metadata, **data.get(document.id, {})}
    return data


def _completed(document: Document, data: Mapping[str, Mapping[str, Any]]) -> Document:
    """A document with what others know of it and its annotator does not say."""
    others = data.get(document.id)
    if not others:
        return document
    return replace(document, metadata={**others, **document.metadata})


def _marks(part: _Part, wanted: Filter) -> Iterator[Mark]:
    person = _annotator(part.store).person
    for annotation in part.store.of_document(part.document.id):
        mark = Mark(annotation, part.document, person)
        if wanted.takes(mark):
            yield mark


def _annotator(store: AnnotationStore) -> Annotator:
    return store.owner or Annotator("", "")


def _place(mark: Mark) -> tuple[str, int, int, str]:
    """What the marks of a document are sorted by: state of its text, place in it."""
    each = mark.annotation
    return each.text_sha256, each.start, -each.end, each.id
