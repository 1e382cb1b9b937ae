"""The states of a document's text: what its file says now, and what it said when it was marked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.document import Document, Reading, read
from annotations.errors import AnnotationsError
from annotations.identity import Recognised, recognise
from annotations.project import Project

if TYPE_CHECKING:
    from annotations.store import AnnotationStore


@dataclass(frozen=True, slots=True)
class States:
    """The states in which a person may have marked a file."""

    now: Recognised
    """What the file says now."""
    marked: tuple[Document, ...]
    """Earlier states that hold marks and whose text was kept, latest last."""
    unkept: bool
    """Whether an earlier state holds marks and its text was not kept."""
    is_begun: bool
    """Whether something is known of what the file says now."""

    @property
    def shown(self) -> Document:
        """The state in which the file is read: as it was marked, until somebody goes on."""
        return self.marked[-1] if self.marked and not self.is_begun else self.now.document


def states_of(project: Project, path: str, reading: Reading, store: AnnotationStore) -> States:
    """The states of the file at a relative path, by the marks in a person's store."""
    now = recognise(path, reading, store.documents(), lambda path: exists(project, path))
    earlier = [each for each in now.earlier if store.of_document(each.id)]
    marked = tuple(each for each in earlier if project.frozen(each.text_sha256) is not None)
    is_begun = store.document(now.document.id) is not None
    return States(now, marked, len(earlier) > len(marked), is_begun)


def read_in(project: Project, path: str | Path) -> tuple[str, Reading]:
    """The relative path of a file, and what it says.

    Raises UnreadableDocument, and AnnotationsError for a file outside the project.
    """
    file = project.folder / path
    reading = read(file)
    try:
        return project.relative(file), reading
    except ValueError:
        raise AnnotationsError(f"{file}: is not in {project.folder}") from None


def exists(project: Project, path: str) -> bool:
    """Whether there is something at a relative path of a project."""
    return os.path.exists(project.folder / path)  # noqa: PTH110 - bears any name
