"""How soon `postil list` has listed a small project, as a ratio to what loading click takes.

    python -m tests.benchmarks.starting [--only-print]

Both are processes of their own, run in turns, with the modules compiled before as they are once a
program is installed. Ends with 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from annotations.project import Project
from tests.annotations.examples import DOCUMENT, ME, TEXT, mark
from tests.benchmarks.storage import Ratio, seconds

ROOT = Path(__file__).parents[2]
ROUNDS = 25


def project(folder: Path) -> None:
    """A project with a document and two marks."""
    (folder / DOCUMENT.path).write_bytes(TEXT.data)
    project = Project.of(folder)
    store = project.store(ME)
    store.keep_document(DOCUMENT)
    project.freeze(TEXT)
    for words in ("harbour open", "locks would close"):
        store.add(mark(words))
    store.compact()


def process(*words: str, compiled: str) -> Callable[[], object]:
    """A run of Python with these words."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return lambda: subprocess.run(
        [sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=environment
    )


def ratios() -> list[Ratio]:
    with TemporaryDirectory() as folder, TemporaryDirectory() as compiled:
        project(Path(folder))
        runs = [
            process("-c", "import click", compiled=compiled),
            process("-m", "tui", "list", folder, compiled=compiled),
            process("-m", "tui", "list", "--json", folder, compiled=compiled),
            process("-m", "tui", "list", "--tag", "threat", folder, compiled=compiled),
        ]
        for run in runs:
            run()
        times = [[seconds(run) for run in runs] for _ in range(ROUNDS)]
    click, bare, as_json, filtered = map(median, zip(*times, strict=True))
    return [
        Ratio("postil list / python -c 'import click'", bare, click, 2.5),
        Ratio("postil list --json", as_json, click, None),
        Ratio("postil list --tag threat", filtered, click, None),
    ]


def main() -> int:
    """Measure; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description="How soon a list is there.")
    parser.add_argument("--only-print", action="store_true", help="succeed whatever the figures")
    options = parser.parse_args()
    print(f"{'':60} {'ours, ms':>10} {'other, ms':>10} {'ratio':>9} {'target':>9}")
    found = ratios()
    for ratio in found:
        print(ratio)
    return int(not all(ratio.holds for ratio in found) and not options.only_print)


if __name__ == "__main__":
    sys.exit(main())
