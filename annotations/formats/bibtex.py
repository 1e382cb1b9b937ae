"""Documents as references in BibTeX, with the fields of biblatex.

Written here; read by `bibtexparser`, which is not installed with Postil but with `postil[all]`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from annotations import metadata
from annotations.document import LANGUAGE, Document
from annotations.errors import AnnotationsError
from annotations.files import path_as_text, path_from_text
from annotations.formats import Export, Format
from annotations.references import MOST, Reference, described, keys

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_CARET = "\uf8ff"
"""Stands for ^ while LaTeX is read: what that reads as one is another character."""
_OURS = {
    r"\textbraceleft{}": r"\{",
    r"\textbraceright{}": r"\}",
    r"\textasciicircum{}": _CARET,
}
"""What is written here and read elsewhere, as what reads it knows it."""
_UNFIT_IN_URL = re.compile(r"[\s{}\\]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(export: Export) -> Iterator[str]:
    """An entry for each document."""
    lost = 0
    for number, (document, key) in enumerate(
        zip(export.documents, keys(export.documents), strict=True)
    ):
        known = described(document)
        lost += len(known.keys() - metadata.BY_NAME.keys())
        kind = "online" if "URL" in known else "misc"
        fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _fields(document, known))
        blank = "\n" if number else ""
        yield f"{blank}@{kind}{{{key}{fields}\n}}\n".encode(errors="replace").decode()
    if lost:
        export.lost["things known of documents that BibTeX has no field for"] += lost


def _fields(document: Document, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and values of an entry, as far as they are known."""
    values = {
        "author": " and ".join(map(_name, known.get("author", ()))),
        "title": f"{{{_escaped(known['title'])}}}",  # braces keep its capitals
        "publisher": _escaped(known.get("publisher", "")),
        "date": metadata.shown("issued", known.get("issued", "")),
        "url": _address(known.get("URL", "")),
        "urldate": metadata.shown("accessed", known.get("accessed", "")),
        "langid": _escaped(known.get("language", "")),
        "postilid": _escaped(document.id),
        "postilpath": _escaped(path_as_text(document.path)),
    }
    return ((name, value) for name, value in values.items() if value)


def _name(person: Any) -> str:
    """A person as BibTeX has them; a name that is one stands in braces."""
    if not isinstance(person, Mapping):
        return f"{{{_escaped(str(person))}}}"
    if literal := person.get("literal"):
        return f"{{{_escaped(literal)}}}"
    parts = [person.get(part, "") for part in ("family", "suffix", "given")]
    shown = [_escaped(part) for part in parts if part]
    # "and" between blanks would begin another person, a lower-case word a particle.
    return ", ".join(f"{{{part}}}" if " " in part else part for part in shown)


def _escaped(words: str) -> str:
    """Words on one line that LaTeX sets as they are."""
    return "".join(_SPECIAL.get(char, char) for char in " ".join(words.split()))


def _address(url: str) -> str:
    return _UNFIT_IN_URL.sub(lambda match: f"%{ord(match[0]):02X}", url)


# Reading


def references(words: str) -> list[Reference]:
    """The references of a file. Raises ValueError with a reason, and AnnotationsError where what
    reads them is not installed.
    """
    try:
        from bibtexparser.entrypoint import parse_string
    except ImportError as error:
        raise AnnotationsError(
            "BibTeX is read by bibtexparser: pip install 'postil[all]'"
        ) from error
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it would tell stderr
    try:
        library = parse_string(words)
    except RecursionError as error:
        raise ValueError("is nested too deep") from error
    for block in library.failed_blocks:
        raise ValueError(f"line {(block.start_line or 0) + 1}: cannot be read")
    if len(library.entries) > MOST:
        raise ValueError(f"holds more than {MOST:,} references")
    return [_reference(entry) for entry in library.entries]


def _reference(entry: Any) -> Reference:
    place = f"line {(entry.start_line or 0) + 1}"
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    said = {
        "title": _plain(fields.get("title", "")),
        "author": [*_people(fields.get("author", ""))],
        "publisher": _plain(_first(fields, "publisher", "organization", "journaltitle", "journal")),
        "issued": _plain(fields.get("date", "")) or _month(fields),
        "URL": fields.get("url", "").replace("\\", "").strip(),
        "accessed": _plain(fields.get("urldate", "")),
        "language": _code(_plain(fields.get("langid", ""))),
    }
    try:
        known = metadata.checked({name: value for name, value in said.items() if value})
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error
    path = path_from_text(_plain(fields.get("postilpath", "")))
    return Reference(place, known, _plain(fields.get("postilid", "")), path)


def _code(words: str) -> str:
    """The code of a language; biblatex has names there, such as english, which are none."""
    return words if LANGUAGE.fullmatch(words) else ""


def _first(fields: Mapping[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _month(fields: Mapping[str, str]) -> str:
    """The date of older entries: year and month apart."""
    year, month = fields.get("year", "").strip("{} "), fields.get("month", "").strip("{} ").lower()
    if month[:3] in _MONTHS:
        return f"{year}-{_MONTHS.index(month[:3]) + 1:02}"
    return f"{year}-{int(month):02}" if month.isdecimal() and year else year


def _people(words: str) -> Iterator[dict[str, str]]:
    from bibtexparser.middlewares import names

    for each in names.split_multiple_persons_names(words):
        if each.startswith("{") and each.endswith("}") and "," not in each:
            yield {"literal": _plain(each)}
            continue
        parts = names.parse_single_name_into_parts(each, strict=False)
        person = {
            "family": _plain(" ".join([*parts.von, *parts.last])),
            "given": _plain(" ".join(parts.first)),
            "suffix": _plain(" ".join(parts.jr)),
        }
        yield {name: part for name, part in person.items() if part}


def _plain(words: str) -> str:
    """Words as LaTeX sets them."""
    from pylatexenc.latex2text import LatexNodes2Text

    for command, plain in _OURS.items():
        words = words.replace(command, plain)
    if not re.search(r"[\\{}$~%]|--|``|''", words):
        return " ".join(words.split())
    shown = LatexNodes2Text(math_mode="verbatim").latex_to_text(words)
    return " ".join(shown.replace(_CARET, "^").split())


FORMAT = Format(
    name="bibtex",
    title="documents as references, BibTeX",
    suffix=".bib",
    keeps="title, author, publisher, dates, address, language",
    loses="marks, texts, what else is known of documents",
    offsets="none",
    write=write,
    of="documents",
)
