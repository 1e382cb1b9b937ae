"""Marks that were checked, taken into a project: all of them or none.

A mark that is here already is the same, or it was changed on one side. The higher `rev` is the
newer state; of two states that were changed equally often the one in the file counts, for another
program changed it there. To take in a file twice is to take it in once.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotations.annotation import Annotation, now
from annotations.annotator import Annotator
from annotations.characters import Span
from annotations.document import Document
from annotations.errors import AnnotationsError, NotSaved, reason_of
from annotations.formats.incoming import Refused
from annotations.importing import Arrival, Checked
from annotations.project import Project, can_write
from annotations.store import AnnotationStore

Key = tuple[str, tuple[Span, ...], str]
"""Document, spans and tag: what makes two marks of a person the same when one has no id."""


class NothingTaken(AnnotationsError):
    """A file that was not taken in, because of what is refused in it."""

    def __init__(self, report: Report) -> None:
        super().__init__("nothing was taken in")
        self.report = report


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file."""

    read: int = 0
    """Records in the file."""
    repaired: int = 0
    """Those of which the offsets were put right."""
    refused: tuple[Refused, ...] = ()
    """What could not be taken in."""
    added: int = 0
    """Marks that are new here, or were taken off here."""
    changed: int = 0
    """Marks that are here in the state that the file has."""
    same: int = 0
    """Marks that were here as they are in the file."""
    kept: int = 0
    """Marks that were changed here since, and left as they are."""
    documents: int = 0
    """Documents of which more is known now."""
    remarks: tuple[str, ...] = ()
    """What else there is to say, for people."""

    def counted(self) -> str:
        """What was in the file, for people."""
        counts = (self.read, "read"), (self.repaired, "repaired"), (len(self.refused), "refused")
        return ", ".join(f"{count:,} {word}" for count, word in counts)

    def became(self) -> str:
        """What became of the marks, for people."""
        counts = (
            (self.added, "added"),
            (self.changed, "changed"),
            (self.same, "here already"),
            (self.kept, "changed here since and left"),
        )
        said = [f"{count:,} {word}" for count, word in counts if count]
        return ", ".join(said) or "nothing to add"


@dataclass(slots=True)
class _Plan:
    """What a file means for the file of one annotator."""

    annotations: list[Annotation] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        """Whether anything is different afterwards."""
        return bool(self.annotations or self.documents)


def take_in(
    checked: Checked, project: Project, partial: bool = False, dry_run: bool = False
) -> Report:
    """Take in what was checked, or only say what would happen.

    Raises NothingTaken for a file of which something was refused, unless it may be `partial`, and
    NotSaved. Everything is checked, every file held and the texts kept before the first mark is
    written, so that the project stays as it is. Should the disk fail between the files of two
    annotators, those of the first are there; to take in the file again takes in the rest.
    """
    if checked.refused and not partial:
        report = Report(checked.read, checked.repaired, tuple(checked.refused))
        raise NothingTaken(replace(report, remarks=tuple(checked.remarks)))
    stores = _stores(checked, project)
    plans = [_plan(store, checked, owners) for store, owners in stores]
    if any(plans) and not dry_run:
        needed = [each for each, plan in zip(stores, plans, strict=True) if plan]
        for store, _ in needed:
            _check_writable(store)
        with ExitStack() as held:
            for store, _ in needed:
                held.enter_context(store.transaction())
            # Others may have written since: what counts is what is there now.
            plans = [_plan(store, checked, owners) for store, owners in stores]
            for (store, _), plan in zip(stores, plans, strict=True):
                if plan:
                    store.take(plan.annotations, plan.documents)
            _keep_texts(checked, project)
        for store, _ in needed:
            with suppress(NotSaved):  # the journal has it all
                store.compact()
    counts = sum((plan.counts for plan in plans), Counter())
    return Report(
        checked.read,
        checked.repaired,
        tuple(checked.refused),
        counts["added"],
        counts["changed"],
        counts["same"],
        counts["kept"],
        counts["documents"],
        tuple(checked.remarks),
    )


Stores = list[tuple[AnnotationStore, set[Annotator]]]


def _stores(checked: Checked, project: Project) -> Stores:
    """The files that marks or documents go to, by path, and whose are in each."""
    people = {each.annotator for each in checked.marks} | {who for who, _ in checked.documents}
    stores: dict[Path, tuple[AnnotationStore, set[Annotator]]] = {}
    for who in sorted(people, key=lambda each: (each.name, each.person)):
        others = [
            path
            for path, (store, _) in stores.items()
            if store.annotator is not None and store.annotator.person != who.person
        ]
        store = project.store(who, others)
        stores.setdefault(store.path, (store, set()))[1].add(who)
    return [stores[path] for path in sorted(stores)]


