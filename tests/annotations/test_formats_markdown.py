"""Quotations in Markdown, read by a reader of Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from annotations.annotation import Annotation
from annotations.codebook import built_in
from annotations.document import Document
from annotations.formats import EXPORTED, Mark
from annotations.plain import copied, flat
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, TEXT, mark
from tests.annotations.exported import HARBOUR, INTERRUPTED, on, written
from tests.annotations.strategies import SOME, strings

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
    source = (annotation.fields.get("speaker"), tag, document.title, annotation.annotator)
    return [
        ("paragraph_open", words),
        ("paragraph_open", f"— {', '.join(filter(None, source))}"),
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
    assert source == ("paragraph_open", f"— {shown}, {shown}, {shown}")


@SOME
@given(strings.filter(lambda words: any(map(str.isalnum, words))))
def test_any_words_are_shown_as_they_stand(words):
    words = Text.of(words)[:]
    hostile = on(words)
    assert blocks(written("markdown", hostile))[2:] == expected(
        DOCUMENT, hostile.annotation, on_one_line(words)
    )


def test_a_document_is_cited_under_its_title():
    data = {
        "title": "A *Statement*",
        "author": [{"family": "Bo", "given": "Ana"}],
        "issued": {"date-parts": [[2024, 5, 1]]},
        "URL": "https://example.org/a_b",
    }
    known = Mark(HARBOUR.annotation, replace(DOCUMENT, metadata=data))
    lines = written("markdown", known).splitlines()
    assert lines[2:5] == [
        "# A \\*Statement\\*",
        "",
        "Ana Bo, “A \\*Statement\\*,” May 1, 2024, <https://example.org/a_b>.",
    ]


def test_the_paragraph_is_named_where_the_text_is_known():
    text = written("markdown", HARBOUR, text_of=lambda document: TEXT)
    assert "> — Threat, statement.txt, paragraph 1, ana\n" in text
