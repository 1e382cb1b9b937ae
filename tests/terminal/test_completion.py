"""Command lines completed by real shells: bash, and zsh and fish where they are installed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations import editing
from annotations.project import Project
from tests.terminal.pty_run import ROOT, Terminal, terminal
from tests.tui.sitting import ME

SHELLS = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(postil completion bash)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -U compinit; compinit -u -D; eval "$(postil completion zsh)"',
    ),
    "fish": (["fish", "--no-config", "-i"], "postil completion fish | source"),
}
HERE = [name for name in SHELLS if shutil.which(name)]
HOSTILE = "my $(touch pwned) `touch pwned`;.txt"


@pytest.fixture(params=HERE)
def shell(request: pytest.FixtureRequest, folder: Path) -> Iterator[Terminal]:
    """A shell in a folder with documents, told how to complete."""
    for name in ("letter.txt", HOSTILE, "con\x1b]0;owned\x07trol.txt"):
        (folder / name).write_text("We will pay.")
    (folder / "speeches").mkdir()
    (folder / "codebook.toml").write_text('[[tags]]\nid = "threat"\n[[tags]]\nid = "praise"\n')
    editing.add(Project.of(folder), ME, "letter.txt", ["We will pay"], "threat")
    programs = folder.parent / "bin"
    programs.mkdir()
    (programs / "postil").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tui "$@"\n')
    (programs / "postil").chmod(0o755)
    command, told = SHELLS[request.param]
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PS1": "$ ",
        "PROMPT": "$ ",
    }
    with terminal(
        cwd=folder, shell=command, environment=environment, size=(120, 40), controlling=True
    ) as running:
        running.press(f"{told}; echo re''ady\n")
        running.wait_for("\nready")
        yield running


LINES = [
    ("postil li", "postil list "),
    ("postil add le", "postil add letter.txt "),
    ("postil le", "postil letter.txt "),
    ("postil sp", "postil speeches/"),
    ("postil add letter.txt --tag pr", "postil add letter.txt --tag praise "),
    ("postil add letter.txt --tag=pr", "postil add letter.txt --tag=praise "),
    ("postil quotes --template chi", "postil quotes --template chicago "),
    ("postil export --format ma", "postil export --format markdown "),
    ("postil quotes --document le", "postil quotes --document letter.txt "),
    ("postil quotes --annotator a", "postil quotes --annotator ana "),
    ("postil quotes --by", "postil quotes --by-tag "),
]


def test_a_tab_completes_what_was_begun(shell: Terminal) -> None:
    for typed, completed in LINES:
        shell.press(f"{typed}\t")
        shell.wait_for(completed.rstrip())
        shell.press("#")
        shell.wait_for(f"{completed}#")
        shell.press("\x15")


def test_a_hostile_name_is_quoted_and_one_with_controls_is_not_offered(
    shell: Terminal, folder: Path
) -> None:
    shell.press("postil list my\t")
    shell.wait_for("pwned", ".txt ")
    shell.press("--json\n")
    shell.wait_for("We will pay")
    shell.press("postil list con\t\t && echo not''hing\n")
    shell.wait_for("no such file")
    assert not (folder / "pwned").exists()
    assert b"owned" not in shell.sent
