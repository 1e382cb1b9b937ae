"""`postil status`: how far a person is with the documents of a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations import document
from annotations.annotator import Annotator
from annotations.errors import UnreadableDocument
from annotations.files import path_as_text
from annotations.gathering import problems_of
from annotations.identity import recognise
from annotations.project import Project
from annotations.states import exists
from tui.cli.exits import DONE, FAILED, existing
from tui.cli.output import as_json, put
from tui.cli.talk import counting, note, say
from tui.glyphs import line
from tui.opening import vanished
from tui.settings import annotator
from tui.standing import Standing

if TYPE_CHECKING:
    from annotations.store import AnnotationStore


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of one document."""

    path: str
    state: str
    """`done`, `begun`, `not read` or `unreadable`."""
    marks: int
    """How many marks of this person are in the file, in whichever state of its text."""
    done: str | None = None
    """When it was called done, ISO 8601 in UTC."""
    reason: str | None = None
    """Why it is unreadable."""


@click.command(
    "status",
    short_help="Show which documents of a project you have done.",
    help="Show which documents of PROJECT (here, if none) you have done or begun.",
)
@click.argument("project", type=click.Path(path_type=Path), default=Path(), required=False)
@click.option("--json", "wants_json", is_flag=True, help="An array, one object a document.")
def status(project: Path, wants_json: bool) -> int:
    whole = Project.of(existing(project))
    stores, problems = _own(whole, annotator())
    with counting("documents") as progress:
        rows = list(progress.over(rows_of(whole, stores)))
    put([_json(rows)] if wants_json else map(_shown, rows))
    for problem in problems:
        say(problem)
    note(_summary(rows) if rows else f"{whole.folder}: no documents")
    return FAILED if problems or any(row.reason for row in rows) else DONE


COMMANDS = {"status": status}


def rows_of(
    project: Project, stores: list[AnnotationStore], begun: Container[str] = ()
) -> Iterator[Row]:
    """The documents in the order in which they are read, with what was done in these stores.

    `begun` holds the paths of those that were read without a mark.
    """
    paths = list(project.documents())
    known = {each.id: each for store in stores for each in store.documents()}
    alike: dict[str, list[document.Document]] = {}
    for each in known.values():
        alike.setdefault(each.path, []).append(each)
        alike.setdefault(each.text_sha256, []).append(each)
    for path in paths:
        try:
            reading = document.read(project.folder / path)
        except UnreadableDocument as error:
            ids = [each.id for each in alike.get(path, ())]
            standing = Standing(_marks(stores, ids), reason=error.reason)
            yield Row(path, standing.state, standing.marks, reason=error.reason)
            continue
        # Of all that is known only these can be it.
        some = {each.id: each for key in (path, reading.text.sha256) for each in alike.get(key, ())}
        found = recognise(path, reading, some.values(), lambda path: exists(project, path))
        earlier = [each.id for each in found.earlier]
        yield _row(path, stores, [found.document.id, *earlier], begun)
    for each in vanished(project, stores, paths):
        yield _row(each.path, stores, [each.id], begun)


def _row(path: str, stores: list[AnnotationStore], ids: list[str], begun: Container[str]) -> Row:
    """What is said of a file: done is what it is now, its marks are those of earlier states too."""
    documents = [store.document(ids[0]) for store in stores]
    done = max((each.done for each in documents if each), default="")
    standing = Standing(_marks(stores, ids), done, path in begun)
    return Row(path, standing.state, standing.marks, done or None)


def _marks(stores: list[AnnotationStore], ids: Iterable[str]) -> int:
    return sum(len(store.of_document(id)) for id in ids for store in stores)


def _own(project: Project, me: Annotator) -> tuple[list[AnnotationStore], list[str]]:
    """A person's files of marks, and what is wrong with them or with some of nobody."""
    stores = [
        store
        for store in project.stores()
        if store.owner is None or store.owner.person == me.person
    ]
    problems = [problem for store in stores for problem in problems_of(store)]
    return [store for store in stores if store.owner], problems


def _summary(rows: list[Row]) -> str:
    states = Counter(row.state for row in rows)
    said = f"{states['done']} of {len(rows)} document{'s' * (len(rows) != 1)} done"
    said += f", {states['begun']} begun"
    return said + (f", {states['unreadable']} unreadable" if states["unreadable"] else "")


def _shown(row: Row) -> str:
    # A line break or a tab in the name of a file would be taken for another row or column.
    path = row.path if row.path.isprintable() else line(row.path)
    reason = f"\t{line(row.reason)}" if row.reason else ""
    return f"{row.state}\t{row.marks}\t{path}{reason}\n"


def _json(rows: list[Row]) -> str:
    values = [{**asdict(row), "path": path_as_text(row.path)} for row in rows]
    return as_json(values)
