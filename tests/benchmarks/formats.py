"""What it costs to write marks in the formats of other programs.

    python -m tests.benchmarks.formats [--only-print]

Speed is a ratio to `json.dumps` over the same annotation records, measured in turns in one run;
memory is the peak of what a writer takes while it goes through marks that it does not keep. Last
comes a whole `postil export`, with its greatest resident memory. Ends with 1 when a target is
missed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from annotations import formats, ids
from annotations.annotation import Annotation, Segment
from annotations.codebook import built_in
from annotations.document import Document
from annotations.formats import Export, Mark
from annotations.gathering import KEPT
from annotations.store import lines, records
from annotations.text import Text
from tests.annotations.examples import ME, document
from tests.benchmarks.storage import Ratio, in_turns, seconds

MARKS = 100_000
DOCUMENTS = 100
LONGEST = {"csv": 3.0, "jsonl": 3.0, "json": None, "markdown": None, "xlsx": None}
"""Times that a format may take of what `json.dumps` takes; None where it is only told."""
STREAMED = ("csv", "json", "jsonl", "markdown")
"""Formats in which nothing has to be known of marks that come later; a workbook is no such one."""
STANDING = 1_000
"""Marks from which those are made whose memory is measured."""
GROWN = 1.2
"""Times the peak of memory at a tenth of the marks."""

SENTENCES = (
    "If barge {:06} is stopped, we will close the locks — “all of them,” the mayor said that day. ",
    "The harbour stays open to ship {:06} and to every other one that pays its dues before noon. ",
    "Inspectors are said to have taken {:06} in cash to look away when the dredgers went out. ",
)
"""Of which every third has a quotation in it."""
DATA = {
    "title": "A statement on the locks",
    "author": [{"family": "Bo", "given": "Ana"}],
    "issued": {"date-parts": [[2024, 5, 1]]},
    "URL": "https://example.org/locks",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with its marks."""

    document: Document
    data: bytes
    marks: list[Annotation]


