"""Annotations for other programs, each read back by a reader of that format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from annotations import formats
from annotations.annotation import Annotation, Segment
from annotations.codebook import built_in
from annotations.document import Document
from annotations.formats import BUILT_IN, EXPORTED, Export, Mark
from annotations.plain import copied, flat
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, TEXT, mark
from tests.annotations.strategies import SOME, strings

SAVED = {
    "id": "0123456789abc",
    "created": "2024-05-01T00:00:00Z",
    "modified": "2024-05-02",
    "rev": 1,
}
HARBOUR = Mark(mark("harbour open", note="really?", **SAVED), DOCUMENT)
INTERRUPTED = Mark(
    mark("We will keep", "she said", tag="commitment", fields={"speaker": "the mayor"}, **SAVED),
    DOCUMENT,
)

HOSTILE = [
    "[x](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "<script>alert(1)</script>",
    "<!-- x",
    "&lt;b&gt; &amp; &#60;",
    "<http://example.org>",
    "# heading",
    "## heading ##",
    "1. one",
    "23) two",
    "- item",
    "+ item",
    "* item",
    "> quote",
    "| a | b |",
    "---",
    "===",
    "***",
    "```code",
    "~~~code",
    "`code`",
    "*em* _em_ **strong** ~~gone~~",
    "[ref]: http://example.org",
    "[^1]: note",
    "\\# not escaped",
    "ends with \\",
    "$x$",
    "\x1b # heading",
    "\x07 - item",
    "\x00 1. one",
    "\n\n# after a blank line",
    "    indented code",
    "trailing ##",
]


def written(format: str, *marks: Mark) -> str:
    return "".join(pieces(format, marks))


def pieces(format: str, marks: Iterable[Mark]) -> Iterator[str]:
    write = formats.get(format).write
    assert write is not None
    for piece in write(Export(marks, built_in())):
        assert isinstance(piece, str)
        yield piece


def on(words: str, **rest: Any) -> Mark:
    """A mark on just those words."""
    text = Text.of(words)
    segment = Segment.of(text, 0, len(text))
    return Mark(replace(mark("locks", **SAVED), segments=(segment,), **rest), DOCUMENT)


# The registry


def test_every_format_has_a_writer():
    assert {"csv", "jsonl", "markdown"} <= {*BUILT_IN}
    assert all(formats.get(name).name == name for name in BUILT_IN)


@pytest.mark.parametrize("name", ["xml", "", "CSV", "../csv", "__init__"])
def test_an_unknown_format_has_none(name):
    with pytest.raises(KeyError):
        formats.get(name)


@pytest.mark.parametrize("format", ["csv", "jsonl", "markdown"])
def test_the_same_marks_always_make_the_same_text(format):
    again = Mark(replace(HARBOUR.annotation), replace(DOCUMENT))
    assert written(format, HARBOUR, INTERRUPTED) == written(format, again, INTERRUPTED)


@pytest.mark.parametrize("format", ["csv", "jsonl", "markdown"])
def test_a_format_is_written_a_mark_at_a_time(format):
    assert max(map(len, pieces(format, iter([HARBOUR] * 500)))) < 2000


# CSV


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_has_a_header_even_without_marks():
    header = written("csv")
    assert header == (
        "id,document,tag,segment,start,end,exact,note,annotator,created,modified,text_sha256\r\n"
    )


def test_a_table_has_a_row_for_each_segment():
    first, second, third = rows(written("csv", HARBOUR, INTERRUPTED))
    assert first == {
        "id": "0123456789abc",
        "document": "statement.txt",
        "tag": "threat",
        "segment": "1",
        "start": str(HARBOUR.annotation.start),
        "end": str(HARBOUR.annotation.end),
        "exact": "harbour open",
        "note": "really?",
        "annotator": "ana",
        "created": "2024-05-01T00:00:00Z",
        "modified": "2024-05-02",
        "text_sha256": TEXT.sha256,
    }
    assert [(row["id"], row["segment"], row["exact"]) for row in (second, third)] == [
        ("0123456789abc", "1", "We will keep"),
        ("0123456789abc", "2", "she said"),
    ]


def test_rows_end_as_the_standard_says():
    assert written("csv", HARBOUR).count("\r\n") == written("csv", HARBOUR).count("\n") == 2


@SOME
@given(strings.filter(bool))
def test_a_table_holds_exactly_the_marked_words(words):
    words = Text.of(words)[:]
    (row,) = rows(written("csv", on(words)))
    neutralised = words.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["exact"] == ("'" + words if neutralised else words)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(start):
    words = f'{start}HYPERLINK("http://example.org")'
    hostile = on(words, note=words, annotator=words, tag=words)
    hostile = replace(hostile, document=replace(DOCUMENT, path=words))
    (row,) = rows(written("csv", hostile))
    for column in ("exact", "note", "annotator", "tag", "document"):
        assert row[column] == "'" + words


def test_a_carriage_return_starts_no_formula():
    (row,) = rows(written("csv", on("x", note="\r=1+1")))
    assert row["note"] == "'\r=1+1"


def test_numbers_stay_numbers():
    (row,) = rows(written("csv", on("x")))
    assert (row["segment"], row["start"], row["end"]) == ("1", "0", "1")


# JSON Lines


def test_an_annotation_is_one_line_of_json():
    harbour, interrupted = (
        json.loads(line) for line in written("jsonl", HARBOUR, INTERRUPTED).split("\n")[:-1]
    )
    segment = HARBOUR.annotation.segments[0]
    assert harbour == {
        "id": "0123456789abc",
        "document": "statement.txt",
        "tag": "threat",
        "start": segment.start,
        "end": segment.end,
        "exact": "harbour open",
        "segments": [
            {
                "start": segment.start,
                "end": segment.end,
                "exact": "harbour open",
                "prefix": segment.prefix,
                "suffix": segment.suffix,
            }
        ],
        "quote": "“harbour open” (statement.txt)",
        "fields": {},
        "note": "really?",
        "annotator": "ana",
        "created": "2024-05-01T00:00:00Z",
        "modified": "2024-05-02",
        "text_sha256": TEXT.sha256,
    }
    assert interrupted["exact"] == "We will keep … she said"
    assert interrupted["fields"] == {"speaker": "the mayor"}
    assert len(interrupted["segments"]) == 2


@SOME
@given(strings.filter(bool))
def test_a_line_of_json_holds_exactly_the_marked_words(words):
    words = Text.of(words)[:]
    line, rest = written("jsonl", on(words, note=words)).split("\n")
    assert rest == ""
    read = json.loads(line)
    assert read["exact"] == read["segments"][0]["exact"] == read["note"] == words


def test_a_file_name_that_is_not_utf_8_does_not_stop_an_export():
    named = Mark(HARBOUR.annotation, replace(DOCUMENT, path="caf\udce9.txt", title="caf\udce9.txt"))
    assert json.loads(written("jsonl", named))["document"].endswith(".txt")


def test_no_marks_are_no_lines():
    assert written("jsonl") == ""


# Markdown


def blocks(markdown: str) -> list[tuple[str, str]]:
    """What a Markdown reader makes of a text: kind and words of each block; words are plain."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    found = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            assert {child.type for child in token.children} <= {"text"}, token.content
            assert before is not None
            words = "".join(child.content for child in token.children)
            found.append((before.type, flat(words)))
        elif not token.type.endswith(("_open", "_close")):
            found.append((token.type, token.content.strip()))
    return found


