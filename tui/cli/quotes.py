"""`postil quotes`: everybody's marks of a project as quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import click

from annotations.exporting import write_safely
from annotations.filtering import Filter
from annotations.formats import EXPORTED
from annotations.plain import copied
from annotations.project import Project
from annotations.quoting import pieces
from annotations.template import Kind, Template
from tui import settings
from tui.cli import completing
from tui.cli.exits import FAILED, existing
from tui.cli.options import PROJECT, filters
from tui.cli.output import put
from tui.cli.talk import counting, note, say
from tui.wording import counted


@click.command(
    "quotes",
    short_help="Print the marks of a project as quotations.",
    help="Print the marks of PROJECT (here, if none) as quotations with their sources.",
    epilog="""\
\b
postil quotes letters/ --template chicago --by-tag -o quotes.txt
""",
)
@PROJECT
@click.option(
    "--template",
    "name",
    metavar="NAME",
    shell_complete=completing.template_names,
    help="plain, source, markdown, footnote, chicago, apa, json, or one of your settings "
    "(else: the one that y copies with).",
)
@click.option("--by-tag", is_flag=True, help="Those of a tag together, under its name.")
@click.option("--json", "as_json", is_flag=True, help="The same as --template json.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file; - or nothing is stdout."
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
@filters
def quotes(
    project: Path,
    name: str | None,
    by_tag: bool,
    as_json: bool,
    output: Path | None,
    force: bool,
    wanted: Filter,
) -> int:
    template = _template("json" if as_json else name)
    found = Project.of(existing(project))
    export = found.export(wanted)
    with counting("marks") as progress:
        marks = progress.over(export.marks)
        written = _ended(pieces(marks, template, export.codebook, export.text_of, by_tag))
        if output is None or str(output) == "-":
            put(written)
            said = ""
        else:
            head = f"{EXPORTED}\n\n" if template.kind is Kind.MARKDOWN else ""
            data = (piece.encode(errors="replace") for piece in chain([head], written))
            write_safely(data, output, found, force)
            said = f"{counted(progress.done, 'quote')} written to {output}"
    if said:
        note(said)
    for line in (*export.remarks, *export.problems):
        say(line)
    if not progress.done and not export.problems:
        note(f"{project}: no marks yet" if wanted == Filter() else f"{project}: no such marks")
    return FAILED if export.problems else 0


COMMANDS = {"quotes": quotes}


def _template(name: str | None) -> Template:
    """The template of that name, or the one by which quotes are copied."""
    chosen = settings.read()
    known = chosen.all_templates
    name = name or chosen.template
    if name not in known:
        hint = settings.near(name, known) or f"; there are {', '.join(known)}"
        raise click.UsageError(f"no template is called {name[:40]!r}{hint}")
    return known[name]


def _ended(written: Iterable[str]) -> Iterator[str]:
    """The pieces of a text without what a terminal would obey, and the end of its last line."""
    is_empty = True
    for piece in written:
        yield copied(piece)
        is_empty = False
    if not is_empty:
        yield "\n"
