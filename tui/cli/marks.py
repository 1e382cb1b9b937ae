"""`postil list`: everybody's marks of a project, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from annotations.errors import AnnotationsError
from annotations.filtering import EVERYTHING, Filter
from annotations.formats import Export, Mark
from annotations.plain import flat
from annotations.project import Project
from tui.cli.exits import DONE, FAILED, existing
from tui.cli.options import PROJECT, filters
from tui.cli.output import put
from tui.cli.talk import counting, note, say
from tui.settings import annotator


@click.command(
    "list",
    short_help="List the marks of a project.",
    help="List the marks of PROJECT (here, if none), in the order of the texts.",
    epilog="""\
\b
postil list letters/ --tag threat --document 'letter-*'
postil list letters/ --json | jq length
""",
)
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="An array, one object a mark.")
@filters
def list_marks(project: Path, as_json: bool, wanted: Filter) -> int:
    whole = Project.of(existing(project))
    with counting("marks") as progress:
        export = whole.export(wanted)
        export = replace(export, marks=progress.over(export.marks))
        put(_json(export) if as_json else _rows(export.marks))
    compact(whole)
    return ended(export, project, wanted, progress.done)


COMMANDS = {"list": list_marks}


def compact(project: Project) -> None:
    """Leave the person's own files as others should see them."""
    for store in project.own_stores(annotator()):
        faults = store.faults
        with suppress(AnnotationsError):
            if store.compact() and faults:
                note(f"{store.path}: written anew; the damaged file is kept beside it")


def ended(export: Export, path: Path, wanted: Filter, found: int) -> int:
    """Say what is wrong and what is missing, and that nothing was found; the exit code."""
    for line in export.problems:
        say(line)
    if not found and not export.problems:
        note(f"{path}: no marks yet" if wanted == EVERYTHING else f"{path}: no such marks")
    return FAILED if export.problems else DONE


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
