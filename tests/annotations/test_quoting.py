"""Many quotations at once: their order, headings, notes, and what Markdown makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from annotations.codebook import built_in
from annotations.document import Document
from annotations.formats import Mark
from annotations.plain import copied, flat
from annotations.quoting import needs_texts, pieces, text
from annotations.template import BUILT_IN, Template
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, mark
from tests.annotations.strategies import SOME, strings
from tests.annotations.test_formats_markdown import HOSTILE

ONE = Text.of("We will pay.\n\nThey stole grain.\n\nYou will regret it.")
DATA = {"title": "The Speech", "author": [{"given": "Ana", "family": "Bo"}], "issued": "2024-05-01"}
SPEECH = replace(DOCUMENT, metadata=DATA)
LETTER = replace(DOCUMENT, id="fedcba9876543210", path="letter.txt", title="letter.txt")
MARKS = [
    Mark(mark("We will pay", text=ONE, id="aaaaaaaaaaaaa"), SPEECH),
    Mark(mark("They stole grain", text=ONE, tag="allegation", id="bbbbbbbbbbbbb"), SPEECH),
    Mark(mark("You will regret it", text=ONE, id="ccccccccccccc"), LETTER),
]
CODEBOOK = built_in()


def texts(document: Document) -> Text | None:
    return ONE


def quoted(name: str, *marks: Mark, by_tag: bool = False) -> str:
    return text(marks or MARKS, BUILT_IN[name], CODEBOOK, texts, by_tag)


def test_a_blank_line_stands_between_quotations():
    assert quoted("plain") == "“We will pay”\n\n“They stole grain”\n\n“You will regret it”"


def test_by_tag_they_stand_under_the_names_of_the_tags_in_the_order_of_the_codebook():
    assert quoted("plain", by_tag=True) == (
        "Threat\n\n“We will pay”\n\n“You will regret it”\n\nAllegation\n\n“They stole grain”"
    )
    assert quoted("markdown", MARKS[1], by_tag=True).startswith("## Allegation\n\n> They stole")


def test_a_tag_that_the_codebook_does_not_know_comes_last_under_its_id():
    unknown = Mark(mark("We will pay", text=ONE, tag="old_one"), SPEECH)
    assert quoted("plain", unknown, MARKS[1], by_tag=True).startswith("Allegation\n")
    assert quoted("footnote", unknown, by_tag=True).startswith("## old\\_one\n")


def test_the_notes_of_all_footnotes_stand_at_the_end():
    assert quoted("footnote").split("\n\n") == [
        "“We will pay”[^aaaaaaaaaaaaa]",
        "“They stole grain”[^bbbbbbbbbbbbb]",
        "“You will regret it”[^ccccccccccccc]",
        "[^aaaaaaaaaaaaa]: Ana Bo, “The Speech,” May 1, 2024.",
        "[^bbbbbbbbbbbbb]: Ana Bo, “The Speech,” May 1, 2024.",
        "[^ccccccccccccc]: “letter.txt.”",
    ]


def test_a_single_footnote_has_its_note():
    assert quoted("footnote", MARKS[2]).endswith(
        "[^ccccccccccccc]\n\n[^ccccccccccccc]: “letter.txt.”"
    )


def test_several_quotes_in_json_are_an_array_and_one_is_an_object():
    array = json.loads(quoted("json"))
    assert [each["quote"] for each in array] == [each.annotation.exact for each in MARKS]
    assert json.loads(quoted("json", MARKS[0])) == array[0]
    assert json.loads("".join(pieces([], BUILT_IN["json"], CODEBOOK, texts))) == []
    assert json.loads("".join(pieces(MARKS[:1], BUILT_IN["json"], CODEBOOK, texts))) == array[:1]


def test_in_json_by_tag_is_an_order():
    array = json.loads(quoted("json", by_tag=True))
    assert [each["tag"] for each in array] == ["Threat", "Threat", "Allegation"]


def test_paragraphs_are_counted_in_the_text_of_each_document():
    counting = Template("{quote} {paragraph} {apa}")
    assert text(MARKS, counting, CODEBOOK, texts).split("\n\n") == [
        "“We will pay” 1 (Bo, 2024, para. 1)",
        "“They stole grain” 2 (Bo, 2024, para. 2)",
        "“You will regret it” 3 (“letter.txt,” n.d., para. 3)",
    ]


def test_texts_are_read_once_a_document_and_only_where_a_template_needs_them():
    read: list[str] = []

    def reading(document: Document) -> Text | None:
        read.append(document.path)
        return None

    for template in map(BUILT_IN.__getitem__, ("source", "apa")):
        text(MARKS, template, CODEBOOK, reading, by_tag=True)
    assert read == ["statement.txt", "letter.txt"]
    assert [name for name, each in BUILT_IN.items() if needs_texts(each)] == ["apa", "json"]


def test_quotations_come_one_by_one():
    def endless() -> Iterator[Mark]:
        while True:
            yield MARKS[0]

    found = pieces(endless(), BUILT_IN["source"], CODEBOOK, texts)
    assert next(found) + next(found) == "\n\n".join(["“We will pay” (The Speech, 2024-05-01)"] * 2)


# What Markdown makes of them


def shown(markdown: str) -> list[str]:
    """The text of each block, as it shows."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    assert not [token for token in tokens if token.type in ("html_block", "fence", "code_block")]
    return [
        "".join(child.content or "\n" * (child.type == "softbreak") for child in token.children)
        for token in tokens
        if token.type == "inline" and token.children is not None
    ]