def _check_writable(store: AnnotationStore) -> None:
    """Raise NotSaved for a file that takes no marks."""
    if store.read_only:
        raise NotSaved(store.path, store.obstacle or "")
    journal = store.path.with_name(f"{store.path.name}.journal")
    for path in (store.path, journal):
        if path.exists() and not os.access(path, os.W_OK):
            raise NotSaved(path, "permission denied")
    if store.path.parent.exists() and not can_write(store.path.parent):
        raise NotSaved(store.path.parent, "permission denied")


def _plan(store: AnnotationStore, checked: Checked, owners: set[Annotator]) -> _Plan:
    """What is to be written into the file of one annotator."""
    plan = _Plan()
    names = _Names(store)
    for (who, _), document in checked.documents.items():
        if who in owners and (told := names.told(document)) is not None:
            plan.documents.append(told)
            plan.counts["documents"] += 1
    marks = _Marks(store)
    for each in _arrivals(checked.marks, owners):
        id = names.ids.get(each.document, each.document)
        word, state = marks.became(replace(each, document=id) if id != each.document else each)
        plan.counts[word] += 1
        if state is not None:
            plan.annotations.append(state)
    return plan


def _arrivals(arrivals: Iterable[Arrival], owners: set[Annotator]) -> Iterator[Annotation]:
    return (each.annotation for each in arrivals if each.annotator in owners)


class _Names:
    """The documents of a file of marks, and under which ids they go there."""

    def __init__(self, store: AnnotationStore) -> None:
        self._store = store
        self.ids: dict[str, str] = {}
        """Ids of those that have another one here, by that of the incoming file."""

    def told(self, document: Document) -> Document | None:
        """The document as it is to be known from now on; None where there is nothing to add.

        Of what is said of a document the later counts; one that is done on one side is done.
        """
        known = self._store.document(document.id)
        if known is None:
            here = [
                each
                for each in self._store.documents_at(document.path)
                if each.text_sha256 == document.text_sha256
            ]
            if not here:
                return document
            known = here[0]
            self.ids[document.id] = known.id
        told = replace(known, done=known.done or document.done)
        if document.described > known.described or not known.metadata:
            told = replace(told, metadata=document.metadata, described=document.described)
        return told if told != known else None


class _Marks:
    """The marks of a file, beside those that come."""

    def __init__(self, store: AnnotationStore) -> None:
        self._store = store
        self._here: dict[str, dict[Key, Annotation]] = {}

    def became(self, mark: Annotation) -> tuple[str, Annotation | None]:
        """What becomes of a mark, in a word of the report, and the state to be written, if any."""
        if not mark.id:
            return self._fresh(mark)
        here = self._store.get(mark.id)
        if here is None:
            return "added", mark
        mark = self._filled(mark, here)
        if here.says_the_same(mark):
            return "same", None
        if 0 < mark.rev < here.rev:
            return "kept", None
        if mark.rev > here.rev:
            return "changed", mark
        return "changed", replace(mark, rev=here.rev + 1, modified=now())

    def _fresh(self, mark: Annotation) -> tuple[str, Annotation | None]:
        """The same for one without an id, which may be a mark that is here."""
        marks = self._of_document(mark.document)
        key = _key(mark)
        if (here := marks.get(key)) is None:
            marks[key] = mark
            return "added", mark
        same = self._filled(replace(mark, id=here.id), here)
        return ("same" if here.says_the_same(same) else "kept"), None

    def _filled(self, mark: Annotation, here: Annotation) -> Annotation:
        """A mark of which a line says only some things, with the others as they are here."""
        if mark.rev:
            return mark
        return replace(
            mark,
            fields=mark.fields or here.fields,
            note=mark.note or here.note,
            created=mark.created or here.created,
            origin=mark.origin or here.origin,
            extra=mark.extra or here.extra,
        )

    def _of_document(self, document: str) -> dict[Key, Annotation]:
        """The marks on a document by what makes them the same."""
        if document not in self._here:
            marks = self._store.of_document(document)
            self._here[document] = {_key(each): each for each in marks}
        return self._here[document]


def _key(mark: Annotation) -> Key:
    return mark.document, mark.spans, mark.tag


def _keep_texts(checked: Checked, project: Project) -> None:
    """Keep the texts of what is taken in. Raises NotSaved."""
    for document in {each.text_sha256: each for each in checked.documents.values()}.values():
        text = checked.text_of(document)
        if text is not None:
            try:
                project.freeze(text)
            except OSError as error:
                raise NotSaved(project.home / "texts", reason_of(error)) from error
