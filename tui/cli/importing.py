"""`postil import`: marks of other programs, and of colleagues, into a project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from annotations.annotator import Annotator
from annotations.files import path_as_text
from annotations.formats import Format
from annotations.project import Project
from tui.cli import completing
from tui.cli.exits import DONE, FAILED, existing
from tui.cli.options import PROJECT, person
from tui.cli.output import as_json, put
from tui.cli.talk import counting, note, say

MOST = 20
"""Refused records of which the reason is said; `--json` has all."""


@click.command(
    "import",
    short_help="Take marks from a file into a project.",
    help="""Take the marks in FILE (- is stdin) into PROJECT (here, if none).

    Every quote is looked up in its text, and offsets are put right where another program counted
    differently. A mark that is here already is not added again. Where anything in the file is
    refused, nothing is taken in, unless --partial says to take the rest.

    \b
    postil import colleague.json            what `postil export --format json` wrote
    postil import marks.jsonl --dry-run     only say what would happen
    """,
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@PROJECT
@click.option(
    "--format",
    "wanted",
    metavar="NAME",
    shell_complete=completing.format_names,
    help="The format; else the file tells.",
)
@click.option("--partial", is_flag=True, help="Take in what can be, and leave out the rest.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--json", "json", is_flag=True, help="The report as an object.")
@person
def import_marks(
    file: Path,
    project: Path,
    wanted: str | None,
    partial: bool,
    dry_run: bool,
    json: bool,
    me: Annotator,
) -> int:
    from annotations import importing
    from annotations.taking_in import NothingTaken, take_in

    format = _format(wanted) if wanted else None
    whole = Project.of(existing(project))
    called, origin = ("stdin", "stdin") if str(file) == "-" else (str(file), file.name)
    data = _stdin() if str(file) == "-" else importing.bytes_of(existing(file))
    format = format or importing.format_of(data, called)
    is_taken = True
    with counting("marks"):
        checked = importing.read(format, data, whole, me, called, path_as_text(origin))
        try:
            report = take_in(checked, whole, partial, dry_run)
        except NothingTaken as refusal:
            report, is_taken = refusal.report, False
    if json:
        put([_json(report, is_taken and not dry_run)])
    for each in report.refused[:MOST]:
        say(f"{called}, line {each.line}: {each.why}")
    if len(report.refused) > MOST:
        say(f"{called}: {len(report.refused) - MOST:,} more are refused; --json lists them")
    for remark in report.remarks:
        note(remark)
    if not is_taken:
        say(f"{called}: {report.counted()}; nothing was taken in (--partial takes the rest)")
        return FAILED
    would = "would be " if dry_run else ""
    note(f"{called}: {report.counted()}; {would}{report.became()}")
    return DONE


COMMANDS = {"import": import_marks}


def _format(name: str) -> Format:
    """The format of that name. Raises UsageError for one that cannot be read."""
    from annotations.importing import readable

    known = {each.name: each for each in readable()}
    if name not in known:
        raise click.UsageError(f"{name} cannot be read; --format takes {', '.join(known)}")
    return known[name]


def _stdin() -> bytes:
    from annotations.errors import AnnotationsError
    from annotations.importing import LARGEST

    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("- reads a pipe, and there is none")
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise AnnotationsError(f"stdin: more than {LARGEST >> 20:,} MB")
    return data


def _json(report: Any, is_taken: bool) -> str:
    value = {
        "taken": is_taken,
        "read": report.read,
        "repaired": report.repaired,
        "refused": [{"line": each.line, "why": each.why} for each in report.refused],
        "added": report.added,
        "changed": report.changed,
        "same": report.same,
        "kept": report.kept,
        "documents": report.documents,
        "remarks": list(report.remarks),
    }
    return as_json(value)
