"""`postil export` and `postil formats`: marks for other programs, and for which ones."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from annotations import formats
from annotations.exporting import in_bytes, write_file
from annotations.filtering import Filter
from annotations.formats import Export, Format, Options
from annotations.gathering import Gathering
from annotations.project import Project
from tui.cli import completing
from tui.cli.exits import DONE, FAILED, existing
from tui.cli.listing import compact, report
from tui.cli.options import PROJECT, filters
from tui.cli.output import as_json, put
from tui.cli.talk import counting, note, say
from tui.settings import near
from tui.wording import counted

STDOUT = Path("-")
TSV = ".tsv"
"""How a file ends that is a table with tabs."""


@click.command(
    "export",
    short_help="Write the marks of a project in another format.",
    help="Write the marks of PROJECT (here, if none) in another format; `postil formats` has them.",
    epilog="""\
\b
postil export letters/ -o marks.xlsx
postil export letters/ --format jsonl --tag threat --since 2026-03-01 | jq .exact
""",
)
@PROJECT
@click.option(
    "--format",
    "name",
    metavar="NAME",
    shell_complete=completing.format_names,
    help="The format (else: as FILE ends).",
)
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
    options = _options(format, tsv, excel, output)
    if output == STDOUT and format.is_binary and sys.stdout.isatty():
        raise click.UsageError(f"{format.name} is not for a terminal; name a file with -o")
    if output.is_dir():
        raise click.UsageError(f"{output} is a folder; -o takes a file")
    whole = Project.of(existing(project))
    stores = whole.stores()
    with counting("marks") as progress:
        made = Gathering(whole, stores, wanted).export(options)
        made = replace(made, marks=progress.over(made.marks))
        if output == STDOUT:
            put(in_bytes(made, format) if format.is_binary else _text(made, format))
            said = ""
        else:
            count = write_file(made, format, output, whole, force)
            said = f"{counted(count, format.of.removesuffix('s'))} written to {output}"
    compact(stores)
    for line in made.remarks:
        say(line)
    code = report(made.problems, project, wanted, progress.done if format.of == "marks" else 1)
    if said or made.loss:
        note("; ".join(filter(None, (said, made.loss))))
    return code


@click.command("formats", short_help="List the formats that marks are written in and read from.")
@click.option("--json", "json", is_flag=True, help="An array, one object a format.")
def list_formats(json: bool) -> int:
    """List the formats: what each keeps, what it loses, and in which unit offsets are."""
    added = formats.added()
    packages = {each.format.name: each.package for each in added if each.format}
    known = formats.formats()
    put([_json(known, packages)] if json else _shown(known, packages))
    broken = [each for each in added if each.format is None]
    for each in broken:
        say(str(each))
    return FAILED if broken else DONE


COMMANDS = {"export": export, "formats": list_formats}


def _format(name: str | None, output: Path) -> Format:
    """The format of that name, or the first one whose files end like this one."""
    if name is None:
        name = "csv" if output.suffix.lower() == TSV else _of_file(output.name)
    try:
        found = formats.get(name)
    except KeyError:
        broken = [str(each) for each in formats.added() if each.name == name and each.reason]
        raise click.UsageError(broken[0] if broken else _unknown(name)) from None
    if found.write is None:
        raise click.UsageError(f"{name} can only be read")
    return found


def _of_file(file: str) -> str:
    """The name of the format of such files."""
    if found := formats.of_file(file):
        return found.name
    known = ", ".join(name for name, each in formats.formats().items() if each.write)
    raise click.UsageError(f"--format NAME says in which format; there are {known}")


def _unknown(name: str) -> str:
    known = formats.formats()
    hint = near(name, known) or f"; there are {', '.join(known)}"
    return f"no format is called {name[:40]!r}{hint}"


def _options(format: Format, tsv: bool, excel: bool, output: Path) -> Options:
    for option, is_wanted in {"tsv": tsv, "excel": excel}.items():
        if is_wanted and option not in format.options:
            raise click.UsageError(f"--{option} says nothing to {format.name}")
    return Options(tsv or ("tsv" in format.options and output.suffix.lower() == TSV), excel)


def _text(export: Export, format: Format) -> Iterator[str]:
    """The pieces of a file for people, who may see them on a terminal."""
    assert format.write is not None
    return (piece if isinstance(piece, str) else piece.decode() for piece in format.write(export))


def _shown(known: Mapping[str, Format], packages: Mapping[str, str]) -> Iterator[str]:
    """A few lines for each format."""
    for name, each in known.items():
        lines = [f"{each.title} ({each.suffix}), {_ways(each)}"]
        lines += [f"keeps {each.keeps}"] if each.keeps else []
        lines += [f"loses {each.loses or 'nothing'}"]
        lines += [f"offsets: {each.offsets}"]
        lines += [f"from the package {packages[name]}"] if name in packages else []
        yield f"{name:<10}" + f"\n{'':10}".join(lines) + "\n"


def _ways(format: Format) -> str:
    ways = ("out" if format.write else "", "in" if format.read else "")
    return " and ".join(filter(None, ways))


def _json(known: Mapping[str, Format], packages: Mapping[str, str]) -> str:
    return as_json(
        [
            {
                "name": name,
                "title": each.title,
                "suffix": each.suffix,
                "out": each.write is not None,
                "in": each.read is not None,
                "keeps": each.keeps,
                "loses": each.loses,
                "offsets": each.offsets,
                "of": each.of,
                "options": sorted(each.options),
                "package": packages.get(name, "postil"),
            }
            for name, each in known.items()
        ]
    )
