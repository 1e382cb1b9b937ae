"""The fewest keys that gold spans take, from the end of the mark before to the finished mark.

    python -m tests.benchmarks.keystrokes FOLDER [--json] [--plan] [--worst N] [--limit SECONDS]

FOLDER holds texts with brat standoff beside them, or what `postil export` wrote as jsonl. The spans
of a text are marked in their order, the first from its top, by a person who knows every key and
wastes none: a floor, for one design to be compared with another. Every key counts one, the letters
of labels too. `total` are all keys of a span, `edges` those after the focus was moved: the tag key
and what shapes. An edge that differs from the gold one by final punctuation only counts as reached.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import fmean, median
from typing import Any

from annotations.codebook import Codebook
from annotations.errors import AnnotationsError
from annotations.project import Project
from tests.benchmarks.gold import Gold, GoldDocument, GoldSpan, gold_in
from tests.benchmarks.planner import Plan, Planner
from tui import glyphs
from tui.keymap import Keymap

LIMIT = 10.0
"""Seconds for a span."""
FEW = 3
"""Keys for tag and edges that are few."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A gold span and its keys."""

    document: GoldDocument
    gold: GoldSpan
    plan: Plan | None
    """None where no keys were found in time."""

    @property
    def words(self) -> str:
        """What is to be marked."""
        return " … ".join(self.document.text[start:end] for start, end in self.gold.segments)


def planned(
    documents: Iterable[GoldDocument], codebook: Codebook, limit: float = LIMIT
) -> list[Planned]:
    """The keys of all spans."""
    found = []
    for document in documents:
        planner = Planner(document.text, tag_keys(codebook), limit)
        found += [Planned(document, gold, planner.plan(gold)) for gold in document.spans]
    return found


def tag_keys(codebook: Codebook) -> dict[str, str]:
    """The key that marks with each tag, by id: its letter or, where it has none, its digit."""
    keymap = Keymap(codebook)
    digits = {tag: key for key, tag in keymap.tag_keys.items() if key.isdigit()}
    return digits | keymap.letters


def report(spans: Sequence[Planned]) -> dict[str, Any]:
    """What `--json` prints of these spans."""
    by_tag = {
        tag: _figures([each for each in spans if each.gold.tag == tag])
        for tag in sorted({each.gold.tag for each in spans})
    }
    late = [each.gold.place for each in spans if each.plan and each.plan.timed_out]
    never = [each.gold.place for each in spans if each.plan is None]
    return {**_figures(spans), "tags": by_tag, "timed_out": late, "not_found": never}


def _figures(spans: Sequence[Planned]) -> dict[str, Any]:
    plans = [each.plan for each in spans if each.plan]
    edges = [plan.edges for plan in plans]
    return {
        "spans": len(plans),
        "total": _spread([len(plan.keys) for plan in plans]),
        "edges": _spread(edges),
        "three_or_fewer": _share(edges, lambda keys: keys <= FEW),
    }


def _spread(counts: Sequence[int]) -> dict[str, float]:
    if not counts:
        return {"mean": 0.0, "median": 0.0, "p90": 0.0}
    ninth = sorted(counts)[ceil(0.9 * len(counts)) - 1]
    return {"mean": round(fmean(counts), 3), "median": median(counts), "p90": ninth}


def _share(counts: Sequence[int], holds: Callable[[int], bool]) -> float:
    return round(sum(map(holds, counts)) / len(counts), 3) if counts else 0.0


# For people


def table(figures: dict[str, Any], gold: Gold) -> str:
    """The report as a table."""
    lines = [f"{'':14}{'spans':>6}   {'total: mean, median, p90':28}{'edges':28}{'≤ 3':>5}"]
    for name, row in (*figures["tags"].items(), ("all", figures)):
        total, edges = (
            f"{row[of]['mean']:8.2f}{row[of]['median']:8.1f}{row[of]['p90']:6}    "
            for of in ("total", "edges")
        )
        share = f"{100 * row['three_or_fewer']:4.0f} %"
        lines.append(f"{glyphs.line(name):14}{row['spans']:6}   {total:28}{edges:28}{share:>5}")
    lines.append(f"{len(gold.documents)} texts")
    for said, places in (
        ("there may be fewer keys, not found in time", figures["timed_out"]),
        ("no keys were found in time", figures["not_found"]),
    ):
        if places:
            lines.append(f"{said}: {len(places)}: {', '.join(map(glyphs.line, places))}")
    if gold.repeated:
        lines.append(f"left out, the same tag on the same words again: {gold.repeated}")
    if gold.troubles:
        lines.append(f"left out, could not be placed: {len(gold.troubles)}")
    return "\n".join(lines)


def line(span: Planned) -> str:
    """One span with its keys."""
    plan = span.plan
    keys = "not found" if plan is None else " ".join(plan.keys)
    counts = "     " if plan is None else f"{len(plan.keys):2}{plan.edges:3}"
    return glyphs.line(f"{span.gold.place:24} {span.gold.tag:12} {counts}  {keys:24}  {span.words}")


def _dearness(span: Planned) -> tuple[int, int]:
    return (span.plan.edges, len(span.plan.keys)) if span.plan else (1 << 30, 0)


def main(words: Sequence[str] | None = None) -> int:
    """Count the keys and print them; 2 where there is nothing to count."""
    parser = argparse.ArgumentParser(description="The fewest keys that gold spans take.")
    parser.add_argument("folder", type=Path, help="texts with .ann beside them, or .jsonl")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--plan", action="store_true", help="the keys of every span")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="the N dearest spans")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for a span")
    options = parser.parse_args(words)
    if not options.folder.is_dir():
        print(f"{glyphs.line(str(options.folder))} is not a folder", file=sys.stderr)
        return 2
    try:
        codebook = Project.of(options.folder).codebook()
    except AnnotationsError as error:
        print(glyphs.line(str(error)), file=sys.stderr)
        return 2
    gold = gold_in(options.folder, codebook)
    for trouble in gold.troubles:
        print(glyphs.line(trouble), file=sys.stderr)
    if not gold.documents:
        said = "no gold span in {}: it takes .txt with .ann, or .jsonl of `postil export`"
        print(said.format(glyphs.line(str(options.folder))), file=sys.stderr)
        return 2
    spans = planned(gold.documents, codebook, options.limit)
    figures = report(spans)
    if options.json:
        left_out = {"misplaced": len(gold.troubles), "repeated": gold.repeated}
        print(json.dumps({**figures, "documents": len(gold.documents), **left_out}, indent=2))
        return 0
    if options.plan:
        print(*map(line, spans), "", sep="\n")
    print(table(figures, gold))
    if options.worst:
        dearest = sorted(spans, key=_dearness, reverse=True)[: options.worst]
        print("", *map(line, dearest), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
