"""A report for reading, in a browser and on paper: one file that loads nothing and runs nothing.

First come counts, then the quotations by tag, then the documents with their marks. What is allowed
in it is a single style sheet, named by its hash, so that nothing that a document says can be more
than words.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib import resources

from annotations.formats import Export, Format
from annotations.formats.html import colours
from annotations.formats.html.counts import overview
from annotations.formats.html.inert import alone, escaped
from annotations.formats.html.quoted import quotes
from annotations.formats.html.report import Report, counted, listed
from annotations.formats.html.texts import documents


def write(export: Export) -> Iterator[str]:
    """The page, a document at a time."""
    report = Report.of(export)
    yield from _head(report)
    yield from _title(report)
    yield from _contents(report)
    yield "<main>\n"
    yield from overview(report)
    yield from quotes(report)
    yield from documents(report, export)
    yield "<footer>Written by Postil. This page loads nothing and runs nothing.</footer>\n"
    yield "</main>\n</body>\n</html>\n"


def _head(report: Report) -> Iterator[str]:
    sheet = resources.files("annotations.formats.html").joinpath("report.css").read_text("utf-8")
    style = "".join(colours.style_sheet(report.tags)) + sheet
    allowed = f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    policy = f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield '<meta name="generator" content="Postil">\n'
    yield f"<title>{escaped(report.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"


def _contents(report: Report) -> Iterator[str]:
    used = {entry.tag for entry in report.entries}
    yield '<nav aria-label="Contents">\n<ul>\n<li><a href="#overview">Overview</a></li>\n'
    yield '<li><a href="#quotes">Quotations</a>\n<ul>\n'
    for number, tag in enumerate(report.tags):
        if number in used:
            yield f'<li><a href="#tag{number}">{alone(tag.name)}</a></li>\n'
    yield '</ul>\n</li>\n<li><a href="#documents">Documents</a>\n<ul>\n'
    for section in report.sections:
        yield f'<li><a href="#d{section.number}">{alone(section.title)}</a></li>\n'
    yield "</ul>\n</li>\n</ul>\n</nav>\n"


def _title(report: Report) -> Iterator[str]:
    marks = sum(len(section.entries) for section in report.sections)
    files = len({section.document.path for section in report.sections})
    people = f", by {listed(map(alone, report.annotators))}" if report.annotators else ""
    yield f'<header>\n<h1 dir="auto">{escaped(report.title)}</h1>\n'
    yield f"<p>{counted(marks, 'mark')} in {counted(files, 'document')}{people}</p>\n</header>\n"


FORMAT = Format(
    name="html",
    title="report for browsers and paper",
    suffix=".html",
    keeps="texts with their marks, quotes by tag, counts, fields and notes",
    loses="offsets, ids and times; what is far from marks in long texts",
    offsets="none",
    write=write,
)
