"""A marked span as a quotation with its source."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotations.annotation import Annotation
from annotations.codebook import built_in
from annotations.plain import copied, flat
from annotations.quote import IN_JSON, Quoted, quotation, with_source, words
from annotations.quote import filled as filled_template
from annotations.template import BUILT_IN, FIELDS, Template
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, mark
from tests.annotations.strategies import SOME, strings


def marked(*words: str, **rest: object) -> Annotation:
    text = Text.of(" ~ ".join(words))
    return mark(*text[:].split(" ~ "), text=text, **rest)


# Quotations


def test_a_hard_wrapped_quotation_is_one_line():
    assert quotation(marked("we will\n  pay\u2028soon")) == "“we will pay soon”"


def test_the_parts_of_an_interrupted_quotation_have_an_ellipsis_between():
    assert quotation(marked("We will pay", "or\nleave")) == "“We will pay … or leave”"


def test_a_mark_that_goes_on_with_a_quotation_in_the_next_paragraph_is_left_out():
    assert quotation(marked("“We will pay.\n\n“We will stay.”")) == "“We will pay. We will stay.”"


def test_without_marks_around_them_words_stand_as_in_the_text():
    assert words(marked("“We will,”", "and\nstay")) == "“We will,” … and stay"


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

SAID = mark(
    "we will pay",
    text=(TWO := Text.of("He warned.\n\nThat we will pay.")),
    fields={"speaker": "the mayor"},
    note="sic",
    annotator="ana",
    id="abcdefgh12345",
)
SPEECH = replace(
    DOCUMENT,
    metadata={
        "title": "The Speech",
        "author": [{"given": "Ana", "family": "Bo"}],
        "publisher": "Harbour Press",
        "issued": {"date-parts": [[2024, 5, 1]]},
        "accessed": {"date-parts": [[2024, 6]]},
        "URL": "https://a.example/the_speech",
    },
)
THREAT = built_in().get("threat")


def filled(text: str, *rest: object) -> str:
    return filled_template(Template(text), *rest)


def test_every_field_has_a_value():
    values = {name: Quoted(SAID, SPEECH, THREAT, TWO).value(name) for name in FIELDS}
    assert values == {
        "quote": "“we will pay”",
        "words": "we will pay",
        "speaker": "the mayor",
        "tag": "Threat",
        "title": "The Speech",
        "author": "Ana Bo",
        "family": "Bo",
        "publisher": "Harbour Press",
        "date": "2024-05-01",
        "year": "2024",
        "url": "https://a.example/the_speech",
        "accessed": "2024-06",
        "paragraph": "2",
        "offsets": "17-28",
        "note": "sic",
        "annotator": "ana",
        "id": "abcdefgh12345",
        "chicago": "Ana Bo, “The Speech,” Harbour Press, May 1, 2024, "
        "https://a.example/the_speech.",
        "apa": "(Bo, 2024, para. 2)",
    }


NOTE = "Ana Bo, “The Speech,” Harbour Press, May 1, 2024"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plain", "“we will pay”"),
        ("source", "“we will pay” (the mayor, The Speech, 2024-05-01)"),
        (
            "markdown",
            "> we will pay\n>\n"
            "> — the mayor, The Speech, 2024-05-01, <https://a.example/the_speech>",
        ),
        ("footnote", "“we will pay”[^abcdefgh12345]"),
        ("chicago", f"“we will pay”\n{NOTE}, https://a.example/the_speech."),
        ("apa", "“we will pay” (Bo, 2024, para. 2)"),
    ],
)
def test_a_built_in_template_of_a_quote_with_everything_known(name, said):
    assert filled_template(BUILT_IN[name], SAID, SPEECH, THREAT, TWO) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plain", "“we will pay”"),
        ("source", "“we will pay” (statement.txt)"),
        ("markdown", "> we will pay\n>\n> — statement.txt"),
        ("chicago", "“we will pay”\n“statement.txt.”"),
        ("apa", "“we will pay” (“statement.txt,” n.d.)"),
    ],
)
def test_a_built_in_template_of_a_quote_of_which_little_is_known(name, said):
    assert filled_template(BUILT_IN[name], marked("we will pay"), DOCUMENT) == said


def test_a_quote_in_json_has_what_is_known_and_its_words_as_they_stand():
    said = orjson.loads(filled_template(BUILT_IN["json"], SAID, SPEECH, THREAT, TWO))
    assert list(said) == list(IN_JSON)
    assert (said["quote"], said["paragraph"], said["start"]) == ("we will pay", 2, 17)
    less = orjson.loads(filled_template(BUILT_IN["json"], marked("a “b” c"), DOCUMENT))
    assert less == {
        "document": "statement.txt",
        "tag": "threat",
        "quote": "a “b” c",
        "title": "statement.txt",
        "start": 0,
        "end": 7,
        "annotator": "ana",
    }


def test_a_name_that_is_no_text_can_be_in_json():
    document = replace(DOCUMENT, path="\udcff.txt", title="\udcff.txt")
    said = orjson.loads(filled_template(BUILT_IN["json"], marked("a"), document))
    assert said["document"] == said["title"] != ""


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


text_of_any_kind = st.text(st.sampled_from("ab .,?!“”‘’\"'«»„()[]<>_*#\n"), max_size=12)
datum = text_of_any_kind | st.none()
DATA = st.fixed_dictionaries(
    {},
    optional={
        "title": datum,
        "publisher": datum,
        "URL": datum,
        "author": st.lists(
            st.fixed_dictionaries({}, optional={"family": datum, "given": datum}), max_size=4
        ),
        "issued": st.lists(st.integers(-1, 40), max_size=3).map(lambda day: {"date-parts": [day]}),
        "accessed": datum,
    },
)


@SOME
@given(st.sampled_from(["source", "chicago", "apa"]), DATA, st.sampled_from(["", "the mayor"]))
def test_what_is_missing_leaves_no_punctuation_behind(name, data, speaker):
    clean = {key: regex.sub(r"[^a ]", "", str(value)) for key, value in data.items()}
    clean |= {key: data[key] for key in ("issued",) if key in data}
    document = replace(DOCUMENT, metadata=clean)
    said = filled_template(BUILT_IN[name], marked("a", fields={"speaker": speaker}), document)
    assert not regex.search(r"\(\s*\)|[,(] *,|, *\)|\( |[,.]\.|“[,.]”|“”|,$|  ", said)


@SOME
@given(st.sampled_from(sorted(BUILT_IN)), DATA, strings.filter(str.strip))
def test_any_data_make_a_quotation(name, data, said):
    assert filled_template(BUILT_IN[name], marked(said), replace(DOCUMENT, metadata=data))


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
