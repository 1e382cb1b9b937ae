"""Annotations in a TinyDB file: the contract of a store, the file, and the records in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from annotations.annotation import Annotation, Segment
from annotations.errors import NotSaved
from annotations.store import AnnotationStore, Annotator
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, ME, OTHER, mark
from tests.annotations.store_contract import StoreContract
from tests.annotations.stored import (
    assert_nothing_can_be_saved,
    beside,
    in_file,
    quotes,
    tree,
    written,
)
from tests.annotations.strategies import FEW, strings


class TestJournalStore(StoreContract):
    def open_store(self, path: Path, annotator: Annotator | None) -> AnnotationStore:
        return AnnotationStore(path, annotator)

    def saved(self, path: Path, id: str) -> dict[str, Any]:
        store = self.open_store(path, None)
        (number,) = (key for key, each in enumerate(store) if each.id == id)
        return list(in_file(path)["annotations"].values())[number]

    def alter(self, path: Path, id: str, **fields: Any) -> None:
        record = self.saved(path, id)
        tables = in_file(path)
        for key, each in tables["annotations"].items():
            if each == record:
                tables["annotations"][key] = {**record, **fields}
        path.write_text(json.dumps(tables))


# The file


def test_stock_tinydb_opens_the_file_and_sees_the_live_marks(store, path):
    with TinyDB(path) as db:
        records = db.table("annotations").all()
        assert db.tables() == {"about", "annotations", "deleted", "documents"}
    assert [record["segments"][0]["exact"] for record in records] == quotes(store)
    assert quotes(store) == ["locks would close", "harbour open"]


def test_a_file_that_stock_tinydb_wrote_is_read(store, path):
    marks = list(store)
    with TinyDB(path, indent=2) as db:
        db.table("notes").insert({"remember": "the milk"})
    again = AnnotationStore(path, ME)
    assert list(again) == marks
    assert again.read_only is None


def test_a_table_that_we_do_not_know_survives(store, path):
    with TinyDB(path) as db:
        db.table("notes").insert({"remember": "the milk"})
    store.add(mark("money"))
    assert in_file(path)["notes"] == {"1": {"remember": "the milk"}}


def test_records_made_by_stock_tinydb_can_be_changed(path):
    path.parent.mkdir()
    segment = {"start": 0, "end": 3, "exact": "The"}
    record = {"document": "d", "text_sha256": "f" * 64, "tag": "threat", "segments": [segment]}
    with TinyDB(path) as db:
        db.table("annotations").insert(record)
    store = AnnotationStore(path, ME)
    (found,) = store
    changed = store.change(replace(found, note="ours now"), found.rev)
    store.remove(changed.id, changed.rev)
    assert in_file(path)["annotations"] == {}


def test_a_record_is_one_line_and_a_new_one_a_new_line(store, path):
    before = path.read_text().split("\n")
    store.add(mark("money"))
    store.compact()
    after = path.read_text().split("\n")
    (new,) = (line for line in after if line not in before)
    assert [line for line in after if line != new] == before
    assert json.loads("{" + new.removeprefix(",") + "}")


def test_a_save_is_one_more_line_in_the_journal_and_the_file_stays(store, path):
    before, journal = path.read_bytes(), beside(path, "journal").read_bytes()
    store.add(mark("money"))
    after = beside(path, "journal").read_bytes()
    assert path.read_bytes() == before
    assert after.startswith(journal)
    assert after.count(b"\n") == journal.count(b"\n") + 1


def test_before_the_first_compaction_there_is_only_a_journal(path):
    store = AnnotationStore(path, ME)
    added = store.add(mark("money"))
    assert not path.exists()
    assert list(AnnotationStore(path, ME)) == [added]


def test_the_records_in_the_file_are_in_the_order_of_their_ids(store, path):
    first, second = store
    store.remove(first.id, first.rev)
    store.add(first)
    store.change(second, second.rev)
    for table in in_file(path).values():
        assert list(table) == sorted(table, key=int)


def test_where_nothing_changes_nothing_is_written(store, path):
    before, first = tree(path.parent), next(iter(store))
    with store.transaction():
        pass
    store.keep_document(store.documents()[0])
    assert tree(path.parent) == before
    assert store.get(first.id) is first


def test_a_removed_mark_is_kept_among_the_deleted_ones(store, path):
    (gone,) = in_file(path)["deleted"].values()
    assert gone["record"]["segments"][0]["exact"] == "The mayor"
    first, _ = store
    store.remove(first.id, first.rev)
    assert len(in_file(path)["deleted"]) == 2
    store.add(first)
    assert len(in_file(path)["deleted"]) == 1


def test_a_document_is_one_record_however_often_it_changes(store, path):
    store.keep_document(replace(DOCUMENT, path="renamed.txt"))
    (record,) = in_file(path)["documents"].values()
    assert record["path"] == "renamed.txt"


def test_the_file_says_whose_it_is_and_of_which_schema(store, path):
    assert in_file(path)["about"] == {"1": {"schema": 1, "name": ME.name, "person": ME.person}}


def test_the_mode_of_the_files_is_kept(store, path):
    for mode in (0o640, 0o600, 0o664):
        for each in (path, beside(path, "journal")):
            each.chmod(mode)
        store.add(mark("money"))
        assert store.compact()
        assert path.stat().st_mode & 0o7777 == mode
        assert beside(path, "journal").stat().st_mode & 0o7777 == mode


@pytest.mark.parametrize(
    "name", ["two words.json", "a\nb.json", "ä😀.json", "*[a].json", "'$(x).json"]
)
def test_whatever_the_file_is_called_marks_are_kept_in_it(tmp_path, name):
    path = tmp_path / "a folder\nof lines" / name
    store = AnnotationStore(path, ME)
    for word in ("money", "locks", "harbour"):
        store.add(mark(word))
        assert store.compact()
    store.add(mark("claims"))
    assert quotes(AnnotationStore(path, ME)) == ["money", "locks", "harbour", "claims"]
    assert AnnotationStore(path, ME).copies() == []


# Records that break a rule


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"segments": []}, "no segments"),
        ({"segments": None}, "no segments"),
        ({"segments": [7]}, "not an object"),
        ({"segments": [{"start": "0", "end": 3, "exact": "The"}]}, "no offsets"),
        ({"segments": [{"start": True, "end": 3, "exact": "he"}]}, "no offsets"),
        ({"segments": [{"start": -1, "end": 2, "exact": "The"}]}, "does not fit"),
        ({"segments": [{"start": 0, "end": 4, "exact": "The"}]}, "does not fit"),
        ({"segments": [{"start": 3, "end": 0, "exact": "The"}]}, "does not fit"),
        ({"segments": [{"start": 0, "end": 0, "exact": ""}]}, "exact is missing"),
        ({"segments": [{"start": 0, "end": 3, "exact": 123}]}, "exact is not a string"),
        (
            {
                "segments": [
                    {"start": 5, "end": 6, "exact": "a"},
                    {"start": 0, "end": 1, "exact": "b"},
                ]
            },
            "not in order",
        ),
        (
            {
                "segments": [
                    {"start": 0, "end": 5, "exact": "abcde"},
                    {"start": 5, "end": 6, "exact": "f"},
                ]
            },
            "not in order",
        ),
        ({"document": ""}, "document is missing"),
        ({"document": 7}, "document is not a string"),
        ({"text_sha256": ""}, "text_sha256 is missing"),
        ({"tag": ""}, "tag is missing"),
        ({"tag": ["threat"]}, "tag is not a string"),
        ({"note": None}, "note is not a string"),
        ({"fields": []}, "fields is not an object"),
        ({"extra": "x"}, "extra is not an object"),
        ({"rev": "1"}, "rev is not a number"),
        ({"rev": True}, "rev is not a number"),
    ],
)
def test_a_record_that_breaks_a_rule_is_set_aside_and_stays_in_the_file(
    store, path, fields, reason
):
    tables = in_file(path)
    key = min(tables["annotations"], key=int)
    tables["annotations"][key] |= fields
    store = written(path, json.dumps(tables).encode())
    assert quotes(store) == ["harbour open"]
    assert [misfit.key for misfit in store.misfits] == [key]
    assert reason in store.misfits[0].reason
    store.add(mark("money"))
    assert in_file(path)["annotations"][key] == tables["annotations"][key]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"id": ""}, "id"), ({"path": 3}, "path"), ({"length": "9"}, "length"), ({"bom": 1}, "bom")],
)
def test_a_document_that_breaks_a_rule_is_set_aside(store, path, fields, reason):
    tables = in_file(path)
    ((key, record),) = tables["documents"].items()
    tables["documents"][key] = {**record, **fields}
    store = written(path, json.dumps(tables).encode())
    assert store.documents() == []
    assert [misfit.key for misfit in store.misfits] == [key]
    assert reason in store.misfits[0].reason
    assert len(store) == 2


# Files of others


def test_a_file_of_a_newer_schema_is_only_read(store, path):
    tables = in_file(path)
    tables["about"]["1"]["schema"] = 2
    store = written(path, json.dumps(tables).encode())
    assert len(store) == 2
    assert "newer" in store.read_only
    assert_nothing_can_be_saved(store)


def test_a_file_of_another_person_is_only_read(store, path):
    theirs = AnnotationStore(path, OTHER)
    assert len(theirs) == 2
    assert theirs.owner == ME
    assert "belongs to another ana" in theirs.read_only
    assert_nothing_can_be_saved(theirs)


def test_a_store_that_is_only_read_leaves_no_trace(path):
    with pytest.raises(NotSaved):
        AnnotationStore(path).add(mark("money"))
    assert not path.parent.exists()


def test_a_file_that_another_person_took_over_is_not_written(store, path):
    ours = AnnotationStore(path, ME)
    tables = in_file(path)
    tables["about"]["1"]["person"] = OTHER.person
    path.write_text(json.dumps(tables))
    with pytest.raises(NotSaved, match="belongs to another ana"):
        ours.add(mark("money"))
    assert_nothing_can_be_saved(ours)
    assert json.loads(path.read_bytes()) == tables


@pytest.mark.parametrize("about", [{}, {"1": {"schema": 1}}, {"1": {"name": "x", "person": ""}}])
def test_a_file_that_belongs_to_nobody_becomes_ours(store, path, about):
    tables = in_file(path)
    tables["about"] = about
    store = written(path, json.dumps(tables).encode())
    assert store.owner is None
    store.add(mark("money"))
    assert store.owner == ME
    assert len(AnnotationStore(path, ME)) == 3
    store.compact()
    assert AnnotationStore(path, ME).owner == ME


# Any text


@FEW
@given(strings.filter(bool).map(Text.of), st.data())
def test_after_reopening_every_quote_stands_where_its_offsets_say(text, data):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "annotations" / "ana.json"
        store = AnnotationStore(path, ME)
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(text) - 1))
            end = data.draw(st.integers(start + 1, len(text)))
            segment = Segment.of(text, start, end)
            store.add(Annotation("doc", text.sha256, (segment,), "threat", ME.name))
        again = AnnotationStore(path, ME)
        assert list(again) == list(store)
        for each in again:
            assert text[each.start : each.end] == each.exact
            assert each.holds_in(text)
