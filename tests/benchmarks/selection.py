"""What each method of `Selection` costs on a document of a megabyte, against wrapping one page.

    python -m tests.benchmarks.selection [--only-print]

A key is one method, and is meant to take less than a millisecond: in a paragraph of which nothing
is known yet (cold), and in one in which the key was pressed before (warm). Since machines differ,
the targets are ratios to wrapping the rows of a page, measured in the same run; what takes longer
than a millisecond here is told besides. A paragraph of 64 kB, and a sentence of 64 kB, have no
target. Ends with 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import inspect
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any

from annotations.languages import language
from annotations.selection import Selection
from annotations.text import Text
from tests.benchmarks.page import COLUMN, HEIGHT
from tui.viewport import Viewport

SIZE = 1_000_000
"""Bytes of the document."""
SAMPLES = 150
"""Places of the document at which each method is measured."""
TARGETS = {"cold": 8.0, "warm": 0.5}
"""How many pages could be wrapped in the time of the median call, at most."""
MILLISECOND = 1e-3

_COMMON = (
    "the of and to in that a is for on with as by at from it was are be has have had not but this "
    "which will would said leaders warned port ministers sanctions promised pledged accused "
    "threatened statement officials summit allies response government council agreement evidence "
    "report measures security support harbour act quickly new significant against further over"
)
_RARE = "café Müller naïve Łódź Київ 東京 🚀 it’s 10 € “quoted” Zürich"
_LEADS = ("She warned that", "The mayor said", "They promised to", "“We know,” he said, “that")


@dataclass(frozen=True, slots=True)
class Cost:
    """How long a method takes, in seconds."""

    times: list[float]

    @property
    def middle(self) -> float:
        return median(self.times)

    def __str__(self) -> str:
        """Median, 95th percentile and the longest, in milliseconds."""
        ordered = sorted(self.times)
        figures = (self.middle, ordered[ceil(0.95 * len(ordered)) - 1], ordered[-1])
        return "".join(f"{1000 * each:9.3f}" for each in figures)


def prose(size: int, random: random.Random) -> str:
    """News of that many code points at least: sentences that report, names, quotations."""
    paragraphs, length = [], 0
    while length < size:
        paragraph = " ".join(_sentence(random) for _ in range(random.randint(1, 9)))
        paragraphs.append(paragraph)
        length += len(paragraph) + 2
    return "\n\n".join(paragraphs)


def _sentence(random: random.Random) -> str:
    words = [
        random.choice((_RARE if random.random() < 0.03 else _COMMON).split())
        for _ in range(random.randint(6, 34))
    ]
    if len(words) > 14:
        words[len(words) // 2] += ","
    lead = random.choice(_LEADS)
    closing = "”" if lead.startswith("“") else ""
    return f"{lead} {' '.join(words)}{random.choice('....?!')}{closing}"


def arguments(selection: Selection) -> dict[str, tuple[Any, ...]]:
    """What each public method of `Selection` is called with; raises KeyError for an unknown one."""
    text, start, end = selection.text, selection.start, selection.end
    middle, behind = (start + end) // 2, min(len(text) - 1, end + 40)
    given: dict[str, tuple[Any, ...]] = {
        "first": (text,),
        "at": (text, middle),
        "span": (start, middle + 1),
        "start_at": (middle,),
        "end_at": (middle,),
        "smart_spans": ("threat",),
        "next_smart": ("threat",),
        "previous_smart": ("threat",),
        "smart_place": ("threat",),
        "word": (middle,),
        "words": (middle, behind),
        "start_to": (middle,),
        "end_to": (behind,),
        "rest_of_sentence": (middle,),
        "trimmed": (start, end),
        "cluster": (middle,),
    }
    found = {}
    for name, member in inspect.getmembers(Selection):
        if name.startswith("_") or inspect.ismemberdescriptor(member):
            continue
        if isinstance(member, property):
            found[name] = ()
            continue
        needed = [each for each in inspect.signature(member).parameters if each != "self"]
        found[name] = given[name] if needed else ()
    return found


def seconds(work: Callable[..., object], *given: object) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    work(*given)
    return time.perf_counter() - begun


def forget(text: Text) -> None:
    """Drop what is known of paragraphs; tables of languages stay."""
    text._kept.clear()
    text._latest = None
    for name, module in list(sys.modules.items()):
        if name.startswith("annotations."):
            for each in vars(module).values():
                if each is language:
                    continue  # a table is read once in a process
                if hasattr(each, "cache_parameters") and each.cache_parameters()["maxsize"]:
                    each.cache_clear()


def measure(text: Text, places: list[int]) -> Iterator[tuple[str, Cost, Cost]]:
    """Each method, cold and warm, at the sentences of these offsets."""
    selections = [Selection.at(text, place).start_in_word() for place in places]
    given = [arguments(selection) for selection in selections]
    for name in given[0]:
        cold, warm = [], []
        for selection, values in zip(selections, given, strict=True):
            forget(text)
            cold.append(seconds(_call, selection, name, values[name]))
            warm.append(seconds(_call, selection, name, values[name]))
        yield name, Cost(cold), Cost(warm)


def _call(selection: Selection, name: str, given: tuple[Any, ...]) -> None:
    member = getattr(selection, name)
    if callable(member):
        member(*given)


def page(text: Text, places: list[int]) -> Cost:
    """What it takes to wrap one page at these offsets."""
    times = []
    for place in places:
        viewport = Viewport(text, COLUMN)
        viewport.resize(COLUMN, HEIGHT)
        index = text.paragraph_at(place).index
        forget(text)
        viewport.top = (index, 0)
        times.append(seconds(viewport.visible))
    return Cost(times)


def told(name: str, text: Text, places: list[int], one_page: Cost, targets: bool) -> bool:
    """Print what the methods cost on a text; whether all targets are met, if there are any."""
    print(f"\n{name:22}{'cold: p50, p95, max, ms':>27} {'pages':>7}", end="")
    print(f"{'warm: p50, p95, max, ms':>28} {'pages':>7}")
    holds = True
    for method, cold, warm in measure(text, places):
        ratios = {"cold": cold.middle / one_page.middle, "warm": warm.middle / one_page.middle}
        missed = [kind for kind, ratio in ratios.items() if targets and ratio > TARGETS[kind]]
        slow = cold.middle > MILLISECOND or warm.middle > MILLISECOND
        verdict = f"  MISSED {' '.join(missed)}" if missed else "  above 1 ms" if slow else ""
        print(f"{method:22}{cold} {ratios['cold']:7.2f} {warm} {ratios['warm']:7.2f}{verdict}")
        holds = holds and not missed
    return holds


def main() -> int:
    """Measure everything; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description="What each method of Selection costs.")
    parser.add_argument("--only-print", action="store_true", help="succeed whatever the figures")
    options = parser.parse_args()
    source = random.Random(20240613)
    text = Text.of(prose(SIZE, source))
    places = [source.randrange(len(text)) for _ in range(SAMPLES)]
    one_page = page(text, places)
    print(f"{'one page wrapped':22}{one_page}")
    holds = told("a document of 1 MB", text, places, one_page, targets=True)
    long = prose(1 << 16, source).replace("\n\n", " ")[: (1 << 16) - 2000]
    sentence = " ".join(source.choice(_COMMON.split()) for _ in range(12_000))[: (1 << 16) - 2000]
    for name, words in (("one paragraph of 64 kB", long), ("one sentence of 64 kB", sentence)):
        odd = Text.of(words)
        told(name, odd, [source.randrange(len(odd)) for _ in range(3)], one_page, targets=False)
    return int(not holds and not options.only_print)


if __name__ == "__main__":
    sys.exit(main())
