"""`postil doctor`: what may be wrong with a project, and mending it."""

from __future__ import annotations

from pathlib import Path

import click

from annotations.doctor import Finding, examine, mend
from annotations.project import Project
from tui.cli.exits import DONE, FOUND, existing
from tui.cli.output import as_json, put
from tui.cli.talk import note
from tui.settings import annotator


@click.command(
    "doctor",
    short_help="Check the files of a project, and mend them.",
    help="Check the files of PROJECT (here, if none): marks, texts, lock, permissions, space.",
)
@click.argument("project", type=click.Path(path_type=Path), default=Path(), required=False)
@click.option("--json", "wants_json", is_flag=True, help="An array, one object a finding.")
@click.option("--repair", is_flag=True, help="Mend what can be mended; nothing is thrown away.")
def doctor(project: Path, wants_json: bool, repair: bool) -> int:
    whole, me = Project.of(existing(project)), annotator()
    done = mend(whole, me) if repair else []
    for sentence in done:
        note(sentence)
    found = examine(whole, me)
    put([_json(found)] if wants_json else map(_shown, found))
    wrong = [finding for finding in found if not finding.is_note]
    if not wrong:
        note(f"{whole.folder}: nothing is wrong")
        return DONE
    mendable = sum(finding.mendable for finding in wrong)
    if mendable and not repair:
        note(f"postil doctor --repair sees to {mendable} of {len(wrong)}")
    return FOUND


COMMANDS = {"doctor": doctor}


def _shown(finding: Finding) -> str:
    advice = f"\n    {finding.advice}" if finding.advice else ""
    return f"{finding.path}: {finding.what}{advice}\n"


def _json(found: list[Finding]) -> str:
    values = [
        {
            "kind": finding.kind,
            "path": str(finding.path).encode(errors="replace").decode(),
            "what": finding.what,
            "advice": finding.advice,
            "mendable": finding.mendable,
            "note": finding.is_note,
        }
        for finding in found
    ]
    return as_json(values)
