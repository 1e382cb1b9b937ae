"""Native JSON and JSON Lines."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from annotations.codebook import built_in
from annotations.errors import AnnotationsError
from annotations.formats import Mark
from annotations.formats.encoding import encoded
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, ME, OTHER, TEXT
from tests.annotations.exported import HARBOUR, INTERRUPTED, SAVED, on, written
from tests.annotations.strategies import SOME, strings

DATA = {"title": "A Statement", "issued": {"date-parts": [[2024, 5, 1]]}}


def test_an_annotation_is_one_line_of_json():
    harbour, interrupted = (
        json.loads(line) for line in written("jsonl", HARBOUR, INTERRUPTED).split("\n")[:-1]
    )
    segment = HARBOUR.annotation.segments[0]
    assert harbour == {
        "id": SAVED["id"],
        "document": "statement.txt",
        "title": "statement.txt",
        "author": "",
        "publisher": "",
        "date": "",
        "url": "",
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
        "person": "",
        "created": "2024-05-01T00:00:00Z",
        "modified": "2024-05-02",
        "rev": 1,
        "origin": "",
        "extra": {},
        "text_sha256": TEXT.sha256,
        "source": {
            "id": DOCUMENT.id,
            "path": "statement.txt",
            "title": "statement.txt",
            "text_sha256": TEXT.sha256,
            "length": len(TEXT),
            "encoding": "utf-8",
            "newline": "lf",
            "bom": False,
            "language": "en",
            "metadata": {},
            "added": "",
        },
    }
    assert interrupted["exact"] == "We will keep … she said"
    assert interrupted["fields"] == {"speaker": "the mayor"}
    assert len(interrupted["segments"]) == 2


def test_a_line_has_what_others_know_of_the_document_and_the_record_as_it_is():
    known = Mark(HARBOUR.annotation, replace(DOCUMENT, metadata=DATA), ME.person)
    line = json.loads(written("jsonl", known, records=[(ME, DOCUMENT)]))
    assert (line["title"], line["date"], line["person"]) == ("A Statement", "2024-05-01", ME.person)
    assert line["quote"] == "“harbour open” (A Statement, 2024-05-01)"
    assert line["source"]["metadata"] == {}


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
    whole = json.loads(written("json", named, records=[(ME, named.document)]))
    assert whole["documents"][0]["path"].endswith(".txt")


def test_no_marks_are_no_lines():
    assert written("jsonl") == ""


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_fields_may_be_nested_deeper_than_orjson_writes(format):
    deep: object = "x"
    for _ in range(400):
        deep = [deep]
    assert json.dumps(deep, separators=(",", ":")) in written(format, on("x", extra={"deep": deep}))


def test_what_no_reader_would_read_is_refused_in_a_sentence():
    deep: object = "x"
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(AnnotationsError, match="nested too deep"):
        encoded(deep)


# All of a project


def test_a_file_of_everything_has_everything_a_line_each():
    records = [(OTHER, DOCUMENT), (ME, replace(DOCUMENT, metadata=DATA, done="2024-05-03"))]
    mine = replace(HARBOUR, person=ME.person)
    text = written(
        "json",
        mine,
        records=records,
        documents=[DOCUMENT],
        text_of=lambda document: TEXT,
    )
    whole = json.loads(text)
    assert [*whole] == [
        *("format", "version", "codebook", "annotators", "documents", "texts", "annotations")
    ]
    assert (whole["format"], whole["version"]) == ("postil", 1)
    assert whole["annotators"] == [
        {"name": "ana", "person": "person-1"},
        {"name": "ben", "person": "person-2"},
    ]
    assert [each["person"] for each in whole["documents"]] == ["person-1", "person-2"]
    assert whole["documents"][0]["metadata"] == DATA
    assert whole["documents"][0]["done"] == "2024-05-03"
    assert whole["texts"] == {TEXT.sha256: TEXT[:]}
    (annotation,) = whole["annotations"]
    assert annotation["id"] == SAVED["id"]
    assert annotation["document"] == DOCUMENT.id
    assert annotation["person"] == ME.person
    assert annotation["segments"] == [HARBOUR.annotation.segments[0].as_dict()]
    assert [tag["id"] for tag in whole["codebook"]["tags"]] == [tag.id for tag in built_in().tags]
    assert sum(line.startswith('{"id"') for line in text.splitlines()) == 3 + 2 + 1


def test_a_file_of_nothing_is_json_too():
    whole = json.loads(written("json"))
    assert whole["annotations"] == whole["documents"] == whole["annotators"] == []
    assert whole["texts"] == {}


@pytest.mark.parametrize("lost", [[], ["statement.txt"], ["twin.txt"]])
def test_a_text_of_two_documents_is_there_once_if_one_of_them_has_it(lost):
    twin = replace(DOCUMENT, id="f" * 16, path="twin.txt")
    documents = [DOCUMENT, twin]
    text = written(
        "json",
        records=[(ME, each) for each in documents],
        documents=documents,
        text_of=lambda document: None if document.path in lost else TEXT,
    )
    assert json.loads(text)["texts"] == {TEXT.sha256: TEXT[:]}
    assert text.count(f'"{TEXT.sha256}": ') == 1
