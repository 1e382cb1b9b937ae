"""`postil demo`: practice on a copy of the samples."""

from __future__ import annotations

import shutil
import tempfile
from importlib import resources
from pathlib import Path

import click

from tui.cli.exits import USAGE, say

READER = "reader"
"""The annotator of the sample marks."""


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
    code = read([str(folder)], READER)
    say(f"your practice is in {folder}")
    return code


def copy_samples(folder: Path) -> None:
    """Copy the practice documents, and the marks on one of them, into a folder."""
    with resources.as_file(resources.files("samples")) as samples:
        for file in sorted(samples.iterdir()):
            if file.suffix == ".txt":
                shutil.copyfile(file, folder / file.name)
        shutil.copytree(samples / ".postil", folder / ".postil", dirs_exist_ok=True)


COMMANDS = {"demo": demo}