@pytest.mark.parametrize("words", [*HOSTILE, "a “b” c", "1. one", "> quote", "[^x]: note"])
def test_a_block_quote_shows_the_marked_words_and_nothing_else(words):
    said = mark(words, text=Text.of(words))
    document = replace(DOCUMENT, metadata={"title": words, "URL": "https://a.example/b_c_d"})
    one, two = shown(quoted("markdown", Mark(said, document)))
    words = flat(copied(flat(words)))
    assert one == words
    assert two == f"— {words}, https://a.example/b_c_d"


@SOME
@given(strings.filter(lambda words: flat(copied(words))))
def test_any_words_show_in_a_block_quote_as_they_are(words):
    source = Text.of(words)
    said = mark(source[:], text=source)
    one, _ = shown(quoted("markdown", Mark(said, DOCUMENT)))
    assert one == flat(copied(flat(said.exact)))


@pytest.mark.parametrize("words", HOSTILE)
def test_a_footnote_shows_the_note_that_chicago_wants(words):
    document = replace(DOCUMENT, metadata={**DATA, "publisher": words, "URL": "https://a.b/c_d*e*"})
    said = Mark(mark("We will pay", text=ONE, id="aaaaaaaaaaaaa"), document)
    note = quoted("footnote", said).split("]: ", 1)[1]
    (line,) = shown(note)
    known = flat(copied(flat(words)))
    assert line == f"Ana Bo, “The Speech,” {known}, May 1, 2024, https://a.b/c_d*e*."


def test_an_address_that_is_none_of_the_web_is_no_link():
    document = replace(DOCUMENT, metadata={"URL": "javascript:alert(1)"})
    said = Mark(mark("We will pay", text=ONE), document)
    html = MarkdownIt("commonmark").render(quoted("markdown", said))
    assert "javascript:alert(1)" in html
    assert "href" not in html


def test_an_address_of_the_web_is_a_link_to_itself():
    address = "https://a.example/b_c_d*e*"
    document = replace(DOCUMENT, metadata={"URL": address})
    said = Mark(mark("We will pay", text=ONE, id="aaaaaaaaaaaaa"), document)
    for name in ("markdown", "footnote"):
        rendered = MarkdownIt("commonmark").render(quoted(name, said))
        assert f'<a href="{address}">{address}</a>' in rendered
