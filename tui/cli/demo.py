"""`postil demo`: practice on a copy of the samples."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from tui.cli.exits import USAGE
from tui.cli.talk import note, say
from tui.samples import READER, add_practice, copy_samples


@click.command(
    "demo",
    short_help="Practise on a copy of the sample documents.",
    help="Practise on a copy of the sample documents, in a temporary project.",
)
def demo() -> int:
    from tui.start import NO_TERMINAL, has_terminal, read

    if not has_terminal():
        say(NO_TERMINAL)
        return USAGE
    folder = Path(tempfile.mkdtemp(prefix="postil-demo-"))
    copy_samples(folder)
    add_practice(folder)
    code = read([str(folder)], READER, practises=True)
    note(f"your practice is in {folder}")
    return code


COMMANDS = {"demo": demo}
