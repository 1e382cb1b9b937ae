"""The documents themselves, with their marks in colour, in lanes and with letters.

A text is shown whole as long as all of them fit into a report that a browser opens quickly; then
only what is around marks. Long stretches without marks are folded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from annotations.document import UNSAID
from annotations.formats import Export
from annotations.formats.html.facts import of_document
from annotations.formats.html.inert import alone, escaped
from annotations.formats.html.report import Entry, Report, Section, counted
from annotations.formats.html.runs import LANES, Cutter, Run, Stretch
from annotations.text import Paragraph, Text

ROOM = 8 << 20
"""Bytes of texts that a report shows whole."""
AROUND = 3
"""Paragraphs that are shown on both sides of a mark."""
FOLDED = 12
"""Paragraphs without marks, beyond those, that are not worth folding."""

_SPACED = re.compile(r"^\s|\s\s|\t")

LEFT_OUT = "paragraphs far from marks left out"


def documents(report: Report, export: Export) -> Iterator[str]:
    """A section for each document."""
    yield '<section id="documents" aria-labelledby="documents-head">\n'
    yield '<h2 id="documents-head">Documents</h2>\n'
    yield '<p class="quiet">The letter and number in front of a mark lead to its quotation.</p>\n'
    room = ROOM
    states = Counter(section.document.path for section in report.sections)
    for section in report.sections:
        document = section.document
        language = escaped(document.language_or(UNSAID))
        yield f'<article aria-labelledby="d{section.number}">\n'
        yield f'<h3 id="d{section.number}">{alone(section.title)}'
        yield f' <span class="quiet">{counted(len(section.entries), "mark")}</span></h3>\n'
        yield of_document(document)
        if states[document.path] > 1:
            yield '<p class="quiet">The document was changed between marks; this is how it was'
            yield f" for these ({document.text_sha256[:8]}).</p>\n"
        yield f'<div class="text" lang="{language}">\n'
        text = export.text_of(document)
        if text is None or not text.paragraph_count:
            yield from _context(section)
        else:
            is_whole = len(text.data) <= room
            room -= len(text.data) if is_whole else 0
            yield from _text(section, text, is_whole, export)
        yield "</div>\n</article>\n"
    yield "</section>\n"


def _text(section: Section, text: Text, is_whole: bool, export: Export) -> Iterator[str]:
    """The paragraphs of a text with the marks on them."""
    drawing = _Drawing(section)
    for first, last, is_near in _stretches(section, text):
        paragraphs = (text.paragraph(index) for index in range(first, last))
        count = last - first
        if is_near or (is_whole and count <= FOLDED):
            yield from map(drawing.paragraph, paragraphs)
        elif is_whole:
            without = counted(count, "paragraph") + " without marks"
            yield f"<details><summary>{without}</summary>\n"
            yield from map(drawing.paragraph, paragraphs)
            yield "</details>\n"
        else:
            export.lost[LEFT_OUT] += count
            yield f'<p class="gap">{counted(count, "paragraph")} without marks left out</p>\n'
    yield drawing.rest()


def _stretches(section: Section, text: Text) -> Iterator[tuple[int, int, bool]]:
    """First paragraph and the one after the last, and whether they are near a mark or far."""
    at = 0
    for first, last in _near(section, text):
        if first > at:
            yield at, first, False
        yield max(at, first), last, True
        at = last
    if at < text.paragraph_count:
        yield at, text.paragraph_count, False


def _near(section: Section, text: Text) -> Iterator[tuple[int, int]]:
    """The paragraphs around marks: first and after the last, in order, those that meet as one."""
    spans = sorted(span for entry in section.entries for span in entry.annotation.spans)
    first = last = 0
    for start, end in spans:
        begins = max(0, text.paragraph_at(start).index - AROUND)
        ends = min(text.paragraph_count, text.paragraph_at(end - 1).index + AROUND + 1)
        if begins > last:
            if last:
                yield first, last
            first = begins
        last = max(last, ends)
    yield first, last


class _Drawing:
    """Draws the paragraphs of a document in their order."""

    def __init__(self, section: Section) -> None:
        self._entries = section.entries
        self._cutter = Cutter(entry.annotation for entry in section.entries)

    def paragraph(self, paragraph: Paragraph) -> str:
        """A paragraph as HTML."""
        runs = self._cutter.runs(paragraph.start, paragraph.text)
        return f'<p dir="auto"{_classes(paragraph)}>{"".join(map(self._run, runs))}</p>\n'

    def rest(self) -> str:
        """Marks in white space at the end."""
        labels = "".join(map(self._label, self._cutter.rest()))
        return f"<p>{labels}</p>\n" if labels else ""

    def _run(self, run: Run) -> str:
        labels = "".join(map(self._label, run.begun))
        marks = "".join(map(self._mark, run.within))
        return f"{labels}{marks}{escaped(run.words)}{'</mark>' * len(run.within)}"

    def _mark(self, each: Stretch) -> str:
        entry = self._entries[each.mark]
        if each.lane >= LANES:
            return '<mark class="more" title="more marks">'
        label = escaped(entry.label)
        return f'<mark class="t{entry.tag} l{each.lane}" title="{label}">'

    def _label(self, each: Stretch) -> str:
        """The letter and number in front of a mark, which lead to its quotation."""
        return label(self._entries[each.mark], each.is_first)


def _classes(paragraph: Paragraph) -> str:
    """How far a paragraph is from the next, and whether its white space means something."""
    kinds = []
    if paragraph.newlines < 2:
        kinds.append("close" if paragraph.newlines else "cut")
    if "\n" not in paragraph.text and _SPACED.search(paragraph.text):
        kinds.append("spaced")
    return f' class="{" ".join(kinds)}"' if kinds else ""


def label(entry: Entry, is_first: bool = True) -> str:
    """The letter and number of a mark, drawn by the style: they are no part of the text."""
    name = escaped(entry.label)
    id = f' id="m{entry.number}"' if is_first else ""
    before = "" if is_first else "…"
    return (
        f'<a class="label t{entry.tag}"{id} href="#q{entry.number}" '
        f'data-label="{before}{name}" aria-label="{name}"></a>'
    )


def _context(section: Section) -> Iterator[str]:
    """The marks with what stood around them, where the text is not to be found."""
    yield '<p class="gap">The text is not to be found; this is what stood around its marks.</p>\n'
    for entry in section.entries:
        yield f'<p dir="auto" class="context">{"".join(_in_context(entry))}</p>\n'


def _in_context(entry: Entry) -> Iterable[str]:
    for segment in entry.annotation.segments:
        is_first = segment is entry.annotation.segments[0]
        yield f"…{escaped(segment.prefix)}{label(entry, is_first)}"
        yield f'<mark class="t{entry.tag} l0" title="{escaped(entry.label)}">'
        yield f"{escaped(segment.exact)}</mark>{escaped(segment.suffix)}… "
