"""Documents as references for other programs: their keys, and which document a reference means."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations import citation
from annotations.document import Document

LARGEST = 16 << 20
"""Bytes of the largest file of references."""
MOST = 100_000
"""References of one file."""

_PASSED_OVER = {"a", "an", "the", "on", "of", "in", "at", "to", "and", "for", "by"}
"""Words with which no key goes on."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a file says of a work."""

    place: str
    """Where in the file, for people: `line 3`."""
    metadata: Mapping[str, Any]
    """In the names of CSL-JSON, checked."""
    id: str = ""
    """Id of our document, if the file names it."""
    path: str = ""
    """Path of our document, if the file names it."""


def described(document: Document) -> dict[str, Any]:
    """What is known of a document, in the names of CSL-JSON; it has a title in any case."""
    known = {name: value for name, value in document.metadata.items() if value not in ("", None)}
    return {"title": citation.title_of(document), **known}


def keys(documents: Sequence[Document]) -> list[str]:
    """A citation key for each document: `doe2024threats`, with a letter behind where two are alike.

    Keys are ASCII; the same documents always get the same ones.
    """
    plain = [_key(document) for document in documents]
    order = sorted(range(len(documents)), key=lambda at: (documents[at].path, documents[at].id))
    count, given, taken = Counter(plain), Counter[str](), set(plain)
    made = list(plain)
    for at in order:
        while count[plain[at]] > 1 and made[at] in taken:
            given[plain[at]] += 1
            made[at] = plain[at] + _letters(given[plain[at]])
        taken.add(made[at])
    return made


def matched(
    references: Iterable[Reference], documents: Sequence[Document]
) -> tuple[list[tuple[Document, Reference]], list[str]]:
    """The documents that references mean, and why others mean none; nothing is guessed.

    A reference means a document by its id, else by its path, its address, or its title.
    """
    found: list[tuple[Document, Reference]] = []
    reasons: list[str] = []
    meant: dict[str, str] = {}
    for each in references:
        called = citation.in_words(each.metadata.get("title"))[:60] or each.path or "a reference"
        those = _meant(each, documents)
        if len(those) > 1:
            paths = ", ".join(document.path for document in those[:5])
            reasons.append(f"{each.place}: {called} may be any of {paths}")
        elif not those:
            reasons.append(f"{each.place}: {called} is none of these documents")
        elif those[0].id in meant:
            reasons.append(f"{each.place}: {those[0].path} is described in {meant[those[0].id]}")
        else:
            meant[those[0].id] = each.place
            found.append((those[0], each))
    return found, reasons


def read(data: bytes) -> list[Reference]:
    """The references in a file of CSL-JSON or BibTeX. Raises ValueError with a reason."""
    if len(data) > LARGEST:
        raise ValueError(f"is larger than {LARGEST >> 20} MB")
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 at byte {error.start}") from error
    if words.lstrip()[:1] in ("[", "{"):
        from annotations.formats import csl

        found = csl.references(words)
    else:
        from annotations.formats import bibtex

        found = bibtex.references(words)
    if not found:
        raise ValueError("holds no references in CSL-JSON or BibTeX")
    return found


def _meant(reference: Reference, documents: Sequence[Document]) -> list[Document]:
    """The documents of the first rule by which there are any."""
    url, title = reference.metadata.get("URL"), _folded(reference.metadata.get("title"))
    rules = (
        lambda document: reference.id and document.id == reference.id,
        lambda document: reference.path and document.path == reference.path,
        lambda document: url and document.metadata.get("URL") == url,
        lambda document: (
            title and title in (_folded(citation.title_of(document)), _folded(document.title))
        ),
    )
    for rule in rules:
        if those := [document for document in documents if rule(document)]:
            return those
    return []


def _folded(value: object) -> str:
    return " ".join(value.casefold().split()) if isinstance(value, str) else ""


def _key(document: Document) -> str:
    """A key that may not be its own."""
    authors = citation.authors(document)
    family = _ascii(authors[0].family.split()[-1]) if authors else ""
    words = [_ascii(word) for word in citation.title_of(document).split()]
    title = next((word for word in words if word and word not in _PASSED_OVER), "")
    year = _ascii(citation.year(document))[:4] if document.metadata.get("issued") else ""
    return (f"{family[:20]}{year}{title[:20]}") or "document"


def _ascii(words: str) -> str:
    """Letters and digits of words, without accents."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.casefold())


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
