"""What people type of a document, what is shown of it, and what comes from outside."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.metadata import FIELDS, checked, parsed, shown

MAY = {"date-parts": [[2024, 5, 13]]}


def people(words):
    return parsed("author", words)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Doe, Jane", [{"family": "Doe", "given": "Jane"}]),
        (
            "Doe,Jane;Roe, Rita",
            [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "Rita"}],
        ),
        ("Ministry of Defence", [{"literal": "Ministry of Defence"}]),
        ("Doe, Jane; Acme Corp", [{"family": "Doe", "given": "Jane"}, {"literal": "Acme Corp"}]),
        ("{Smith, Wesson; Sons}", [{"literal": "Smith, Wesson; Sons"}]),
        (
            "King, Martin Luther, Jr.",
            [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}],
        ),
        ("Pliny,", [{"family": "Pliny"}]),
        (" ; Doe, Jane ;; ", [{"family": "Doe", "given": "Jane"}]),
        ("van Gogh, Vincent", [{"family": "van Gogh", "given": "Vincent"}]),
        ("  ", ""),
        (";", ""),
    ],
)
def test_names_are_read_by_commas_and_semicolons(words, names):
    assert people(words) == names
    assert people(shown("author", names)) == names


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Doe, Jane, Roe, Rita", "several have ; between them"),
        (", Jane", "family name is missing"),
        ("{Acme} Corp", "braces stand around a whole name"),
        ("Ja\x1bne", "cannot be seen, U.001B"),
        ("x" * 2001, "longer than 2,000"),
        ("; ".join(["Doe, Jane"] * 201), "more than 200"),
    ],
)
def test_names_that_cannot_be_read_are_refused_with_the_reason(words, reason):
    with pytest.raises(ValueError, match=reason):
        people(words)


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("2024", [[2024]]),
        ("2024-05", [[2024, 5]]),
        ("2024-5-3", [[2024, 5, 3]]),
        ("2024/05/13", [[2024, 5, 13]]),
        ("2024-05-13", [[2024, 5, 13]]),
        ("2024-05-13T10:00:00Z", [[2024, 5, 13]]),
        ("2024-05-13 10:00:00 +0200", [[2024, 5, 13]]),
        ("13 May 2024", [[2024, 5, 13]]),
        ("13th may 2024", [[2024, 5, 13]]),
        ("May 13, 2024", [[2024, 5, 13]]),
        ("Sept. 1 2024", [[2024, 9, 1]]),
        ("May 2024", [[2024, 5]]),
        ("13.5.2024", [[2024, 5, 13]]),
        ("5/13/2024", [[2024, 5, 13]]),
        ("13/5/2024", [[2024, 5, 13]]),
        ("5/5/2024", [[2024, 5, 5]]),
        ("2023-2024", [[2023], [2024]]),
        ("2023–2024", [[2023], [2024]]),
        ("2024-05-01/2024-05-13", [[2024, 5, 1], [2024, 5, 13]]),
        ("2024-02-29", [[2024, 2, 29]]),
        ("0987", [[987]]),
    ],
)
def test_dates_are_read_as_people_write_them(words, dates):
    assert parsed("issued", words) == {"date-parts": dates}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("2024-02-31", "there is no 2024-02-31"),
        ("2023-02-29", "there is no 2023-02-29"),
        ("2024-13", "there is no 2024-13"),
        ("0000", "there is no 0000"),
        ("5/6/2024", "may mean two days: write 2024-06-05 or 2024-05-06"),
        ("31/31/2024", "there is no"),
        ("2024-2023", "ends before it begins"),
        ("13 Mai 2024", "a date is like"),
        ("24", "a date is like"),
        ("last week", "a date is like"),
        ("२०२४", "a date is like"),
    ],
)
def test_what_is_no_date_or_two_is_refused_with_the_reason(words, reason):
    with pytest.raises(ValueError, match=reason):
        parsed("issued", words)


def test_today_is_the_day_of_the_person():
    now = datetime.date.today()
    assert parsed("accessed", "Today") == {"date-parts": [[now.year, now.month, now.day]]}


@pytest.mark.parametrize(
    ("name", "words", "reason"),
    [
        ("URL", "www.example.org", "begins with http"),
        ("URL", "javascript:alert(1)", "begins with http"),
        ("URL", "https://", "begins with http"),
        ("URL", "https://example.org/a b", "no blank"),
        ("URL", "https://example.org/‮gpj", "no U\\+202E"),
        ("URL", "https://example.org/" + "x" * 2000, "longer than"),
        ("language", "english", "a language is a code"),
        ("title", "x" * 2001, "longer than"),
        ("title", "a\x00b", "U\\+0000"),
        ("publisher", "a\ud800b", "U\\+D800"),
    ],
)
def test_words_that_do_not_fit_are_refused_with_the_reason(name, words, reason):
    with pytest.raises(ValueError, match=reason):
        parsed(name, words)


def test_words_are_one_line():
    assert parsed("title", " To the\n harbour\t") == "To the harbour"
    assert parsed("language", "en_US") == "en-US"
    assert parsed("URL", "https://a.example/b?c#d") == "https://a.example/b?c#d"


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
@pytest.mark.parametrize(
    "value", [None, 7, [None], [[]], {"date-parts": [["x"]]}, {"a": "b"}, [{}]]
)
def test_a_value_of_no_known_shape_shows_nothing(name, value):
    assert shown(name, value) == ""


words = st.text(max_size=40)
dates = st.dates().map(str) | st.dates().map(lambda each: f"{each.day} {each:%B} {each.year:04}")
typed = st.one_of(
    st.tuples(st.sampled_from(["title", "publisher"]), words),
    st.tuples(st.just("author"), st.lists(words | st.sampled_from("{},;")).map("".join)),
    st.tuples(st.sampled_from(["issued", "accessed"]), words | dates),
    st.tuples(st.just("URL"), words.map("https://".__add__)),
    st.tuples(st.just("language"), st.sampled_from(["en", "de", "pt-BR", "en_US", "x"])),
)


@given(typed)
def test_what_is_shown_is_read_as_the_same(said):
    name, written = said
    try:
        value = parsed(name, written)
    except ValueError:
        return
    assert parsed(name, shown(name, value)) == value
    assert checked({name: value}) == {name: value}


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
)
names = st.sampled_from([*(field.name for field in FIELDS), "type", "page", "volume"])
name_parts = st.dictionaries(
    st.sampled_from(["literal", "family", "given", "suffix", "non-dropping-particle"]), words
)


@given(st.dictionaries(names, json | words | st.lists(name_parts)))
def test_data_from_outside_are_refused_or_can_be_shown_and_typed_again(data):
    try:
        known = checked(data)
    except ValueError:
        return
    assert checked(known) == known
    for name, value in known.items():
        if name in {field.name for field in FIELDS}:
            assert parsed(name, shown(name, value)) == value


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({"title": None}, {}),
        ({"title": ""}, {"title": ""}),
        ({"type": "article", "page": 7}, {"type": "article", "page": 7}),
        ({"issued": {"raw": "13 May 2024"}}, {"issued": MAY}),
        ({"issued": {"date-parts": [["2024", "05", 13]], "circa": 1}}, {"issued": MAY}),
        ({"issued": 2024}, {"issued": {"date-parts": [[2024]]}}),
        (
            {"author": [{"family": "Gogh", "non-dropping-particle": "van", "given": "Vincent"}]},
            {"author": [{"family": "van Gogh", "given": "Vincent"}]},
        ),
        (
            {"author": [{"family": "Doe, M.D.", "given": "Jane"}]},
            {"author": [{"literal": "Jane Doe, M.D."}]},
        ),
        ({"author": [{"literal": "{NATO}"}, {}]}, {"author": [{"literal": "NATO"}]}),
        ({"author": [{"given": "Jane"}]}, {"author": [{"literal": "Jane"}]}),
    ],
)
def test_data_from_outside_get_our_shapes(data, kept):
    assert checked(data) == kept


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"title": 7}, "title: is not in words"),
        ({"author": {"family": "Doe"}}, "author: is not a list of names"),
        ({"author": [7]}, "author: one of the names is not a name"),
        ({"issued": {"date-parts": [[2024, 2, 31]]}}, "date: there is no 2024-2-31"),
        ({"issued": {"date-parts": [[2024, 2.5]]}}, "date: is not a date"),
        ({"issued": {"date-parts": []}}, "date: is not a date"),
        ({"issued": True}, "date: is not a date"),
        ({"issued": {"season": 2}}, None),
        ({"URL": "file:///etc/passwd"}, "URL: an address begins with"),
        ({"custom": float("nan")}, "custom: has a value that cannot be kept"),
        ({"custom": 1 << 64}, "custom: has a value"),
        ({"custom": [[[[[[[[1]]]]]]]]}, "custom: holds too much"),
        ({"custom": [0] * 10_001}, "custom: holds too much"),
        ({str(number): 0 for number in range(201)}, "more than 200 names"),
    ],
)
def test_data_from_outside_of_other_shapes_are_refused_with_the_reason(data, reason):
    if reason is None:
        assert checked(data) == {"issued": ""}
        return
    with pytest.raises(ValueError, match=reason):
        checked(data)
