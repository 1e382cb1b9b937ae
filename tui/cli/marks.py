"""`postil list`: everybody's marks of a project, a line each."""

from __future__ import annotations

from pathlib import Path

import click

from annotations.filtering import Filter
from tui.cli.listing import listed
from tui.cli.options import PROJECT, filters


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
    return listed(project, as_json, wanted)


COMMANDS = {"list": list_marks}
