"""What people take for one character."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given

from annotations.characters import all_clusters, around, clusters, stand_alone
from tests.annotations.strategies import SOME, strings


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in clusters(text)]


def test_only_clusters_of_several_code_points_are_named():
    assert parts("ae\u0301👨\u200d👩b🇫🇷c\r\n") == [
        "e\u0301",
        "👨\u200d👩",
        "🇫🇷",
        "\r\n",
    ]


def test_an_offset_inside_a_cluster_lies_in_all_of_it():
    text = "ae\u0301b"
    assert [around(text, offset) for offset in range(5)] == [
        *((0, 0), (1, 1), (1, 3), (3, 3), (4, 4)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\u1100\u1161\u11a8",
        "가\u11a8",
        "กำ",
        "1\ufe0f\u20e3",
        "க்",
        "か\u3099",
        "x\uff9e",
        "\u0600\u0661",
        "🏴\U000e0067\U000e007f",
        "👍🏽",
        "\r\n",
    ],
)
def test_characters_of_several_code_points_are_known_in_all_scripts(text):
    assert clusters(text) == ((0, len(text)),)
    assert parts(f"a {text} é") == [text]
    assert not stand_alone(f"a {text} é")


@pytest.mark.parametrize("text", ["", "plain text.", "naïve – “ça”", "漢字かな", "한국어"])
def test_most_texts_stand_alone(text):
    assert stand_alone(text)
    assert clusters(text) == ()


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "é\nb", "é\x1b", "é\u2028", "é\u200b", "\ufeffé"])
def test_what_is_not_printed_does_not_stand_alone(text):
    assert not stand_alone(text)


@SOME
@given(strings)
def test_clusters_are_those_of_unicode(text):
    found = [match.span() for match in regex.finditer(r"\X", text)]
    assert list(all_clusters(text)) == found
    assert list(clusters(text)) == [(start, end) for start, end in found if end - start > 1]


@SOME
@given(strings)
def test_where_each_stands_alone_no_two_are_one_character(text):
    if stand_alone(text):
        assert len(regex.findall(r"\X", text)) == len(text)
        assert not regex.search(r"[\p{C}\p{Zl}\p{Zp}]", text)
