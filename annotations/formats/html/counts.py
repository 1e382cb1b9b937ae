"""How many marks there are, by tag and by document, as bars with their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from annotations.citation import title_of
from annotations.codebook import Tag
from annotations.formats.html.inert import alone, escaped
from annotations.formats.html.report import Report, counted

WIDTH = 1000
"""Units of a drawing across the longest bar."""


def overview(report: Report) -> Iterator[str]:
    """Two tables, of tags and of documents."""
    by_tag = Counter(entry.tag for entry in report.entries)
    yield '<section id="overview" aria-labelledby="overview-head">\n'
    yield '<h2 id="overview-head">Overview</h2>\n'
    yield '<table class="counts">\n<caption>Marks by tag</caption>\n'
    longest = max(by_tag.values(), default=0)
    for number, tag in enumerate(report.tags):
        if by_tag[number] or not tag.retired:
            bar = _bar(report.tags, {number: by_tag[number]}, longest)
            yield _row(_tag(number, tag, bool(by_tag[number])), by_tag[number], bar)
    yield "</table>\n"
    counts = [Counter(entry.tag for entry in section.entries) for section in report.sections]
    longest = max((each.total() for each in counts), default=0)
    yield '<table class="counts">\n<caption>Marks by document</caption>\n'
    for section, count in zip(report.sections, counts, strict=True):
        name = f'<a href="#d{section.number}">{alone(section.title)}</a>'
        bar = _bar(report.tags, count, longest) + _parts(report.tags, count)
        yield _row(name + _done(section.document.done), count.total(), bar)
    for document in report.unmarked:
        yield _row(alone(title_of(document)) + _done(document.done), 0, "")
    yield "</table>\n</section>\n"


def _row(name: str, count: int, bar: str) -> str:
    """A row of a table from a name and a bar that are HTML."""
    return f'<tr><th scope="row">{name}</th><td class="count">{count:,}</td><td>{bar}</td></tr>\n'


def _tag(number: int, tag: Tag, has_marks: bool) -> str:
    """A tag by its letter and its name, as a link to its quotations."""
    name = f'<b class="letter t{number}">{escaped(tag.mark)}</b> {alone(tag.name)}'
    return f'<a href="#tag{number}">{name}</a>' if has_marks else name


def _done(when: str) -> str:
    return ' <span class="quiet">done</span>' if when else ""


def _bar(tags: tuple[Tag, ...], counts: Mapping[int, int], longest: int) -> str:
    """A bar as long as there are marks, a part of it for each tag."""
    if not any(counts.values()):
        return ""
    parts = sorted(item for item in counts.items() if item[1])
    ends = list(accumulate(count for _, count in parts))
    starts = [0, *ends[:-1]]
    drawn = "".join(
        f'<rect class="t{tag}" x="{start * WIDTH // longest}" height="10" '
        f'width="{max(1, (end * WIDTH // longest) - (start * WIDTH // longest))}"/>'
        for (tag, _), start, end in zip(parts, starts, ends, strict=True)
    )
    title = ", ".join(f"{tags[tag].name}: {counted(count, 'mark')}" for tag, count in parts)
    return (
        f'<svg class="bar" viewBox="0 0 {WIDTH} 10" preserveAspectRatio="none" role="img">'
        f"<title>{escaped(title)}</title>{drawn}</svg>"
    )


def _parts(tags: tuple[Tag, ...], counts: Mapping[int, int]) -> str:
    """The numbers of a bar of several parts, behind the letters of their tags."""
    parts: Iterable[str] = (
        f'<span><b class="letter t{tag}">{escaped(tags[tag].mark)}</b> {count:,}</span>'
        for tag, count in sorted(counts.items())
    )
    return f'<span class="parts">{" ".join(parts)}</span>'
