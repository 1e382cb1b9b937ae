"""The marks of a project on stdout, and what every command does that goes through them.

Needs no command line library: `postil list` is there before one would be loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from annotations.errors import AnnotationsError
from annotations.filtering import EVERYTHING, Filter
from annotations.formats import Export, Mark
from annotations.gathering import Gathering
from annotations.plain import flat
from annotations.project import Project
from annotations.store import AnnotationStore
from tui.cli.exits import DONE, FAILED, existing
from tui.cli.output import put
from tui.cli.talk import counting, note, say


def listed(path: Path, as_json: bool, wanted: Filter = EVERYTHING) -> int:
    """Print the marks of a project, a line each or as a JSON array; the exit code."""
    project = Project.of(existing(path))
    stores = project.stores()
    with counting("marks") as progress:
        found = Gathering(project, stores, wanted)
        if as_json:
            export = found.export()
            put(_json(replace(export, marks=progress.over(export.marks))))
        else:
            put(_rows(progress.over(found.marks())))
    compact(stores)
    return report(found.problems, path, wanted, progress.done)


def compact(stores: Sequence[AnnotationStore]) -> None:
    """Leave the person's own files as others should see them."""
    loose = [store for store in stores if store.owner and not store.is_compact]
    if not loose:
        return
    from tui.settings import annotator

    me = annotator()
    for store in loose:
        if store.owner and store.owner.person == me.person:
            with suppress(AnnotationsError):
                if AnnotationStore(store.path, store.owner).compact() and store.faults:
                    note(f"{store.path}: written anew; the damaged file is kept beside it")


def report(problems: Sequence[str], path: Path, wanted: Filter, found: int) -> int:
    """Say what is wrong, or that nothing was found; the exit code."""
    for line in problems:
        say(line)
    if not found and not problems:
        note(f"{path}: no marks yet" if wanted == EVERYTHING else f"{path}: no such marks")
    return FAILED if problems else DONE


def _json(export: Export) -> Iterator[str]:
    from annotations.formats.jsonl import objects

    before = "[\n"
    for each in objects(export):
        yield f"{before}{each.decode()}"
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _rows(marks: Iterable[Mark]) -> Iterator[str]:
    for mark in marks:
        each = mark.annotation
        place = f"{mark.document.path}:{each.start}-{each.end}"
        yield f"{place}\t{each.tag}\t{flat(each.exact)}\t{each.annotator}\n"
