"""What saving and finding cost, as ratios that hold on a fast machine and on a slow one.

    python -m tests.benchmarks.storage [--only-print]

Both sides of a ratio are measured in turns in the same run, and their medians compared. Ends with 1
when a target is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from tinydb import TinyDB, where

from annotations.files import sync_file
from annotations.store import AnnotationStore, lines, records
from tests.annotations.examples import ME, mark

MARKS_IN_DOCUMENT = 100


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the table."""

    name: str
    ours: float
    """Seconds."""
    theirs: float
    """Seconds."""
    target: float | None
    """The ratio must not be above it; None where it is only told."""

    @property
    def value(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.theirs

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.target is None or self.value <= self.target

    def __str__(self) -> str:
        """The line."""
        times = f"{1000 * self.ours:10.3f} {1000 * self.theirs:10.3f}"
        target = "" if self.target is None else f"{self.target:9.5f}"
        verdict = "" if self.holds else "  MISSED"
        return f"{self.name:60} {times} {self.value:9.5f} {target}{verdict}"


def project(folder: Path, marks: int) -> Path:
    """A file with so many marks, a hundred in each document."""
    path = folder / f"{marks}" / "ana.json"
    path.parent.mkdir()
    rows: lines.Rows = {}
    for number in range(marks):
        document = f"{number // MARKS_IN_DOCUMENT:016x}"
        annotation = replace(mark("harbour open", document=document, note="why"), rev=1)
        rows[number + 1] = lines.encode(records.from_annotation(annotation))
    about = {"schema": 1, "name": ME.name, "person": ME.person}
    tables = {"about": {1: lines.encode(about)}, "annotations": rows}
    with path.open("wb") as file:
        file.writelines(lines.dump(tables))
    return path


def opened(folder: Path, marks: int) -> AnnotationStore:
    """A store of so many marks that has saved already."""
    store = AnnotationStore(project(folder, marks), ME)
    save(store)
    return store


def save(store: AnnotationStore) -> None:
    """Save a mark."""
    store.add(mark("locks would close"))


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turns(
    rounds: int, ours: Callable[[], object], theirs: Callable[[], object], at_a_time: int = 1
) -> tuple[float, float]:
    """The medians of two things, done in turns; of ours several at a time where it is short."""
    ours(), theirs()
    our_times, their_times = [], []
    for _ in range(rounds):
        our_times += [seconds(ours) for _ in range(at_a_time)]
        their_times.append(seconds(theirs))
    return median(our_times), median(their_times)


def save_at_any_size(folder: Path) -> list[Ratio]:
    large, small = opened(folder, 100_000), opened(folder, 1_000)
    times = in_turns(300, lambda: save(large), lambda: save(small))
    return [Ratio("a save at 100,000 marks / at 1,000", *times, 1.5)]


def save_and_bare_write(folder: Path) -> list[Ratio]:
    store = opened(folder, 1_000)
    journal = store.path.with_name(f"{store.path.name}.journal")
    line = journal.read_bytes().splitlines(keepends=True)[-1]
    descriptor = os.open(store.path.with_name("bare"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write() -> None:
        os.write(descriptor, line)
        sync_file(descriptor)

    times = in_turns(500, lambda: save(store), write)
    os.close(descriptor)
    return [Ratio("a save / a write and a sync of the same line", *times, 3)]


def save_and_stock(folder: Path) -> list[Ratio]:
    store = opened(folder, 10_000)
    with TinyDB(project(folder / "stock", 10_000)) as stock:
        table = stock.table("annotations")
        record = records.from_annotation(mark("locks would close"))
        times = in_turns(9, lambda: save(store), lambda: table.insert(record), at_a_time=20)
    return [Ratio("a save / an insert of stock TinyDB, 10,000 marks", *times, 1 / 100)]


def save_while_compacting(folder: Path) -> list[Ratio]:
    store = opened(folder, 100_000)
    quiet: list[float] = []
    busy: list[float] = []
    for _ in range(5):
        quiet += [seconds(lambda: save(store)) for _ in range(100)]
        thread = threading.Thread(target=store.compact)
        thread.start()
        while thread.is_alive():
            busy.append(seconds(lambda: save(store)))
            time.sleep(0.002)  # faster than any key
        thread.join()
    name = "a save while 100,000 marks are compacted / without"
    return [
        Ratio(f"{name}, p50", median(busy), median(quiet), 3),
        Ratio(f"{name}, p95", quantiles(busy, n=20)[-1], quantiles(quiet, n=20)[-1], None),
    ]


def find_by_document(folder: Path) -> list[Ratio]:
    path = project(folder, 100_000)
    store = AnnotationStore(path, ME)
    document = f"{500:016x}"
    with TinyDB(path, access_mode="r") as stock:
        table = stock.table("annotations", cache_size=0)
        times = in_turns(
            5,
            lambda: store.of_document(document),
            lambda: table.search(where("document") == document),
        )
        assert len(store.of_document(document)) == MARKS_IN_DOCUMENT
    return [Ratio("the marks of a document / search of stock TinyDB, 100,000", *times, 1 / 1000)]


def open_project(folder: Path) -> list[Ratio]:
    path = project(folder, 10_000)
    document = f"{50:016x}"

    def ours() -> None:
        store = AnnotationStore(path, ME)
        assert len(store.of_document(document)) == MARKS_IN_DOCUMENT

    def theirs() -> None:
        with TinyDB(path, access_mode="r") as stock:
            assert len(stock.table("annotations").all()) == 10_000

    return [Ratio("to open 10,000 marks / stock TinyDB", *in_turns(15, ours, theirs), 1)]


BENCHMARKS = (
    save_at_any_size,
    save_and_bare_write,
    save_and_stock,
    save_while_compacting,
    find_by_document,
    open_project,
)


def main() -> int:
    """Measure everything; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description="What saving and finding cost.")
    parser.add_argument("--only-print", action="store_true", help="succeed whatever the figures")
    options = parser.parse_args()
    print(f"{'':60} {'ours, ms':>10} {'other, ms':>10} {'ratio':>9} {'target':>9}")
    missed = False
    for measure in BENCHMARKS:
        with TemporaryDirectory() as folder:
            (Path(folder) / "stock").mkdir()
            for ratio in measure(Path(folder)):
                print(ratio, flush=True)
                missed = missed or not ratio.holds
    return int(missed and not options.only_print)


if __name__ == "__main__":
    sys.exit(main())
