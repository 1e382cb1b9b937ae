"""Textual is three quarters of the start: what runs without a screen never loads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.sitting import Sitting

ROOT = Path(__file__).parents[2]
HEADLESS = [
    "tui.__main__",
    "tui.cli",
    "tui.cli.commands",
    "tui.cli.demo",
    "tui.cli.exits",
    "tui.cli.marks",
    "tui.cli.output",
    "tui.cli.status",
    "tui.clipboard",
    "tui.commands",
    "tui.elsewhere",
    "tui.crash",
    "tui.ending",
    "tui.focus",
    "tui.glyphs",
    "tui.keymap",
    "tui.marking",
    "tui.paint",
    "tui.reader",
    "tui.saving",
    "tui.restoring",
    "tui.opening",
    "tui.start",
    "tui.session",
    "tui.settings",
    "tui.standing",
    "tui.viewport",
    "tui.wording",
    "tui.wrap",
]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this interpreter on the package that is tested."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def test_modules_without_a_screen_do_not_load_textual() -> None:
    probe = (
        "import sys; from importlib import import_module\n"
        f"for name in {HEADLESS!r}:\n"
        "    import_module(name)\n"
        "    if 'textual' in sys.modules: sys.exit(f'{name} loads textual')\n"
    )
    ended = python("-c", probe)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_list_of_modules_without_a_screen_is_complete() -> None:
    with_screen = {"app.py", "driver.py", "themes.py"}
    files = {file.name for file in (ROOT / "tui").glob("*.py")} - with_screen - {"__init__.py"}
    named = {f"{name.removeprefix('tui.')}.py" for name in HEADLESS if name.count(".") == 1}
    assert files == named - {"cli.py"}


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        (["list"], "We will pay"),
        (["list", "--json"], "We will pay"),
        (["export", "--format", "csv"], "We will pay"),
        (["status"], "not read"),
    ],
)
def test_commands_without_a_screen_do_not_load_textual(
    folder: Path, command: list[str], printed: str
) -> None:
    (folder / "a.txt").write_text("We will pay.")
    Sitting(folder, "a.txt").press("t")
    probe = (
        "import runpy, sys\n"
        "try: runpy.run_module('tui', run_name='__main__', alter_sys=True)\n"
        "finally: print('click' in sys.modules, 'textual' in sys.modules, file=sys.stderr)"
    )
    ended = python("-c", probe, *command, str(folder))
    assert printed in ended.stdout
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (0, "True False")


def test_the_key_page_needs_no_library() -> None:
    ended = python("-X", "importtime", "-m", "tui.commands")
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert ended.stdout.startswith("# Keys")
    assert not {"textual", "rich", "tinydb", "click"} & loaded
