"""`postil export` and `postil formats`: the marks of a project for other programs, and for which."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations import formats
from annotations.errors import AlreadyThere, AnnotationsError
from annotations.filtering import Filter
from annotations.formats import Format, Options
from annotations.project import Project
from tui.cli.exits import DONE, FAILED, existing, say
from tui.cli.marks import PROJECT, compact, ended
from tui.cli.options import filters
from tui.cli.output import put

if TYPE_CHECKING:
    from annotations.formats import Export

STDOUT = Path("-")
TSV = ".tsv"
"""How a file of the format `csv` ends that has tabs."""


@click.command(
    "export",
    short_help="Write the marks of a project in another format.",
    help="Write the marks of PROJECT (here, if none) in another format: `postil formats` lists"
    " them.",
)
@PROJECT
@click.option("--format", "name", metavar="NAME", help="The format (else: as FILE ends).")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=STDOUT,
    help="Where to; - or nothing is stdout.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--tsv", is_flag=True, help="csv: tabs between the cells.")
@click.option("--excel", is_flag=True, help="csv: a byte order mark in front, for Excel.")
@filters
def export(
    project: Path,
    name: str | None,
    output: Path,
    force: bool,
    tsv: bool,
    excel: bool,
    wanted: Filter,
) -> int:
    format = _format(name, output)
    chosen = {"tsv": tsv, "excel": excel}
    for option, is_on in chosen.items():
        if is_on and option not in format.options:
            raise click.UsageError(f"--{option} is not for {format.name}")
    tsv = tsv or ("tsv" in format.options and output.suffix.lower() == TSV)
    if output == STDOUT and format.is_binary and sys.stdout.isatty():
        raise click.UsageError(f"{format.name} is nothing for a terminal; name a file with -o")
    if output.is_dir():
        raise click.UsageError(f"{output} is a folder; -o takes a file")

    whole = Project.of(existing(project))
    made = whole.export(wanted, Options(tsv, excel))
    for remark in made.remarks:
        say(remark)
    count = (
        _printed(made, format) if output == STDOUT else _filed(made, format, output, whole, force)
    )
    compact(whole)
    found = count if format.of == "marks" else -1
    code = ended(project, made, found, wanted)
    _report(made, format, count, output)
    return code
