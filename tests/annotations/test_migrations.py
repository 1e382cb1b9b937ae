"""Records of older and newer versions of the program."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from annotations.store import AnnotationStore, migrations, recovery, storage
from annotations.store import store as store_module
from annotations.store.lines import Record, decode
from annotations.store.migrations import about, migrated, schema_of
from tests.annotations.examples import ME, mark
from tests.annotations.stored import (
    append,
    assert_nothing_can_be_saved,
    beside,
    in_file,
    journal_line,
    quotes,
    tree,
    written,
)

QUOTES = ["locks would close", "harbour open"]


def renamed(table: str, record: Record) -> Record:
    """In the next version, what a mark is about is told in capital letters."""
    return {**record, "tag": record["tag"].upper()} if table == "annotations" else record


def counted(table: str, record: Record) -> Record:
    """In the version after that, it has an exclamation mark."""
    return {**record, "tag": record["tag"] + "!"} if table == "annotations" else record


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch):
    """Lets a later version of the program run."""

    def run(schema: int) -> None:
        for module in (migrations, recovery, storage, store_module):
            monkeypatch.setattr(module, "SCHEMA", schema)
        monkeypatch.setattr(migrations, "MIGRATIONS", {1: renamed, 2: counted})

    return run


def tags(store: AnnotationStore) -> list[str]:
    return [each.tag for each in store]


# Older files


def test_records_of_an_older_version_are_read_in_ours_and_looking_changes_nothing(
    store, path, later
):
    store.add(mark("money"))
    before = tree(path.parent)
    later(2)
    again = AnnotationStore(path, ME)
    assert tags(again) == ["THREAT", "COMMITMENT", "THREAT"]
    assert again.read_only is None
    assert again.faults == []
    assert not again.is_compact
    assert tree(path.parent) == before


def test_the_file_is_written_anew_and_the_one_before_is_kept(store, path, later):
    old = path.read_bytes()
    later(2)
    again = AnnotationStore(path, ME)
    assert again.compact()
    assert beside(path, "schema-1").read_bytes() == old
    tables = json.loads(path.read_bytes())
    assert tables["about"]["1"] == {"schema": 2, "name": ME.name, "person": ME.person}
    assert [each["tag"] for each in tables["annotations"].values()] == ["THREAT", "COMMITMENT"]
    for each in (again, AnnotationStore(path, ME)):
        assert tags(each) == ["THREAT", "COMMITMENT"]
        assert each.is_compact


def test_several_steps_are_taken_one_after_the_other(store, path, later):
    later(3)
    assert tags(AnnotationStore(path, ME)) == ["THREAT!", "COMMITMENT!"]


def test_what_is_saved_behind_an_older_file_is_not_migrated_again(store, path, later):
    first, second = store
    store.change(replace(second, tag="allegation"), second.rev)
    later(2)
    again = AnnotationStore(path, ME)
    again.change(replace(again.get(first.id), tag="New"), first.rev)
    again.add(mark("money", tag="Newer"))
    for _ in range(2):
        assert tags(AnnotationStore(path, ME)) == ["New", "ALLEGATION", "Newer"]
        again.compact()


def test_an_older_file_that_is_damaged_is_rebuilt_in_our_version(store, path, later):
    store.add(mark("money"))
    later(2)
    assert tags(written(path, b"")) == ["THREAT", "COMMITMENT", "THREAT"]


def test_after_the_migration_a_damaged_file_is_rebuilt_from_the_older_one(store, path, later):
    for word in ("money", "claims"):
        store.add(mark(word))
        store.compact()
    later(2)
    again = AnnotationStore(path, ME)
    again.compact()
    again.add(mark("she said", tag="Said"))
    rebuilt = written(path, b"")
    assert quotes(rebuilt) == [*QUOTES, "money", "claims", "she said"]
    assert tags(rebuilt) == ["THREAT", "COMMITMENT", "THREAT", "THREAT", "Said"]


def test_tables_that_we_do_not_know_go_through_the_migrations_too(later):
    later(2)
    tables = {"notes": {1: b'{"x":1}'}, "about": {1: b'{"schema":1,"name":"ana"}'}}
    moved = migrated(tables, 1)
    assert moved["notes"] == {1: b'{"x":1}'}
    assert decode(moved["about"][1]) == {"schema": 2, "name": "ana"}
    assert tables["about"][1] == b'{"schema":1,"name":"ana"}'


def test_records_of_our_version_and_of_newer_ones_stay_as_they_are(later):
    later(2)
    tables = {"annotations": {1: b'{"tag":"x"}'}}
    assert migrated(tables, 2) is tables
    assert migrated(tables, 3) is tables


@pytest.mark.parametrize("schema", [0, -1])
def test_a_file_of_a_version_that_never_was_is_written_anew_once(store, path, schema):
    again = written(path, path.read_bytes().replace(b'"schema":1', b'"schema":%d' % schema))
    assert quotes(again) == QUOTES
    assert again.compact()
    assert not AnnotationStore(path, ME).compact()
    assert quotes(AnnotationStore(path, ME)) == QUOTES


@pytest.mark.parametrize("said", [{}, {1: b'{"schema":"x"}'}, {1: b"{}"}, {2: b'{"schema":9}'}])
def test_a_file_that_does_not_say_its_version_has_the_first(said):
    assert schema_of({"about": said}) == 1
    assert schema_of({}) == 1
    assert about({}) == {}


# Newer files


def test_a_newer_file_is_only_read(store, path):
    newer = written(path, path.read_bytes().replace(b'"schema":1', b'"schema":2'))
    assert quotes(newer) == QUOTES
    assert newer.is_newer
    assert "was written by a newer Postil (schema 2)" in newer.read_only
    assert_nothing_can_be_saved(newer)


def test_a_newer_save_in_the_journal_is_only_read_by_us(store, path, later):
    window = AnnotationStore(path, ME)
    later(2)
    AnnotationStore(path, ME).add(mark("money"))
    later(1)
    for each in (window, AnnotationStore(path, ME)):
        each.refresh()
        assert "newer" in str(each.read_only)
        assert_nothing_can_be_saved(each)


def test_a_newer_journal_without_a_file_is_only_read(path):
    path.parent.mkdir()
    base = {"snapshot": "x", "n": 0, "after": "", "file": "", "schema": 2}
    append(beside(path, "journal"), journal_line(base))
    assert "newer" in str(AnnotationStore(path, ME).read_only)


# What we do not know


def test_fields_and_tables_that_we_do_not_know_survive(store, path):
    tables = in_file(path)
    for key in tables["annotations"]:
        tables["annotations"][key]["certainty"] = {"deep": [0.5, None]}
    for key in tables["documents"]:
        tables["documents"][key]["shelf"] = 7
    tables["about"]["1"]["motto"] = "read twice"
    tables["about"]["2"] = {"more": True}
    tables["notes"] = {"1": {"remember": "the milk"}, "2": {}}
    again = written(path, json.dumps(tables).encode())
    for each in list(again):
        again.change(replace(each, note="changed"), each.rev)
    again.keep_document(replace(again.documents()[0], title="changed"))
    after = in_file(path)
    assert [each["certainty"] for each in after["annotations"].values()] == [
        {"deep": [0.5, None]}
    ] * 2
    assert [each["shelf"] for each in after["documents"].values()] == [7]
    assert after["about"] == tables["about"]
    assert after["notes"] == tables["notes"]
