"""A text: its code points, its paragraphs, and where they are."""

from __future__ import annotations

import hashlib
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text import LONGEST, SAMPLE, Text, looks_hard_wrapped
from tests.annotations.strategies import SOME, long_strings, strings

PROSE = (
    "The council of the lower towns said on Monday that it would close the locks to every barge "
    "of the upper towns, unless the dues of last winter were paid before the ice came back, and "
    "that no further warning would be given to anybody who still thought it would not come to that "
)
WRAPPED = textwrap.fill(PROSE * 4, 72)


def paragraphs(string: str, hard_wrapped: bool | None = None) -> list[str]:
    return [each.text for each in Text(string.encode(), hard_wrapped).paragraphs()]


# Paragraphs


def test_a_line_is_a_paragraph():
    assert paragraphs("One.\nTwo.\nThree.") == ["One.", "Two.", "Three."]


def test_blank_lines_are_in_no_paragraph():
    assert paragraphs("\n\nOne.\n\n \t\nTwo.\n\n") == ["One.", "Two."]


def test_white_space_at_the_end_of_a_line_is_in_no_paragraph():
    assert paragraphs("One. \t\n  Two.\x0b\x0c\n") == ["One.", "  Two."]


def test_newlines_tell_the_blank_lines_after_a_paragraph():
    text = Text.of("One.\n\n\nTwo.\nThree.\n \nFour.")
    assert [each.newlines for each in text.paragraphs()] == [3, 1, 2, 0]


def test_the_newlines_inside_a_hard_wrapped_paragraph_are_not_after_it():
    text = Text(b"one\ntwo\n\nthree\nfour", hard_wrapped=True)
    assert [each.newlines for each in text.paragraphs()] == [2, 0]


def test_a_paragraph_knows_its_number_and_its_place():
    first, second = Text.of("Über uns.\n\nWeiter.").paragraphs()
    assert (first.index, first.start, first.end) == (0, 0, 9)
    assert (second.index, second.start, second.end) == (1, 11, 18)


def test_paragraphs_can_be_read_from_the_middle_on():
    assert [each.text for each in Text.of("a\nb\nc").paragraphs(1)] == ["b", "c"]


def test_a_paragraph_is_the_same_after_many_others_were_read():
    text = Text.of("\n".join(f"Line {number}." for number in range(1000)))
    first = text.paragraph(0)
    assert [each.text for each in text.paragraphs()][-1] == "Line 999."
    assert text.paragraph(0) == first


@pytest.mark.parametrize("string", ["", "\n", "\n\n\n", " \n\t\n", " "])
def test_a_text_without_words_has_no_paragraph(string):
    text = Text.of(string)
    assert len(text) == len(string)
    assert text.paragraph_count == 0
    assert list(text.paragraphs()) == []
    with pytest.raises(IndexError):
        text.paragraph_at(0)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x1d", "\x85"])
@pytest.mark.parametrize("hard_wrapped", [False, True])
def test_only_a_newline_ends_a_line(separator, hard_wrapped):
    assert paragraphs(f"One{separator}two", hard_wrapped) == [f"One{separator}two"]


def test_the_newlines_of_a_string_become_lf():
    text = Text.of("a\r\nb\rc\n\rd")
    assert text[0 : len(text)] == "a\nb\nc\n\nd"


# Long lines


def test_a_line_of_64_kb_is_one_paragraph():
    assert paragraphs("x" * LONGEST) == ["x" * LONGEST]


def test_a_longer_line_is_cut_between_words():
    line = "locks and barges " * 20_000
    text = Text.of(line)
    assert text.paragraph_count > 1
    assert all(len(each.text) <= LONGEST for each in text.paragraphs())
    assert [word for each in text.paragraphs() for word in each.text.split()] == line.split()


def test_between_two_pieces_of_a_line_there_is_no_newline():
    first, *_, last = Text.of("locks and barges " * 20_000 + "\nNext.").paragraphs()
    assert first.newlines == 0
    assert last.text == "Next."