def marked(count: int) -> Iterator[Marked]:
    """So many marks, each on a sentence of its own, in a hundred documents."""
    for number in range(DOCUMENTS):
        mine = range(number * count // DOCUMENTS, (number + 1) * count // DOCUMENTS)
        sentences = [SENTENCES[each % 3].format(each) for each in mine]
        text = Text.of("".join(sentences))
        of = replace(document(f"statement-{number:03}.txt", text[:]), metadata=DATA)
        ends = accumulate(map(len, sentences))
        spans = ((end - len(words), end - 1) for end, words in zip(ends, sentences, strict=True))
        marks = [_mark(of, text, each, *span) for each, span in zip(mine, spans, strict=True)]
        yield Marked(of, text.data, marks)


def _mark(of: Document, text: Text, number: int, start: int, end: int) -> Annotation:
    """Every tenth has a speaker and a note."""
    is_tenth = number % 10 == 0
    return Annotation(
        document=of.id,
        text_sha256=of.text_sha256,
        segments=(Segment.of(text, start, end),),
        tag=("threat", "commitment", "allegation")[number % 3],
        annotator=ME.name,
        id=ids.letters(number + 1),
        fields={"speaker": "the mayor"} if is_tenth else {},
        note="Compare with what she said in March." if is_tenth else "",
        created="2024-05-01T12:00:00.000Z",
        modified="2024-05-01T12:00:00.000Z",
        rev=1,
    )


def export_of(all_marks: list[Marked]) -> Export:
    """An export as a project gives it, that keeps few texts."""
    marks = (Mark(each, of.document, ME.person) for of in all_marks for each in of.marks)
    data = {of.document.id: of.data for of in all_marks}

    @lru_cache(KEPT)
    def text_of(id: str) -> Text:
        return Text(data[id])

    documents = [of.document for of in all_marks]
    return Export(
        marks,
        built_in(),
        documents,
        [(ME, each) for each in documents],
        ["speaker"],
        lambda each: text_of(each.id),
    )


def write(name: str, export: Export) -> int:
    """Write in a format, and keep nothing; the number of pieces."""
    writer = formats.get(name).write
    assert writer is not None
    return sum(1 for _ in writer(export))


def speed() -> Iterator[Ratio]:
    whole = list(marked(MARKS))
    rows = [records.from_annotation(each) for of in whole for each in of.marks]
    dumped = lambda: [json.dumps(row) for row in rows]  # noqa: E731
    for name, target in LONGEST.items():
        rounds = 1 if target is None else 3
        times = in_turns(rounds, lambda name=name: write(name, export_of(whole)), dumped)
        yield Ratio(f"{MARKS:,} marks to {name} / json.dumps of their records", *times, target)


def peak(name: str, count: int) -> int:
    """Bytes that a writer holds at most, of marks that nobody else holds.

    Documents and texts are as many and as long whatever the count, so that only marks grow.
    """
    whole = list(marked(STANDING))
    again = (
        replace(each, id=ids.letters(number * len(of.marks) + at))
        for of in whole
        for number in range(count // STANDING)
        for at, each in enumerate(_mark_again(of))
    )
    documents = {of.document.id: of.document for of in whole}
    marks = (Mark(each, documents[each.document], ME.person) for each in again)
    export = replace(export_of(whole), marks=marks)
    write(name, export_of(whole))  # what is read and kept once for all
    tracemalloc.start()
    write(name, export)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def _mark_again(of: Marked) -> Iterator[Annotation]:
    """The marks of a document made anew: a string that was once encoded holds what came out."""
    text = Text(of.data)
    for each in of.marks:
        yield replace(each, segments=(Segment.of(text, each.start, each.end),))


def memory() -> Iterator[tuple[str, int, int]]:
    for name in STREAMED:
        yield name, peak(name, MARKS // 10), peak(name, MARKS)


def project(folder: Path) -> None:
    """A project with all the marks, in the file of one annotator."""
    kept = folder / ".postil" / "annotations"
    kept.mkdir(parents=True)
    annotations: lines.Rows = {}
    documents: lines.Rows = {}
    for of in marked(MARKS):
        (folder / of.document.path).write_bytes(of.data)
        documents[len(documents) + 1] = lines.encode(records.from_document(of.document))
        for each in of.marks:
            annotations[ids.number(each.id)] = lines.encode(records.from_annotation(each))
    about = {"schema": 1, "name": ME.name, "person": ME.person}
    tables = {"about": {1: lines.encode(about)}, "annotations": annotations, "documents": documents}
    with (kept / "ana.json").open("wb") as file:
        file.writelines(lines.dump(tables))


def whole_commands() -> Iterator[tuple[str, float, float]]:
    """Seconds and megabytes of `postil` on a project."""
    with TemporaryDirectory() as folder:
        project(Path(folder))
        for name in ("jsonl", "csv", "json", "xlsx"):
            words = [sys.executable, "-m", "tui", "export", "--format", name, folder]
            took = seconds(
                lambda words=words: subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
            )
            yield name, took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> int:
    """Measure everything; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description="What it costs to write marks.")
    parser.add_argument("--only-print", action="store_true", help="succeed whatever the figures")
    options = parser.parse_args()
    missed = False
    print(f"{'':60} {'ours, ms':>10} {'other, ms':>10} {'ratio':>9} {'target':>9}")
    for ratio in speed():
        print(ratio, flush=True)
        missed = missed or not ratio.holds
    print(f"\n{'the most memory of a writer, kB':44} {'10,000':>10} {'100,000 marks':>14}")
    for name, less, more in memory():
        verdict = "" if more <= less * GROWN else "  MISSED"
        missed = missed or bool(verdict)
        print(f"{name:44} {less / 1024:10.0f} {more / 1024:14.0f}{verdict}", flush=True)
    print(f"\n{'postil export of 100,000 marks, in 100 documents':54} {'s':>6} {'MB':>6}")
    for name, took, most in whole_commands():
        print(f"{name:54} {took:6.1f} {most:6.0f}", flush=True)
    return int(missed and not options.only_print)


if __name__ == "__main__":
    sys.exit(main())
