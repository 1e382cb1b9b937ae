"""`postil list`: everybody's marks of a project, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from annotations.errors import AnnotationsError
from annotations.filtering import Filter
from annotations.formats import Export
from annotations.plain import flat
from annotations.project import Project
from tui.cli.exits import DONE, FAILED, existing, say
from tui.cli.options import filters
from tui.cli.output import put
from tui.settings import annotator

PROJECT = click.argument("project", type=click.Path(path_type=Path), default=Path(), required=False)


@click.command(
    "list",
    short_help="List the marks of a project.",
    help="List the marks of PROJECT (here, if none), in the order of the texts.",
)
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="An array, one object a mark.")
@filters
def list_marks(project: Path, as_json: bool, wanted: Filter) -> int:
    whole = Project.of(existing(project))
    export = whole.export(wanted)
    found = 0

    def counted(pieces: Iterator[str]) -> Iterator[str]:
        nonlocal found
        for piece in pieces:
            found += 1
            yield piece

    put(_array(counted(_objects(export))) if as_json else counted(_rows(export)))
    compact(whole)
    return ended(project, export, found, wanted)


COMMANDS = {"list": list_marks}


def compact(project: Project) -> None:
    """Leave the person's own files as others should see them."""
    for store in project.own_stores(annotator()):
        faults = store.faults
        with suppress(AnnotationsError):
            if store.compact() and faults:
                say(f"{store.path}: written anew; the damaged file is kept beside it")


def ended(path: Path, export: Export, found: int, wanted: Filter) -> int:
    """Say what is wrong and what is missing; the exit code."""
    for problem in export.problems:
        say(problem)
    if not found and not export.problems:
        say(f"{path}: no marks yet" if wanted == Filter() else f"{path}: no such marks")
    return FAILED if export.problems else DONE


def _objects(export: Export) -> Iterator[str]:
    from annotations.formats.jsonl import objects

    return (each.decode() for each in objects(export))


def _array(objects: Iterator[str]) -> Iterator[str]:
    before = "[\n"
    for each in objects:
        yield before + each
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _rows(export: Export) -> Iterator[str]:
    for mark in export.marks:
        each = mark.annotation
        place = f"{mark.document.path}:{each.start}-{each.end}"
        yield f"{place}\t{each.tag}\t{flat(each.exact)}\t{each.annotator}\n"