@pytest.mark.parametrize("character", ["é", "漢", "😀"])
@pytest.mark.parametrize("shift", range(4))
def test_a_line_without_white_space_is_cut_between_characters(character, shift):
    line = "x" * shift + character * 100_000
    text = Text.of(line)
    assert "".join(each.text for each in text.paragraphs()) == line
    assert all(len(each.text.encode()) <= LONGEST for each in text.paragraphs())


def test_white_space_at_the_end_of_a_long_line_is_no_paragraph_of_its_own():
    assert paragraphs("x" * LONGEST + " " * LONGEST) == ["x" * LONGEST]


def test_a_hard_wrapped_text_without_a_blank_line_is_cut_as_well():
    text = Text.of((WRAPPED + "\n") * 200)
    assert text.hard_wrapped
    assert max(len(each.text) for each in text.paragraphs()) <= LONGEST


# Hard-wrapped texts


def test_lines_broken_to_fit_a_page_are_recognised():
    assert Text.of(WRAPPED).hard_wrapped


def test_a_hard_wrapped_block_is_one_paragraph_that_keeps_its_newlines():
    assert paragraphs(f"{WRAPPED}\n\n{WRAPPED}") == [WRAPPED, WRAPPED]


def test_paragraphs_of_one_line_each_are_not_hard_wrapped():
    assert not Text.of("\n".join([PROSE] * 20)).hard_wrapped


def test_a_list_of_short_lines_is_not_hard_wrapped():
    assert not Text.of("bread\nmilk\nrope\n" * 20).hard_wrapped


def test_lines_of_that_width_that_end_sentences_are_not_hard_wrapped():
    assert not Text.of((("x" * 69) + ".\n") * 20).hard_wrapped


def test_lines_between_blank_lines_are_not_hard_wrapped():
    assert not Text.of(("x" * 70 + "\n\n") * 20).hard_wrapped


@pytest.mark.parametrize(("width", "wrapped"), [(49, False), (50, True), (90, True), (91, False)])
def test_hard_wrapped_lines_are_50_to_90_characters_wide(width, wrapped):
    assert looks_hard_wrapped(("é" * width + "\n").encode() * 20) is wrapped


@pytest.mark.parametrize(("finished", "wrapped"), [(4, True), (5, False)])
@pytest.mark.parametrize("end", [".", "!", "?", ":", "”"])
def test_six_of_ten_hard_wrapped_lines_end_inside_a_sentence(finished, wrapped, end):
    lines = ["x" * 69 + end] * finished + ["x" * 70] * (10 - finished) + ["the last one"]
    assert looks_hard_wrapped("\n".join(lines).encode()) is wrapped


def test_only_newlines_end_the_lines_whose_width_counts():
    assert looks_hard_wrapped(f"{'x' * 35}\u2028{'x' * 35}\n".encode() * 20)


