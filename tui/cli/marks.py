"""`postil list` and `postil export`: everybody's marks of a project, out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from annotations import formats
from annotations.errors import AnnotationsError, reason_of
from annotations.files import replace_file
from annotations.formats import Mark
from annotations.plain import flat
from annotations.project import Project
from tui.cli.exits import FAILED, existing
from tui.cli.output import put
from tui.cli.talk import note, say
from tui.settings import annotator

_PROJECT = click.argument(
    "project", type=click.Path(path_type=Path), default=Path(), required=False
)


@click.command(
    "list",
    short_help="List the marks of a project.",
    help="List the marks of PROJECT (here, if none), in the order of the texts.",
)
@_PROJECT
@click.option("--json", "as_json", is_flag=True, help="An array, one object a mark.")
def list_marks(project: Path, as_json: bool) -> int:
    marks, problems = _marks(project)
    if as_json:
        put(_json(marks))
    else:
        put(_rows(marks))
    return _ended(project, marks, problems)


@click.command(
    "export",
    short_help="Write the marks of a project in another format.",
    help="Write the marks of PROJECT (here, if none) in another format.",
)
@_PROJECT
@click.option(
    "--format", "name", required=True, type=click.Choice(formats.BUILT_IN), help="The format."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file; - or nothing is stdout."
)
def export(project: Path, name: str, output: Path | None) -> int:
    marks, problems = _marks(project)
    exported = replace(Project.of(project).export(), marks=marks)
    for remark in exported.remarks:
        say(remark)
    write = formats.get(name).write
    assert write is not None
    pieces = (piece if isinstance(piece, str) else piece.decode() for piece in write(exported))
    if output is None or str(output) == "-":
        put(pieces)
        return _ended(project, marks, problems)
    if output.is_dir():
        raise click.UsageError(f"{output} is a folder; -o takes a file")
    if Project.of(project).is_ours(output):
        raise AnnotationsError(f"{output}: is part of the project and was not overwritten")
    try:
        _write(output, "".join(pieces).encode(errors="replace"))
    except OSError as error:
        raise AnnotationsError(f"{output}: {reason_of(error)}") from error
    code = _ended(project, marks, problems)
    count = "1 mark" if len(marks) == 1 else f"{len(marks)} marks"
    note(f"{count} written to {output}")
    return code


COMMANDS = {"list": list_marks, "export": export}


def _marks(path: Path) -> tuple[list[Mark], list[str]]:
    project = Project.of(existing(path))
    found = project.marks()
    _compact(project)
    return found


def _compact(project: Project) -> None:
    """Leave the person's own files as others should see them."""
    for store in project.own_stores(annotator()):
        faults = store.faults
        with suppress(AnnotationsError):
            if store.compact() and faults:
                note(f"{store.path}: written anew; the damaged file is kept beside it")


def _ended(path: Path, marks: list[Mark], problems: list[str]) -> int:
    """Say what is wrong and what is missing; the exit code."""
    for problem in problems:
        say(problem)
    if not marks and not problems:
        note(f"{path}: no marks yet")
    return FAILED if problems else 0


def _json(marks: list[Mark]) -> Iterator[str]:
    import orjson

    from annotations.formats.jsonl import as_object

    before = "[\n"
    for mark in marks:
        yield before + orjson.dumps(as_object(mark)).decode()
        before = ",\n"
    yield "\n]\n" if marks else "[]\n"


def _rows(marks: list[Mark]) -> Iterator[str]:
    for mark in marks:
        each = mark.annotation
        place = f"{mark.document.path}:{each.start}-{each.end}"
        yield f"{place}\t{each.tag}\t{flat(each.exact)}\t{each.annotator}\n"


def _write(path: Path, data: bytes) -> None:
    try:
        path = path.resolve() if path.is_symlink() else path
    except RuntimeError as error:
        raise AnnotationsError(f"{path}: is a link that leads to itself") from error
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a pipe or a device
    else:
        replace_file(path, data)
