"""Documents as references: written, read by others, read back, and matched."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from annotations import formats, references
from annotations.codebook import built_in
from annotations.document import Document
from annotations.formats import Export
from annotations.references import Reference, keys, matched
from tests.annotations.examples import DOCUMENT
from tests.annotations.strategies import SOME

DATA: dict[str, Any] = {
    "title": "Threats & {Promises}: 50% of “it” \\ ~x^ $1 #2 _",
    "author": [
        {"family": "van Doe", "given": "Jané"},
        {"family": "Roe", "given": "Rita and Co", "suffix": "Jr."},
        {"literal": "Ministry of Ports and Locks, The"},
    ],
    "publisher": "Harbour & Sons",
    "issued": {"date-parts": [[2024, 5, 13], [2024, 6]]},
    "URL": "https://example.org/a_b?c=%20&d#e",
    "accessed": {"date-parts": [[2025]]},
    "language": "pt-BR",
}
TOLD = replace(DOCUMENT, metadata=DATA)
words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)


def called(path: str, **data: Any) -> Document:
    """A document at a path of which this is known."""
    return replace(DOCUMENT, id=path.rjust(16, "0"), path=path, title=path, metadata=data)


def written(name: str, *documents: Document) -> str:
    write = formats.get(name).write
    assert write is not None
    return "".join(map(str, write(Export([], built_in(), documents))))


# There and back


@pytest.mark.parametrize("name", ["csl", "bibtex"])
def test_what_is_known_of_a_document_comes_back(name):
    (read,) = references.read(written(name, TOLD).encode())
    assert read.metadata == DATA
    assert (read.id, read.path) == (TOLD.id, TOLD.path)


@SOME
@given(st.lists(words, min_size=1, max_size=4).map(" ".join), words, words)
def test_any_words_come_back_from_csl(title, family, publisher):
    known = {"title": title, "author": [{"literal": family}], "publisher": publisher}
    (read,) = references.read(written("csl", replace(DOCUMENT, metadata=known)).encode())
    assert read.metadata["title"] == title
    assert read.metadata["publisher"] == publisher


@SOME
@given(st.text("abc {}\\%&#$_^~@,=é", min_size=1, max_size=30).filter(str.strip))
def test_what_latex_would_obey_comes_back_from_bibtex(title):
    title = " ".join(title.split())
    known = replace(DOCUMENT, metadata={"title": title})
    (read,) = references.read(written("bibtex", known).encode())
    assert read.metadata["title"] == title


def test_data_that_we_do_not_know_stays_in_csl_and_is_counted_in_bibtex():
    volume = replace(DOCUMENT, metadata={"title": "A", "volume": "3"})
    (read,) = references.read(written("csl", volume).encode())
    assert read.metadata == {"title": "A", "volume": "3"}
    export = Export([], built_in(), [volume])
    list(formats.get("bibtex").write(export))
    assert export.lost["things known of documents that BibTeX has no field for"] == 1


def test_a_document_of_which_nothing_is_known_is_cited_by_its_name():
    assert json.loads(written("csl", DOCUMENT))[0]["title"] == "statement.txt"
    assert "title = {{statement.txt}}" in written("bibtex", DOCUMENT)
    assert written("csl") == "[]\n"
    assert written("bibtex") == ""


# Keys


def test_keys_are_made_of_author_year_and_title():
    assert keys([TOLD]) == ["doe2024threats"]
    assert keys([called("a.txt", title="The Éclair", author=[{"literal": "Bø Ministry"}])]) == [
        "ministryeclair"
    ]
    assert keys([called("а.txt", title="Слово")]) == ["document"]


def test_keys_that_are_alike_get_letters_by_path():
    alike = [called(path, title="Talks") for path in ("b.txt", "a.txt", "c.txt")]
    assert keys(alike) == ["talksb", "talksa", "talksc"]
    assert keys([*alike, called("d.txt", title="Talksa")])[1] != "talksa"
    many = keys([called(f"{number:04}.txt", title="Talks") for number in range(800)])
    assert len(set(many)) == 800


# Other readers


def test_a_citation_processor_takes_the_references(tmp_path):
    style = tmp_path / "style.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
        "<info><title>t</title><id>t</id><updated>2024-01-01T00:00:00Z</updated></info>"
        '<citation><layout><text variable="title"/></layout></citation>'
        '<bibliography><layout><names variable="author"/> <text variable="title"/> '
        '<date variable="issued" form="text"/></layout></bibliography></style>'
    )
    plain = replace(TOLD, metadata={**DATA, "issued": {"date-parts": [[2024, 5, 13]]}})
    items = json.loads(written("csl", plain))
    source = CiteProcJSON(items)
    made = CitationStylesBibliography(
        CitationStylesStyle(str(style), validate=False), source, formatters.plain
    )
    made.register(Citation([CitationItem(items[0]["id"])]))
    (entry,) = map(str, made.bibliography())
    assert "Promises" in entry
    assert "2024" in entry


# Hostile files


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds no references"),
        (b"words and words", "holds no references"),
        (b"\xff\xfe", "is not UTF-8 at byte 0"),
        (b"[1]", "reference 1: is not an object"),
        (b'[{"title": 3}]', "reference 1: title"),
        (b'[{"title": "A"}, {"issued": "yesterday"}]', "reference 2: date"),
        (b"[{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"URL": "javascript:alert(1)"}', "reference 1: URL"),
        (b"@misc{a, title = {x", "cannot be read"),
        (b"@misc{a, date = {soon}, title = {x}}", "line 1: date"),
    ],
    ids=repr,
)
def test_what_is_no_reference_is_refused_with_its_place(data, reason):
    with pytest.raises(ValueError, match=reason):
        references.read(data)


def test_older_bibtex_is_read_too():
    source = r"""@string{p = {The Port}}
@article{x, author = "Jos{\'e} d'Or and {Port Authority}", title = {A {B} \"{O}}, journal = p,
  year = 2024, month = may, language = {english}}"""
    (read,) = references.read(source.encode())
    assert read.metadata == {
        "title": "A B Ö",
        "author": [{"family": "d'Or", "given": "José"}, {"literal": "Port Authority"}],
        "publisher": "The Port",
        "issued": {"date-parts": [[2024, 5]]},
    }


# Which document


def test_a_reference_means_a_document_by_id_then_path_then_address_then_title():
    one = called("a.txt", title="Talks", URL="https://example.org/1")
    other = called("b.txt", title="Talks", URL="https://example.org/2")
    for reference in (
        Reference("line 1", {}, id=other.id, path="a.txt"),
        Reference("line 1", {}, path="b.txt"),
        Reference("line 1", {"URL": "https://example.org/2", "title": "x"}),
        Reference("line 1", {"title": "B.TXT"}),
    ):
        ((document, _),), reasons = matched([reference], [one, other])
        assert (document, reasons) == (other, [])


def test_a_reference_that_means_several_documents_or_none_is_told():
    one, other = called("a.txt", title="Talks"), called("b.txt", title="talks")
    found, reasons = matched(
        [Reference("line 1", {"title": "Talks"}), Reference("line 9", {"title": "Else"})],
        [one, other],
    )
    assert found == []
    assert reasons == [
        "line 1: Talks may be any of a.txt, b.txt",
        "line 9: Else is none of these documents",
    ]


def test_a_document_is_described_once():
    twice = [Reference("line 1", {}, path="a.txt"), Reference("line 5", {}, path="a.txt")]
    found, reasons = matched(twice, [called("a.txt")])
    assert [reference.place for _, reference in found] == ["line 1"]
    assert reasons == ["line 5: a.txt is described in line 1"]
