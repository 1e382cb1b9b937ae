"""The marked words as quotations, by tag and, where it is known, by who said them."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.citation import day
from annotations.formats.html.facts import in_words, of_fields
from annotations.formats.html.inert import alone, escaped
from annotations.formats.html.report import Entry, Report, Section, counted
from annotations.quote import quotation

Place = tuple[Section, Entry]


def quotes(report: Report) -> Iterator[str]:
    """A heading for each tag that has marks, below it its quotations."""
    by_tag: dict[int, list[Place]] = {}
    for section in report.sections:
        for entry in section.entries:
            by_tag.setdefault(entry.tag, []).append((section, entry))
    has_several = len(report.annotators) > 1
    yield '<section id="quotes" aria-labelledby="quotes-head">\n'
    yield '<h2 id="quotes-head">Quotations</h2>\n'
    for number in sorted(by_tag):
        tag, places = report.tags[number], by_tag[number]
        yield f'<section class="tag t{number}" aria-labelledby="tag{number}">\n'
        yield f'<h3 id="tag{number}"><b class="letter">{escaped(tag.mark)}</b> {alone(tag.name)}'
        yield f' <span class="quiet">{counted(len(places), "quotation")}</span></h3>\n'
        if tag.definition:
            yield f'<p class="definition" dir="auto">{escaped(tag.definition)}</p>\n'
        for speaker, some in _by_speaker(places):
            if speaker is not None:
                yield f"<h4>{alone(speaker) if speaker else 'Nobody named'}</h4>\n"
            for section, entry in some:
                yield _quote(section, entry, has_several)
        yield "</section>\n"
    yield "</section>\n"


def _by_speaker(places: list[Place]) -> Iterator[tuple[str | None, list[Place]]]:
    """Marks by the name of the speaker, those without one last; all together if none has one."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(_speaker(place[1]), []).append(place)
    if set(groups) == {""}:
        yield None, places
        return
    for speaker in sorted(groups, key=lambda name: (not name, name.casefold(), name)):
        yield speaker, groups[speaker]


def _speaker(entry: Entry) -> str:
    return in_words(entry.annotation.fields.get("speaker"))


def _quote(section: Section, entry: Entry, with_annotator: bool) -> str:
    """A quotation with its source, which leads to its place in the text, and what was noted."""
    each = entry.annotation
    where = alone(section.title)
    if entry.paragraph:
        where += f", paragraph {entry.paragraph:,}"
    source = [
        alone(_speaker(entry)) if _speaker(entry) else "",
        f'<a href="#m{entry.number}">{where}</a>',
        escaped(day(section.document.metadata.get("issued"))),
    ]
    caption = ", ".join(filter(None, source))
    if with_annotator:
        caption += f" · marked by {alone(each.annotator)}"
    words = f'<blockquote dir="auto">{escaped(quotation(each))}</blockquote>\n'
    note = f'<p class="note" dir="auto">{escaped(each.note)}</p>\n' if each.note.strip() else ""
    return (
        f'<figure class="quote" id="q{entry.number}">\n'
        f'<a class="label" href="#m{entry.number}">{escaped(entry.label)}</a>\n{words}'
        f"<figcaption>{caption}</figcaption>\n"
        f"{of_fields(each.fields)}{note}</figure>\n"
    )