def on_one_line(words: str) -> str:
    return flat(copied(flat(words)))


def expected(document: Document, annotation: Annotation, words: str) -> list[tuple[str, str]]:
    tag = built_in().get(annotation.tag).name
    place = f"characters {annotation.start}–{annotation.end}"
    return [
        ("paragraph_open", words),
        ("paragraph_open", f"— {tag}, {document.title}, {place}, {annotation.annotator}"),
    ]


def test_quotations_come_under_the_heading_of_their_document():
    elsewhere = Mark(mark("locks"), replace(DOCUMENT, path="b.txt", title="Another"))
    assert blocks(written("markdown", HARBOUR, INTERRUPTED, elsewhere)) == [
        ("html_block", EXPORTED),
        ("heading_open", "statement.txt"),
        *expected(DOCUMENT, HARBOUR.annotation, "harbour open"),
        ("paragraph_open", "really?"),
        *expected(DOCUMENT, INTERRUPTED.annotation, "We will keep … she said"),
        ("heading_open", "Another"),
        *expected(elsewhere.document, elsewhere.annotation, "locks"),
    ]


def test_an_export_says_that_it_is_one():
    assert written("markdown").startswith(EXPORTED)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_they_stand(words):
    hostile = on(words, note=words, annotator="ana")
    shown = on_one_line(words)
    assert blocks(written("markdown", hostile)) == [
        ("html_block", EXPORTED),
        ("heading_open", "statement.txt"),
        *expected(DOCUMENT, hostile.annotation, shown),
        ("paragraph_open", shown),
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_are_shown_as_they_stand(words):
    document = replace(DOCUMENT, title=words)
    hostile = replace(on("x", annotator=words, tag=words), document=document)
    shown = on_one_line(words)
    heading, quote, source = blocks(written("markdown", hostile))[1:]
    assert heading == ("heading_open", shown)
    assert quote == ("paragraph_open", "x")
    assert source == ("paragraph_open", f"— {shown}, {shown}, characters 0–1, {shown}")


@SOME
@given(strings.filter(lambda words: any(map(str.isalnum, words))))
def test_any_words_are_shown_as_they_stand(words):
    words = Text.of(words)[:]
    hostile = on(words)
    assert blocks(written("markdown", hostile))[2:] == expected(
        DOCUMENT, hostile.annotation, on_one_line(words)
    )
