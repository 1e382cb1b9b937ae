"""Textual is three quarters of the start: what runs without a screen never loads it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.tui.sitting import Sitting

ROOT = Path(__file__).parents[2]
WITH_SCREEN = {"app", "driver", "ground", "screens", "themes", "widgets"}
FILES = [file.relative_to(ROOT) for file in (ROOT / "tui").rglob("*.py")]
HEADLESS = [
    ".".join(file.with_suffix("").parts)
    for file in FILES
    if file.stem != "__init__" and file.with_suffix("").parts[1] not in WITH_SCREEN
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


def test_the_rule_for_imports_names_all_of_them() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    rules = settings["tool"]["importlinter"]["contracts"]
    (named,) = [rule["source_modules"] for rule in rules if "imports no Textual" in rule["name"]]
    tops = {".".join(name.split(".")[:2]) for name in HEADLESS}
    assert tops - {"tui.__main__", "tui.start"} == set(named)


@pytest.mark.parametrize(
    ("command", "printed", "has_click"),
    [
        (["list"], "We will pay", False),
        (["list", "--json"], "We will pay", False),
        (["list", "--tag", "threat"], "We will pay", True),
        (["export", "--format", "csv"], "We will pay", True),
        (["status"], "not read", True),
    ],
)
def test_commands_without_a_screen_do_not_load_textual(
    folder: Path, command: list[str], printed: str, has_click: bool
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
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (0, f"{has_click} False")


def test_the_key_page_needs_no_library() -> None:
    ended = python("-X", "importtime", "-m", "tui.commands")
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert ended.stdout.startswith("# Keys")
    assert not {"textual", "rich", "tinydb", "click"} & loaded
