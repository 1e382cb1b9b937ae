"""Files of marks as they come from outside: read as far as they can be, named where they cannot."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats.incoming import LARGEST, NOWHERE, Contents
from annotations.formats.reading import read
from tests.annotations.strategies import SOME, strings

LINE: dict[str, Any] = {"document": "a.txt", "tag": "threat", "exact": "we will pay"}
ID = "01h8xgjhw0abc"
SHA256 = hashlib.sha256(b"we will pay").hexdigest()


def of(*records: Any) -> Contents:
    return read(b"".join(orjson.dumps(each) + b"\n" for each in records))


def native(**parts: Any) -> dict[str, Any]:
    """An object of ours with these parts."""
    whole = {"format": "postil", "version": 1, "documents": [], "texts": {}, "annotations": []}
    return {**whole, **parts}


def why(contents: Contents) -> list[str]:
    assert contents.marks == []
    return [each.why for each in contents.refused]


# What is enough


def test_a_line_needs_no_more_than_document_tag_and_words():
    (mark,) = of(LINE).marks
    assert (mark.line, mark.path, mark.person) == (1, "a.txt", "")
    assert (mark.annotation.tag, mark.annotation.exact) == ("threat", "we will pay")
    assert mark.annotation.segments[0].start == NOWHERE


def test_a_line_may_name_its_text_by_hash():
    (mark,) = of(
        {"text_sha256": SHA256, "tag": "threat", "exact": "we", "start": 0, "end": 2}
    ).marks
    assert (mark.annotation.text_sha256, mark.annotation.spans) == (SHA256, ((0, 2),))


def test_what_a_line_says_beyond_is_kept_and_what_is_made_for_people_is_not():
    (mark,) = of({**LINE, "certainty": 0.5, "quote": "“…”", "title": "x", "extra": {"a": 1}}).marks
    assert mark.annotation.extra == {"a": 1, "certainty": 0.5}


@pytest.mark.parametrize("id", [17, "T1", "0123", ["a"], {"a": 1}, 1 << 62, True])
def test_an_id_that_is_not_ours_is_kept_and_is_no_id(id):
    (mark,) = of({**LINE, "id": id}).marks
    assert (mark.annotation.id, mark.annotation.extra) == ("", {"id": id})


def test_times_of_other_zones_are_given_in_utc():
    (mark,) = of({**LINE, "created": "2026-03-01T14:30:00+02:00", "modified": "2026-03-01"}).marks
    assert mark.annotation.created == "2026-03-01T12:30:00.000Z"
    assert mark.annotation.modified == "2026-03-01"


def test_newlines_of_windows_in_a_quote_are_those_of_the_text():
    (mark,) = of({**LINE, "exact": "we\r\nwill\rpay", "prefix": "\r\n"}).marks
    segment = mark.annotation.segments[0]
    assert (segment.exact, segment.prefix) == ("we\nwill\npay", "\n")


# What a file is


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\n\n", b"\xef\xbb\xbf \r\n"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\n\n"])
def test_lines_are_read_with_any_newline_and_a_byte_order_mark(before, newline):
    found = read(before + orjson.dumps(LINE) + newline + orjson.dumps(LINE))
    assert len(found.marks) == 2
    assert found.refused == []


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_is_read_as_lines_are(indent):
    found = read(json.dumps([LINE, {**LINE, "tag": 3}, LINE], indent=indent).encode())
    assert len(found.marks) == 2
    (refused,) = found.refused
    assert (refused.line, refused.why) == (7 if indent else 1, "tag is not a string")


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("turned", [False, True])
def test_an_object_of_ours_is_read_in_any_order_and_layout(indent, turned):
    document = {"id": "d", "path": "a.txt", "text_sha256": SHA256, "person": "p1", "annotator": "a"}
    mark = {"document": "d", "text_sha256": SHA256, "tag": "t", "exact": "we", "person": "p1"}
    whole = native(
        documents=[document], annotations=[mark], texts={SHA256: "we will pay"}, more=[1]
    )
    if turned:
        whole = dict(reversed(whole.items()))
    found = read(json.dumps(whole, indent=indent).encode())
    assert found.refused == []
    assert [each.annotation.document for each in found.marks] == ["d"]
    assert [each.document.path for each in found.documents.values()] == ["a.txt"]
    assert found.texts == {SHA256: b"we will pay"}


def test_a_file_without_anything_holds_nothing():
    assert read(b"") == read(b"\xef\xbb\xbf\n \n") == Contents()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>", "it is neither JSON nor JSON Lines"),
        (b"\x00\x01\x02", "it is neither JSON nor JSON Lines"),
        (b"{\n", "line 2: Expecting value"),
        (b"[\n,]", "line 2: Expecting value"),
        (b'{"format": "postil", "version": 1}', "it is JSON, but there are no annotations in it"),
        (b'{"format": "other",\n"annotations": []}', "line 1: it is JSON of another program"),
        (b'{"format": "postil",\n"version": 2}', "line 2: it was written by a newer Postil"),
        (b'{"format": "postil",\n"version": true}', "line 2: version is not a number"),
        (b'{"annotations": {}}', "line 1: annotations is not a list"),
        (b'{"annotations": [], "annotations": []}', "line 1: annotations is there twice"),
        (b'{"annotations": [], "texts": []}', "line 1: texts is not an object"),
        (b'{"annotations": [], "codebook": NaN}', "line 1: NaN is not JSON"),
        (b'[\n"\xff"]', "line 2 is not UTF-8"),
    ],
)
def test_a_file_that_is_something_else_is_refused_as_a_whole(data, reason):
    with pytest.raises(ValueError, match="^" + reason):
        read(data)


def test_what_follows_a_break_is_not_read_and_what_was_before_is_there():
    source = json.dumps(native(annotations=[]))[:-2]
    record = json.dumps({"document": "d", "tag": "t", "exact": "x"})
    found = read(f"{source}\n{record},\n{record[:20]}".encode())
    assert len(found.marks) == 1
    (refused,) = found.refused
    assert refused.line == 3
    assert refused.why.startswith("from here on it is not JSON: ")


def test_what_follows_the_end_is_spoken_of():
    (refused,) = read(json.dumps([LINE]).encode() + b"\n[]").refused
    assert (refused.line, refused.why) == (2, "from here on it is not JSON: something follows it")


@pytest.mark.parametrize("first", [b'{"a" 1}', b'{"a": nan}'])
def test_a_broken_first_line_costs_only_itself(first):
    found = read(first + b"\n" + orjson.dumps(LINE))
    assert [each.line for each in found.marks] == [2]
    assert [each.line for each in found.refused] == [1]


# What cannot be a mark


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"17", "it is not an object"),
        (b'"x"', "it is not an object"),
        (b"[]", "it is not an object"),
        (b"{", "it is not JSON: Expecting property name enclosed in double quotes (character 2)"),
        (b'{"a":1} {}', "it is not JSON: something follows it (character 8)"),
        (b"\xff", "byte 1 is not UTF-8"),
        (b'{"tag":"a","tag":"b"}', "a name is in it twice"),
        (b'{"note":{"a":NaN}}', "NaN is not JSON"),
        (b'{"note":-Infinity}', "-Infinity is not JSON"),
        (b'{"note":1e999}', "a number in it is too large"),
        (b"[" * 100_000, "it is not JSON: it is nested too deep (character 1)"),
    ],
)
def test_a_line_that_is_no_record_is_refused(line, reason):
    found = read(orjson.dumps(LINE) + b"\n" + line)
    assert [each.line for each in found.marks] == [1]
    assert [(each.line, each.why) for each in found.refused] == [(2, reason)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"tag": ""}, "tag is missing"),
        ({"tag": None}, "tag is missing"),
        ({"tag": ["threat"]}, "tag is not a string"),
        ({"tag": "x" * 1001}, "tag is longer than 1,000 characters"),
        ({"document": ""}, "document is missing"),
        ({"document": 5}, "document is not a string"),
        ({"document": "../a.txt"}, "document does not lead to a file in the folder"),
        ({"document": "/etc/passwd"}, "document does not lead to a file in the folder"),
        ({"document": "a/../../b"}, "document does not lead to a file in the folder"),
        ({"document": "a//b"}, "document does not lead to a file in the folder"),
        ({"document": "."}, "document does not lead to a file in the folder"),
        ({"document": "a\0"}, "document does not lead to a file in the folder"),
        ({"text_sha256": "../../x"}, "text_sha256 is not a hash"),
        ({"text_sha256": SHA256.upper()}, "text_sha256 is not a hash"),
        ({"exact": ""}, "exact is missing"),
        ({"exact": None, "start": 0, "end": 3}, "exact is missing"),
        ({"start": 3}, "start and end go together"),
        ({"start": "0", "end": "3"}, "start is not a whole number"),
        ({"start": 0.0, "end": 3}, "start is not a whole number"),
        ({"start": True, "end": 3}, "start is not a whole number"),
        ({"start": -1, "end": 3}, "start is below 0"),
        ({"start": 0, "end": 1 << 62}, "end is too large"),
        ({"segments": []}, "segments is not a list with something in it"),
        ({"segments": {}}, "segments is not a list with something in it"),
        ({"segments": ["we"]}, "a segment is not an object"),
        ({"segments": [{"start": 0, "end": 2}]}, "exact is missing"),
        ({"fields": []}, "fields is not an object"),
        ({"note": 3}, "note is not a string"),
        ({"extra": "x"}, "extra is not an object"),
        ({"rev": "1"}, "rev is not a whole number"),
        ({"rev": 1 << 63}, "rev is too large"),
        ({"created": "yesterday"}, "created is not a time such as 2026-03-01T14:30:00Z"),
        ({"person": "../../x"}, "person is not the id of a person"),
        ({"person": 5}, "person is not a string"),
        ({"annotator": "x" * 1001}, "annotator is longer than 1,000 characters"),
        ({"source": {"id": "x"}}, "path is missing"),
        ({"source": {"id": "x", "path": "../x"}}, "path does not lead to a file in the folder"),
        ({"note": "x" * LARGEST}, "it is larger than 4 MB"),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused(fields, reason):
    assert why(of({**LINE, **fields})) == [reason]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ('"\\ud83d"', "there is half a character in it (a lone surrogate)"),
        (str(1 << 70), "a number in it is larger than 64 bits"),
        ("[" * 300 + "]" * 300, "it is nested too deep"),
    ],
)
def test_what_no_record_can_hold_is_refused(value, reason):
    line = f'{{"document": "a.txt", "tag": "t", "exact": "x", "fields": {{"a": {value}}}}}'
    assert why(read(line.encode())) == [reason]


def test_a_text_must_be_the_one_that_its_hash_says():
    carriage = hashlib.sha256(b"a\rb").hexdigest()
    texts = {SHA256: "we will not pay", "../x": "we", carriage: "a\rb"}
    found = read(json.dumps(native(texts=texts)).encode())
    assert found.texts == {}
    assert why(found) == ["a text is not the one that its hash says"] * 3


@pytest.mark.parametrize("id", [17, "T1", ""])
def test_an_object_of_ours_has_ids_of_ours(id):
    mark = {"id": id, "document": "d", "tag": "t", "exact": "x"}
    assert why(read(json.dumps(native(annotations=[mark])).encode())) == [
        "id is not the id of a mark"
    ]


@SOME
@given(st.binary(max_size=60) | strings.map(str.encode))
def test_whatever_a_file_is_it_is_read_or_refused(data):
    for source in (data, b"{" + data, b"[" + data, b'{"annotations":[' + data):
        with suppress(ValueError):
            assert all(each.why and each.line > 0 for each in read(source).refused)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | strings,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3),
)


@SOME
@given(
    st.dictionaries(st.sampled_from([*LINE, "segments", "source", "rev", "id", "person"]), _json)
)
def test_whatever_a_record_says_it_is_a_mark_or_refused(fields):
    data = json.dumps({**LINE, **fields}).encode()
    found = read(data + b"\n" + data)
    assert len(found.marks) + len(found.refused) == 2
