"""A marked span as a quotation with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest
import regex
from hypothesis import given

from annotations.annotation import Annotation
from annotations.codebook import built_in
from annotations.quote import copied, filled, flat, quotation, with_source
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, mark
from tests.annotations.strategies import SOME, strings


def marked(*words: str, **rest: object) -> Annotation:
    text = Text.of(" ~ ".join(words))
    return mark(*text[:].split(" ~ "), text=text, **rest)


# Quotation marks


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("we will pay", "“we will pay”"),
        ("a “closed” lock", "“a ‘closed’ lock”"),
        ("a ‘closed’ lock", "“a ‘closed’ lock”"),
        ("he said “go ‘now’, all”", "“he said ‘go “now”, all’”"),
        ("„zu“ und «fermé»", "“‚zu‘ und ‹fermé›”"),
        ('a "closed" lock', "“a 'closed' lock”"),
        ("“A” and “B”", "“‘A’ and ‘B’”"),
    ],
)
def test_quotation_marks_inside_become_the_inner_kind(words, shown):
    assert quotation(marked(words)) == shown


@pytest.mark.parametrize("words", ["we don’t know", "the towns’ locks", "it's o'clock", "l’eau"])
def test_an_apostrophe_is_no_quotation_mark(words):
    assert quotation(marked(words)) == f"“{words}”"


def test_an_apostrophe_inside_an_inner_quotation_does_not_end_it():
    assert quotation(marked("he said ‘we don’t know’, twice")) == "“he said ‘we don’t know’, twice”"


def test_words_that_are_one_quotation_are_not_quoted_twice():
    assert quotation(marked("“We will pay.”")) == "“We will pay.”"


@pytest.mark.parametrize("words", ["“We will pay", "We will pay”"])
def test_half_a_quotation_loses_the_mark_without_a_partner(words):
    assert quotation(marked(words)) == "“We will pay”"


def test_a_mark_without_a_partner_does_not_make_the_others_lose_theirs():
    assert quotation(marked("“A” and “B")) == "“‘A’ and ‘B”"


def test_a_hard_wrapped_quotation_is_one_line():
    assert quotation(marked("we will\n  pay\u2028soon")) == "“we will pay soon”"


def test_the_parts_of_an_interrupted_quotation_have_an_ellipsis_between():
    assert quotation(marked("We will pay", "or\nleave")) == "“We will pay … or leave”"


@pytest.mark.parametrize(("first", "second"), [("“We will", "pay”"), ("“We will”", "“pay”")])
def test_the_parts_of_an_interrupted_quotation_are_one_quotation(first, second):
    shown = quotation(marked(first, second))
    assert shown[0] + shown[-1] == "“”"
    assert shown.count("“") == 1


@SOME
@given(strings.filter(str.strip))
def test_any_words_are_one_line_between_quotation_marks(words):
    shown = quotation(marked(words))
    assert shown[0] + shown[-1] == "“”"
    assert not regex.search(r"[\n\t\u2028]|  ", shown)
    letters = regex.compile(r"\p{L}")
    assert letters.findall(shown) == letters.findall(words)


# Sources


def test_a_source_is_speaker_title_and_date():
    document = replace(DOCUMENT, metadata={"title": "The speech", "issued": "2024-05-01"})
    said = marked("we will pay", fields={"speaker": "the mayor"})
    assert with_source(said, document) == "“we will pay” (the mayor, The speech, 2024-05-01)"


@pytest.mark.parametrize(
    ("fields", "metadata", "source"),
    [
        ({}, {}, " (statement.txt)"),
        ({"speaker": "the mayor"}, {}, " (the mayor, statement.txt)"),
        ({}, {"title": "The speech"}, " (The speech)"),
        ({}, {"issued": "2024"}, " (statement.txt, 2024)"),
        ({"speaker": ["the mayor", "the smith"]}, {}, " (the mayor, the smith, statement.txt)"),
        ({"speaker": ""}, {"title": None, "issued": 7}, " (statement.txt)"),
        ({}, {"title": "The\nspeech"}, " (The speech)"),
    ],
)
def test_a_part_that_is_not_known_goes_with_its_comma(fields, metadata, source):
    document = replace(DOCUMENT, metadata=metadata)
    said = with_source(marked("we will pay", fields=fields), document)
    assert said == f"“we will pay”{source}"


def test_without_any_source_there_are_no_brackets():
    assert with_source(marked("we will pay"), replace(DOCUMENT, title="")) == "“we will pay”"


# Templates

EVERY_FIELD = (
    "{quote}|{speaker}|{tag}|{title}|{author}|{publisher}|{date}|{url}|{paragraph}|{offsets}|"
    "{note}|{annotator}"
)


def test_a_template_has_what_is_known_of_mark_document_and_text():
    text = Text.of("He warned.\n\nThat we will pay.")
    said = mark(
        "we will pay", text=text, fields={"speaker": "the mayor"}, note="sic", annotator="ana"
    )
    data = {"author": "A. B.", "publisher": "P", "issued": "2024", "URL": "u:v", "title": "T"}
    document = replace(DOCUMENT, metadata=data)
    tag = built_in().get("threat")
    assert filled(EVERY_FIELD, said, document, tag, text) == (
        "“we will pay”|the mayor|Threat|T|A. B.|P|2024|u:v|2|17-28|sic|ana"
    )


def test_without_codebook_and_text_a_tag_has_its_id_and_the_paragraph_is_missing():
    said = marked("we will pay", tag="threat")
    assert filled("{tag}, {paragraph}, {quote}", said, DOCUMENT) == "threat, “we will pay”"


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("author", [{"given": "Ana", "family": "Bo"}, {"literal": "The Town"}], "Ana Bo, The Town"),
        ("author", [{"family": "Bo"}, {}, 3], "Bo"),
        ("issued", {"date-parts": [[2024, 5, 1]]}, "2024-05-01"),
        ("issued", {"date-parts": [["2024", "5"]]}, "2024-05"),
        ("issued", {"raw": "spring"}, "spring"),
        ("issued", {"date-parts": []}, ""),
    ],
)
def test_names_and_dates_of_csl_json_are_words(field, value, shown):
    name = {"author": "author", "issued": "date"}[field]
    document = replace(DOCUMENT, metadata={field: value})
    assert filled(f"{{quote}} ({{{name}}})", marked("a"), document) == (
        f"“a” ({shown})" if shown else "“a”"
    )


def test_a_template_of_which_nothing_is_known_gives_the_quotation():
    assert filled("{speaker}", marked("we will pay"), DOCUMENT) == "“we will pay”"
    assert filled("", marked("we will pay"), DOCUMENT) == "“we will pay”"


# Copies


def test_control_characters_stay_out_of_copies():
    assert copied("a\x1b[2J\x07b\x9b\x00c\x7f\r\nd\te") == "a[2Jbc\nd\te"


def test_everything_else_stays_in_copies():
    words = "naïve 👍🏽 שלום \u00a0 e\u0301\n\t"
    assert copied(words) == words


@SOME
@given(strings)
def test_no_terminal_obeys_a_copy(words):
    assert not regex.search(r"[\p{Cc}--[\n\t]]", copied(words), regex.V1)
    assert copied(copied(words)) == copied(words)


def test_words_on_one_line_have_single_spaces():
    assert flat("  we \n\t will\u2028pay\u00a0 ") == "we will pay"