def test_the_head_of_a_text_decides_whether_it_is_hard_wrapped():
    head = ("x" * 70 + "\n") * (SAMPLE // 71 + 1)
    assert looks_hard_wrapped((head + "short.\n" * SAMPLE).encode())


def test_whoever_knows_better_decides_whether_a_text_is_hard_wrapped():
    assert paragraphs("One\ntwo", hard_wrapped=True) == ["One\ntwo"]
    assert paragraphs(WRAPPED, hard_wrapped=False) == WRAPPED.split("\n")


ALONE = ["> quoted", "- item", "* item", "• item", "| cell |", "1. item", "23. item", " in", "\tin"]


@pytest.mark.parametrize("line", ALONE)
def test_a_line_that_stands_alone_is_not_joined_with_those_around_it(line):
    assert paragraphs(f"before\n{line}\nafter\nit", hard_wrapped=True) == [
        "before",
        line,
        "after\nit",
    ]


@pytest.mark.parametrize("line", ["1 item", "a. item", "—dash", "“quoted", "1984"])
def test_another_line_is_joined_with_those_around_it(line):
    block = f"before\n{line}\nafter"
    assert paragraphs(block, hard_wrapped=True) == [block]


def test_a_line_of_spaces_ends_a_hard_wrapped_block():
    assert paragraphs("one\n \t\ntwo", hard_wrapped=True) == ["one", "two"]


# Code points


def test_a_text_is_read_like_a_string():
    text, string = Text.of("naïve 😀 text"), "naïve 😀 text"
    assert len(text) == len(string)
    assert text[6:7] == "😀"
    assert text[:] == string
    assert text[-4:] == "text"
    assert text[3:1] == ""
    assert text[5:999] == string[5:]


@pytest.mark.parametrize(
    "span", [slice(0, 3), slice(None, 3), slice(1, -1), slice(1, None), slice(-9, 3), slice(0, 0)]
)
def test_a_text_is_read_the_same_after_one_of_its_paragraphs_was(span):
    text = Text.of("One.\nTwo.")
    for offset in (0, 7):
        text.paragraph_at(offset)
        assert text[span] == "One.\nTwo."[span]


@pytest.mark.parametrize("key", [3, slice(0, 4, 2)])
def test_a_text_is_read_in_spans_only(key):
    with pytest.raises(TypeError):
        Text.of("abcdef")[key]


@pytest.mark.parametrize("character", ["é", "漢", "😀", "e\u0301", "👨‍👩‍👧"])
@pytest.mark.parametrize("shift", range(5))
def test_offsets_hold_where_a_character_lies_across_two_blocks(character, shift):
    string = "x" * shift + character * 3000
    text = Text.of(string)
    assert len(text) == len(string)
    for offset in range(1010, len(string), 487):
        assert text[offset : offset + 3] == string[offset : offset + 3]


@pytest.mark.parametrize("character", ["é", "漢", "😀"])
def test_paragraphs_behind_many_wide_characters_start_where_they_should(character):
    string = "\n".join(character * width for width in range(1, 200))
    text = Text.of(string)
    assert [each.start for each in text.paragraphs()] == [
        width * (width - 1) // 2 + width - 1 for width in range(1, 200)
    ]


@SOME
@given(long_strings, st.data())
def test_a_span_of_a_text_is_that_span_of_the_string(string, data):
    text = Text.of(string)
    same = string.replace("\r\n", "\n").replace("\r", "\n")
    offsets = st.integers(-3, len(same) + 3)
    start, end = data.draw(offsets), data.draw(offsets)
    assert len(text) == len(same)
    if text.paragraph_count:
        text.paragraph_at(data.draw(offsets))
    assert text[start:end] == same[start:end]


@SOME
@given(long_strings, st.sampled_from([None, True, False]))
def test_what_is_not_white_lies_in_one_paragraph(string, hard_wrapped):
    text = Text(Text.of(string).data, hard_wrapped)
    whole, done = text[:], 0
    for each in text.paragraphs():
        assert whole[done : each.start].strip(" \t\n\x0b\x0c") == ""
        assert whole[each.start : each.end] == each.text
        done = each.end
    assert whole[done:].strip(" \t\n\x0b\x0c") == ""


@SOME
@given(strings, st.data())
def test_an_offset_lies_in_its_paragraph_or_behind_it(string, data):
    text = Text.of("x" + string)
    offset = data.draw(st.integers(0, len(text)))
    found = text.paragraph_at(offset)
    assert found.start <= offset
    assert all(each.start > offset for each in text.paragraphs(found.index + 1))


def test_before_the_first_paragraph_is_the_first_and_behind_the_text_is_the_last():
    text = Text.of("\n\nOne.\nTwo.\n\n")
    assert [text.paragraph_at(offset).index for offset in (-5, 0, 1, 2, 6, 7, 999)] == [
        *(0, 0, 0, 0, 0, 1, 1)
    ]


def test_where_a_long_line_is_cut_the_next_paragraph_begins():
    text = Text.of("x" * 2 * LONGEST)
    assert text.paragraph_at(LONGEST - 1).index == 0
    assert text.paragraph_at(LONGEST).index == 1
    assert text.paragraph_at(LONGEST - 1).index == 0


# The whole


def test_a_text_is_named_after_its_bytes():
    assert Text.of("naïve\r\n").sha256 == hashlib.sha256("naïve\n".encode()).hexdigest()
